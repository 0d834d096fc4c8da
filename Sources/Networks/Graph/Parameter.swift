package import Tensors

/// A tensor that a network owns: its name in checkpoints (torchvision's), its shape and its first value.
package struct Parameter: Sendable, Hashable {
    package let name: String
    package let shape: Shape
    package let initializer: Initializer

    package init(_ name: String, shape: Shape, initializer: Initializer) {
        self.name = name
        self.shape = shape
        self.initializer = initializer
    }
}

/// How a parameter starts, as a pure function of the seed and the parameter's name.
package enum Initializer: Sendable, Hashable {
    /// Uniform in `[-1, 1) / sqrt(fanIn)`: what PyTorch's convolutions and linear layers start from
    /// (Kaiming uniform with a = sqrt(5), for the weight as for the bias).
    case torchUniform(fanIn: Int)
    case constant(Float)
    /// Normal with mean 0; Kaiming's for a ReLU has the deviation `sqrt(2 / fan)` (He et al., 2015).
    case normal(deviation: Double)

    /// The parameter's value at the start of training with `seed`.
    package func tensor(for parameter: Parameter, seed: UInt64) -> Tensor {
        let stream = RandomStream(seed: seed, purpose: .initialization, name: parameter.name)
        switch self {
        case .constant(let value):
            return Tensor(repeating: value, shape: parameter.shape)
        case .normal(let deviation):
            return Tensor(shape: parameter.shape) { stream.fillNormal($0, deviation: deviation) }
        case .torchUniform(let fanIn):
            let bound = Float(1 / Double(fanIn).squareRoot())
            return Tensor(shape: parameter.shape) { stream.fillUniform($0, bound: bound) }
        }
    }
}
