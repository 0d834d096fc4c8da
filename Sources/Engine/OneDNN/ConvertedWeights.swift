/// The weights of a network in the layout and number format of a kernel, for inference.
final class ConvertedWeights: DerivedWeights {
    let memory: Allocation
    private let weight: ParameterStore.Entry
    private let layout: Layout
    private let groups: ConvolutionGroups

    /// - Parameter groups: the groups of a convolution.
    init(
        _ weight: ParameterStore.Entry, groups: ConvolutionGroups = .one, to layout: Layout
    ) throws(EngineError) {
        self.groups = groups
        self.weight = weight
        self.layout = layout
        memory = try Allocation(bytes: layout.bytes)
    }

    var bytes: Int { memory.bytes }

    func update(in store: ParameterStore) throws(EngineError) {
        guard groups.isMerged else {
            return try store.copy(
                weight.memory.pointer, weight.layout, to: memory.pointer, layout)
        }
        let tensor = try store.tensor(weight.memory, of: weight)
        try store.write(groups.merged(tensor), to: memory, layout)
    }
}
