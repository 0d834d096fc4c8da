import Foundation

// Changes of gray levels, identical to torchvision.transforms.v2.functional for uint8 tensors:
// computed in single precision and then truncated to whole levels.
extension RGBImage {
    /// Multiplies every level by `factor`: torchvision's `adjust_brightness`.
    package mutating func adjustBrightness(_ factor: Double) {
        apply(Self.table { $0 * Float(factor) })
    }

    /// Moves levels away from the mean luminance, or towards it if `factor` is below 1:
    /// torchvision's `adjust_contrast`.
    package mutating func adjustContrast(_ factor: Double) {
        var sum = 0.0
        for pixel in 0..<width * height { sum += Double(luminance(pixel).rounded(.down)) }
        let mean = Float(sum / Double(width * height))
        apply(Self.table { $0 * Float(factor) + mean * Float(1 - factor) })
    }

    /// Moves levels away from the luminance of each pixel, or towards it: torchvision's
    /// `adjust_saturation`.
    package mutating func adjustSaturation(_ factor: Double) {
        for pixel in 0..<width * height {
            let gray = luminance(pixel).rounded(.down) * Float(1 - factor)
            for index in 3 * pixel..<3 * pixel + 3 {
                pixels[index] = Self.level(Float(pixels[index]) * Float(factor) + gray)
            }
        }
    }

    /// Raises levels in [0, 1] to the power `gamma`: torchvision's `adjust_gamma`.
    package mutating func adjustGamma(_ gamma: Double) {
        // Conversion back to bytes as in torchvision's to_dtype.
        apply(Self.table { pow($0 / 255, Float(gamma)) * (256 - 1e-3) })
    }

    /// Keeps the upper `bits` of every level: torchvision's `posterize`.
    package mutating func posterize(bits: Int) {
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> min(max(bits, 0), 8))
        apply((0...255).map { UInt8($0) & mask })
    }

    /// Inverts levels from `threshold` on: torchvision's `solarize`.
    package mutating func solarize(threshold: Double) {
        apply((0...255).map { Float($0) >= Float(threshold) ? UInt8(255 - $0) : UInt8($0) })
    }

    /// Stretches each channel to all levels: torchvision's `autocontrast`.
    package mutating func stretchContrast() {
        for channel in 0..<3 {
            var (minimum, maximum) = (UInt8.max, UInt8.min)
            for index in stride(from: channel, to: pixels.count, by: 3) {
                minimum = min(minimum, pixels[index])
                maximum = max(maximum, pixels[index])
            }
            guard minimum < maximum else { continue }
            let scale = Float(maximum - minimum) * Float(1.0 / 255)
            let table = Self.table { [minimum] in ($0 - Float(minimum)) / scale }
            apply(table, channel: channel)
        }
    }

    /// Spreads the levels of each channel so that they are about equally frequent: torchvision's
    /// `equalize`, which is identical to Pillow's.
    package mutating func equalize() {
        for channel in 0..<3 {
            var counts = [Int](repeating: 0, count: 256)
            for index in stride(from: channel, to: pixels.count, by: 3) {
                counts[Int(pixels[index])] += 1
            }
            let last = counts.last { $0 > 0 } ?? 0
            let step = (width * height - last) / 255
            guard step > 0 else { continue }
            var below = 0
            let table = counts.map { count in
                defer { below += count }
                return UInt8(min((below + step / 2) / step, 255))
            }
            apply(table, channel: channel)
        }
    }

    /// Moves levels away from an image smoothed by a 3 x 3 filter, or towards it; the border does
    /// not change: torchvision's `adjust_sharpness`.
    package mutating func adjustSharpness(_ factor: Double) {
        guard width > 2, height > 2 else { return }
        let (source, rowBytes) = (pixels, 3 * width)
        for row in 1..<height - 1 {
            for index in row * rowBytes + 3..<(row + 1) * rowBytes - 3 {
                var sum = 4 * Float(source[index])
                for above in [index - rowBytes, index, index + rowBytes] {
                    sum +=
                        Float(source[above - 3]) + Float(source[above]) + Float(source[above + 3])
                }
                let smooth = (sum / 13).rounded(.toNearestOrEven)
                let value = Float(source[index])
                pixels[index] = Self.level(value + Float(1 - factor) * (smooth - value))
            }
        }
    }

    /// Adds noise, `[height, width, channels]` levels, as torchvision's `gaussian_noise`: the noise
    /// is truncated to whole levels and the sum clipped to 0...255.
    /// - Parameter channels: 3, or 1 for the same noise in all channels.
    package mutating func add(_ noise: UnsafeBufferPointer<Float>, channels: Int) {
        precondition(noise.count == width * height * channels, "\(noise.count) levels of noise")
        for index in pixels.indices {
            let level = Int(pixels[index]) + Int(noise[channels == 1 ? index / 3 : index])
            pixels[index] = UInt8(min(max(level, 0), 255))
        }
    }

    private func luminance(_ pixel: Int) -> Float {
        Float(pixels[3 * pixel]) * 0.2989 + Float(pixels[3 * pixel + 1]) * 0.587
            + Float(pixels[3 * pixel + 2]) * 0.114
    }

    /// - Parameter channel: the channel to change; nil: all channels.
    private mutating func apply(_ table: [UInt8], channel: Int? = nil) {
        for index in stride(from: channel ?? 0, to: pixels.count, by: channel == nil ? 1 : 3) {
            pixels[index] = table[Int(pixels[index])]
        }
    }

    /// The table of new levels.
    private static func table(_ body: (Float) -> Float) -> [UInt8] {
        (0...255).map { level(body(Float($0))) }
    }

    private static func level(_ value: Float) -> UInt8 { UInt8(min(max(value, 0), 255)) }
}
