import Networks

/// The tensors and parameters of a graph whose gradients a training step computes.
struct ReferenceGradients {
    /// Whether the gradient with respect to each node's output is needed, by node.
    let nodes: [Bool]
    /// Whether each parameter follows its gradient, in the order of the graph.
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
