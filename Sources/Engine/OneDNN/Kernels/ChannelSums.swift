/// The sum of each channel over a batch: the gradient by a bias. Planes are summed by themselves
/// and then together in double precision.
struct ChannelSums {
    let planes: BlockedLayout
    let threads: Int

    /// Floats of scratch space: a vector per plane.
    var scratchCount: Int { planes.images * planes.blocks * Vector.scalarCount }

    func compute(
        _ x: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>,
        _ sums: UnsafeMutablePointer<Float>
    ) {
        Parallel.forEach(planes.images * planes.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let x = x + item * planes.length
                sumOfVectors(planes.length) { .load(x + $0, $1) }.folded(lanes: planes.lanes)
                    .store(scratch + item * Vector.scalarCount, Vector.scalarCount)
            }
        }
        for channel in 0..<planes.channels {
            let (block, lane) = (channel / planes.lanes, channel % planes.lanes)
            sums[channel] = Float(
                (0..<planes.images).reduce(0.0) { total, image in
                    total
                        + Double(
                            scratch[(image * planes.blocks + block) * Vector.scalarCount + lane])
                })
        }
    }
}
