/// Weights of 3 x 3 windows, `hwio`, and their transformed form, 36 matrices, four outputs at a
/// time.
struct WinogradWeightTransform {
    let inputs: Int
    let outputs: Int
    let threads: Int
    /// How the matrices lie.
    let order: WinogradOrder

    var transformedCount: Int { WinogradConvolution.places * inputs * outputs }

    /// For the forward pass: from inputs to outputs.
    func transform(_ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
        let pace = inputs * outputs
        forEachQuad { offset, work in
            let (input, output) = offset.quotientAndRemainder(dividingBy: outputs)
            let place = order.weightOffset(
                from: input, to: output, inputs: inputs, outputs: outputs)
            WeightMap.applyBothWays(
                QuadGrid(weights + offset, down: 3 * pace, across: pace), work: work,
                QuadGrid(result + place, down: 6 * pace, across: pace))
        }
    }

    /// For the pass by the input: from outputs to inputs, with the windows turned by half a turn.
    func transformRotated(_ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
        let pace = inputs * outputs
        Parallel.forEach(inputs / 4 * (outputs / 4), grain: 4, threads: threads) { items in
            QuadGrid.withTiles { windows, work in
                for item in items {
                    let (input, output) = (item / (outputs / 4) * 4, item % (outputs / 4) * 4)
                    // The windows of four outputs, four inputs together.
                    for tap in 0..<9 {
                        let first = weights + (8 - tap) * pace + input * outputs + output
                        let lines = (
                            Quad.load(first), Quad.load(first + outputs),
                            Quad.load(first + 2 * outputs), Quad.load(first + 3 * outputs)
                        )
                        for lane in 0..<4 {
                            Quad(lines.0[lane], lines.1[lane], lines.2[lane], lines.3[lane])
                                .store(windows.base + (lane * 9 + tap) * 4)
                        }
                    }
                    for lane in 0..<4 {
                        let place = order.weightOffset(
                            from: output + lane, to: input, inputs: outputs, outputs: inputs)
                        WeightMap.applyBothWays(
                            QuadGrid(windows.base + lane * 36, down: 12, across: 4), work: work,
                            QuadGrid(result + place, down: 6 * pace, across: pace))
                    }
                }
            }
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
