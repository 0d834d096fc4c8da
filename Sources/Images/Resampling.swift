package import Vocabulary

/// How one axis is resampled, byte for byte as by Pillow's `Image.resize`.
///
/// Pillow's `Resample.c`: a filter as wide as the reduction, weights rounded to 22 bits, a
/// horizontal pass and then a vertical one, each rounded to 8 bits; a pass that changes nothing is
/// left out.
struct Resampling {
    /// The weights of one output position: input positions `start ..< start + count`.
    struct Taps {
        var start: Int
        var count: Int
        /// Where its weights begin in `weights`, and half of that where its pairs begin in `pairs`;
        /// even.
        var offset: Int
    }

    /// The weights of two neighbouring inputs: `first &<< splitBits + second` is a weight, so that
    /// all fit into 16 bits and a product with a byte into 24, and sums are exact as those of whole
    /// weights.
    struct Pair {
        var high: SIMD2<Int16>
        var low: SIMD2<Int16>
    }

    static var precisionBits: Int32 { 32 - 8 - 2 }
    static var splitBits: Int32 { 12 }
    static var rounding: Int32 { 1 << (precisionBits - 1) }

    /// One per output position of the window.
    private(set) var taps: [Taps] = []
    /// Where the count of a position is odd, a zero follows.
    private(set) var weights: [Int32] = []
    /// The same weights, by twos.
    let pairs: [Pair]

    /// - Parameters:
    ///   - extent: how many of the `input` positions the output is spread over; less than all of
    ///     them when the last is only partly covered.
    ///   - window: the output positions wanted, of `0 ..< output`.
    init(
        input: Int, extent: Double, output: Int, window: Range<Int>, _ filter: Interpolation
    ) {
        let scale = extent / Double(output)
        let width = max(scale, 1)
        let support = filter.support * width
        taps.reserveCapacity(window.count)
        weights.reserveCapacity(window.count * (2 * Int(support) + 3))
        var row: [Double] = []
        for position in window {
            let center = (Double(position) + 0.5) * scale
            let start = max(Int(center - support + 0.5), 0)
            let end = min(Int(center + support + 0.5), input)
            row.removeAll(keepingCapacity: true)
            var total = 0.0
            for index in start..<end {
                let weight = filter.weight((Double(index) - center + 0.5) * (1 / width))
                row.append(weight)
                total += weight
            }
            taps.append(Taps(start: start, count: end - start, offset: weights.count))
            for weight in row {
                let normal = total == 0 ? weight : weight / total
                let scaled = normal * Double(1 << Self.precisionBits)
                weights.append(Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5))
            }
            if row.count % 2 == 1 { weights.append(0) }
        }
        let low = Int32(1) << Self.splitBits - 1
        let all = weights
        pairs = stride(from: 0, to: all.count, by: 2).map {
            let pair = SIMD2(all[$0], all[$0 + 1])
            return Pair(
                high: SIMD2(truncatingIfNeeded: pair &>> Self.splitBits),
                low: SIMD2(truncatingIfNeeded: pair & low))
        }
    }

    /// The input positions that any output position of the window reads.
    var inputRange: Range<Int> {
        guard let first = taps.first, let last = taps.last else { return 0..<0 }
        return first.start..<last.start + last.count
    }
}

extension Raster {
    /// The part `columns` x `rows` of this image resized to `width` x `height`.
    package func resized(
        width: Int, height: Int, columns: Range<Int>, rows: Range<Int>,
        _ filter: Interpolation = .bilinear
    ) -> Raster {
        if width == self.width && height == self.height {
            return cropped(columns: columns, rows: rows)
        }
        let horizontal =
            width == self.width
            ? nil
            : Resampling(
                input: self.width, extent: Double(original.width) / Double(divisor), output: width,
                window: columns, filter)
        if let horizontal, height == self.height {
            return resizedHorizontally(horizontal, rows: rows)
        }
        let vertical = Resampling(
            input: self.height, extent: Double(original.height) / Double(divisor), output: height,
            window: rows, filter)
        let needed = vertical.inputRange
        let narrow =
            horizontal.map { resizedHorizontally($0, rows: needed) }
            ?? cropped(columns: columns, rows: needed)
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

    private func resizedHorizontally(_ plan: Resampling, rows: Range<Int>) -> Raster {
        precondition(rows.upperBound * width * channels <= pixels.count, "rows \(rows)")
        let columns = plan.taps.count
        let count = columns * rows.count * channels
        let result = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                guard let source = input.baseAddress, let target = output.baseAddress else {
                    return
                }
                plan.convolveRows(
                    source + rows.lowerBound * width * channels, rowBytes: width * channels,
                    count: rows.count, channels: channels, into: target)
            }
            initialized = count
        }
        return Raster(width: columns, height: rows.count, channels: channels, pixels: result)
    }

    private func resizedVertically(_ plan: Resampling, firstRow: Int) -> Raster {
        let rowBytes = width * channels
        let count = plan.taps.count * rowBytes
        let result = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                guard let source = input.baseAddress, let target = output.baseAddress else {
                    return
                }
                for (index, taps) in plan.taps.enumerated() {
                    plan.blendRows(
                        source + (taps.start - firstRow) * rowBytes, rowBytes: rowBytes, taps,
                        into: target + index * rowBytes)
                }
            }
            initialized = count
        }
        return Raster(
            width: width, height: plan.taps.count, channels: channels, pixels: result)
    }
}
