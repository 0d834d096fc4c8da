package import Vocabulary

/// The normalization of bytes to network input, computed in single precision as torchvision's
/// `ToTensor` and `Normalize` do: `(x / 255 - mean) / std` for each channel.
package struct PixelNormalization: Sendable, Hashable {
    /// The mean and the standard deviation, as in a study, in the record of a trial or in the
    /// metadata of a checkpoint.
    package let numbers: Normalization
    private let mean: SIMD3<Float>
    private let std: SIMD3<Float>

    package init(_ numbers: Normalization) {
        self.numbers = numbers
        mean = SIMD3(numbers.mean.map { Float($0) })
        std = SIMD3(numbers.std.map { Float($0) })
    }

    /// The normalized value of every byte in each channel: 3 x 256 values, channel after channel.
    package var table: [Float] {
        (0..<3).flatMap { channel in
            (0..<256).map { (Float($0) / 255 - mean[channel]) / std[channel] }
        }
    }

    /// Converts the `[pixels]` bytes of a gray image to `[3, pixels]` floats by a `table`.
    package static func apply(
        _ table: [Float], gray source: UnsafeBufferPointer<UInt8>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let count = source.count
        table.withUnsafeBufferPointer { table in
            guard let red = table.baseAddress else { return }
            for (pixel, value) in source.enumerated() {
                let value = red + Int(value)
                target[pixel] = value[0]
                target[count + pixel] = value[256]
                target[2 * count + pixel] = value[512]
            }
        }
    }

    /// Converts `[3, pixels]` values back to the nearest `[pixels, 3]` bytes.
    package func bytes(of values: UnsafeBufferPointer<Float>) -> [UInt8] {
        let count = values.count / 3
        return (0..<3 * count).map { index in
            let channel = index % 3
            let value = values[channel * count + index / 3] * std[channel] + mean[channel]
            return UInt8(min(max((value * 255).rounded(), 0), 255))
        }
    }

    /// Converts `[pixels, 3]` bytes to `[3, pixels]` floats by a `table`.
    package static func apply(
        _ table: [Float], _ source: UnsafeBufferPointer<UInt8>,
        into target: UnsafeMutablePointer<Float>
    ) {
        let count = source.count / 3
        guard let source = source.baseAddress else { return }
        table.withUnsafeBufferPointer { table in
            guard let red = table.baseAddress else { return }
            let (green, blue) = (red + 256, red + 512)
            for pixel in 0..<count {
                target[pixel] = red[Int(source[3 * pixel])]
                target[count + pixel] = green[Int(source[3 * pixel + 1])]
                target[2 * count + pixel] = blue[Int(source[3 * pixel + 2])]
            }
        }
    }
}
