import Tensors

extension Graph {
    /// The head: weight and bias of the last layer, whose shapes depend on the number of classes;
    /// empty if there is no such layer.
    package var head: [Parameter] {
        headNode.map { nodes[$0].parameters.map { parameters[$0] } } ?? []
    }

    /// The node of the head: a linear layer at the end, or a convolution that computes one feature
    /// map for each class and is the last operation with parameters, as in SqueezeNet.
    var headNode: Int? {
        guard let last = nodes.lastIndex(where: { !$0.parameters.isEmpty }) else { return nil }
        switch nodes[last].operation {
        case .linear where last == output: return last
        case .convolution
        where outputShape.rank == 2 && nodes[last].shape[1] == outputWidth
            && nodes[last].parameters.count == 2:
            return last
        default: return nil
        }
    }

    /// The names of all parameters except those of the head.
    package var backbone: Set<String> {
        Set(parameters.map(\.name)).subtracting(head.map(\.name))
    }
}
