internal import CDNNL
import Foundation
internal import Networks
import Networks
internal import Tensors

/// A network compiled for oneDNN: a list of kernel calls, with all memory allocated in advance.
final class OneDNNProgram: Program {
    let graph: Graph
    let plan: Plan
    let store: ParameterStore
    private(set) var entrySeconds: [Double] = []
    private let options: CompileOptions
    private let context: DNNLContext
    private let state: StepState
    private let arena: Allocation
    private let calls: [() -> Void]
    private let output: UnsafeMutablePointer<Float>
    private let imageGradient: UnsafeMutablePointer<Float>?
    /// The memory of the batch; a partial batch is followed by zeros.
    private let input: Allocation

    init(
        _ graph: Graph, _ options: CompileOptions, on device: OneDNNDevice
    ) throws(EngineError) {
        self.graph = graph
        self.options = options
        context = try DNNLContext()
        input = try Allocation(bytes: graph.inputShape.count * MemoryLayout<Float>.stride)
        let compilation = try Compilation(
            graph, options, device: device, input: input, context: context)
        try compilation.addForward()
        let output = try compilation.plainOutput()
        if case .training(let loss, _) = options.mode {
            compilation.addLoss(loss, output)
            try compilation.addBackward()
        }
        let imageGradient = try compilation.imageGradient()
        let placement = Placement(
            compilation, keeping: Set([output.buffer] + (imageGradient.map { [$0.buffer] } ?? [])))
        arena = try Allocation(bytes: placement.arenaBytes)
        let binding = Binding(
            placement.pointers(arena), context: context)
        var calls: [() -> Void] = []
        for step in compilation.steps { calls.append(try step.bind(binding)) }
        self.calls = calls
        self.output = binding.pointer(output)
        self.imageGradient = imageGradient.map { binding.pointer($0) }
        state = compilation.state
        store = compilation.store
        plan = Plan(
            entries: compilation.steps.map(\.entry), arenaBytes: placement.arenaBytes,
            parameterBytes: store.parameterBytes, stateBytes: store.stateBytes)
    }

    var gradientNorm: Double { state.squaredGradients.squareRoot() }

    func measure() { entrySeconds = Array(repeating: 0, count: calls.count) }

    func infer(_ batch: Batch) throws -> [Float] {
        try run(batch)
        return Array(
            UnsafeBufferPointer(start: output, count: batch.count * graph.outputWidth))
    }

    func train(_ batch: Batch, _ step: TrainingStep) throws -> LossResult {
        precondition(batch.targets.count == batch.count, "a target for every example")
        state.count = batch.count
        state.step = step
        state.targets = batch.targets
        precondition(
            step.group == .single || options.updates.accumulates,
            "a program without accumulation trains on a group of batches")
        state.squaredGradients = 0
        state.gradientScale = 1 / Float(step.group.count)
        try run(batch)
        return state.loss
    }

    private func run(_ batch: Batch) throws(EngineError) {
        Parallel.use(threads: options.threads)
        try store.derive()
        let shape = graph.inputShape
        guard batch.count <= shape[0], let base = batch.values.baseAddress else {
            throw .batchTooLarge(count: batch.count, capacity: shape[0])
        }
        let bytes = batch.count * (shape.count / shape[0]) * MemoryLayout<Float>.stride
        input.pointer.copyMemory(from: base, byteCount: bytes)
        memset(input.pointer + bytes, 0, input.bytes - bytes)
        if entrySeconds.isEmpty {
            for call in calls { call() }
        } else {
            for (index, call) in calls.enumerated() {
                let start = ContinuousClock.now
                call()
                entrySeconds[index] += (ContinuousClock.now - start) / .seconds(1)
            }
        }
    }

    func setParameter(_ name: String, to value: Tensor) throws {
        let entry = try store.entry(name)
        try store.set(entry.memory, of: entry, to: value)
        if let average = entry.average { try store.set(average, of: entry, to: value) }
    }

    func average(of name: String) throws -> Tensor {
        let entry = try store.entry(name)
        return try store.tensor(entry.shared, of: entry)
    }

    func setAverage(of name: String, to value: Tensor) throws {
        let entry = try store.entry(name)
        if let average = entry.average { try store.set(average, of: entry, to: value) }
    }

    func parameter(_ name: String) throws -> Tensor {
        let entry = try store.entry(name)
        return try store.tensor(entry.memory, of: entry)
    }

    func gradient(of name: String) throws -> Tensor? {
        let entry = try store.entry(name)
        return try entry.gradient.map { try store.tensor($0, of: entry) }
    }

    func inputGradient() throws -> Tensor? {
        imageGradient.map {
            Tensor(
                Array(UnsafeBufferPointer(start: $0, count: graph.inputShape.count)),
                shape: graph.inputShape)
        }
    }

    func slots(of name: String) throws -> [Tensor] {
        let entry = try store.entry(name)
        return try entry.slots.map { try store.tensor($0, of: entry) }
    }

    func setSlots(of name: String, to values: [Tensor]) throws {
        let entry = try store.entry(name)
        for (slot, value) in zip(entry.slots, values) {
            try store.set(slot, of: entry, to: value)
        }
    }

    func refreshParameters() throws { try store.refresh() }
}

/// The address of each buffer of a compilation.
private struct Placement {
    private var offsets: [Int?]
    private let pinned: [BufferID: UnsafeMutableRawPointer]
    let arenaBytes: Int

    /// - Parameter kept: the buffers that are read after the last step.
    init(_ compilation: Compilation, keeping kept: Set<BufferID>) {
        pinned = compilation.pinned
        let last = max(0, compilation.steps.count - 1)
        var lifetimes: [ClosedRange<Int>?] = Array(
            repeating: nil, count: compilation.bufferBytes.count)
        for (index, step) in compilation.steps.enumerated() {
            for buffer in step.buffers {
                let first = lifetimes[buffer.index]?.lowerBound ?? index
                lifetimes[buffer.index] = first...(kept.contains(buffer) ? last : index)
            }
        }
        var requests: [MemoryPlan.Request] = []
        var buffers: [Int] = []
        for (index, lifetime) in lifetimes.enumerated() {
            let buffer = BufferID(index: index)
            guard let lifetime, pinned[buffer] == nil else { continue }
            requests.append(.init(bytes: compilation.bufferBytes[index], lifetime: lifetime))
            buffers.append(index)
        }
        let plan = MemoryPlan(requests)
        offsets = Array(repeating: nil, count: lifetimes.count)
        for (index, offset) in zip(buffers, plan.offsets) { offsets[index] = offset }
        arenaBytes = plan.totalBytes
    }

    func pointers(_ arena: Allocation) -> [UnsafeMutableRawPointer?] {
        offsets.indices.map { index in
            pinned[BufferID(index: index)] ?? offsets[index].map { arena.pointer + $0 }
        }
    }
}
