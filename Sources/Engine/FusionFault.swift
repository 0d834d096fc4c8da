import Networks

/// An intentional mistake in the fusion of operations, for tests.
///
/// The reference device interprets the plain graph, so an incorrect fusion makes its results differ
/// from those of the other devices. `FusionTests` compiles each of these mistakes and expects the
/// comparison of the devices to find it.
package enum FusionFault: Sendable, CaseIterable {
    /// The ReLU after a fused addition is dropped.
    case missingReLU
    /// A fused addition is dropped.
    case missingAddition
    /// A batch norm reads the parts of its concatenated channels in reverse order.
    case reversedParts
    /// The weight and the bias of a batch norm that is fused to a convolution are swapped; only in
    /// inference.
    case swappedNorm

    /// Applies the mistake to the first node that allows it.
    /// - Throws: `EngineError.unsupported` if there is no such node.
    func apply(to nodes: inout [FusedGraph.Node]) throws(EngineError) {
        guard let index = nodes.firstIndex(where: fits) else {
            throw .unsupported(layer: "input", reason: "no node allows the fault '\(self)'")
        }
        switch self {
        case .missingReLU: nodes[index].activation = nil
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
