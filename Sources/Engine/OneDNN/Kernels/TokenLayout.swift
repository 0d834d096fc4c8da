internal import Tensors

/// The positions of the elements of tokens, `[N, C, T, 1]`, in memory.
struct TokenLayout {
    /// The distances between neighboring images, blocks of channels and tokens, in elements.
    private let image: Int
    private let block: Int
    private let token: Int
    /// The number of contiguous channels, which divides the number of channels.
    let lanes: Int

    /// - Parameters:
    ///   - shape: `[N, C, T, 1]`.
    ///   - lanes: the number of contiguous channels.
    init(_ shape: Shape, lanes: Int) {
        self.lanes = lanes
        image = shape[1] * shape[2]
        block = shape[2] * lanes
        token = lanes
    }

    @inline(__always)
    func offset(_ image: Int, channel: Int, token: Int) -> Int {
        image * self.image + channel / lanes * block + token * self.token + channel % lanes
    }
}

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

/// The softmax of the rows of a matrix.
struct SoftmaxKernel {
    let rows: Int
    let columns: Int
    /// The factor of the scores.
    let scale: Float
    let threads: Int

    /// Replaces scores by `softmax(scale * scores)` along each row.
    func forward(_ scores: UnsafeMutablePointer<Float>) {
        Parallel.forEach(rows, grain: 8, threads: threads) { range in
            for row in range {
                let row = scores + row * columns
                var largest = -Float.infinity
                for column in 0..<columns { largest = max(largest, row[column]) }
                var sums = Vector.zero
                forEachVector(columns) { offset, width in
                    let centred = Vector.load(row + offset, width) - largest
                    let value = (centred * scale).exponential
                    value.store(row + offset, width)
                    sums += value.keeping(first: width)
                }
                let factor = 1 / sums.pixelSums(lanes: Vector.scalarCount)
                forEachVector(columns) { offset, width in
                    (.load(row + offset, width) * factor).store(row + offset, width)
                }
            }
        }
    }

    /// Replaces the gradient with respect to the probabilities `p` by that with respect to the
    /// scores, `scale * p * (dp - sum(p dp))`.
    func backward(_ probabilities: UnsafePointer<Float>, _ gradient: UnsafeMutablePointer<Float>) {
        Parallel.forEach(rows, grain: 8, threads: threads) { range in
            for row in range {
                let (p, dp) = (probabilities + row * columns, gradient + row * columns)
                var sums = Vector.zero
                forEachVector(columns) { offset, width in
                    sums += Vector.load(p + offset, width) * Vector.load(dp + offset, width)
                }
                let mean = sums.pixelSums(lanes: Vector.scalarCount)
                forEachVector(columns) { offset, width in
                    let centred = Vector.load(dp + offset, width) - mean
                    (Vector.load(p + offset, width) * centred * scale).store(dp + offset, width)
                }
            }
        }
    }
}

/// The conversion of patches to tokens: a class token first, and position embeddings.
struct TokensKernel {
    let source: TokenLayout
    let target: TokenLayout
    let images: Int
    let channels: Int
    /// The number of tokens with the class token.
    let tokens: Int
    let threads: Int

    /// - Parameters:
    ///   - classToken: `[C]`.
    ///   - positions: `[T, C]`.
    func forward(
        _ x: TensorPointer, classToken: UnsafePointer<Float>, positions: UnsafePointer<Float>,
        _ y: TensorPointer
    ) {
        switch y.type {
        case .float32: forward(x.values(of: Float.self), classToken, positions, y.elements())
        case .bfloat16: forward(x.values(of: BFloat16.self), classToken, positions, y.elements())
        }
    }

    /// Writes the gradient with respect to the patches.
    func backward(_ dy: TensorPointer, _ dx: TensorPointer) {
        switch dx.type {
        case .float32: backward(dy.values(of: Float.self), dx.elements())
        case .bfloat16: backward(dy.values(of: BFloat16.self), dx.elements())
        }
    }

    /// Writes the sums over the images, `[T, C]`: the gradient with respect to the positions.
    func sums(_ dy: TensorPointer, _ sums: UnsafeMutablePointer<Float>) {
        switch dy.type {
        case .float32: self.sums(dy.values(of: Float.self), sums)
        case .bfloat16: self.sums(dy.values(of: BFloat16.self), sums)
        }
    }

    private func forward<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ classToken: UnsafePointer<Float>,
        _ positions: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Element>
    ) {
        forEachRun { image, token, channel, run in
            let to = y + target.offset(image, channel: channel, token: token)
            let table = positions + token * channels + channel
            if token == 0 {
                for lane in 0..<run { to[lane] = Element(classToken[channel + lane] + table[lane]) }
            } else {
                let from = x + source.offset(image, channel: channel, token: token - 1)
                for lane in 0..<run { to[lane] = Element(from[lane].float + table[lane]) }
            }
        }
    }

    private func backward<Element: KernelElement>(
        _ dy: UnsafePointer<Element>, _ dx: UnsafeMutablePointer<Element>
    ) {
        forEachRun { image, token, channel, run in
            if token == 0 { return }
            let from = dy + target.offset(image, channel: channel, token: token)
            let to = dx + source.offset(image, channel: channel, token: token - 1)
            for lane in 0..<run { to[lane] = from[lane] }
        }
    }

    private func sums<Element: KernelElement>(
        _ dy: UnsafePointer<Element>, _ sums: UnsafeMutablePointer<Float>
    ) {
        Parallel.forEach(tokens, grain: 1, threads: threads) { tokens in
            for token in tokens {
                for channel in 0..<channels {
                    let total = (0..<images).reduce(0.0) { total, image in
                        let position = target.offset(image, channel: channel, token: token)
                        return total + Double(dy[position].float)
                    }
                    sums[token * channels + channel] = Float(total)
                }
            }
        }
    }

    /// Calls `body` for contiguous channels of each token.
    @inline(__always)
    private func forEachRun(
        _ body: (_ image: Int, _ token: Int, _ channel: Int, _ run: Int) -> Void
    ) {
        let run = min(source.lanes, target.lanes)
        Parallel.forEach(images * tokens, grain: 1, threads: threads) { items in
            for item in items {
                for channel in stride(from: 0, to: channels, by: run) {
                    body(item / tokens, item % tokens, channel, run)
                }
            }
        }
    }
}
