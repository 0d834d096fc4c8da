/// The conversions between tokens and matrices of each head, `[N * heads, T, width]`, of 32-bit
/// floats.
struct HeadsKernel {
    let layout: TokenLayout
    let images: Int
    let heads: Int
    /// The number of channels of a head, a multiple of `layout.lanes` or a divisor of it.
    let width: Int
    let tokens: Int
    let threads: Int

    /// Writes the matrices of the channels from `part * heads * width` on.
    func split(_ x: TokenPart, _ matrices: UnsafeMutablePointer<Float>) {
        switch x.tensor.type {
        case .float32: split(x.tensor.values(of: Float.self), x.number, matrices)
        case .bfloat16: split(x.tensor.values(of: BFloat16.self), x.number, matrices)
        }
    }

    /// Writes the channels from `part * heads * width` on from the matrices.
    func join(_ matrices: UnsafePointer<Float>, _ y: TokenPart) {
        switch y.tensor.type {
        case .float32: join(matrices, y.tensor.elements(of: Float.self), y.number)
        case .bfloat16: join(matrices, y.tensor.elements(of: BFloat16.self), y.number)
        }
    }

    private func split<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ part: Int, _ matrices: UnsafeMutablePointer<Float>
    ) {
        forEachRun(part) { position, element, count in
            for index in 0..<count { matrices[element + index] = x[position + index].float }
        }
    }

    private func join<Element: KernelElement>(
        _ matrices: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Element>, _ part: Int
    ) {
        forEachRun(part) { position, element, count in
            for index in 0..<count { y[position + index] = Element(matrices[element + index]) }
        }
    }

    /// Calls `body` with the positions of contiguous channels of a token in both tensors, and their
    /// number.
    @inline(__always)
    private func forEachRun(
        _ part: Int, _ body: (_ position: Int, _ element: Int, _ count: Int) -> Void
    ) {
        let run = min(layout.lanes, width)
        Parallel.forEach(images * heads, grain: 1, threads: threads) { items in
            for item in items {
                let first = (part * heads + item % heads) * width
                for k in stride(from: 0, to: width, by: run) {
                    for token in 0..<tokens {
                        body(
                            layout.offset(item / heads, channel: first + k, token: token),
                            (item * tokens + token) * width + k, run)
                    }
                }
            }
        }
    }
}

/// Tokens, or the queries, keys or values among their channels.
struct TokenPart {
    let tensor: TensorPointer
    /// The number of the part: 0 for queries, 1 for keys, 2 for values.
    let number: Int
}
