/// The weights of a network in the layout and number format of a kernel, for inference.
final class ConvertedWeights: DerivedWeights {
    let memory: Allocation
    private let weight: ParameterStore.Entry
    private let layout: Layout

    init(_ weight: ParameterStore.Entry, to layout: Layout) throws(EngineError) {
        self.weight = weight
        self.layout = layout
        memory = try Allocation(bytes: layout.bytes)
    }

    var bytes: Int { memory.bytes }

    func update(in store: ParameterStore) throws(EngineError) {
        try store.copy(
            weight.memory.pointer, weight.layout, to: memory.pointer, layout)
    }
}
