package import Tensors

/// A tensor that a network owns: its name in checkpoints (torchvision's), its shape and its first
/// value.
package struct Parameter: Sendable, Hashable {
    package let name: String
    package let shape: Shape
    package let initializer: Initializer
    package let role: Role

    /// How a parameter changes in training.
    package enum Role: Sendable, Hashable {
        /// Follows its gradient.
        case weight
        /// A running mean or variance: follows the batches' statistics. PyTorch calls it a buffer.
        case statistic
        /// Counts batches; a whole number, stored as a 64-bit integer.
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

/// How a parameter starts, as a pure function of the seed and the parameter's name.
package enum Initializer: Sendable, Hashable {
    /// Uniform in `[-1, 1) / sqrt(fanIn)`: what PyTorch's convolutions and linear layers start from
    /// (Kaiming uniform with a = sqrt(5), for the weight as for the bias).
    case torchUniform(fanIn: Int)
    case constant(Float)
    /// Normal with mean 0.
    case normal(std: Double)

    /// Normal with the deviation `sqrt(2 / fan)`, for a ReLU behind it (He et al., 2015).
    static func kaimingNormal(fan: Int) -> Initializer {
        .normal(std: (2 / Double(fan)).squareRoot())
    }

    /// The parameter's value at the start of training with `seed`.
    package func tensor(for parameter: Parameter, seed: UInt64) -> Tensor {
        let stream = RandomStream(seed: seed, purpose: .initialization, name: parameter.name)
        switch self {
        case .constant(let value):
            return Tensor(repeating: value, shape: parameter.shape)
        case .normal(let std):
            return Tensor(shape: parameter.shape) { stream.fillNormal($0, std: std) }
        case .torchUniform(let fanIn):
            let bound = Float(1 / Double(fanIn).squareRoot())
            return Tensor(shape: parameter.shape) { stream.fillUniform($0, bound: bound) }
        }
    }
}
