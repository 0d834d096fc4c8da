/// The conversion of `[N, C, H, W]` to `[N, C * H * W]`: the row-major tensor in the same buffer
/// with another shape.
final class FlattenOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let source = input(0)
        var plain = try converted(
            source, to: .plain(source.layout.shape, elementType), .forward)
        plain.layout = try .plain(node.shape, elementType)
        setOutput(plain)
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        var gradient = try converted(
            incoming, to: .plain(node.shape, elementType), .backwardData)
        gradient.layout = try .plain(fused.nodes[node.inputs[0]].shape, elementType)
        addInputGradient(gradient)
    }
}
