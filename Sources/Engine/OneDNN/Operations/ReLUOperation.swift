internal import CDNNL
internal import Networks
import Networks

/// A ReLU that is not fused to another operation.
final class ReLUOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let source = input(0)
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        let attributes = try PrimitiveAttributes()
        let descriptor = try PrimitiveDescriptor("relu \(node.name)") {
            study_eltwise_forward_create(
                $0, context.engine, kind, dnnl_eltwise_relu, source.layout.handle,
                attributes.handle)
        }
        let target = value(source.layout)
        setOutput(target)
        try call(
            descriptor, .forward, layouts: source.layout.name,
            [(DNNL_ARG_SRC, source), (DNNL_ARG_DST, target)])
    }

    func addBackward() throws(EngineError) {
        guard let incoming = try incomingGradient() else { return }
        addInputGradient(try maskedByReLU(incoming, of: output))
    }
}

extension CompiledOperation {
    /// The gradient with respect to the value before the ReLU that is fused to the node; the same
    /// gradient if there is none.
    func maskedByFusedReLU(_ incoming: Value) throws(EngineError) -> Value {
        node.relu ? try maskedByReLU(incoming, of: output) : incoming
    }

    /// Sets the gradient to zero, in place, where the output of a ReLU is not positive.
    func maskedByReLU(_ incoming: Value, of target: Value) throws(EngineError) -> Value {
        let gradient = try converted(incoming, to: target.layout, .backwardData)
        let algorithm = dnnl_eltwise_relu_use_dst_for_bwd
        let attributes = try PrimitiveAttributes()
        let call = "relu \(node.name), backward"
        let forward = try PrimitiveDescriptor(call) {
            study_eltwise_forward_create(
                $0, context.engine, dnnl_forward_training, algorithm, target.layout.handle,
                attributes.handle)
        }
        let descriptor = try PrimitiveDescriptor(call) {
            study_eltwise_backward_create(
                $0, context.engine, algorithm, target.layout.handle, forward.handle,
                attributes.handle)
        }
        try self.call(
            descriptor, operation: "relu", .backwardData, layouts: target.layout.name,
            [
                (DNNL_ARG_DST, target), (DNNL_ARG_DIFF_DST, gradient),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        return gradient
    }
}
