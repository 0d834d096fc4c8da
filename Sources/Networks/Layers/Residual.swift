import Tensors

/// A residual block, `activation(body(x) + shortcut(x))` (He et al., 2015, "Deep Residual Learning for
/// Image Recognition"). As in torchvision, the names of the body's parameters have no prefix, those
/// of the shortcut have the prefix `downsample`.
package struct Residual: Layer {
    private let body: any Layer
    private let shortcut: (any Layer)?
    private let activation: Activation?

    /// - Parameters:
    ///   - shortcut: the shortcut; nil: the identity.
    ///   - activation: the function of the sum; nil: the identity.
    package init(
        _ body: any Layer, shortcut: (any Layer)? = nil, activation: Activation? = .relu
    ) {
        self.body = body
        self.shortcut = shortcut
        self.activation = activation
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let output = try body.add(to: &graph, after: input)
        var other = input
        if let shortcut {
            other = try graph.scope("downsample") { (graph) throws(ShapeError) in
                try shortcut.add(to: &graph, after: input)
            }
        }
        let shape = graph.shape(of: output)
        guard shape == graph.shape(of: other) else {
            throw graph.error(
                "the body has the output shape \(shape), the shortcut \(graph.shape(of: other)); "
                    + "they must be equal")
        }
        return try graph.scope("add") { (graph) throws(ShapeError) in
            let sum = graph.add(.add, [output, other], shape: shape)
            return activation?.add(to: &graph, after: sum) ?? sum
        }
    }
}
