/// Bilinear resampling with antialiasing, byte for byte as Pillow's `Image.resize(size, BILINEAR)`.
///
/// Pillow's `Resample.c`: a triangle as wide as the reduction, weights rounded to 22 bits, a
/// horizontal pass and then a vertical one, each rounded to 8 bits; a pass that changes nothing is
/// left out.
struct Resampling {
    /// The weights of one output position: input positions `start ..< start + count`.
    struct Taps {
        var start: Int
        var count: Int
        /// Where its weights begin in `weights`.
        var offset: Int
    }

    private static let precisionBits = 32 - 8 - 2
    static let rounding = Int32(1) << Int32(precisionBits - 1)

    /// One per output position of the window.
    var taps: [Taps] = []
    var weights: [Int32] = []

    /// - Parameter window: the output positions wanted, of `0 ..< output`.
    init(input: Int, output: Int, window: Range<Int>) {
        let scale = Double(input) / Double(output)
        let support = max(scale, 1)
        for position in window {
            let center = (Double(position) + 0.5) * scale
            let start = max(Int(center - support + 0.5), 0)
            let end = min(Int(center + support + 0.5), input)
            let row = (start..<end).map {
                max(0, 1 - abs((Double($0) - center + 0.5) * (1 / support)))
            }
            let total = row.reduce(0, +)
            taps.append(Taps(start: start, count: end - start, offset: weights.count))
            for weight in row {
                let normal = total == 0 ? weight : weight / total
                weights.append(Int32(0.5 + normal * Double(1 << Self.precisionBits)))
            }
        }
    }

    /// The input positions that any output position of the window reads.
    var inputRange: Range<Int> {
        guard let first = taps.first, let last = taps.last else { return 0..<0 }
        return first.start..<last.start + last.count
    }

    @inline(__always)
    static func clip(_ sum: Int32) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max(sum >> Int32(precisionBits), 0), 255))
    }

    @inline(__always)
    static func clip(_ sum: SIMD16<Int32>) -> SIMD16<UInt8> {
        let shifted = sum &>> Int32(precisionBits)
        return SIMD16<UInt8>(
            truncatingIfNeeded: shifted.clamped(
                lowerBound: .zero, upperBound: SIMD16(repeating: 255)))
    }
}

extension Raster {
    /// The part `columns` x `rows` of this picture resized to `width` x `height`.
    package func resized(width: Int, height: Int, columns: Range<Int>, rows: Range<Int>) -> Raster {
        let vertical = Resampling(input: self.height, output: height, window: rows)
        if width == self.width && height == self.height {
            return cropped(columns: columns, rows: rows)
        }
        if height == self.height { return resizedHorizontally(width, columns, rows: rows) }
        let needed = vertical.inputRange
        let narrow =
            width == self.width
            ? cropped(columns: columns, rows: needed)
            : resizedHorizontally(width, columns, rows: needed)
        return narrow.resizedVertically(vertical, firstRow: needed.lowerBound)
    }

    private func cropped(columns: Range<Int>, rows: Range<Int>) -> Raster {
        var result: [UInt8] = []
        result.reserveCapacity(columns.count * rows.count * channels)
        for row in rows {
            let start = (row * width + columns.lowerBound) * channels
            result.append(contentsOf: pixels[start..<start + columns.count * channels])
        }
        return Raster(
            width: columns.count, height: rows.count, channels: channels, pixels: result)
    }

    private func resizedHorizontally(
        _ outputWidth: Int, _ columns: Range<Int>, rows: Range<Int>
    ) -> Raster {
        let plan = Resampling(input: width, output: outputWidth, window: columns)
        let count = columns.count * rows.count * channels
        let result = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                for (index, row) in rows.enumerated() {
                    let source = input.baseAddress! + row * width * channels
                    let target = output.baseAddress! + index * columns.count * channels
                    if channels == 1 {
                        plan.convolveGray(source, into: target)
                    } else {
                        plan.convolveRGB(source, into: target)
                    }
                }
            }
            initialized = count
        }
        return Raster(
            width: columns.count, height: rows.count, channels: channels, pixels: result)
    }

    private func resizedVertically(_ plan: Resampling, firstRow: Int) -> Raster {
        let stride = width * channels
        let count = plan.taps.count * stride
        let result = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                for (index, taps) in plan.taps.enumerated() {
                    let source = input.baseAddress! + (taps.start - firstRow) * stride
                    let target = output.baseAddress! + index * stride
                    plan.blendRows(source, stride: stride, taps: taps, into: target)
                }
            }
            initialized = count
        }
        return Raster(
            width: width, height: plan.taps.count, channels: channels, pixels: result)
    }
}

extension Resampling {
    fileprivate func convolveGray(
        _ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>
    ) {
        weights.withUnsafeBufferPointer { weights in
            for (index, taps) in taps.enumerated() {
                let (pixel, weight) = (source + taps.start, weights.baseAddress! + taps.offset)
                var sum = Self.rounding
                for tap in 0..<taps.count { sum &+= Int32(pixel[tap]) &* weight[tap] }
                target[index] = Self.clip(sum)
            }
        }
    }

    fileprivate func convolveRGB(
        _ source: UnsafePointer<UInt8>, into target: UnsafeMutablePointer<UInt8>
    ) {
        weights.withUnsafeBufferPointer { weights in
            for (index, taps) in taps.enumerated() {
                let (pixel, weight) = (source + 3 * taps.start, weights.baseAddress! + taps.offset)
                var (red, green, blue) = (Self.rounding, Self.rounding, Self.rounding)
                for tap in 0..<taps.count {
                    red &+= Int32(pixel[3 * tap]) &* weight[tap]
                    green &+= Int32(pixel[3 * tap + 1]) &* weight[tap]
                    blue &+= Int32(pixel[3 * tap + 2]) &* weight[tap]
                }
                target[3 * index] = Self.clip(red)
                target[3 * index + 1] = Self.clip(green)
                target[3 * index + 2] = Self.clip(blue)
            }
        }
    }

    /// One output row: `count` columns of `stride` bytes, weighted over the rows of `taps`.
    fileprivate func blendRows(
        _ source: UnsafePointer<UInt8>, stride: Int, taps: Taps,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        weights.withUnsafeBufferPointer { weights in
            let weight = weights.baseAddress! + taps.offset
            var column = 0
            while column + 16 <= stride {
                var sum = SIMD16<Int32>(repeating: Self.rounding)
                for tap in 0..<taps.count {
                    let bytes = UnsafeRawPointer(source + tap * stride + column)
                        .loadUnaligned(as: SIMD16<UInt8>.self)
                    sum &+= SIMD16<Int32>(truncatingIfNeeded: bytes) &* weight[tap]
                }
                UnsafeMutableRawPointer(target + column).storeBytes(
                    of: Self.clip(sum), as: SIMD16<UInt8>.self)
                column += 16
            }
            while column < stride {
                var sum = Self.rounding
                for tap in 0..<taps.count {
                    sum &+= Int32(source[tap * stride + column]) &* weight[tap]
                }
                target[column] = Self.clip(sum)
                column += 1
            }
        }
    }
}
