/// The inner loops of resizing: 16 bytes at a time, from one row or from 16 rows in the same
/// column.
///
/// Bytes are multiplied by weights as 16-bit numbers, and pairs of products are added, for which
/// every x86-64 and ARM processor has an instruction (`pmaddwd`). The sums are exact, so the order
/// of additions does not matter.
extension Resampling {
    private typealias Bytes = SIMD16<UInt8>
    private static var lanes: Int { 16 }

    /// The horizontal pass over `count` rows.
    /// - Parameters:
    ///   - source: rows of `rowBytes` bytes, with `channels` bytes per pixel.
    ///   - target: receives rows of `taps.count` pixels.
    func convolveRows(
        _ source: UnsafePointer<UInt8>, rowBytes: Int, count: Int, channels: Int,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        let range = inputRange
        let (inputBytes, outputBytes) = (range.count * channels, taps.count * channels)
        guard count >= Self.lanes, inputBytes >= Self.lanes, outputBytes >= Self.lanes else {
            for row in 0..<count {
                convolveRow(
                    source + row * rowBytes, channels: channels, into: target + row * outputBytes)
            }
            return
        }
        // Sixteen rows are transposed into `input`, convolved as columns, and transposed back.
        withUnsafeTemporaryAllocation(
            of: UInt8.self, capacity: (inputBytes + outputBytes) * Self.lanes
        ) { buffer in
            guard let input = buffer.baseAddress else { return }
            let output = input + inputBytes * Self.lanes
            for next in stride(from: 0, to: count, by: Self.lanes) {
                // The last block of rows may overlap the block before.
                let row = min(next, count - Self.lanes)
                Self.transpose(
                    source + row * rowBytes + range.lowerBound * channels, stride: rowBytes,
                    rows: Self.lanes, columns: inputBytes, into: input, stride: Self.lanes)
                convolveColumns(input, first: range.lowerBound, channels: channels, into: output)
                Self.transpose(
                    output, stride: Self.lanes, rows: outputBytes, columns: Self.lanes,
                    into: target + row * outputBytes, stride: outputBytes)
            }
        }
    }

    private func convolveColumns(
        _ input: UnsafePointer<UInt8>, first: Int, channels: Int,
        into output: UnsafeMutablePointer<UInt8>
    ) {
        let step = channels * Self.lanes
        pairs.withUnsafeBufferPointer { pairs in
            guard let pairs = pairs.baseAddress else { return }
            var target = UnsafeMutableRawPointer(output)
            for taps in taps {
                let column = input + (taps.start - first) * step
                for channel in 0..<channels {
                    let sum = Self.weightedSums(
                        column + channel * Self.lanes, stride: step, count: taps.count,
                        pairs + taps.offset / 2)
                    target.storeBytes(of: sum, as: Bytes.self)
                    target += Self.lanes
                }
            }
        }
    }

    /// One output row of the vertical pass: the weighted sum of the rows of `taps`, for `rowBytes`
    /// columns.
    func combineRows(
        _ source: UnsafePointer<UInt8>, rowBytes: Int, _ taps: Taps,
        into target: UnsafeMutablePointer<UInt8>
    ) {
        guard rowBytes >= Self.lanes else {
            for column in 0..<rowBytes {
                target[column] = weightedSum(source + column, stride: rowBytes, taps)
            }
            return
        }
        pairs.withUnsafeBufferPointer { pairs in
            guard let pairs = pairs.baseAddress else { return }
            for next in stride(from: 0, to: rowBytes, by: Self.lanes) {
                let column = min(next, rowBytes - Self.lanes)
                let sum = Self.weightedSums(
                    source + column, stride: rowBytes, count: taps.count, pairs + taps.offset / 2)
                UnsafeMutableRawPointer(target + column).storeBytes(of: sum, as: Bytes.self)
            }
        }
    }

    /// Sixteen weighted sums of `count` bytes each, which are `stride` apart.
    @inline(__always)
    private static func weightedSums(
        _ source: UnsafePointer<UInt8>, stride: Int, count: Int, _ pairs: UnsafePointer<Pair>
    ) -> Bytes {
        var (high, low) = (Sums(of: 0), Sums(of: rounding))
        var (source, pairs, left) = (source, pairs, count)
        while left > 0 {
            // The pair of an odd last byte has weight zero.
            let both = interleaved(load(source), load(left > 1 ? source + stride : source))
            high.add(both, pairs.pointee.high)
            low.add(both, pairs.pointee.low)
            source += 2 &* stride
            pairs += 1
            left &-= 2
        }
        return high.rounded(with: low)
    }

    private typealias Doubled = (low: Bytes, high: Bytes)

    /// Sixteen partial sums.
    private struct Sums {
        private var (a, b, c, d): (SIMD4<Int32>, SIMD4<Int32>, SIMD4<Int32>, SIMD4<Int32>)

        @inline(__always)
        init(of value: Int32) {
            let all = SIMD4(repeating: value)
            (a, b, c, d) = (all, all, all, all)
        }

