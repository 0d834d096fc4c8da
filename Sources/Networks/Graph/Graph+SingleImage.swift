import Tensors

extension Graph {
    /// The name of the first batch norm whose feature maps are single pixels; nil if there is none.
    /// For a batch of one image it would normalize one value per channel, whose variance is zero,
    /// so a training step would learn nothing. PyTorch rejects such a step.
    package var singlePixelNorm: String? {
        nodes.first { node in
            guard case .batchNorm = node.operation else { return false }
            return node.shape.extents.dropFirst(2).allSatisfy { $0 == 1 }
        }?.name
    }
}
