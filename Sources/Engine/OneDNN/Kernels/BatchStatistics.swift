/// Mean and variance of each channel over a batch, as in Chan et al. (1979): each plane's sum and
/// squared deviations from its own mean, then all planes together in double precision. Memory is
/// read once; the second look at a plane finds it in the cache.
struct BatchStatistics {
    let planes: BlockedLayout
    let threads: Int

    /// Floats of scratch space: two vectors per plane.
    var scratchCount: Int { planes.images * planes.blocks * 2 * Vector.scalarCount }

    /// - Parameters:
    ///   - count: the images that count; the rest of the batch is padding.
    ///   - mean: `[C]`.
    ///   - variance: `[C]`, biased: the mean of the squared deviations.
    func compute(
        _ x: UnsafePointer<Float>, count: Int, scratch: UnsafeMutablePointer<Float>,
        mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>
    ) {
        Parallel.forEach(count * planes.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let x = x + item * planes.length
                let sum = sumOfVectors(planes.length) { .load(x + $0, $1) }
                    .folded(lanes: planes.lanes)
                let center = spread(sum / Float(planes.pixels))
                let squares = sumOfVectors(planes.length) { offset, width in
                    let difference = (Vector.load(x + offset, width) - center)
                        .keeping(first: width)
                    return difference * difference
                }.folded(lanes: planes.lanes)
                let result = scratch + item * 2 * Vector.scalarCount
                sum.store(result, Vector.scalarCount)
                squares.store(result + Vector.scalarCount, Vector.scalarCount)
            }
        }
        Parallel.forEach(planes.channels, grain: 16, threads: threads) { channels in
            for channel in channels {
                combine(channel, count, scratch, mean + channel, variance + channel)
            }
        }
    }

    private func combine(
        _ channel: Int, _ count: Int, _ scratch: UnsafePointer<Float>,
        _ mean: UnsafeMutablePointer<Float>, _ variance: UnsafeMutablePointer<Float>
    ) {
        let (block, lane) = (channel / planes.lanes, channel % planes.lanes)
        func partial(_ image: Int) -> UnsafePointer<Float> {
            scratch + (image * planes.blocks + block) * 2 * Vector.scalarCount + lane
        }
        var total = 0.0
        for image in 0..<count { total += Double(partial(image)[0]) }
        let pixels = Double(planes.pixels)
        let center = total / (pixels * Double(count))
        var squares = 0.0
        for image in 0..<count {
            let shift = Double(partial(image)[0]) / pixels - center
            squares += Double(partial(image)[Vector.scalarCount]) + pixels * shift * shift
        }
        mean.pointee = Float(center)
        variance.pointee = Float(squares / (pixels * Double(count)))
    }

    /// The first `lanes` lanes, again and again.
    private func spread(_ vector: Vector) -> Vector {
        var result = vector
        var width = planes.lanes
        while width < Vector.scalarCount {
            for lane in 0..<width { result[width + lane] = result[lane] }
            width *= 2
        }
        return result
    }
}
