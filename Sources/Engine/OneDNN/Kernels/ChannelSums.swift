/// The sum of each channel over a batch: the gradient with respect to a bias. Blocks are summed
/// separately, and their sums are added in double precision.
struct ChannelSums {
    let layout: BlockedLayout
    let threads: Int

    /// The size of the scratch space in floats: one vector per block.
    var scratchCount: Int { layout.images * layout.blocks * Vector.scalarCount }

    func compute(
        _ x: UnsafePointer<Float>, scratch: UnsafeMutablePointer<Float>,
        _ sums: UnsafeMutablePointer<Float>
    ) {
        Parallel.forEach(layout.images * layout.blocks, grain: 1, threads: threads) { items in
            for item in items {
                let x = x + item * layout.length
                sumOfVectors(layout.length) { .load(x + $0, $1) }.folded(lanes: layout.lanes)
                    .store(scratch + item * Vector.scalarCount, Vector.scalarCount)
            }
        }
        for channel in 0..<layout.channels {
            let (block, lane) = (channel / layout.lanes, channel % layout.lanes)
            sums[channel] = Float(
                (0..<layout.images).reduce(0.0) { total, image in
                    total
                        + Double(
                            scratch[(image * layout.blocks + block) * Vector.scalarCount + lane])
                })
        }
    }
}
