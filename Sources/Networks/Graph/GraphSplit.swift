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
    /// The message for users.
    package let description: String

    fileprivate init(_ description: String) { self.description = description }
}

extension Graph {
    /// Splits the graph before the head: the tail is the last layer with parameters, with the
    /// dropout before it and all operations after it.
    /// - Throws: `GraphSplitError` if the graph has no head.
    package func splitBeforeHead() throws(GraphSplitError) -> GraphSplit {
        guard let headNode else {
            throw GraphSplitError(
                "the network does not end in a linear layer or a convolution with an output for "
                    + "each class, so it has no head")
        }
        return try split(before: headNode, named: nodes[headNode].name)
    }

    /// Splits the graph before `layer`, a path such as `features.24` or the beginning of a path,
    /// such as `layer4`; the tail begins with this layer.
    /// - Throws: `GraphSplitError` for an unknown layer, and if the tail would read more than one
    ///   tensor of the backbone.
    package func split(from layer: String) throws(GraphSplitError) -> GraphSplit {
        guard let start = firstNode(of: layer) else {
            throw GraphSplitError("no layer '\(layer)'; \(Names(layers).suggestion(for: layer))")
        }
        return try split(before: start, named: layer)
    }

    /// Splits the graph after its last feature map, `[N, C, H, W]`, before the pooling; the head is
    /// in the tail. Dropout and stochastic depth have rate 0 in both parts.
    /// - Throws: `GraphSplitError` if there is no feature map, as in a transformer of tokens, or if
    ///   a skip connection bypasses the last one.
    package func splitAfterLastMap() throws(GraphSplitError) -> GraphSplit {
        let end = headNode ?? output
        guard let last = nodes[..<end].lastIndex(where: { $0.isFeatureMap }),
            canSplit(before: last + 1), !nodes.contains(where: { $0.operation == .tokens })
        else {
            throw GraphSplitError(
                "the network has no feature map before its classifier that all paths pass through")
        }
        return GraphSplit(withoutDropout, before: last + 1)
    }

    private var withoutDropout: Graph {
        replacingOperations { operation in
            switch operation {
            case .dropout: .dropout(rate: 0)
            case .stochasticDepth: .stochasticDepth(rate: 0)
            default: operation
            }
        }
    }

    private func split(
        before start: Int, named layer: String
    ) throws(GraphSplitError) -> GraphSplit {
        var start = start
        // A dropout is random while the tail trains, so it belongs to the tail.
        while case .dropout = nodes[start - 1].operation, nodes[start].inputs == [start - 1] {
            start -= 1
        }
        guard nodes[..<start].contains(where: { !$0.parameters.isEmpty }) else {
            throw GraphSplitError(
                "there is no layer with parameters before '\(layer)' to freeze; use \"all\"")
        }
        guard canSplit(before: start) else {
            let splits = nodes.indices.dropFirst().filter {
                canSplit(before: $0) && firstNode(of: block(at: $0)) == $0
            }
            let before = splits.last { $0 < start }.map { "'\(block(at: $0))'" }
            let after = splits.first { $0 > start }.map { "'\(block(at: $0))'" }
            throw GraphSplitError(
                "a skip connection bypasses '\(layer)', so the network cannot be split there; the nearest layers "
                    + "where it can be split are "
                    + [before, after].compactMap { $0 }.joined(separator: " and "))
        }
        return GraphSplit(self, before: start)
    }

    private func firstNode(of layer: String) -> Int? {
        nodes.indices.dropFirst().first {
            nodes[$0].name == layer || nodes[$0].name.hasPrefix("\(layer).")
        }
    }

    /// True if the nodes from `start` on read no earlier output except that of the node directly
    /// before `start`.
    private func canSplit(before start: Int) -> Bool {
        nodes[start...].allSatisfy { $0.inputs.allSatisfy { $0 >= start - 1 } }
    }

    /// The shortest path whose first node is this one: `layer4` rather than `layer4.0.conv1`.
    private func block(at index: Int) -> String {
        let before = nodes[index - 1].name.split(separator: ".")
        let path = nodes[index].name.split(separator: ".")
        let shared = zip(before, path).prefix { $0 == $1 }.count
        return path.prefix(shared + 1).joined(separator: ".")
    }

    /// The paths that `split(from:)` accepts, shortest first.
    private var layers: [String] {
        let paths = nodes.dropFirst().flatMap { node in
            let parts = node.name.split(separator: ".")
            return parts.indices.map { parts[...$0].joined(separator: ".") }
        }
        return paths.unique.sorted {
            $0.split(separator: ".").count < $1.split(separator: ".").count
        }
    }

    /// The graph of the nodes in `range` with their parameters; the node before them becomes the
    /// batch.
    fileprivate func part(_ range: Range<Int>) -> Graph {
        let used = parameters.indices.filter { index in
            nodes[range].contains { $0.parameters.contains(index) }
        }
        let newIndices = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0) })
        // Node 0 of the backbone is the batch already.
        let offset = range.lowerBound == 0 ? 0 : range.lowerBound - 1
        var part = nodes[range].map { node in
            Node(
                name: node.name, operation: node.operation, inputs: node.inputs.map { $0 - offset },
                parameters: node.parameters.compactMap { newIndices[$0] }, shape: node.shape)
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
    /// True if the node computes a feature map, `[N, C, H, W]`, and is neither a pooling nor a
    /// dropout.
    fileprivate var isFeatureMap: Bool {
        switch operation {
        case .input, .maxPool, .averagePool, .adaptiveAveragePool, .dropout, .flatten: false
        default: shape.rank == 4
        }
    }
}
