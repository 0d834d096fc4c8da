extension Graph {
    /// The head: weight and bias of the last layer, whose shapes depend on the number of classes;
    /// empty if the last layer is not linear.
    package var head: [Parameter] {
        guard let last = nodes.last, last.operation == .linear else { return [] }
        return last.parameters.map { parameters[$0] }
    }

    /// The names of all parameters except those of the head.
    package var backbone: Set<String> {
        Set(parameters.map(\.name)).subtracting(head.map(\.name))
    }
}
