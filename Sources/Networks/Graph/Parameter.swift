package import Tensors

/// A parameter of a network: its name in checkpoints (torchvision's), its shape and its initial
/// value.
package struct Parameter: Sendable, Hashable {
    /// The name in checkpoints, such as `features.0.weight`.
    package let name: String
    /// The shape of the tensor.
    package let shape: Shape
    /// The distribution of the initial value.
    package let initializer: Initializer
    /// The way in which the parameter changes during training.
    package let role: Role

    /// The way in which a parameter changes during training.
    package enum Role: Sendable, Hashable {
        /// A trainable parameter, updated by the optimizer.
        case weight
        /// A running mean or variance, updated from the statistics of the batches. PyTorch calls it
        /// a buffer.
        case statistic
        /// A counter of batches, stored as a 64-bit integer.
        case counter
    }

    package init(
        _ name: String, shape: Shape, initializer: Initializer, role: Role = .weight
    ) {
        self.name = name
        self.shape = shape
        self.initializer = initializer
        self.role = role
    }
}

/// The distribution of a parameter's initial value, a pure function of the seed and the parameter's
/// name.
package enum Initializer: Sendable, Hashable {
    /// Uniform in `[-1, 1) / sqrt(fanIn)`: the default of PyTorch's convolutions and linear layers,
    /// for weight and bias (Kaiming uniform with a = sqrt(5)).
    case torchUniform(fanIn: Int)
    case constant(Float)
    /// Uniform in `[-bound, bound)`.
    case uniform(bound: Double)
    /// Normal with mean 0.
    case normal(std: Double)
    /// Normal with mean 0, drawn again where the value is 2 or more away from 0, as `trunc_normal_`
    /// of PyTorch with its default limits.
    case truncatedNormal(std: Double)

    /// Normal with mean 0 and standard deviation `sqrt(2 / fan)`, for layers followed by a ReLU (He
    /// et al., 2015).
    static func kaimingNormal(fan: Int) -> Initializer {
        .normal(std: (2 / Double(fan)).squareRoot())
    }

    /// The initial value of a parameter for `seed`.
    package func tensor(for parameter: Parameter, seed: UInt64) -> Tensor {
        let stream = RandomStream(seed: seed, purpose: .initialization, name: parameter.name)
        switch self {
        case .constant(let value):
            return Tensor(repeating: value, shape: parameter.shape)
        case .normal(let std):
            return Tensor(shape: parameter.shape) { stream.fillNormal($0, std: std) }
        case .truncatedNormal(let std):
            // A value beyond 2 is at least 20 standard deviations away for the networks here, so it
            // practically never occurs; it is then set to the limit.
            return Tensor(shape: parameter.shape) { values in
                stream.fillNormal(values, std: std)
                for index in values.indices { values[index] = min(max(values[index], -2), 2) }
            }
        case .uniform(let bound):
            return Tensor(shape: parameter.shape) { stream.fillUniform($0, bound: Float(bound)) }
        case .torchUniform(let fanIn):
            let bound = Float(1 / Double(fanIn).squareRoot())
            return Tensor(shape: parameter.shape) { stream.fillUniform($0, bound: bound) }
        }
    }
}
