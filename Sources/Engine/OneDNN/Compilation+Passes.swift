internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds the forward pass.
    func addForward() throws(EngineError) {
        for operation in operations { try operation.addForward() }
    }

    /// The output of the last node, row-major.
    func plainOutput() throws(EngineError) -> Value {
        let last = fused.nodes.count - 1
        return try converted(
            output(last), to: .plain(fused.nodes[last].shape), fused.nodes[last], .forward)
    }

    /// Adds the backward pass, which starts from the gradient with respect to the logits, and the
    /// updates.
    func addBackward() throws(EngineError) {
        for index in fused.nodes.indices.reversed() where fused.nodes[index].needsGradient {
            normInputs[index].finishDeferredGradients(of: index, in: self)
            try operations[index].addBackward()
        }
        try addDeferredUpdates()
    }

    /// Adds the computation of the loss and of its gradient with respect to the logits.
    /// - Parameter logits: the output, row-major.
    func addLoss(_ loss: any LossFunction, _ logits: Value) {
        let index = fused.nodes.count - 1
        let node = fused.nodes[index]
        let gradient = value(logits.layout)
        gradients[index] = [gradient]
        let (state, classes, batch) = (state, node.shape[1], node.shape[0])
        call(node, operation: "loss", .forward, layouts: "nc", [logits, gradient]) { binding in
            let (values, gradientPointer) = (binding.pointer(logits), binding.pointer(gradient))
            return {
                state.loss = loss.evaluate(
                    values, classes: classes, targets: state.targets, gradient: gradientPointer)
                let rows = state.targets.count
                (gradientPointer + rows * classes).update(
                    repeating: 0, count: (batch - rows) * classes)
            }
        }
    }

    /// The gradient with respect to the images, row-major; nil unless
    /// `CompileOptions.inputGradient` is true.
    func imageGradient() throws(EngineError) -> Value? {
        guard options.inputGradient, let gradient = try incomingGradient(of: 0) else {
            return nil
        }
        let node = fused.nodes[0]
        return try converted(gradient, to: .plain(node.shape), node, .backwardData)
    }
}
