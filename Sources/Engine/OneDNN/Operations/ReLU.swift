internal import CDNNL
internal import Networks
import Networks

extension Compilation {
    /// Adds a ReLU that stands by itself.
    func addReLU(at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let source = output(node.inputs[0])
        var result = dnnl_eltwise_desc_t()
        var layout = source.layout.descriptor
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        try check(
            dnnl_eltwise_forward_desc_init(&result, kind, dnnl_eltwise_relu, &layout, 0, 0),
            "dnnl_eltwise_forward_desc_init")
        let descriptor = try PrimitiveDescriptor(
            result, attributes: PrimitiveAttributes(), in: context, call: "relu \(node.name)")
        let target = value(source.layout)
        outputs[index] = target
        try call(
            descriptor, node, .forward, layouts: source.layout.name,
            [(DNNL_ARG_SRC, source), (DNNL_ARG_DST, target)])
    }

    func addReLUGradient(at index: Int, _ incoming: Value) throws(EngineError) {
        let gradient = try rectified(incoming, by: output(index), fused.nodes[index])
        gradients[fused.nodes[index].inputs[0]].append(gradient)
    }

    /// The gradient by what a node computed before the ReLU in its kernel, if it has one.
    func maskedByReLU(_ incoming: Value, at index: Int) throws(EngineError) -> Value {
        let node = fused.nodes[index]
        let isNeeded = node.relu && !maskedByPool.contains(index)
        return isNeeded ? try rectified(incoming, by: output(index), node) : incoming
    }

    /// The gradient by the output of a max pooling, set to zero where the ReLU before the pooling would do that to it
    /// afterwards: a maximum is positive where the value that it was taken from is. The pooled tensor is smaller, and
    /// the one before it need not be kept.
    func maskedByPooledReLU(_ incoming: Value, at index: Int) throws(EngineError) -> Value {
        let node = fused.nodes[index]
        let input = node.inputs[0]
        switch fused.nodes[input].operation {
        case .convolution, .linear:
            guard fused.nodes[input].relu, fused.readers[input].count == 1 else { break }
            maskedByPool.insert(input)
            return try rectified(incoming, by: output(index), node)
        default: break
        }
        return try converted(incoming, to: output(index).layout, node, .backwardData)
    }

    /// Sets the gradient to zero, in place, where the rectified output is not positive.
    private func rectified(_ incoming: Value, by target: Value, _ node: FusedGraph.Node)
        throws(EngineError) -> Value
    {
        let gradient = try converted(incoming, to: target.layout, node, .backwardData)
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
            descriptor, node, operation: "relu", .backwardData, layouts: target.layout.name,
            [
                (DNNL_ARG_DST, target), (DNNL_ARG_DIFF_DST, gradient),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        return gradient
    }
}
