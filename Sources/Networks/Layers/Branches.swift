import Tensors

/// Several layers that read the same input; the output is the concatenation of their channels, in
/// order.
package struct Branches: Layer {
    private let children: [(name: String, layer: any Layer)]

    /// Layers with names.
    package init(_ children: KeyValuePairs<String, any Layer>) {
        self.children = children.map { ($0.key, $0.value) }
    }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        var parts: [Int] = []
        for (name, layer) in children {
            parts.append(
                try graph.scope(name) { (graph) throws(ShapeError) in
                    try layer.add(to: &graph, after: input)
                })
        }
        return try graph.concatenation(parts)
    }
}

/// The channels of a range: `[N, C, H, W]` to `[N, range.count, H, W]`.
package struct ChannelSlice: Layer {
    private let range: Range<Int>

    /// The channels `range`.
    package init(_ range: Range<Int>) { self.range = range }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 4, range.upperBound <= shape[1] else {
            throw graph.error("channels \(range) of an input of shape \(shape)")
        }
        return graph.add(
            .slice(range), [input], shape: [shape[0], range.count, shape[2], shape[3]])
    }
}

/// A shuffle of channels (Zhang et al., 2017, "ShuffleNet"): equal groups of channels are
/// interleaved.
package struct ChannelShuffle: Layer {
    private let groups: Int

    /// A shuffle of `groups` groups, which must divide the number of channels.
    package init(groups: Int) { self.groups = groups }

    package func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int {
        let shape = graph.shape(of: input)
        guard shape.rank == 4, shape[1] % groups == 0 else {
            throw graph.error("\(groups) groups do not divide the channels of \(shape)")
        }
        return graph.add(.shuffle(groups: groups), [input], shape: shape)
    }
}
