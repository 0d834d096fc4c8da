internal import CDNNL
internal import Networks
import Networks

/// A ReLU that is part of no other operation.
final class ReLUOperation: CompiledOperation {
    unowned let compilation: Compilation
    let index: Int

    init(at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
    }

    func addForward() throws(EngineError) {
        let source = input(0)
        var result = dnnl_eltwise_desc_t()
        var layout = source.layout.descriptor
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        try check(
            dnnl_eltwise_forward_desc_init(&result, kind, dnnl_eltwise_relu, &layout, 0, 0),
            "dnnl_eltwise_forward_desc_init")
        let descriptor = try PrimitiveDescriptor(
            result, attributes: PrimitiveAttributes(), in: context, call: "relu \(node.name)")
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
    /// The gradient with respect to what the node computes before the ReLU in its kernel, if it has
    /// one.
    func maskedByFusedReLU(_ incoming: Value) throws(EngineError) -> Value {
        node.relu ? try maskedByReLU(incoming, of: output) : incoming
    }

    /// Sets the gradient to zero, in place, where the output of a ReLU is not positive.
    func maskedByReLU(_ incoming: Value, of target: Value) throws(EngineError) -> Value {
        let gradient = try converted(incoming, to: target.layout, .backwardData)
        var forward = dnnl_eltwise_desc_t()
        var backward = dnnl_eltwise_desc_t()
        var layout = target.layout.descriptor
        let algorithm = dnnl_eltwise_relu_use_dst_for_bwd
        try check(
            dnnl_eltwise_forward_desc_init(
                &forward, dnnl_forward_training, algorithm, &layout, 0, 0),
            "dnnl_eltwise_forward_desc_init")
        var same = layout
        try check(
            dnnl_eltwise_backward_desc_init(&backward, algorithm, &same, &layout, 0, 0),
            "dnnl_eltwise_backward_desc_init")
        let attributes = try PrimitiveAttributes()
        let call = "relu \(node.name), backward"
        let hint = try PrimitiveDescriptor(forward, attributes: attributes, in: context, call: call)
        let descriptor = try PrimitiveDescriptor(
            backward, attributes: attributes, hint: hint, in: context, call: call)
        try self.call(
            descriptor, operation: "relu", .backwardData, layouts: target.layout.name,
            [
                (DNNL_ARG_DST, target), (DNNL_ARG_DIFF_DST, gradient),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        return gradient
    }
}
