internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A parameter of an operation, in the layout that the operation's kernels read.
struct CompiledParameter {
    let entry: ParameterStore.Entry
    let value: Value
    /// True if the parameter trains.
    let trains: Bool
}

/// An update of a parameter, or of a slice of it, whose gradient is already computed.
struct PendingUpdate {
    let parameter: CompiledParameter
    let gradient: Value
    let rule: any OptimizerStep
    /// The elements in memory that the gradient belongs to.
    let range: Range<Int>
}

/// An operation with parameters.
protocol ParameterizedOperation: CompiledOperation {
    /// The updates to add after the last read of the old values.
    var pendingUpdates: [PendingUpdate] { get set }
}

extension ParameterizedOperation {
    /// Adds the node's parameter number `position` to the store, in `layout`.
    func addParameter(_ position: Int, _ layout: Layout) throws(EngineError) -> CompiledParameter {
        let entry = try store.add(graph.parameters[node.parameters[position]], layout)
        return CompiledParameter(
            entry: entry, value: value(layout, pinnedAt: entry.memory.pointer),
            trains: node.trains[position])
    }

    /// Registers the gradient of a parameter: it is kept, or used by the update that `addUpdates`
    /// adds.
    /// - Parameter range: the elements in memory that the gradient belongs to; nil: all.
    func setGradient(of parameter: CompiledParameter, _ gradient: Value, range: Range<Int>? = nil)
        throws(EngineError)
    {
        guard parameter.trains, case .training(_, let rule) = options.mode else { return }
        let entry = parameter.entry
        let gradient =
            range == nil ? try converted(gradient, to: entry.layout, .backwardWeights) : gradient
        guard let rule else {
            let kept = try Allocation(bytes: entry.layout.bytes)
            entry.gradient = kept
            try reorder(
                gradient, to: value(gradient.layout, pinnedAt: kept.pointer), .backwardWeights)
            return
        }
        while entry.slots.count < rule.slotCount {
            entry.slots.append(try Allocation(bytes: entry.layout.bytes))
        }
        pendingUpdates.append(
            PendingUpdate(
                parameter: parameter,
                gradient: options.updates.accumulates
                    ? try accumulated(gradient, of: entry) : gradient,
                rule: rule, range: range ?? 0..<entry.elements))
    }

    /// Adds the updates of the parameters whose gradients are computed, unless updates run after
    /// the backward pass.
    func addUpdates() {
        if !options.updates.isDeferred { addPendingUpdates() }
    }

    /// Adds the updates of the parameters whose gradients are computed.
    func addPendingUpdates() {
        for update in pendingUpdates { add(update) }
        pendingUpdates = []
    }

    private func add(_ update: PendingUpdate) {
        let (entry, rule, range) = (update.parameter.entry, update.rule, update.range)
        let (state, threads) = (state, options.threads)
        let isBackbone = options.backbone.contains(entry.parameter.name)
        let first = options.trainsSince[entry.parameter.name] ?? 0
        let rank = entry.parameter.shape.rank
        let slots = SlotPointers(entry.slots, from: range.lowerBound)
        let squares = PartialSums(count: range.count)
        // The norm is known before the updates if it is limited.
        let sumsSquares = options.updates.clipNorm == nil
        call(
            operation: entry.parameter.name, .update, layouts: entry.layout.weightName,
            [update.gradient, update.parameter.value]
        ) { binding in
            let memory =
                entry.memory.pointer.assumingMemoryBound(to: Float.self) + range.lowerBound
            let gradients = binding.pointer(update.gradient)
            return {
                let step = state.step
                guard step.group.isLast else { return }
                let rate = isBackbone ? step.backboneLearningRate : step.learningRate
                let scale = state.gradientScale
                Parallel.forEach(range.count, grain: PartialSums.grain, threads: threads) { range in
                    // While a chunk is in the cache, its gradients are used for the update and
                    // summed.
                    squares.addPartialSums(of: range) { chunk in
                        if scale != 1 { for index in chunk { gradients[index] *= scale } }
                        let elements = ParameterSlice(
                            weights: memory, gradients: gradients, slots: slots.base, range: chunk,
                            rank: rank)
                        rule.update(elements, learningRate: rate, step: step.update - first + 1)
                        return sumsSquares ? elements.squaredGradients : 0
                    }
                }
                state.squaredGradients += squares.total
            }
        }
    }
}

/// The address of an element in each slot of a parameter.
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
