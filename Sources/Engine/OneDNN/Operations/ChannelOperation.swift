internal import Networks
internal import Tensors

/// A choice or an order of channels, row-major.
final class ChannelOperation: CompiledOperation {
    enum Kind {
        /// The channels of a range.
        case slice(Range<Int>)
        /// Groups of channels, interleaved.
        case shuffle(Int)
    }

    unowned let compilation: Compilation
    let index: Int
    private let kind: Kind

    init(_ kind: Kind, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.kind = kind
    }

    func addForward() throws(EngineError) {
        let source = try converted(
            input(0), to: .plain(input(0).layout.shape, elementType), .forward)
        let target = try value(.plain(node.shape, elementType))
        setOutput(target)
        addCopies(whole: source, part: target, .forward) { whole, part, bytes in
            part.copyMemory(from: whole, byteCount: bytes)
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let part = try converted(
            incoming, to: .plain(node.shape, elementType), .backwardData)
        let whole = try value(.plain(fused.nodes[node.inputs[0]].shape, elementType))
        addCopies(whole: whole, part: part, .backwardData) { whole, part, bytes in
            whole.copyMemory(from: part, byteCount: bytes)
        }
        addInputGradient(whole)
    }

    /// The input's channel for each channel of the output.
    private func sources(channels: Int) -> [Int] {
        switch kind {
        case .slice(let range): return Array(range)
        case .shuffle(let groups):
            let size = channels / groups
            return (0..<channels).map { $0 % groups * size + $0 / groups }
        }
    }

    /// Calls `copy` for each channel of each image of the output, `part`, with the addresses of
    /// the channel in both tensors. In the backward pass, channels that are not read get zeros.
    private func addCopies(
        whole: Value, part: Value, _ pass: Plan.Pass,
        _ copy: @escaping (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int) -> Void
    ) {
        let (wide, narrow) = (whole.layout.shape[1], part.layout.shape[1])
        let sources = sources(channels: wide)
        let images = node.shape[0]
        let bytes = part.layout.bytes / (images * narrow)
        let clears = pass == .backwardData && narrow < wide
        let threads = options.threads
        call(pass, layouts: part.layout.name, [whole, part]) { binding in
            let (whole, part) = (binding.tensor(whole).base, binding.tensor(part).base)
            return {
                Parallel.forEach(images, grain: 1, threads: threads) { images in
                    for image in images {
                        let whole = whole + image * wide * bytes
                        let part = part + image * narrow * bytes
                        if clears {
                            whole.initializeMemory(
                                as: UInt8.self, repeating: 0, count: wide * bytes)
                        }
                        for (channel, source) in sources.enumerated() {
                            copy(whole + source * bytes, part + channel * bytes, bytes)
                        }
                    }
                }
            }
        }
    }
}
