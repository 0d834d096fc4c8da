/// The vectors of a tensor in the order in which kernels for single pixels read them: at each
/// position, a vector of each block of channels. A vector contains a pixel of 16 channels, two
/// pixels of 8 channels, or 16 pixels of one channel.
struct PixelVectors {
    let layout: BlockedLayout
    let threads: Int

    /// The number of positions whose sums are added in single precision.
    private static let chunk = 64

    private var positionsPerImage: Int {
        (layout.length + Vector.scalarCount - 1) / Vector.scalarCount
    }

    private var positions: Int { layout.images * positionsPerImage }

    private var chunks: Int { (positions + Self.chunk - 1) / Self.chunk }

    /// The size of a table with a vector for each block, in floats.
    var tableCount: Int { layout.blocks * Vector.scalarCount }

    /// The size of the scratch space of `sums` sums of each channel, in floats.
    func scratchCount(sums: Int) -> Int { chunks * sums * tableCount }

    /// Writes a vector for each block with one value for each channel, and zeros for padding.
    func fillTable(_ table: UnsafeMutablePointer<Float>, _ values: UnsafePointer<Float>) {
        for block in 0..<layout.blocks {
            Float.store(layout.vector(values, block), at: table + block * Vector.scalarCount)
        }
    }

    /// Calls `body` with the offset and the width of the first vector of each position; that of the
    /// next block of channels is `layout.length` further.
    @inline(__always)
    func forEach(_ body: (_ offset: Int, _ width: Int) -> Void) {
        Parallel.forEach(positions, grain: 16, threads: threads) { range in
            for position in range { visit(position, body) }
        }
    }

    /// Calls `body` as `forEach`, and with memory to which the sums of the channels are added: a
    /// table for each sum.
    /// - Parameters:
    ///   - results: for each sum, memory for one value for each channel.
    @inline(__always)
    func sum(
        scratch: UnsafeMutablePointer<Float>, _ results: [UnsafeMutablePointer<Float>],
        _ body: (_ offset: Int, _ width: Int, _ sums: UnsafeMutablePointer<Float>) -> Void
    ) {
        let size = results.count * tableCount
        Parallel.forEach(chunks, grain: 1, threads: threads) { range in
            for chunk in range {
                let sums = scratch + chunk * size
                sums.update(repeating: 0, count: size)
                let first = chunk * Self.chunk
                for position in first..<min(first + Self.chunk, positions) {
                    visit(position) { body($0, $1, sums) }
                }
            }
        }
        Parallel.forEach(layout.blocks, grain: 1, threads: threads) { blocks in
            for block in blocks {
                for (number, result) in results.enumerated() {
                    let first = scratch + number * tableCount + block * Vector.scalarCount
                    let channel = block * layout.lanes
                    for lane in 0..<min(layout.lanes, layout.channels - channel) {
                        var total = 0.0
                        for chunk in 0..<chunks {
                            let sums = first + chunk * size
                            for index in stride(
                                from: lane, to: Vector.scalarCount, by: layout.lanes)
                            {
                                total += Double(sums[index])
                            }
                        }
                        result[channel + lane] = Float(total)
                    }
                }
            }
        }
    }

    @inline(__always)
    private func visit(_ position: Int, _ body: (_ offset: Int, _ width: Int) -> Void) {
        let (image, number) = (position / positionsPerImage, position % positionsPerImage)
        let offset = number * Vector.scalarCount
        body(
            layout.offset(image, 0) + offset, min(Vector.scalarCount, layout.length - offset))
    }
}

extension Vector {
    /// The sum of the channels of each pixel, in all lanes of the pixel.
    @inline(__always)
    func pixelSums(lanes: Int) -> Vector {
        if lanes == 1 { return self }
        if lanes == 8 {
            var result = Vector.zero
            result.lowHalf = SIMD8(repeating: lowHalf.total)
            result.highHalf = SIMD8(repeating: highHalf.total)
            return result
        }
        return Vector(repeating: (lowHalf + highHalf).total)
    }
}

extension SIMD8<Float> {
    /// The sum of the lanes.
    @inline(__always)
    fileprivate var total: Float {
        let four = lowHalf + highHalf
        let two = four.lowHalf + four.highHalf
        return two.x + two.y
    }
}
