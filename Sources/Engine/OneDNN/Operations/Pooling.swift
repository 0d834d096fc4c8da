internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// What a pooling takes of each window.
    enum Pool {
        case max
        case average

        fileprivate var algorithm: dnnl_alg_kind_t {
            self == .max ? dnnl_pooling_max : dnnl_pooling_avg_include_padding
        }
    }

    /// Adds a pooling; in training a max pooling remembers where each maximum was.
    func addPool(_ window: Window, _ pool: Pool, at index: Int) throws(EngineError) {
        // Part of the convolution before it, if it is there already.
        guard outputs[index] == nil else { return }
        let node = fused.nodes[index]
        let source = output(node.inputs[0])
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        let descriptor = try PrimitiveDescriptor(
            try poolDescriptor(window, pool, node, source: source.layout, kind),
            attributes: PrimitiveAttributes(), in: context, call: "\(node.label) \(node.name)")
        let target = value(descriptor.layout(dnnl_query_dst_md))
        outputs[index] = target
        if isTraining, pool == .max {
            workspaces[index] = value(descriptor.layout(dnnl_query_workspace_md))
        }
        try call(
            descriptor, node, .forward,
            layouts: "\(source.layout.name) -> \(target.layout.name)",
            [
                (DNNL_ARG_SRC, source), (DNNL_ARG_DST, target),
                (DNNL_ARG_WORKSPACE, workspaces[index]),
            ])
        forwardDescriptors[index] = descriptor
    }

    func addPoolGradient(_ window: Window, _ pool: Pool, at index: Int, _ incoming: Value)
        throws(EngineError)
    {
        let node = fused.nodes[index]
        let incoming =
            pool == .max
            ? try maskedByPooledReLU(incoming, at: index)
            : try converted(incoming, to: output(index).layout, node, .backwardData)
        let gradient = value(output(node.inputs[0]).layout)
        var result = dnnl_pooling_desc_t()
        var (source, target) = (gradient.layout.descriptor, incoming.layout.descriptor)
        let (extents, strides, padding) = arguments(of: window)
        try check(
            dnnl_pooling_backward_desc_init(
                &result, pool.algorithm, &source, &target, strides, extents, padding,
                padding),
            "dnnl_pooling_backward_desc_init")
        let descriptor = try PrimitiveDescriptor(
            result, attributes: PrimitiveAttributes(), hint: forwardDescriptors[index],
            in: context, call: "\(node.label) \(node.name), backward")
        try call(
            descriptor, node, .backwardData,
            layouts: "\(incoming.layout.name) -> \(gradient.layout.name)",
            [
                (DNNL_ARG_DIFF_DST, incoming), (DNNL_ARG_WORKSPACE, workspaces[index]),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        gradients[node.inputs[0]].append(gradient)
    }

    private func poolDescriptor(
        _ window: Window, _ pool: Pool, _ node: FusedGraph.Node, source: Layout,
        _ kind: dnnl_prop_kind_t
    ) throws(EngineError) -> dnnl_pooling_desc_t {
        var result = dnnl_pooling_desc_t()
        var source = source.descriptor
        var target = try Layout.any(node.shape).descriptor
        let (extents, strides, padding) = arguments(of: window)
        try check(
            dnnl_pooling_forward_desc_init(
                &result, kind, pool.algorithm, &source, &target, strides, extents,
                padding, padding),
            "dnnl_pooling_forward_desc_init")
        return result
    }

    private func arguments(of window: Window) -> (
        extents: [dnnl_dim_t], strides: [dnnl_dim_t], padding: [dnnl_dim_t]
    ) {
        func both(_ value: Int) -> [dnnl_dim_t] { [dnnl_dim_t(value), dnnl_dim_t(value)] }
        return (both(window.size), both(window.stride), both(window.padding))
    }
}
