import Networks

/// A mistake in the fusion of operations, made on purpose by the tests of the reference device.
///
/// The reference device guards the fusion: it interprets the plain graph, so that the devices
/// disagree where a fused graph computes something else. `FusionTests` compiles each of these
/// mistakes and expects the comparison of the devices to find it.
package enum FusionFault: Sendable, CaseIterable {
    /// The ReLU behind a fused addition is dropped.
    case missingReLU
    /// A fused addition is dropped.
    case missingAddition
    /// A batch norm reads the parts of its concatenated channels in reverse order.
    case reversedParts
    /// The batch norm that is part of a convolution takes its weight for its bias; in inference
    /// only.
    case swappedNorm

    /// Makes the mistake in the first node that allows it.
    /// - Throws: `EngineError.unsupported` where there is no such node.
    func apply(to nodes: inout [FusedGraph.Node]) throws(EngineError) {
        guard let index = nodes.firstIndex(where: fits) else {
            throw .unsupported(layer: "input", reason: "no node allows the fault '\(self)'")
        }
        switch self {
        case .missingReLU: nodes[index].relu = false
        case .missingAddition: nodes[index].addend = nil
        case .reversedParts: nodes[index].inputs.reverse()
        case .swappedNorm: nodes[index].norm?.parameters.swapAt(0, 1)
        }
    }

    private func fits(_ node: FusedGraph.Node) -> Bool {
        switch self {
        case .missingReLU: return node.addend != nil && node.relu
        case .missingAddition: return node.addend != nil
        case .swappedNorm: return node.norm != nil
        case .reversedParts:
            guard case .batchNorm = node.operation else { return false }
            return node.inputs.count > 1
        }
    }
}
