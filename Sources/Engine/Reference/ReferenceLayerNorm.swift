import Networks
import Tensors

/// Layer norm over the channels of each pixel by its definition, in double precision.
struct ReferenceLayerNorm {
    private let epsilon: Double
    private let weight: Tensor
    private let bias: Tensor

    init(_ epsilon: Double, _ parameters: [Tensor]) {
        self.epsilon = epsilon
        (weight, bias) = (parameters[0], parameters[1])
    }

    func forward(_ x: Tensor) -> Tensor {
        var y = [Float](repeating: 0, count: x.count)
        ReferenceLayerScale.forEachPixel(of: x.shape) { positions in
            let normalized = normalized(positions.map { Double(x.values[$0]) }).values
            for (channel, position) in positions.enumerated() {
                y[position] = Float(
                    normalized[channel] * Double(weight.values[channel])
                        + Double(bias.values[channel]))
            }
        }
        return Tensor(y, shape: x.shape)
    }

    /// The gradients with respect to input, weight and bias.
    func backward(_ x: Tensor, _ dy: Tensor) -> (input: Tensor, weight: Tensor, bias: Tensor) {
        var dx = [Float](repeating: 0, count: x.count)
        var dw = [Double](repeating: 0, count: weight.count)
        var db = [Double](repeating: 0, count: weight.count)
        ReferenceLayerScale.forEachPixel(of: x.shape) { positions in
            let (normalized, std) = normalized(positions.map { Double(x.values[$0]) })
            let count = Double(positions.count)
            var (sum, product) = (0.0, 0.0)
            for (channel, position) in positions.enumerated() {
                let gradient = Double(dy.values[position])
                dw[channel] += gradient * normalized[channel]
                db[channel] += gradient
                sum += gradient * Double(weight.values[channel])
                product += gradient * Double(weight.values[channel]) * normalized[channel]
            }
            for (channel, position) in positions.enumerated() {
                let gradient = Double(dy.values[position]) * Double(weight.values[channel])
                dx[position] = Float(
                    (gradient - sum / count - normalized[channel] * product / count) / std)
            }
        }
        return (
            Tensor(dx, shape: x.shape), Tensor(dw.map { Float($0) }, shape: weight.shape),
            Tensor(db.map { Float($0) }, shape: bias.shape)
        )
    }

    private func normalized(_ pixel: [Double]) -> (values: [Double], std: Double) {
        let count = Double(pixel.count)
        let mean = pixel.reduce(0, +) / count
        let variance = pixel.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let std = (variance + epsilon).squareRoot()
        return (pixel.map { ($0 - mean) / std }, std)
    }
}

/// The product of `[N, C, H, W]` and a learned factor for each channel.
enum ReferenceLayerScale {
    static func forward(_ x: Tensor, factors: Tensor) -> Tensor {
        var y = [Float](repeating: 0, count: x.count)
        forEachPixel(of: x.shape) { positions in
            for (channel, position) in positions.enumerated() {
                y[position] = x.values[position] * factors.values[channel]
            }
        }
        return Tensor(y, shape: x.shape)
    }

    /// The gradients with respect to both.
    static func backward(
        _ x: Tensor, factors: Tensor, _ dy: Tensor
    ) -> (input: Tensor, factors: Tensor) {
        var sums = [Double](repeating: 0, count: factors.count)
        forEachPixel(of: x.shape) { positions in
            for (channel, position) in positions.enumerated() {
                sums[channel] += Double(dy.values[position]) * Double(x.values[position])
            }
        }
        return (
            forward(dy, factors: factors), Tensor(sums.map { Float($0) }, shape: factors.shape)
        )
    }

    /// Calls `body` with the positions of the channels of each pixel of `[N, C, ...]`.
    static func forEachPixel(of shape: Shape, _ body: ([Int]) -> Void) {
        let (images, channels) = (shape[0], shape[1])
        let pixels = shape.count / (images * channels)
        for image in 0..<images {
            for pixel in 0..<pixels {
                body((0..<channels).map { (image * channels + $0) * pixels + pixel })
            }
        }
    }
}
