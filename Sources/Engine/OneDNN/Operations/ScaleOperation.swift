internal import Networks
internal import Tensors

/// The product of feature maps and a factor for each channel of each image.
final class ScaleOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let (source, kernel) = try maps(input(0), .forward)
        let factors = try factors(input(1), .forward)
        let target = value(source.layout)
        setOutput(target)
        call(.forward, layouts: source.layout.name, [source, factors, target]) { binding in
            let (x, factors, y) = (
                binding.tensor(source), binding.pointer(factors), binding.tensor(target)
            )
            return { kernel.forward(x, factors, y) }
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let (source, kernel) = try maps(inputForBackward(0), .backwardData)
        let gradient = try converted(incoming, to: source.layout, .backwardData)
        let shape = node.shape
        if fused.nodes[node.inputs[1]].needsGradient {
            let sums = try value(.plain([shape[0], shape[1], 1, 1]))
            call(
                operation: "scale, factors", .backwardData, layouts: source.layout.name,
                [source, gradient, sums]
            ) { binding in
                let (x, dy) = (binding.tensor(source), binding.tensor(gradient))
                let sums = binding.pointer(sums)
                return { kernel.sums(x, dy, sums) }
            }
            addInputGradient(
                try converted(sums, to: .plain(sums.layout.shape, elementType), .backwardData), 1)
        }
        guard needsInputGradient else { return }
        let factors = try factors(inputForBackward(1), .backwardData)
        // Only now, since the sums need the gradient before the product.
        call(
            .backwardData, layouts: source.layout.name, [gradient, factors]
        ) { binding in
            let (dy, factors) = (binding.tensor(gradient), binding.pointer(factors))
            return { kernel.forward(dy, factors, dy) }
        }
        addInputGradient(gradient, 0)
    }

    /// The feature maps in a layout of blocks of channels, and the kernel.
    private func maps(_ value: Value, _ pass: Plan.Pass) throws(EngineError) -> (
        Value, ScaleKernel
    ) {
        let lanes = ["nChw16c": 16, "nChw8c": 8][value.layout.name] ?? 1
        let shape = value.layout.shape
        let source = try converted(value, to: Layout(shape, lanes: lanes, elementType), pass)
        let layout = BlockedLayout(
            images: shape[0], channels: shape[1], lanes: lanes, pixels: shape[2] * shape[3])
        return (source, ScaleKernel(layout: layout, threads: options.threads))
    }

    /// The factors as 32-bit floats, `[N, C]`.
    private func factors(_ value: Value, _ pass: Plan.Pass) throws(EngineError) -> Value {
        try converted(value, to: .plain(value.layout.shape), pass)
    }
}
