/// Weights of 3 x 3 windows, `hwio`, and their transformed form, `[36, I, O]`, four outputs at a time.
struct WinogradWeightTransform {
    let inputs: Int
    let outputs: Int
    let threads: Int

    var transformedCount: Int { WinogradConvolution.places * inputs * outputs }

    /// - Parameter rotated: whether the windows are turned by half a turn first, as the gradient by the input needs it.
    func transform(
        _ weights: UnsafePointer<Float>, rotated: Bool, _ result: UnsafeMutablePointer<Float>
    ) {
        forEachQuad { offset, taken, made in
            for tap in 0..<9 {
                taken.values[tap] = .load(
                    weights + (rotated ? 8 - tap : tap) * inputs * outputs + offset)
            }
            WeightMap.applyBothWays(taken.values, work: taken.work, made.values)
            made.scatter(to: result + offset, pace: inputs * outputs)
        }
    }

    /// The gradient by the weights from that by the transformed ones.
    func transformGradient(
        _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
    ) {
        forEachQuad { offset, taken, made in
            taken.gather(gradient + offset, pace: inputs * outputs)
            WeightGradientMap.applyBothWays(taken.values, work: taken.work, made.values)
            for tap in 0..<9 {
                made.values[tap].store(result + tap * inputs * outputs + offset)
            }
        }
    }

    private func forEachQuad(_ body: (_ offset: Int, _ a: TileBuffer, _ b: TileBuffer) -> Void) {
        let places = WinogradConvolution.places
        Parallel.forEach(inputs * outputs / 4, grain: 16, threads: threads) { items in
            withUnsafeTemporaryAllocation(of: Quad.self, capacity: 3 * places) { room in
                guard let base = room.baseAddress else { return }
                let taken = TileBuffer(values: base, work: base + 2 * places)
                let made = TileBuffer(values: base + places, work: base + 2 * places)
                for item in items { body(item * 4, taken, made) }
            }
        }
    }
}

/// The sum of each channel over a batch: the gradient by a bias. Planes are summed by themselves and then together in
/// double precision.
struct ChannelSums {
    let planes: Planes
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
