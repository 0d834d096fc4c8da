import Networks

/// The tensors and parameters of a graph whose gradients a training step computes.
struct ReferenceGradients {
    /// For each node, true if the gradient with respect to its output is needed.
    let nodes: [Bool]
    /// For each parameter, in the order of the graph, true if it trains.
    let parameters: [Bool]

    init(_ graph: Graph, _ options: CompileOptions) {
        let parameters = graph.parameters.map {
            $0.role == .weight && options.trainable?.contains($0.name) ?? true
        }
        var nodes: [Bool] = []
        for (index, node) in graph.nodes.enumerated() {
            nodes.append(
                index == 0 && options.inputGradient
                    || node.parameters.contains { parameters[$0] }
                    || node.inputs.contains { nodes[$0] })
        }
        self.nodes = nodes
        self.parameters = parameters
    }
}
