import Vocabulary

extension StoredRaster {
    /// The part `columns` x `rows` of this image after resizing to `size`, with 8 bits per sample.
    ///
    /// The levels are resized in single precision, as Pillow resizes images of mode F, and rounded
    /// once at the end.
    /// - Parameter table: the level of each sample, 0 to 255.
    func resized(
        to size: ImageSize, columns: Range<Int>, rows: Range<Int>, _ filter: Interpolation,
        table: [Float]
    ) -> Raster {
        let across = plan(from: width, to: size.width, columns, filter)
        let down = plan(from: height, to: size.height, rows, filter)
        let needed = down?.inputRange ?? rows
        let rowCount = columns.count * channels
        let narrow = narrowed(needed, across, columns, table)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(rowCount * rows.count)
        var sums = [Float](repeating: 0, count: rowCount)
        for row in rows.indices {
            if let down {
                let position = down.positions[row - rows.lowerBound]
                for index in sums.indices { sums[index] = 0 }
                for (number, weight) in position.weights.enumerated() {
                    let start = (position.start + number - needed.lowerBound) * rowCount
                    Self.add(narrow, from: start, times: Float(weight), to: &sums)
                }
            } else {
                let start = (row - rows.lowerBound) * rowCount
                for index in sums.indices { sums[index] = narrow[start + index] }
            }
            for sum in sums { pixels.append(UInt8(min(max(sum, 0), 255).rounded())) }
        }
        return Raster(
            width: columns.count, height: rows.count, channels: channels, pixels: pixels)
    }

    /// The weights along one axis; nil if the size stays the same.
    private func plan(
        from input: Int, to output: Int, _ window: Range<Int>, _ filter: Interpolation
    ) -> FilterWeights? {
        input == output
            ? nil
            : FilterWeights(
                input: input, extent: Double(input), output: output, window: window, filter)
    }

    /// The levels of the rows `needed` after resizing along rows: `[needed, columns, channels]`.
    private func narrowed(
        _ needed: Range<Int>, _ plan: FilterWeights?, _ columns: Range<Int>, _ table: [Float]
    ) -> [Float] {
        let read = plan?.inputRange ?? columns
        let positions = plan?.positions.map {
            (start: ($0.start - read.lowerBound) * channels, weights: $0.weights.map { Float($0) })
        }
        var line = [Float](repeating: 0, count: read.count * channels)
        var result: [Float] = []
        result.reserveCapacity(needed.count * columns.count * channels)
        for row in needed {
            let start = (row * width + read.lowerBound) * channels
            for index in line.indices { line[index] = table[Int(samples[start + index])] }
            guard let positions else {
                result += line
                continue
            }
            for position in positions {
                for channel in 0..<channels {
                    var sum: Float = 0
                    var index = position.start + channel
                    for weight in position.weights {
                        sum += weight * line[index]
                        index += channels
                    }
                    result.append(sum)
                }
            }
        }
        return result
    }

    /// Adds `factor` times the elements of `values` from `start` on to `sums`.
    private static func add(
        _ values: [Float], from start: Int, times factor: Float, to sums: inout [Float]
    ) {
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                let row = UnsafeBufferPointer(rebasing: values[start..<start + sums.count])
                for index in 0..<sums.count { sums[index] += factor * row[index] }
            }
        }
    }
}
