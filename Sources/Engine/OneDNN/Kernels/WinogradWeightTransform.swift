/// Weights of 3 x 3 windows, `hwio`, and their transformed form, 36 matrices, four outputs at a time.
struct WinogradWeightTransform {
    let inputs: Int
    let outputs: Int
    let threads: Int
    /// How the matrices lie.
    let order: WinogradOrder

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
            let place = order.weightOffset(offset, inputs: inputs, outputs: outputs)
            made.scatter(to: result + place, pace: inputs * outputs)
        }
    }

    /// The gradient by the weights from that by the transformed ones, which are rows.
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
        Parallel.forEach(inputs * outputs / 4, grain: 16, threads: threads) { items in
            TileBuffer.withPair { taken, made in
                for item in items { body(item * 4, taken, made) }
            }
        }
    }
}
