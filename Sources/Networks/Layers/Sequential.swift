/// A sequence of layers. The name of each layer, or its index if there are no names, is its path in
/// checkpoints.
package struct Sequential: Layer {
    private let children: [(name: String, layer: any Layer)]

    /// Layers named by their index, from 0.
    package init(_ layers: [any Layer]) {
        children = layers.enumerated().map { (String($0.offset), $0.element) }
    }

    /// Layers with names.
    package init(_ children: [(name: String, layer: any Layer)]) { self.children = children }

    /// Layers with names, from a dictionary literal.
    package init(_ children: KeyValuePairs<String, any Layer>) {
        self.children = children.map { ($0.key, $0.value) }
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        var output = input
        for (name, layer) in children {
            output = try graph.scope(name) { (graph) throws(ShapeError) in
                try layer.add(to: &graph, after: output)
            }
        }
        return output
    }
}
