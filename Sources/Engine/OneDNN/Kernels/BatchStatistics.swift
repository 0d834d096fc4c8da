/// The mean and variance of each channel over a batch, as in Chan et al. (1979): the sum of each
/// block and its squared deviations from the mean of the block, then all blocks combined in double
/// precision. Memory is read once; the second pass over a block reads the cache.
struct BatchStatistics {
    let layout: BlockedLayout
    let threads: Int

    /// The size of the scratch space in floats: two vectors per block.
    var scratchCount: Int { layout.images * layout.blocks * 2 * Vector.scalarCount }

    /// - Parameters:
    ///   - count: the number of images; the rest of the batch is padding.
    ///   - mean: `[C]`.
    ///   - variance: `[C]`, biased: the mean of the squared deviations.
    func compute(
        _ x: TensorPointer, count: Int, scratch: UnsafeMutablePointer<Float>,
        mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>
    ) {
        switch x.type {
        case .float32: sumBlocks(x.values(of: Float.self), count: count, scratch: scratch)
        case .bfloat16: sumBlocks(x.values(of: BFloat16.self), count: count, scratch: scratch)
        }
        Parallel.forEach(layout.channels, grain: 16, threads: threads) { channels in
            for channel in channels {
                combine(channel, count, scratch, mean + channel, variance + channel)
            }
        }
    }

    /// Computes the sum of each block and its squared deviations from the mean of the block.
    private func sumBlocks<Element: KernelElement>(
        _ x: UnsafePointer<Element>, count: Int, scratch: UnsafeMutablePointer<Float>
    ) {
        Parallel.forEach(count * layout.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let x = x + item * layout.length
                let sum = sumOfVectors(layout.length) { .load(x + $0, $1) }
                    .folded(lanes: layout.lanes)
                let center = spread(sum / Float(layout.pixels))
                let squares = sumOfVectors(layout.length) { offset, width in
                    let difference = (Vector.load(x + offset, width) - center)
                        .keeping(first: width)
                    return difference * difference
                }.folded(lanes: layout.lanes)
                let result = scratch + item * 2 * Vector.scalarCount
                sum.store(result, Vector.scalarCount)
                squares.store(result + Vector.scalarCount, Vector.scalarCount)
            }
        }
    }

    private func combine(
        _ channel: Int, _ count: Int, _ scratch: UnsafePointer<Float>,
        _ mean: UnsafeMutablePointer<Float>, _ variance: UnsafeMutablePointer<Float>
    ) {
        let (block, lane) = (channel / layout.lanes, channel % layout.lanes)
        func partial(_ image: Int) -> UnsafePointer<Float> {
            scratch + (image * layout.blocks + block) * 2 * Vector.scalarCount + lane
        }
        var total = 0.0
        for image in 0..<count { total += Double(partial(image)[0]) }
        let pixels = Double(layout.pixels)
        let center = total / (pixels * Double(count))
        var squares = 0.0
        for image in 0..<count {
            let shift = Double(partial(image)[0]) / pixels - center
            squares += Double(partial(image)[Vector.scalarCount]) + pixels * shift * shift
        }
        mean.pointee = Float(center)
        variance.pointee = Float(squares / (pixels * Double(count)))
    }

    /// The first `lanes` lanes, repeated.
    private func spread(_ vector: Vector) -> Vector {
        var result = vector
        var width = layout.lanes
        while width < Vector.scalarCount {
            for lane in 0..<width { result[width + lane] = result[lane] }
            width *= 2
        }
        return result
    }
}