        /// Adds the products of each pair of adjacent bytes with the two weights.
        @inline(__always)
        mutating func add(_ bytes: Doubled, _ weights: SIMD2<Int16>) {
            let all = SIMD8<Int16>(
                weights.x, weights.y, weights.x, weights.y, weights.x, weights.y, weights.x,
                weights.y)
            a &+= Self.products(bytes.low.lowHalf, all)
            b &+= Self.products(bytes.low.highHalf, all)
            c &+= Self.products(bytes.high.lowHalf, all)
            d &+= Self.products(bytes.high.highHalf, all)
        }

        @inline(__always)
        private static func products(
            _ bytes: SIMD8<UInt8>, _ weights: SIMD8<Int16>
        ) -> SIMD4<Int32> {
            let products =
                SIMD8<Int32>(truncatingIfNeeded: SIMD8<Int16>(truncatingIfNeeded: bytes))
                &* SIMD8<Int32>(truncatingIfNeeded: weights)
            return products.evenHalf &+ products.oddHalf
        }

        @inline(__always)
        func rounded(with low: Sums) -> Bytes {
            Bytes(
                lowHalf: SIMD8(
                    lowHalf: Self.rounded(a, low.a), highHalf: Self.rounded(b, low.b)),
                highHalf: SIMD8(
                    lowHalf: Self.rounded(c, low.c), highHalf: Self.rounded(d, low.d)))
        }

        @inline(__always)
        private static func rounded(_ high: SIMD4<Int32>, _ low: SIMD4<Int32>) -> SIMD4<UInt8> {
            let sum = (high &<< splitBits) &+ low
            return SIMD4<UInt8>(
                truncatingIfNeeded: (sum &>> precisionBits).clamped(
                    lowerBound: .zero, upperBound: SIMD4(repeating: 255)))
        }
    }

    @inline(__always)
    private static func load(_ pointer: UnsafePointer<UInt8>) -> Bytes {
        UnsafeRawPointer(pointer).loadUnaligned(as: Bytes.self)
    }

    /// The interleaved bytes `a[0], b[0], a[1], b[1], ...`
    @inline(__always)
    private static func interleaved(_ a: Bytes, _ b: Bytes) -> Doubled {
        var (low, high) = (Bytes(), Bytes())
        low.evenHalf = a.lowHalf
        low.oddHalf = b.lowHalf
        high.evenHalf = a.highHalf
        high.oddHalf = b.highHalf
        return (low, high)
    }

    /// Transposes at least 16 rows and columns: `target[column][row] = source[row][column]`.
    private static func transpose(
        _ source: UnsafePointer<UInt8>, stride sourceStride: Int, rows: Int, columns: Int,
        into target: UnsafeMutablePointer<UInt8>, stride targetStride: Int
    ) {
        for nextRow in stride(from: 0, to: rows, by: lanes) {
            let row = min(nextRow, rows - lanes)
            for nextColumn in stride(from: 0, to: columns, by: lanes) {
                let column = min(nextColumn, columns - lanes)
                transposeBlock(
                    source + row * sourceStride + column, stride: sourceStride,
                    into: target + column * targetStride + row, stride: targetStride)
            }
        }
    }

    /// Transposes 16 x 16 bytes in four rounds; in each, row i is interleaved with row i + 8.
    @inline(__always)
    private static func transposeBlock(
        _ source: UnsafePointer<UInt8>, stride sourceStride: Int,
        into target: UnsafeMutablePointer<UInt8>, stride targetStride: Int
    ) {
        withUnsafeTemporaryAllocation(of: Bytes.self, capacity: 2 * lanes) { rows in
            guard let now = rows.baseAddress else { return }
            let other = now + lanes
            for row in 0..<lanes { now[row] = load(source + row * sourceStride) }
            for round in 0..<4 {
                let (from, to) = round % 2 == 0 ? (now, other) : (other, now)
                for row in 0..<lanes / 2 {
                    (to[2 * row], to[2 * row + 1]) = interleaved(from[row], from[row + lanes / 2])
                }
            }
            for row in 0..<lanes {
                UnsafeMutableRawPointer(target + row * targetStride)
                    .storeBytes(of: now[row], as: Bytes.self)
            }
        }
    }

    // The following functions are for images with fewer than 16 rows or columns.

    private func convolveRow(
        _ source: UnsafePointer<UInt8>, channels: Int, into target: UnsafeMutablePointer<UInt8>
    ) {
        for (index, taps) in taps.enumerated() {
            for channel in 0..<channels {
                target[index * channels + channel] = weightedSum(
                    source + taps.start * channels + channel, stride: channels, taps)
            }
        }
    }

    private func weightedSum(_ source: UnsafePointer<UInt8>, stride: Int, _ taps: Taps) -> UInt8 {
        var sum = Self.rounding
        for tap in 0..<taps.count {
            sum &+= Int32(source[tap * stride]) &* weights[taps.offset + tap]
        }
        return UInt8(truncatingIfNeeded: min(max(sum >> Self.precisionBits, 0), 255))
    }
}
