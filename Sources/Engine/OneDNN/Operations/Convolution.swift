internal import CDNNL
internal import Networks
internal import Tensors

extension Compilation {
    /// Adds the forward pass of a convolution, with a ReLU in the same kernel where one follows.
    ///
    /// In inference too it asks for training's kernels: for inference oneDNN 2.6 prefers channels last, without
    /// Winograd, which is slower, and the weights would lie otherwise than in training.
    func addConvolution(_ window: Window, at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let source = output(node.inputs[0])
        let descriptor = try PrimitiveDescriptor(
            try ConvolutionShapes(node, window, graph, input: source.layout.shape).forward(
                dnnl_forward_training),
            attributes: PrimitiveAttributes(relu: node.relu), in: context,
            call: "convolution \(node.name)")
        let layouts = (
            source: descriptor.layout(dnnl_query_src_md),
            weight: descriptor.layout(dnnl_query_weights_md),
            target: descriptor.layout(dnnl_query_dst_md)
        )
        let input = try converted(source, to: layouts.source, node, .forward)
        let weight = try addParameter(node, 0, layouts.weight)
        let bias = try addParameter(node, 1, .plain([node.shape[1]]))
        let target = value(layouts.target)
        outputs[index] = target
        try call(
            descriptor, node, .forward,
            layouts:
                "\(layouts.source.name), \(layouts.weight.weightName) -> \(layouts.target.name)",
            [
                (DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, weight), (DNNL_ARG_BIAS, bias),
                (DNNL_ARG_DST, target),
            ])
        forwardDescriptors[index] = descriptor
    }

    /// Adds the backward passes of a convolution.
    func addConvolutionGradient(_ window: Window, at index: Int, _ incoming: Value)
        throws(EngineError)
    {
        let node = fused.nodes[index]
        let shapes = try ConvolutionShapes(
            node, window, graph, input: output(node.inputs[0]).layout.shape)
        try addWeightedGradient(at: index, try maskedByReLU(incoming, at: index)) {
            () throws(EngineError) in
            try shapes.backwardWeights()
        } data: { () throws(EngineError) in
            try shapes.backwardData()
        }
    }
}

/// The descriptors of a convolution's three passes; all layouts are oneDNN's choice.
private struct ConvolutionShapes {
    let source: Layout
    let weight: Layout
    let bias: Layout
    let target: Layout
    let strides: [dnnl_dim_t]
    let padding: [dnnl_dim_t]
    let algorithm = dnnl_convolution_auto

    init(_ node: FusedGraph.Node, _ window: Window, _ graph: Graph, input: Shape)
        throws(EngineError)
    {
        source = try .any(input)
        weight = try .any(graph.parameters[node.parameters[0]].shape)
        bias = try .plain([node.shape[1]])
        target = try .any(node.shape)
        strides = [dnnl_dim_t(window.stride), dnnl_dim_t(window.stride)]
        padding = [dnnl_dim_t(window.padding), dnnl_dim_t(window.padding)]
    }

    func forward(_ kind: dnnl_prop_kind_t) throws(EngineError) -> dnnl_convolution_desc_t {
        var result = dnnl_convolution_desc_t()
        var (source, weight, bias, target) = descriptors
        try check(
            dnnl_convolution_forward_desc_init(
                &result, kind, algorithm, &source, &weight, &bias, &target, strides, padding,
                padding),
            "dnnl_convolution_forward_desc_init")
        return result
    }

    func backwardData() throws(EngineError) -> dnnl_convolution_desc_t {
        var result = dnnl_convolution_desc_t()
        var (source, weight, _, target) = descriptors
        try check(
            dnnl_convolution_backward_data_desc_init(
                &result, algorithm, &source, &weight, &target, strides, padding, padding),
            "dnnl_convolution_backward_data_desc_init")
        return result
    }

    func backwardWeights() throws(EngineError) -> dnnl_convolution_desc_t {
        var result = dnnl_convolution_desc_t()
        var (source, weight, bias, target) = descriptors
        try check(
            dnnl_convolution_backward_weights_desc_init(
                &result, algorithm, &source, &weight, &bias, &target, strides, padding, padding),
            "dnnl_convolution_backward_weights_desc_init")
        return result
    }

    private var descriptors:
        (dnnl_memory_desc_t, dnnl_memory_desc_t, dnnl_memory_desc_t, dnnl_memory_desc_t)
    {
        (source.descriptor, weight.descriptor, bias.descriptor, target.descriptor)
    }
}
