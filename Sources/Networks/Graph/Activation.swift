import Tensors

/// An activation function, applied to each element; as a layer it keeps the shape of its input.
package enum Activation: String, Sendable, Hashable, CaseIterable {
    /// The rectified linear unit: `max(x, 0)`.
    case relu
    /// The rectified linear unit with an upper bound: `min(max(x, 0), 6)`.
    case relu6
    /// `x * sigmoid(x)`, also called swish.
    case silu
    /// `x * (1 + erf(x / sqrt(2))) / 2`, the exact form (Hendrycks and Gimpel, 2016, "Gaussian
    /// Error Linear Units").
    case gelu
    /// `x * min(max(x + 3, 0), 6) / 6` (Howard et al., 2019, "Searching for MobileNetV3").
    case hardswish
    /// The logistic function, `1 / (1 + exp(-x))`.
    case sigmoid
    /// `min(max(x + 3, 0), 6) / 6`.
    case hardsigmoid

    /// True if the function of zero is zero.
    package var keepsZero: Bool {
        switch self {
        case .relu, .relu6, .silu, .gelu, .hardswish: true
        case .sigmoid, .hardsigmoid: false
        }
    }
}

extension Activation: Layer {
    package func add(to graph: inout Graph, after input: Int) -> Int {
        graph.add(.activation(self), [input], shape: graph.shape(of: input))
    }
}
