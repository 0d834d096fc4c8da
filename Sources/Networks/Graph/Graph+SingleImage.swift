import Tensors

extension Graph {
    /// The first batch norm whose feature maps are single pixels, if any: from one image it would
    /// see one value per channel, whose variance is zero, so that a training step on one image
    /// would learn nothing from it. PyTorch refuses such a step.
    package var singlePixelNorm: String? {
        nodes.first { node in
            guard case .batchNorm = node.operation else { return false }
            return node.shape.extents.dropFirst(2).allSatisfy { $0 == 1 }
        }?.name
    }
}
