/// The transformation of 3x3 weights, `hwio`, into 36 matrices, for four outputs at a time.
struct WinogradWeightTransform {
    let inputs: Int
    let outputs: Int
    let threads: Int
    /// The layout of the matrices.
    let order: WinogradOrder

    var transformedCount: Int { WinogradConvolution.positions * inputs * outputs }

    /// Transforms the weights for the forward pass, from inputs to outputs.
    func transform(_ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
        let matrixStride = inputs * outputs
        forEachFloat4 { offset, scratch in
            let (input, output) = offset.quotientAndRemainder(dividingBy: outputs)
            let target = order.weightOffset(
                from: input, to: output, inputs: inputs, outputs: outputs)
            WeightMap.applyBothWays(
                Float4Grid(weights + offset, down: 3 * matrixStride, across: matrixStride),
                scratch: scratch,
                Float4Grid(result + target, down: 6 * matrixStride, across: matrixStride))
        }
    }

    /// Transforms the weights for the gradient with respect to the input, from outputs to inputs,
    /// with windows rotated by 180 degrees.
    func transformRotated(_ weights: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>) {
        let matrixStride = inputs * outputs
        Parallel.forEach(inputs / 4 * (outputs / 4), grain: 4, threads: threads) { items in
            Float4Grid.withTiles { windows, scratch in
                for item in items {
                    let (input, output) = (item / (outputs / 4) * 4, item % (outputs / 4) * 4)
                    // Transposes the windows of four outputs and four inputs.
                    for tap in 0..<9 {
                        let first = weights + (8 - tap) * matrixStride + input * outputs + output
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
                        let target = order.weightOffset(
                            from: output + lane, to: input, inputs: outputs, outputs: inputs)
                        WeightMap.applyBothWays(
                            Float4Grid(windows.base + lane * 36, down: 12, across: 4),
                            scratch: scratch,
                            Float4Grid(
                                result + target, down: 6 * matrixStride, across: matrixStride))
                    }
                }
            }
        }
    }

    /// Transforms the gradient with respect to transformed weights, in row-major order, to the
    /// gradient with respect to the weights.
    func transformGradient(
        _ gradient: UnsafePointer<Float>, _ result: UnsafeMutablePointer<Float>
    ) {
        let matrixStride = inputs * outputs
        forEachFloat4 { offset, scratch in
            WeightGradientMap.applyBothWays(
                Float4Grid(
                    UnsafePointer(gradient + offset), down: 6 * matrixStride, across: matrixStride
                ),
                scratch: scratch,
                Float4Grid(result + offset, down: 3 * matrixStride, across: matrixStride))
        }
    }

    private func forEachFloat4(_ body: (_ offset: Int, _ scratch: Float4Grid) -> Void) {
        Parallel.forEach(inputs * outputs / 4, grain: 16, threads: threads) { items in
            Float4Grid.withTiles { _, scratch in
                for item in items { body(item * 4, scratch) }
            }
        }
    }
}
