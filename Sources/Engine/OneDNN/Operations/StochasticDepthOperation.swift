internal import Networks
internal import Tensors

/// Stochastic depth in training: each image has its own random number.
final class StochasticDepthOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int
    private let mask: ImageMask

    init(rate: Double, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        mask = ImageMask(
            rate: rate,
            layer: compilation.fused.nodes[..<index].map(\.operation).dropoutCount)
    }

    func addForward() throws(EngineError) {
        let source = try contiguous(input(0), .forward)
        let target = value(source.layout)
        setOutput(target)
        addMask(source, target, .forward)
    }

    /// Adds the backward pass, which draws the same random numbers again.
    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let gradient = try contiguous(incoming, .backwardData)
        addMask(gradient, gradient, .backwardData)
        addInputGradient(gradient)
    }

    /// The tensor in a layout in which the elements of an image are contiguous.
    private func contiguous(_ value: Value, _ pass: Plan.Pass) throws(EngineError) -> Value {
        if value.layout.channelBlocks != nil { return value }
        return try converted(value, to: .plain(value.layout.shape, elementType), pass)
    }

    private func addMask(_ source: Value, _ target: Value, _ pass: Plan.Pass) {
        let (mask, state, images) = (mask, state, node.shape[0])
        let kernel = ImageScaleKernel(
            images: images, length: source.layout.elementCount / images, threads: options.threads)
        call(pass, layouts: source.layout.name, [source, target]) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            return { kernel.run(x, mask.factors(images: images, state.step), y) }
        }
    }
}
