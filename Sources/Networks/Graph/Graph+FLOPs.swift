import Tensors

extension Graph {
    /// The number of floating-point operations (FLOPs) of one forward pass over the batch: two per
    /// multiply-add of convolutions, linear layers and attention. Other layers are negligible.
    package var forwardFLOPs: Double {
        nodes.reduce(0) { total, node in total + forwardFLOPs(of: node) }
    }

    /// The number of floating-point operations of a training step: the forward pass, and the
    /// backward passes with respect to the weights and, except for the first layer, to the data.
    package var trainingFLOPs: Double {
        nodes.reduce(0) { total, node in
            let first = node.inputs == [0]
            return total + forwardFLOPs(of: node) * (first ? 2 : 3)
        }
    }

    private func forwardFLOPs(of node: Node) -> Double {
        switch node.operation {
        case .convolution, .linear:
            let weight = parameters[node.parameters[0]].shape
            let perOutput = weight.extents.dropFirst().reduce(1, *)
            return 2 * Double(node.shape.count) * Double(perOutput)
        case .attention:
            // Each token's scores with all tokens, and the sum of their values.
            return 4 * Double(node.shape.count) * Double(node.shape[2])
        default:
            return 0
        }
    }
}
