internal import Tensors

/// Dropout in training: each element has its own random number.
final class DropoutOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int
    private let mask: DropoutMask

    init(rate: Double, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        mask = DropoutMask(
            rate: rate,
            layer: compilation.fused.nodes[..<index].map(\.operation).dropoutCount)
    }

    func addForward() throws(EngineError) {
        let plain = try Layout.plain(node.shape, elementType)
        let source = try converted(input(0), to: plain, .forward)
        let target = value(plain)
        setOutput(target)
        addMask(source, target, .forward)
    }

    /// Adds the backward pass, which draws the same random numbers again and so applies the same
    /// mask.
    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let plain = try Layout.plain(node.shape, elementType)
        let source = try converted(incoming, to: plain, .backwardData)
        let gradient = value(plain)
        addMask(source, gradient, .backwardData)
        addInputGradient(gradient)
    }

    private func addMask(_ source: Value, _ target: Value, _ pass: Plan.Pass) {
        let (mask, state) = (mask, state)
        let (count, threads) = (node.shape.count, options.threads)
        call(pass, layouts: source.layout.name, [source, target]) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            return {
                let step = state.step
                Parallel.forEach(count, grain: 4096, threads: threads) { range in
                    switch x.type {
                    case .float32:
                        mask.apply(to: x.values(of: Float.self), y.elements(), range, step)
                    case .bfloat16:
                        mask.apply(to: x.values(of: BFloat16.self), y.elements(), range, step)
                    }
                }
            }
        }
    }
}
