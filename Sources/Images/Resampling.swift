package import Vocabulary

/// The resampling of one axis, byte for byte identical to Pillow's `Image.resize`.
///
/// As in Pillow's `Resample.c`, the filter is scaled to the reduction, weights are rounded to 22
/// bits, and a horizontal pass is followed by a vertical one, each rounded to 8 bits. A pass that
/// would not change anything is skipped.
struct Resampling {
    /// The weights of one output position: input positions `start ..< start + count`.
    struct Taps {
        var start: Int
        var count: Int
        /// The index of the first weight in `weights`, which is even; half of it is the index of
        /// the first pair in `pairs`.
        var offset: Int
    }

    /// The weights of two adjacent inputs, each split as `first &<< splitBits + second`. Both parts
    /// fit into 16 bits and a product with a byte fits into 24 bits, so sums are as exact as those
    /// of whole weights.
    struct Pair {
        var high: SIMD2<Int16>
        var low: SIMD2<Int16>
    }

    static var precisionBits: Int32 { 32 - 8 - 2 }
    static var splitBits: Int32 { 12 }
    static var rounding: Int32 { 1 << (precisionBits - 1) }

    /// The taps of each output position of the window.
    private(set) var taps: [Taps] = []
    /// The weights of all positions; if their number is odd, a zero follows.
    private(set) var weights: [Int32] = []
    /// The weights in pairs.
    let pairs: [Pair]

    /// - Parameters:
    ///   - extent: the number of `input` positions that the output covers; less than `input` if the
    ///     last one is only partly covered.
    ///   - window: the output positions to compute, within `0 ..< output`.
    init(
        input: Int, extent: Double, output: Int, window: Range<Int>, _ filter: Interpolation
    ) {
        let filtered = FilterWeights(
            input: input, extent: extent, output: output, window: window, filter)
        taps.reserveCapacity(window.count)
        weights.reserveCapacity(
            filtered.positions.reduce(0) { $0 + $1.weights.count + 1 })
        for position in filtered.positions {
            let count = position.weights.count
            taps.append(Taps(start: position.start, count: count, offset: weights.count))
            for weight in position.weights {
                let scaled = weight * Double(1 << Self.precisionBits)
                weights.append(Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5))
            }
            if count % 2 == 1 { weights.append(0) }
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

    /// The input positions that the output positions of the window read.
    var inputRange: Range<Int> {
        guard let first = taps.first, let last = taps.last else { return 0..<0 }
        return first.start..<last.start + last.count
    }
}

extension Raster {
    /// The part `columns` x `rows` of this image after resizing to `width` x `height`.
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
                    plan.combineRows(
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
