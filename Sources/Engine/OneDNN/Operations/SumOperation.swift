internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The sum of two tensors that is not fused to another operation, with a following ReLU in the same
/// pass.
final class SumOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let first = input(0)
        let second = try converted(input(1), to: first.layout, .forward)
        let target = value(first.layout)
        setOutput(target)
        compilation.addSum(
            first, second, to: target, relu: node.relu, node, node.label, .forward)
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        let gradient = try maskedByFusedReLU(incoming)
        // Later passes modify gradients in place, so each input needs its own copy.
        let copy = value(gradient.layout)
        try reorder(gradient, to: copy, .backwardData)
        addInputGradient(gradient, 0)
        addInputGradient(copy, 1)
    }
}
