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
        let (taps, pace) = (rotated ? -1 : 1, inputs * outputs)
        let first = weights + (rotated ? 8 * pace : 0)
        forEachQuad { offset, work in
            let place = order.weightOffset(offset, inputs: inputs, outputs: outputs)
            WeightMap.applyBothWays(
                QuadGrid(first + offset, down: 3 * taps * pace, across: taps * pace), work: work,
                QuadGrid(result + place, down: 6 * pace, across: pace))
        }
    }

    /// The gradient by the weights from that by the transformed ones, which are rows.
    func transformGradient(
        _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
    ) {
        let pace = inputs * outputs
        forEachQuad { offset, work in
            WeightGradientMap.applyBothWays(
                QuadGrid(UnsafePointer(gradient + offset), down: 6 * pace, across: pace),
                work: work,
                QuadGrid(result + offset, down: 3 * pace, across: pace))
        }
    }

    private func forEachQuad(_ body: (_ offset: Int, _ work: QuadGrid) -> Void) {
        Parallel.forEach(inputs * outputs / 4, grain: 16, threads: threads) { items in
            QuadGrid.withTiles { _, work in
                for item in items { body(item * 4, work) }
            }
        }
    }
}
