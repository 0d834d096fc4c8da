import Tensors
import Vocabulary

/// A graph in two parts, split after a layer. If the backbone is frozen, the features of an image
/// never change, so they are computed once.
package struct GraphSplit: Sendable {
    /// The part from the images to their features, `[N, F]` or `[N, C, H, W]`.
    package let backbone: Graph
    /// The part from the features to the logits; its input is a batch of features.
    package let tail: Graph

    fileprivate init(_ graph: Graph, before start: Int) {
        backbone = graph.part(0..<start)
        tail = graph.part(start..<graph.nodes.count)
    }
}

/// A layer at which a graph cannot be split.
package struct GraphSplitError: Error, Hashable, CustomStringConvertible {
    package let description: String

    fileprivate init(_ description: String) { self.description = description }
}

extension Graph {
    /// The graph in front of the last layer, and that layer with the dropout before it.
    package func splitBeforeHead() throws(GraphSplitError) -> GraphSplit {
        guard !head.isEmpty else {
            throw GraphSplitError("the network does not end in a linear layer, so it has no head")
        }
        return try split(before: output, named: nodes[output].name)
    }

    /// The graph in front of `layer` (a path such as `features.24`, or the beginning of one, such
    /// as `layer4`), and the rest.
    /// - Throws: `GraphSplitError` for an unknown layer, and where the rest would read more than
    ///   one tensor of the backbone.
    package func split(from layer: String) throws(GraphSplitError) -> GraphSplit {
        guard let start = firstNode(of: layer) else {
            throw GraphSplitError("no layer '\(layer)'; \(Names(layers).suggestion(for: layer))")
        }
        return try split(before: start, named: layer)
    }

    /// The graph up to its last feature map, `[N, C, H, W]`, before it is pooled; and what makes
    /// logits of that, in which dropout does nothing.
    /// - Throws: `GraphSplitError` where there is no such map, or more than one path leads around
    ///   it.
    package func splitAfterLastMap() throws(GraphSplitError) -> GraphSplit {
        guard let last = nodes.lastIndex(where: { $0.isMap }), last < output, isClean(last + 1)
        else {
            throw GraphSplitError(
                "the network has no last feature map in front of its classifier")
        }
        return GraphSplit(withoutDropout, before: last + 1)
    }

    private var withoutDropout: Graph {
        let kept = nodes.map { node in
            guard case .dropout = node.operation else { return node }
            return Node(
                name: node.name, operation: .dropout(rate: 0), inputs: node.inputs,
                parameters: node.parameters, shape: node.shape)
        }
        return Graph(nodes: kept, parameters: parameters)
    }

    private func split(
        before start: Int, named layer: String
    ) throws(GraphSplitError) -> GraphSplit {
        var start = start
        // Random while the tail trains, so no part of what is computed once.
        while case .dropout = nodes[start - 1].operation, nodes[start].inputs == [start - 1] {
            start -= 1
        }
        guard nodes[..<start].contains(where: { !$0.parameters.isEmpty }) else {
            throw GraphSplitError(
                "nothing stands before '\(layer)' that could be frozen; use \"all\"")
        }
        guard isClean(start) else {
            let places = nodes.indices.dropFirst().filter {
                isClean($0) && firstNode(of: block(at: $0)) == $0
            }
            let before = places.last { $0 < start }.map { "'\(block(at: $0))'" }
            let after = places.first { $0 > start }.map { "'\(block(at: $0))'" }
            throw GraphSplitError(
                "'\(layer)' stands beside a path around it, so the network cannot be cut there; the nearest layers "
                    + "where it can are "
                    + [before, after].compactMap { $0 }.joined(separator: " and "))
        }
        return GraphSplit(self, before: start)
    }

    private func firstNode(of layer: String) -> Int? {
        nodes.indices.dropFirst().first {
            nodes[$0].name == layer || nodes[$0].name.hasPrefix("\(layer).")
        }
    }

    /// Whether the nodes from `start` on read nothing before it but the output of the node just
    /// before.
    private func isClean(_ start: Int) -> Bool {
        nodes[start...].allSatisfy { $0.inputs.allSatisfy { $0 >= start - 1 } }
    }

    /// The longest path that begins at this node: `layer4` rather than `layer4.0.conv1`.
    private func block(at index: Int) -> String {
        let before = nodes[index - 1].name.split(separator: ".")
        let path = nodes[index].name.split(separator: ".")
        let shared = zip(before, path).prefix { $0 == $1 }.count
        return path.prefix(shared + 1).joined(separator: ".")
    }

    /// The paths that `split(from:)` takes, shortest first.
    private var layers: [String] {
        let paths = nodes.dropFirst().flatMap { node in
            let parts = node.name.split(separator: ".")
            return parts.indices.map { parts[...$0].joined(separator: ".") }
        }
        return paths.unique.sorted {
            $0.split(separator: ".").count < $1.split(separator: ".").count
        }
    }

    /// The nodes of `range`, with the node before them as the batch, and their parameters.
    fileprivate func part(_ range: Range<Int>) -> Graph {
        let used = parameters.indices.filter { index in
            nodes[range].contains { $0.parameters.contains(index) }
        }
        let places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
        // Node 0 of the backbone is the batch already.
        let offset = range.lowerBound == 0 ? 0 : range.lowerBound - 1
        var part = nodes[range].map { node in
            Node(
                name: node.name, operation: node.operation, inputs: node.inputs.map { $0 - offset },
                parameters: node.parameters.compactMap { places[$0] }, shape: node.shape)
        }
        if range.lowerBound > 0 {
            part.insert(
                Node(
                    name: "input", operation: .input, inputs: [], parameters: [],
                    shape: nodes[offset].shape), at: 0)
        }
        return Graph(nodes: part, parameters: used.map { parameters[$0] })
    }
}

extension Graph.Node {
    /// Whether it computes features in places, `[N, C, H, W]`, rather than pools or passes them on.
    fileprivate var isMap: Bool {
        switch operation {
        case .input, .maxPool, .averagePool, .adaptiveAveragePool, .dropout, .flatten: false
        default: shape.rank == 4
        }
    }
}
