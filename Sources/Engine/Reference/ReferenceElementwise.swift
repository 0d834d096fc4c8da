import Foundation
import Networks
import Tensors

/// An activation by its formula, in double precision.
struct ReferenceActivation {
    private let activation: Activation

    init(_ activation: Activation) { self.activation = activation }

    func forward(_ x: Tensor) -> Tensor {
        Tensor(x.values.map { Float(value(Double($0))) }, shape: x.shape)
    }

    func backward(_ x: Tensor, _ dy: Tensor) -> Tensor {
        Tensor(
            zip(x.values, dy.values).map { Float(derivative(Double($0)) * Double($1)) },
            shape: x.shape)
    }

    private func value(_ x: Double) -> Double {
        switch activation {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .silu: x * sigmoid(x)
        case .gelu: x * normal(x)
        case .hardswish: x * min(max(x + 3, 0), 6) / 6
        case .sigmoid: sigmoid(x)
        case .hardsigmoid: min(max(x + 3, 0), 6) / 6
        }
    }

    private func derivative(_ x: Double) -> Double {
        switch activation {
        case .relu: x > 0 ? 1 : 0
        case .relu6: x > 0 && x < 6 ? 1 : 0
        case .silu: sigmoid(x) * (1 + x * (1 - sigmoid(x)))
        case .gelu: normal(x) + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        case .hardswish: x <= -3 ? 0 : x >= 3 ? 1 : x / 3 + 0.5
        case .sigmoid: sigmoid(x) * (1 - sigmoid(x))
        case .hardsigmoid: x > -3 && x < 3 ? 1 / 6 : 0
        }
    }

    private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// The distribution function of the standard normal distribution.
    private func normal(_ x: Double) -> Double { (1 + erf(x / 2.0.squareRoot())) / 2 }
}

enum ReferenceScale {
    /// The product of `[N, C, H, W]` and `[N, C, 1, 1]`.
    static func forward(_ x: Tensor, factors: Tensor) -> Tensor {
        let pixels = x.count / factors.count
        return Tensor(
            x.values.enumerated().map { $1 * factors.values[$0 / pixels] }, shape: x.shape)
    }

    /// The gradients with respect to both.
    static func backward(_ x: Tensor, factors: Tensor, _ dy: Tensor) -> [Tensor] {
        let pixels = x.count / factors.count
        var sums = [Double](repeating: 0, count: factors.count)
        for (index, gradient) in dy.values.enumerated() {
            sums[index / pixels] += Double(gradient) * Double(x.values[index])
        }
        return [
            forward(dy, factors: factors), Tensor(sums.map { Float($0) }, shape: factors.shape),
        ]
    }

    /// The product of each image and its factor.
    static func images(_ x: Tensor, _ mask: ImageMask, _ step: TrainingStep) -> Tensor {
        let images = x.shape[0]
        let factors = mask.factors(images: images, step)
        let length = x.count / images
        return Tensor(x.values.enumerated().map { $1 * factors[$0 / length] }, shape: x.shape)
    }
}

/// A choice or an order of the channels of `[N, C, H, W]`.
struct ReferenceChannels {
    /// The input's channel for each channel of the output.
    private let sources: [Int]

    init(_ sources: [Int]) { self.sources = sources }

    /// Reads channels as rows of `groups` and writes them by columns.
    init(shuffling channels: Int, groups: Int) {
        var sources: [Int] = []
        for column in 0..<channels / groups {
            for group in 0..<groups { sources.append(group * (channels / groups) + column) }
        }
        self.sources = sources
    }

    func forward(_ x: Tensor) -> Tensor {
        var values: [Float] = []
        forEachChannel(x.shape) { range in values += x.values[range] }
        return Tensor(values, shape: [x.shape[0], sources.count, x.shape[2], x.shape[3]])
    }

    func backward(_ shape: Shape, _ dy: Tensor) -> Tensor {
        var values = [Float](repeating: 0, count: shape.count)
        var position = 0
        forEachChannel(shape) { range in
            for index in range {
                values[index] = dy.values[position]
                position += 1
            }
        }
        return Tensor(values, shape: shape)
    }

    private func forEachChannel(_ shape: Shape, _ body: (Range<Int>) -> Void) {
        let pixels = shape[2] * shape[3]
        for image in 0..<shape[0] {
            for source in sources {
                let first = (image * shape[1] + source) * pixels
                body(first..<first + pixels)
            }
        }
    }
}
