/// The forward pass of a linear layer, `y = x wᵀ + b`, by dot products. The order of each sum does
/// not depend on the other rows, and the weights, `[outputs, features]`, are read once for all
/// rows. For many rows it is slower than a GEMM, which may reorder sums.
struct LinearKernel {
    let features: Int
    let outputs: Int
    let threads: Int

    /// The numbers of outputs and rows whose sums are computed together, in registers.
    private static let (outputsAtOnce, rowsAtOnce) = (4, 2)
    /// The number of features whose weights stay in the cache while all rows are processed.
    private static let block = 2048

    /// - Parameters:
    ///   - x: `[rows, features]`
    ///   - bias: `[outputs]`
    ///   - y: `[rows, outputs]`
    func run(
        _ x: UnsafePointer<Float>, rows: Int, _ weights: UnsafePointer<Float>,
        bias: UnsafePointer<Float>, relu: Bool, _ y: UnsafeMutablePointer<Float>
    ) {
        let groups = (outputs + Self.outputsAtOnce - 1) / Self.outputsAtOnce
        Parallel.forEach(groups, grain: 1, threads: threads) { groups in
            let capacity = (rows + 1) * Self.outputsAtOnce
            withUnsafeTemporaryAllocation(of: Float4.self, capacity: capacity) { sums in
                guard let sums = sums.baseAddress else { return }
                for group in groups {
                    // If there are fewer outputs, the last one is computed several times.
                    let first = group * Self.outputsAtOnce
                    let lines = (0..<Self.outputsAtOnce).map { index in
                        weights + min(first + index, outputs - 1) * features
                    }
                    sums.initialize(repeating: .zero, count: capacity)
                    for start in stride(from: 0, to: features / 4 * 4, by: Self.block) {
                        let end = min(start + Self.block, features / 4 * 4)
                        for row in stride(from: 0, to: rows, by: Self.rowsAtOnce) {
                            let other = min(row + 1, rows - 1)
                            Self.add(
                                x + row * features, x + other * features, lines[0], lines[1],
                                lines[2], lines[3], start..<end, to: sums + row * 4)
                        }
                    }
                    for row in 0..<rows {
                        for index in 0..<min(Self.outputsAtOnce, outputs - first) {
                            let partial = sums[row * 4 + index]
                            var sum = (partial[0] + partial[1]) + (partial[2] + partial[3])
                            for feature in features / 4 * 4..<features {
                                sum += x[row * features + feature] * lines[index][feature]
                            }
                            sum += bias[first + index]
                            // NaN stays NaN.
                            y[row * outputs + first + index] = relu && sum < 0 ? 0 : sum
                        }
                    }
                }
            }
        }
    }

    /// Adds the products of a range of features to the sums of two rows and four outputs.
    @inline(__always)
    private static func add(
        _ x0: UnsafePointer<Float>, _ x1: UnsafePointer<Float>, _ w0: UnsafePointer<Float>,
        _ w1: UnsafePointer<Float>, _ w2: UnsafePointer<Float>, _ w3: UnsafePointer<Float>,
        _ range: Range<Int>, to sums: UnsafeMutablePointer<Float4>
    ) {
        var (a0, a1, a2, a3) = (sums[0], sums[1], sums[2], sums[3])
        var (b0, b1, b2, b3) = (sums[4], sums[5], sums[6], sums[7])
        var index = range.lowerBound
        while index < range.upperBound {
            let (x, y) = (Float4.load(x0 + index), Float4.load(x1 + index))
            let (u0, u1) = (Float4.load(w0 + index), Float4.load(w1 + index))
            let (u2, u3) = (Float4.load(w2 + index), Float4.load(w3 + index))
            a0 += x * u0
            a1 += x * u1
            a2 += x * u2
            a3 += x * u3
            b0 += y * u0
            b1 += y * u1
            b2 += y * u2
            b3 += y * u3
            index += 4
        }
        (sums[0], sums[1], sums[2], sums[3]) = (a0, a1, a2, a3)
        (sums[4], sums[5], sums[6], sums[7]) = (b0, b1, b2, b3)
    }
}
