import Networks
import Tensors

/// Batch norm by its definition, in double precision.
struct ReferenceBatchNorm {
    /// The statistics of each channel.
    struct Statistics {
        let mean: [Double]
        /// The biased variance: the mean squared deviation.
        let variance: [Double]
        /// The number of values per channel.
        let samples: Int
    }

    private let settings: BatchNorm
    /// Weight, bias, running mean, running variance and the number of batches.
    private let parameters: [Tensor]

    init(_ settings: BatchNorm, _ parameters: [Tensor]) {
        self.settings = settings
        self.parameters = parameters
    }

    var runningStatistics: Statistics {
        Statistics(
            mean: parameters[2].values.map { Double($0) },
            variance: parameters[3].values.map { Double($0) }, samples: 0)
    }

    /// The statistics of the first `count` images.
    static func statistics(of x: Tensor, count: Int) -> Statistics {
        let (channels, pixels) = (x.shape[1], x.shape[2] * x.shape[3])
        let samples = count * pixels
        var (mean, variance) = ([Double](), [Double]())
        for channel in 0..<channels {
            var values: [Double] = []
            forEachPixel(of: channel, x.shape, images: count) {
                values.append(Double(x.values[$0]))
            }
            let center = values.reduce(0, +) / Double(samples)
            mean.append(center)
            variance.append(
                values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / Double(samples))
        }
        return Statistics(mean: mean, variance: variance, samples: samples)
    }

    func forward(_ x: Tensor, _ statistics: Statistics) -> Tensor {
        var y = [Float](repeating: 0, count: x.count)
        for channel in 0..<x.shape[1] {
            let scale = scale(channel, statistics)
            Self.forEachPixel(of: channel, x.shape, images: x.shape[0]) {
                let centred = Double(x.values[$0]) - statistics.mean[channel]
                y[$0] = Float(centred * scale + Double(parameters[1].values[channel]))
            }
        }
        return Tensor(y, shape: x.shape)
    }

    /// The running mean, the running variance and the number of batches after a batch.
    func updatedStatistics(_ statistics: Statistics) -> [Tensor] {
        let samples = Double(statistics.samples)
        let unbiased = samples > 1 ? samples / (samples - 1) : 1
        func update(_ running: Tensor, _ batch: [Double]) -> Tensor {
            Tensor(
                zip(running.values, batch).map {
                    Float((1 - settings.momentum) * Double($0) + settings.momentum * $1)
                }, shape: running.shape)
        }
        return [
            update(parameters[2], statistics.mean),
            update(parameters[3], statistics.variance.map { $0 * unbiased }),
            Tensor(parameters[4].values.map { $0 + 1 }, shape: parameters[4].shape),
        ]
    }

    /// The gradients with respect to input, weight and bias, for a batch of the first `count`
    /// images.
    func backward(_ x: Tensor, _ statistics: Statistics, count: Int, _ dy: Tensor) -> (
        input: Tensor, weight: Tensor, bias: Tensor
    ) {
        var dx = [Float](repeating: 0, count: x.count)
        var (weight, bias) = ([Float](), [Float]())
        let samples = Double(statistics.samples)
        for channel in 0..<x.shape[1] {
            let std = (statistics.variance[channel] + settings.epsilon).squareRoot()
            func normalized(_ position: Int) -> Double {
                (Double(x.values[position]) - statistics.mean[channel]) / std
            }
            var (sum, product) = (0.0, 0.0)
            Self.forEachPixel(of: channel, x.shape, images: count) {
                sum += Double(dy.values[$0])
                product += Double(dy.values[$0]) * normalized($0)
            }
            let scale = scale(channel, statistics)
            Self.forEachPixel(of: channel, x.shape, images: count) {
                let gradient = Double(dy.values[$0])
                dx[$0] = Float(
                    scale * (gradient - sum / samples - normalized($0) * product / samples))
            }
            weight.append(Float(product))
            bias.append(Float(sum))
        }
        return (
            Tensor(dx, shape: x.shape), Tensor(weight, shape: parameters[0].shape),
            Tensor(bias, shape: parameters[1].shape)
        )
    }

    private func scale(_ channel: Int, _ statistics: Statistics) -> Double {
        Double(parameters[0].values[channel])
            / (statistics.variance[channel] + settings.epsilon).squareRoot()
    }

    private static func forEachPixel(
        of channel: Int, _ shape: Shape, images: Int, _ body: (Int) -> Void
    ) {
        let pixels = shape[2] * shape[3]
        for image in 0..<images {
            let first = (image * shape[1] + channel) * pixels
            for position in first..<first + pixels { body(position) }
        }
    }
}

enum ReferenceConcatenation {
    /// Concatenates the channels of `[N, C, H, W]` tensors.
    static func join(_ parts: [Tensor], _ shape: Shape) -> Tensor {
        if parts.count == 1 { return parts[0] }
        var values: [Float] = []
        values.reserveCapacity(shape.count)
        for image in 0..<shape[0] {
            for part in parts {
                let size = part.count / shape[0]
                values += part.values[image * size..<(image + 1) * size]
            }
        }
        return Tensor(values, shape: shape)
    }

    static func split(_ joined: Tensor, _ shapes: [Shape]) -> [Tensor] {
        var parts = [[Float]](repeating: [], count: shapes.count)
        var position = 0
        for _ in 0..<joined.shape[0] {
            for (index, shape) in shapes.enumerated() {
                let size = shape.count / shape[0]
                parts[index] += joined.values[position..<position + size]
                position += size
            }
        }
        return zip(parts, shapes).map { Tensor($0, shape: $1) }
    }
}

/// The mean of each window; padding counts as zeros.
struct ReferenceAveragePool {
    private let window: Window

    init(_ window: Window) { self.window = window }

    func forward(_ x: Tensor, _ shape: Shape) -> Tensor {
        var y = [Float](repeating: 0, count: shape.count)
        forEachPixel(x.shape, shape) { pixel, cell in y[cell] += x.values[pixel] * weight }
        return Tensor(y, shape: shape)
    }

    func backward(_ x: Tensor, _ dy: Tensor) -> Tensor {
        var dx = [Float](repeating: 0, count: x.count)
        forEachPixel(x.shape, dy.shape) { pixel, cell in dx[pixel] += dy.values[cell] * weight }
        return Tensor(dx, shape: x.shape)
    }

    private var weight: Float { 1 / Float(window.size * window.size) }

    private func forEachPixel(_ source: Shape, _ target: Shape, _ body: (Int, Int) -> Void) {
        let (pixel, cell) = (Index4(source), Index4(target))
        for n in 0..<target[0] {
            for c in 0..<target[1] {
                for i in 0..<target[2] {
                    for j in 0..<target[3] {
                        for row in clipped(i, source[2]) {
                            for column in clipped(j, source[3]) {
                                body(pixel(n, c, row, column), cell(n, c, i, j))
                            }
                        }
                    }
                }
            }
        }
    }

    private func clipped(_ output: Int, _ extent: Int) -> Range<Int> {
        let start = output * window.stride - window.padding
        return max(0, start)..<min(extent, start + window.size)
    }
}
