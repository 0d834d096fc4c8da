internal import CDNNL
internal import Networks
internal import Tensors

extension Compilation {
    /// Places parameter number `position` of a node in the store, in `layout`.
    func addParameter(_ node: FusedGraph.Node, _ position: Int, _ layout: Layout)
        throws(EngineError) -> Value
    {
        try addParameter(node.parameters[position], layout)
    }

    /// Places parameter `index` of the graph in the store, in `layout`.
    func addParameter(_ index: Int, _ layout: Layout) throws(EngineError) -> Value {
        let entry = try store.add(graph.parameters[index], layout)
        let value = value(layout, pinnedAt: entry.memory.pointer)
        parameterValues[entry.parameter.name] = value
        return value
    }

    func parameterValue(_ node: FusedGraph.Node, _ position: Int) -> Value {
        let name = graph.parameters[node.parameters[position]].name
        guard let value = parameterValues[name] else {
            preconditionFailure("parameter \(name) is read before it is placed")
        }
        return value
    }

    /// Takes note of the gradient of a node's parameter: kept, or for the update that `addUpdates` adds.
    func setParameterGradient(_ node: FusedGraph.Node, _ position: Int, _ gradient: Value)
        throws(EngineError)
    {
        guard node.trains[position], case .training(_, let rule) = options.mode else { return }
        let entry = try store.entry(graph.parameters[node.parameters[position]].name)
        let gradient = try converted(gradient, to: entry.layout, node, .backwardWeights)
        guard let rule else {
            let kept = try Allocation(bytes: entry.layout.bytes)
            entry.gradient = kept
            try copy(gradient, to: kept, node)
            return
        }
        for _ in 0..<rule.slotCount {
            entry.slots.append(try Allocation(bytes: entry.layout.bytes))
        }
        pendingUpdates.append((node, entry, gradient, rule))
    }

    /// Adds the updates of the parameters whose gradients are known; called when nothing reads the old values
    /// any more.
    func addUpdates() {
        for (node, entry, gradient, rule) in pendingUpdates {
            let weights = parameterValues[entry.parameter.name]
            let (state, threads) = (state, options.threads)
            let slots = SlotPointers(entry.slots)
            let count = entry.elements
            let touched = [gradient] + (weights.map { [$0] } ?? [])
            call(
                node, operation: entry.parameter.name, .update, layouts: entry.layout.weightName,
                touched
            ) { binding in
                let memory = entry.memory.pointer.assumingMemoryBound(to: Float.self)
                let gradients = UnsafePointer(binding.pointer(gradient))
                return {
                    Parallel.forEach(count, grain: 4096, threads: threads) { range in
                        let elements = UpdateElements(
                            weights: memory, gradients: gradients, slots: slots.base, range: range)
                        rule.update(
                            elements, learningRate: state.step.learningRate,
                            step: state.step.number + 1)
                    }
                }
            }
        }
        pendingUpdates = []
    }

    private func copy(_ gradient: Value, to kept: Allocation, _ node: FusedGraph.Node)
        throws(EngineError)
    {
        try reorder(
            gradient, to: value(gradient.layout, pinnedAt: kept.pointer), node, .backwardWeights)
    }
}

/// Where the slots of a parameter start.
private final class SlotPointers {
    private let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>>

    init(_ slots: [Allocation]) {
        pointers = .allocate(capacity: max(1, slots.count))
        for (index, slot) in slots.enumerated() {
            pointers.initializeElement(
                at: index, to: slot.pointer.assumingMemoryBound(to: Float.self))
        }
    }

    deinit { pointers.deallocate() }

    var base: UnsafePointer<UnsafeMutablePointer<Float>> {
        guard let base = pointers.baseAddress else {
            preconditionFailure("no slots were allocated")
        }
        return UnsafePointer(base)
    }
}
