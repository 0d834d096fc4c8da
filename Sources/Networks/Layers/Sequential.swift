/// A sequence of layers. The name of each layer, or its index if there are no names, is its path in
/// checkpoints.
package struct Sequential: Layer {
    /// The layers; one without a name adds nothing to the path.
    private let children: [(name: String?, layer: any Layer)]

    /// Layers named by their index, from 0.
    package init(_ layers: [any Layer]) {
        children = layers.enumerated().map { (String($0.offset), $0.element) }
    }

    /// Layers that add nothing to the path: their parameters have the names that each has alone.
    package init(unnamed layers: [any Layer]) { children = layers.map { (nil, $0) } }

    /// Layers with names.
    package init(_ children: [(name: String, layer: any Layer)]) {
        self.children = children.map { ($0.name, $0.layer) }
    }

    /// Layers with names, from a dictionary literal.
    package init(_ children: KeyValuePairs<String, any Layer>) {
        self.children = children.map { ($0.key, $0.value) }
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        var output = input
        for (name, layer) in children {
            guard let name else {
                output = try layer.add(to: &graph, after: output)
                continue
            }
            output = try graph.scope(name) { (graph) throws(ShapeError) in
                try layer.add(to: &graph, after: output)
            }
        }
        return output
    }
}
