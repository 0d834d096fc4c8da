internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The concatenation of tensors along their channels, row-major.
final class ConcatenationOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let target = try value(.plain(node.shape, elementType))
        setOutput(target)
        let parts = try node.inputs.map { (input) throws(EngineError) in
            try converted(
                compilation.output(input), to: .plain(fused.nodes[input].shape, elementType),
                .forward)
        }
        addRows(parts, target, .forward) { part, joined, bytes in
            joined.copyMemory(from: part, byteCount: bytes)
        }
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let joined = try converted(
            incoming, to: .plain(node.shape, elementType), .backwardData)
        let parts = try node.inputs.map { (input) throws(EngineError) in
            try value(.plain(fused.nodes[input].shape, elementType))
        }
        addRows(parts, joined, .backwardData) { part, joined, bytes in
            part.copyMemory(from: joined, byteCount: bytes)
        }
        for (position, part) in parts.enumerated() { addInputGradient(part, position) }
    }

    /// Calls `copy` for each part of each image, with its address in the concatenated tensor and
    /// its size in bytes.
    private func addRows(
        _ parts: [Value], _ joined: Value, _ pass: Plan.Pass,
        _ copy: @escaping (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int) -> Void
    ) {
        let images = node.shape[0]
        call(pass, layouts: joined.layout.name, parts + [joined]) { binding in
            let sources = parts.map { (binding.tensor($0).base, $0.layout.bytes / images) }
            let target = binding.tensor(joined).base
            return {
                var next = target
                for image in 0..<images {
                    for (pointer, bytes) in sources {
                        copy(pointer + image * bytes, next, bytes)
                        next += bytes
                    }
                }
            }
        }
    }
}
