internal import Networks
import Networks
internal import Tensors

/// The conversion of patches to tokens, with a class token and position embeddings.
final class TokensOperation: ParameterizedOperation {
    unowned let compilation: Compilation
    let index: Int
    private var classToken: CompiledParameter?
    private var positions: CompiledParameter?
    var pendingUpdates: [PendingUpdate] = []

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let (source, kernel) = try patches(input(0), .forward)
        let (channels, tokens) = (node.shape[1], node.shape[2])
        let classToken = try addParameter(0, .plain([channels]))
        let positions = try addParameter(1, .plain([tokens * channels]))
        (self.classToken, self.positions) = (classToken, positions)
        let target = try value(Layout(node.shape, lanes: kernel.target.lanes, elementType))
        setOutput(target)
        call(
            .forward, layouts: target.layout.name,
            [source, classToken.value, positions.value, target]
        ) { binding in
            let (x, y) = (binding.tensor(source), binding.tensor(target))
            let classToken = binding.pointer(classToken.value)
            let positions = binding.pointer(positions.value)
            return { kernel.forward(x, classToken: classToken, positions: positions, y) }
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient(), let classToken, let positions else { return }
        let (source, kernel) = try patches(inputForBackward(0), .backwardData)
        let gradient = try converted(incoming, to: output.layout, .backwardData)
        if classToken.trains || positions.trains {
            let sums = value(positions.entry.layout)
            call(.backwardWeights, layouts: gradient.layout.name, [gradient, sums]) { binding in
                let (dy, sums) = (binding.tensor(gradient), binding.pointer(sums))
                return { kernel.sums(dy, sums) }
            }
            try addClassTokenGradient(sums, classToken)
            try setGradient(of: positions, sums)
        }
        if needsInputGradient {
            let result = value(source.layout)
            call(.backwardData, layouts: gradient.layout.name, [gradient, result]) { binding in
                let (dy, dx) = (binding.tensor(gradient), binding.tensor(result))
                return { kernel.backward(dy, dx) }
            }
            addInputGradient(result)
        }
        addUpdates()
    }

    /// Adds the gradient with respect to the class token: that of its position.
    private func addClassTokenGradient(
        _ sums: Value, _ classToken: CompiledParameter
    ) throws(EngineError) {
        let gradient = value(classToken.entry.layout)
        let count = node.shape[1]
        call(
            operation: "class token", .backwardWeights, layouts: "c", [sums, gradient]
        ) { binding in
            let (sums, gradient) = (binding.pointer(sums), binding.pointer(gradient))
            return { gradient.update(from: sums, count: count) }
        }
        try setGradient(of: classToken, gradient)
    }

    /// The patches in a layout that the kernel reads, and the kernel.
    private func patches(
        _ value: Value, _ pass: Plan.Pass
    ) throws(EngineError) -> (Value, TokensKernel) {
        let shape = value.layout.shape
        let (images, channels, tokens) = (shape[0], shape[1], node.shape[2])
        let lanes = tokenLanes(value.layout, run: channels)
        let source = try converted(value, to: Layout(shape, lanes: lanes, elementType), pass)
        let kernel = TokensKernel(
            source: TokenLayout([images, channels, tokens - 1, 1], lanes: lanes),
            target: TokenLayout(node.shape, lanes: lanes), images: images, channels: channels,
            tokens: tokens, threads: options.threads)
        return (source, kernel)
    }
}

extension CompiledOperation {
    /// The number of contiguous channels of tokens for the engine's own kernels: that of `layout`
    /// if it divides `run`, otherwise 1.
    func tokenLanes(_ layout: Layout, run: Int) -> Int {
        let lanes = ["nChw16c": 16, "nChw8c": 8][layout.name] ?? 1
        return run % lanes == 0 ? lanes : 1
    }
}
