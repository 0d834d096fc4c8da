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
        let rateEstimator = inputs * outputs
        forEachFloat4 { offset, work in
            let (input, output) = offset.quotientAndRemainder(dividingBy: outputs)
            let place = order.weightOffset(
                from: input, to: output, inputs: inputs, outputs: outputs)
            WeightMap.applyBothWays(
                Float4Grid(weights + offset, down: 3 * rateEstimator, across: rateEstimator),
                work: work,
                Float4Grid(result + place, down: 6 * rateEstimator, across: rateEstimator))
        }
    }

    /// For the pass by the input: from outputs to inputs, with the windows turned by half a turn.
    func transformRotated(_ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
        let rateEstimator = inputs * outputs
        Parallel.forEach(inputs / 4 * (outputs / 4), grain: 4, threads: threads) { items in
            Float4Grid.withTiles { windows, work in
                for item in items {
                    let (input, output) = (item / (outputs / 4) * 4, item % (outputs / 4) * 4)
                    // The windows of four outputs, four inputs together.
                    for tap in 0..<9 {
                        let first = weights + (8 - tap) * rateEstimator + input * outputs + output
                        let lines = (
                            Float4.load(first), Float4.load(first + outputs),
                            Float4.load(first + 2 * outputs), Float4.load(first + 3 * outputs)
                        )
                        for lane in 0..<4 {
                            Float4(lines.0[lane], lines.1[lane], lines.2[lane], lines.3[lane])
                                .store(windows.base + (lane * 9 + tap) * 4)
                        }
                    }
                    for lane in 0..<4 {
                        let place = order.weightOffset(
                            from: output + lane, to: input, inputs: outputs, outputs: inputs)
                        WeightMap.applyBothWays(
                            Float4Grid(windows.base + lane * 36, down: 12, across: 4), work: work,
                            Float4Grid(
                                result + place, down: 6 * rateEstimator, across: rateEstimator))
                    }
                }
            }
        }
    }

    /// The gradient by the weights from that by the transformed ones, which are rows.
    func transformGradient(
        _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
    ) {
        let rateEstimator = inputs * outputs
        forEachFloat4 { offset, work in
            WeightGradientMap.applyBothWays(
                Float4Grid(
                    UnsafePointer(gradient + offset), down: 6 * rateEstimator, across: rateEstimator
                ),
                work: work,
                Float4Grid(result + offset, down: 3 * rateEstimator, across: rateEstimator))
        }
    }

    private func forEachFloat4(_ body: (_ offset: Int, _ work: Float4Grid) -> Void) {
        Parallel.forEach(inputs * outputs / 4, grain: 16, threads: threads) { items in
            Float4Grid.withTiles { _, work in
                for item in items { body(item * 4, work) }
            }
        }
    }
}
