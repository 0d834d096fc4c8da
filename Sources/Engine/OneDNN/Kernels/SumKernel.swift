/// Sums of tensors with the same layout, including padding.
enum SumKernel {
    /// `y = a + b`, followed by a ReLU if `relu` is true; `y` may be `a` or `b`.
    static func run(
        _ a: TensorPointer, _ b: TensorPointer, _ y: TensorPointer, count: Int, relu: Bool,
        threads: Int
    ) {
        switch y.type {
        case .float32:
            run(
                a.values(of: Float.self), b.values(), y.elements(), count: count, relu: relu,
                threads: threads)
        case .bfloat16:
            run(
                a.values(of: BFloat16.self), b.values(), y.elements(), count: count, relu: relu,
                threads: threads)
        }
    }

    private static func run<Element: KernelElement>(
        _ a: UnsafePointer<Element>, _ b: UnsafePointer<Element>,
        _ y: UnsafeMutablePointer<Element>, count: Int, relu: Bool, threads: Int
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
