internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds the sum of two tensors, with a ReLU in the same pass where one follows.
    func addSum(at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let first = output(node.inputs[0])
        let second = try converted(output(node.inputs[1]), to: first.layout, node, .forward)
        let target = value(first.layout)
        outputs[index] = target
        addSum(first, second, to: target, relu: node.relu, node, node.label, .forward)
    }

    func addSumGradient(at index: Int, _ incoming: Value) throws(EngineError) {
        let node = fused.nodes[index]
        let gradient = try maskedByReLU(incoming, at: index)
        // Later passes change gradients in place: each input gets its own.
        let copy = value(gradient.layout)
        try reorder(gradient, to: copy, node, .backwardData)
        gradients[node.inputs[0]].append(gradient)
        gradients[node.inputs[1]].append(copy)
    }

    /// Adds the tensors whose channels the node joins, row-major.
    func addConcatenation(at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let target = try value(.plain(node.shape))
        outputs[index] = target
        let parts = try node.inputs.map { (input) throws(EngineError) in
            try converted(output(input), to: .plain(fused.nodes[input].shape), node, .forward)
        }
        addRows(of: node, parts, target, .forward) { part, joined, bytes in
            joined.copyMemory(from: part, byteCount: bytes)
        }
    }

    func addConcatenationGradient(at index: Int, _ incoming: Value) throws(EngineError) {
        let node = fused.nodes[index]
        let incoming = try converted(incoming, to: .plain(node.shape), node, .backwardData)
        let parts = try node.inputs.map { (input) throws(EngineError) in
            try value(.plain(fused.nodes[input].shape))
        }
        addRows(of: node, parts, incoming, .backwardData) { part, joined, bytes in
            part.copyMemory(from: joined, byteCount: bytes)
        }
        for (input, part) in zip(node.inputs, parts) { gradients[input].append(part) }
    }

    /// Calls `copy` for each image's part, its place in the joined tensor and its size.
    private func addRows(
        of node: FusedGraph.Node, _ parts: [Value], _ joined: Value, _ pass: Plan.Pass,
        _ copy: @escaping (UnsafeMutableRawPointer, UnsafeMutableRawPointer, Int) -> Void
    ) {
        let images = node.shape[0]
        call(node, pass, layouts: joined.layout.name, parts + [joined]) { binding in
            let sources = parts.map {
                (
                    UnsafeMutableRawPointer(binding.pointer($0)),
                    $0.layout.shape.count / images * MemoryLayout<Float>.stride
                )
            }
            let target = UnsafeMutableRawPointer(binding.pointer(joined))
            return {
                var place = target
                for image in 0..<images {
                    for (pointer, bytes) in sources {
                        copy(pointer + image * bytes, place, bytes)
                        place += bytes
                    }
                }
            }
        }
    }

    /// The gradient by the output of node `index`: the sum of what its readers added; nil where there is none.
    func incomingGradient(of index: Int) throws(EngineError) -> Value? {
        guard let first = gradients[index].first else { return nil }
        return try incomingGradients(of: index, in: first.layout, atMost: 1).first
    }

    /// The gradient by the output of node `index` as a sum of at most `limit` tensors of one layout. They are the
    /// caller's to change.
    func incomingGradients(of index: Int, in layout: Layout, atMost limit: Int)
        throws(EngineError) -> [Value]
    {
        let node = fused.nodes[index]
        var result: [Value] = []
        for gradient in gradients[index] {
            let gradient = try converted(gradient, to: layout, node, .backwardData)
            if result.count < limit {
                result.append(gradient)
            } else {
                addSum(
                    result[0], gradient, to: result[0], relu: false, node, "sum of gradients",
                    .backwardData)
            }
        }
        return result
    }

    private func addSum(
        _ first: Value, _ second: Value, to target: Value, relu: Bool, _ node: FusedGraph.Node,
        _ operation: String, _ pass: Plan.Pass
    ) {
        let count = first.layout.bytes / MemoryLayout<Float>.stride
        let threads = options.threads
        call(
            node, operation: operation, pass, layouts: first.layout.name, [first, second, target]
        ) { binding in
            let (a, b, y) = (
                binding.pointer(first), binding.pointer(second), binding.pointer(target)
            )
            return { SumKernel.run(a, b, y, count: count, relu: relu, threads: threads) }
        }
    }
}
