internal import Networks
internal import Tensors

/// The choice of the first token, as `[N, C]`.
final class ClassTokenOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let shape = input(0).layout.shape
        let lanes = tokenLanes(input(0).layout, run: shape[1])
        let source = try converted(
            input(0), to: Layout(shape, lanes: lanes, elementType), .forward)
        let target = try value(.plain(node.shape, elementType))
        setOutput(target)
        addCopies(tokens: source, features: target, lanes, .forward) { tokens, features, bytes in
            features.copyMemory(from: tokens, byteCount: bytes)
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let gradient = try converted(incoming, to: .plain(node.shape, elementType), .backwardData)
        let shape = fused.nodes[node.inputs[0]].shape
        let lanes = tokenLanes(input(0).layout, run: shape[1])
        let result = try value(Layout(shape, lanes: lanes, elementType))
        addCopies(tokens: result, features: gradient, lanes, .backwardData) {
            tokens, features, bytes in
            tokens.copyMemory(from: features, byteCount: bytes)
        }
        addInputGradient(result)
    }

    /// Calls `copy` for contiguous channels of the first token of each image. In the backward pass,
    /// the other tokens get zeros.
    private func addCopies(
        tokens: Value, features: Value, _ lanes: Int, _ pass: Plan.Pass,
        _ copy: @escaping (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int) -> Void
    ) {
        let (images, channels) = (node.shape[0], node.shape[1])
        let layout = TokenLayout(tokens.layout.shape, lanes: lanes)
        let (size, bytes) = (elementType.bytes, tokens.layout.bytes)
        call(pass, layouts: tokens.layout.name, [tokens, features]) { binding in
            let (tokens, features) = (binding.tensor(tokens).base, binding.tensor(features).base)
            return {
                if pass == .backwardData {
                    tokens.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
                }
                for image in 0..<images {
                    for channel in stride(from: 0, to: channels, by: lanes) {
                        copy(
                            tokens + layout.offset(image, channel: channel, token: 0) * size,
                            features + (image * channels + channel) * size, lanes * size)
                    }
                }
            }
        }
    }
}
