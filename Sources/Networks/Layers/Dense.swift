import Tensors

/// A dense block: each layer reads the concatenated channels of the input and of all layers before
/// it (Huang et al., 2016, "Densely Connected Convolutional Networks"). The output contains all
/// these channels.
package struct Dense: Layer {
    private let children: [(name: String, layer: any Layer)]

    /// A dense block of named layers.
    package init(_ children: [(name: String, layer: any Layer)]) { self.children = children }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        var parts = [input]
        for (name, layer) in children {
            let output = try graph.scope(name) { (graph) throws(ShapeError) in
                let joined = try graph.concatenation(parts)
                return try layer.add(to: &graph, after: joined)
            }
            parts.append(output)
        }
        return try graph.concatenation(parts)
    }
}

extension Graph {
    /// Adds the concatenation of the channels of `parts`, in order.
    mutating func concatenation(_ parts: [Int]) throws(ShapeError) -> Int {
        if parts.count == 1 { return parts[0] }
        let shapes = parts.map { shape(of: $0) }
        let first = shapes[0]
        for shape in shapes where shape[2] != first[2] || shape[3] != first[3] {
            throw error(
                "cannot concatenate the channels of \(first) and \(shape): height and width must be equal"
            )
        }
        let channels = shapes.reduce(0) { $0 + $1[1] }
        return try scope("concatenation") { (graph) throws(ShapeError) in
            graph.add(
                .concatenate, parts, shape: [first[0], channels, first[2], first[3]])
        }
    }
}
