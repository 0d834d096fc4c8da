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
