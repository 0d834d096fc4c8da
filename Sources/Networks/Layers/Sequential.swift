/// Layers one after the other, each under its name (or, without names, its number) in checkpoints.
package struct Sequential: Layer {
    private let children: [(name: String, layer: any Layer)]

    package init(_ layers: [any Layer]) {
        children = layers.enumerated().map { (String($0.offset), $0.element) }
    }

    package init(_ children: [(name: String, layer: any Layer)]) { self.children = children }

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
