internal import CDNNL
internal import Networks
import Networks
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
    /// - Parameter range: the elements in memory that it is of; nil: all.
    func setParameterGradient(
        _ node: FusedGraph.Node, _ position: Int, _ gradient: Value, range: Range<Int>? = nil
    ) throws(EngineError) {
        guard node.trains[position], case .training(_, let rule) = options.mode else { return }
        let entry = try store.entry(graph.parameters[node.parameters[position]].name)
        let gradient =
            range == nil
            ? try converted(gradient, to: entry.layout, node, .backwardWeights) : gradient
        guard let rule else {
            let kept = try Allocation(bytes: entry.layout.bytes)
            entry.gradient = kept
            try copy(gradient, to: kept, node)
            return
        }
        while entry.slots.count < rule.slotCount {
            entry.slots.append(try Allocation(bytes: entry.layout.bytes))
        }
        pendingUpdates.append(
            PendingUpdate(
                node: node, entry: entry, gradient: gradient, rule: rule,
                range: range ?? 0..<entry.elements))
    }

    /// Adds the updates of the parameters whose gradients are known; called when nothing reads the old values
    /// any more.
    func addUpdates() {
        for update in pendingUpdates { add(update) }
        pendingUpdates = []
    }

    private func add(_ update: PendingUpdate) {
        let (entry, rule, range) = (update.entry, update.rule, update.range)
        let weights = parameterValues[entry.parameter.name]
        let (state, threads) = (state, options.threads)
        let isBackbone = options.backbone.contains(entry.parameter.name)
        let first = options.trainsSince[entry.parameter.name] ?? 0
        let slots = SlotPointers(entry.slots, from: range.lowerBound)
        let squares = PieceSums(count: range.count)
        call(
            update.node, operation: entry.parameter.name, .update,
            layouts: entry.layout.weightName, [update.gradient] + (weights.map { [$0] } ?? [])
        ) { binding in
            let memory =
                entry.memory.pointer.assumingMemoryBound(to: Float.self) + range.lowerBound
            let gradients = UnsafePointer(binding.pointer(update.gradient))
            return {
                let step = state.step
                let rate = isBackbone ? step.backboneLearningRate : step.learningRate
                Parallel.forEach(range.count, grain: PieceSums.grain, threads: threads) { range in
                    // While a piece is in the cache, its gradients are summed and used.
                    squares.addPieces(of: range) { piece in
                        let elements = UpdateElements(
                            weights: memory, gradients: gradients, slots: slots.base, range: piece)
                        rule.update(elements, learningRate: rate, step: step.number - first + 1)
                        return elements.squaredGradients
                    }
                }
                state.squaredGradients += squares.total
            }
        }
    }

    private func copy(_ gradient: Value, to kept: Allocation, _ node: FusedGraph.Node)
        throws(EngineError)
    {
        try reorder(
            gradient, to: value(gradient.layout, pinnedAt: kept.pointer), node, .backwardWeights)
    }
}

/// A parameter, or a part of it, whose gradient is known and that is to follow it.
struct PendingUpdate {
    let node: FusedGraph.Node
    let entry: ParameterStore.Entry
    let gradient: Value
    let rule: any UpdateRule
    /// The elements in memory that the gradient is of.
    let range: Range<Int>
}

/// Where an element of each slot of a parameter lies.
private final class SlotPointers {
    private let pointers: UnsafeMutableBufferPointer<UnsafeMutablePointer<Float>>

    init(_ slots: [Allocation], from element: Int) {
        pointers = .allocate(capacity: max(1, slots.count))
        for (index, slot) in slots.enumerated() {
            pointers.initializeElement(
                at: index, to: slot.pointer.assumingMemoryBound(to: Float.self) + element)
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
