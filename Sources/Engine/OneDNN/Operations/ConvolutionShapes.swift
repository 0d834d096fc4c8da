internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The descriptors of a convolution's three passes; all layouts are oneDNN's choice.
struct ConvolutionShapes {
    let source: Layout
    let weight: Layout
    let bias: Layout?
    let target: Layout
    let strides: [dnnl_dim_t]
    let padding: [dnnl_dim_t]

    init(_ node: FusedGraph.Node, _ window: Window, _ graph: Graph, input: Shape)
        throws(EngineError)
    {
        source = try .any(input)
        weight = try .any(graph.parameters[node.parameters[0]].shape)
        let hasBias = node.parameters.count > 1 || node.norm != nil
        bias = hasBias ? try .plain([node.shape[1]]) : nil
        target = try .any(node.shape)
        strides = [dnnl_dim_t(window.stride), dnnl_dim_t(window.stride)]
        padding = [dnnl_dim_t(window.padding), dnnl_dim_t(window.padding)]
    }

    /// With a bias.
    /// - Parameters:
    ///   - source: the layout of the input.
    ///   - weight: `[O, C, KH, KW]`.
    init(source: Layout, weight: Shape, target: Shape, _ window: Window) throws(EngineError) {
        self.source = source
        self.weight = try .any(weight)
        bias = try .plain([target[1]])
        self.target = try .any(target)
        strides = [dnnl_dim_t(window.stride), dnnl_dim_t(window.stride)]
        padding = [dnnl_dim_t(window.padding), dnnl_dim_t(window.padding)]
    }

    func forward(_ algorithm: dnnl_alg_kind_t) throws(EngineError)
        -> dnnl_convolution_desc_t
    {
        var result = dnnl_convolution_desc_t()
        var (source, weight, bias, target) = descriptors
        try check(
            dnnl_convolution_forward_desc_init(
                &result, dnnl_forward_training, algorithm, &source, &weight, &bias, &target,
                strides, padding,
                padding),
            "dnnl_convolution_forward_desc_init")
        return result
    }

    func backwardData(_ algorithm: dnnl_alg_kind_t) throws(EngineError)
        -> dnnl_convolution_desc_t
    {
        var result = dnnl_convolution_desc_t()
        var (source, weight, _, target) = descriptors
        try check(
            dnnl_convolution_backward_data_desc_init(
                &result, algorithm, &source, &weight, &target, strides, padding, padding),
            "dnnl_convolution_backward_data_desc_init")
        return result
    }

    func backwardWeights(_ algorithm: dnnl_alg_kind_t) throws(EngineError)
        -> dnnl_convolution_desc_t
    {
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
        (
            source.descriptor, weight.descriptor, bias?.descriptor ?? dnnl_memory_desc_t(),
            target.descriptor
        )
    }
}
