import Tensors

/// A residual block, `activation(body(x) + shortcut(x))` (He et al., 2015, "Deep Residual Learning
/// for Image Recognition"). The names of the body's parameters have no prefix, those of the
/// shortcut have its name.
package struct Residual: Layer {
    private let body: any Layer
    private let shortcut: (any Layer)?
    private let naming: Naming
    private let activation: Activation?

    /// The name of the shortcut and its position in checkpoints.
    package enum Naming: String, Sendable {
        /// The name in torchvision's ResNet; the shortcut follows the body.
        case downsample
        /// The name in torchvision's RegNet; the shortcut precedes the body.
        case proj
    }

    /// - Parameters:
    ///   - shortcut: the shortcut; nil: the identity.
    ///   - activation: the function of the sum; nil: the identity.
    package init(
        _ body: any Layer, shortcut: (any Layer)? = nil, naming: Naming = .downsample,
        activation: Activation? = .relu
    ) {
        self.body = body
        self.shortcut = shortcut
        self.naming = naming
        self.activation = activation
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let output: Int
        let other: Int
        switch naming {
        case .downsample:
            output = try body.add(to: &graph, after: input)
            other = try addShortcut(to: &graph, after: input)
        case .proj:
            other = try addShortcut(to: &graph, after: input)
            output = try body.add(to: &graph, after: input)
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

    private func addShortcut(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        guard let shortcut else { return input }
        return try graph.scope(naming.rawValue) { (graph) throws(ShapeError) in
            try shortcut.add(to: &graph, after: input)
        }
    }
}
