internal import CDNNL
internal import Networks
internal import Tensors

extension Compilation {
    func addDropout(rate: Double, at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let plain = try Layout.plain(node.shape)
        let source = try converted(output(node.inputs[0]), to: plain, node, .forward)
        let target = value(plain)
        outputs[index] = target
        addDropout(rate, source, target, at: index, .forward)
    }

    /// The gradient passes where the value did: the same numbers are drawn again.
    func addDropoutGradient(rate: Double, at index: Int, _ incoming: Value) throws(EngineError) {
        let node = fused.nodes[index]
        let plain = try Layout.plain(node.shape)
        let incoming = try converted(incoming, to: plain, node, .backwardData)
        let gradient = value(plain)
        addDropout(rate, incoming, gradient, at: index, .backwardData)
        gradients[node.inputs[0]].append(gradient)
    }

    private func addDropout(
        _ rate: Double, _ source: Value, _ target: Value, at index: Int, _ pass: Plan.Pass
    ) {
        let node = fused.nodes[index]
        let mask = DropoutMask(
            rate: rate, layer: fused.nodes[..<index].map(\.operation).dropoutCount)
        let (state, count, threads) = (state, node.shape.count, options.threads)
        call(node, pass, layouts: source.layout.name, [source, target]) { binding in
            let (x, y) = (binding.pointer(source), binding.pointer(target))
            return {
                let step = state.step
                Parallel.forEach(count, grain: 4096, threads: threads) { range in
                    mask.apply(to: x, y, range, step)
                }
            }
        }
    }
}
