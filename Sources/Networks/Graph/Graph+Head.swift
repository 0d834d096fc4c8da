extension Graph {
    /// The weight and the bias of the last layer, when that is a linear one: what the number of
    /// classes decides.
    package var head: [Parameter] {
        guard let last = nodes.last, last.operation == .linear else { return [] }
        return last.parameters.map { parameters[$0] }
    }

    /// The names of all parameters but the head's.
    package var backbone: Set<String> {
        Set(parameters.map(\.name)).subtracting(head.map(\.name))
    }
}
