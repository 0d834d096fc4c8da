/// Sums of tensors with the same layout, including padding.
enum SumKernel {
    /// `y = a + b`, followed by a ReLU if `relu` is true; `y` may be `a` or `b`.
    static func run(
        _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>,
        count: Int, relu: Bool, threads: Int
    ) {
        Parallel.forEach(count, grain: 4096, threads: threads) { range in
            let first = range.lowerBound
            let (a, b, y) = (a + first, b + first, y + first)
            forEachVector(range.count) { offset, width in
                let sum = Vector.load(a + offset, width) + .load(b + offset, width)
                (relu ? sum.rectified : sum).store(y + offset, width)
            }
        }
    }
}
