internal import CDNNL
internal import Tensors

/// The descriptors of a linear layer's three passes: row-major but for the weights.
struct LinearShapes {
    let source: Layout
    let weight: Layout
    let bias: Layout
    let target: Layout

    /// - Parameters:
    ///   - rows: the batch size.
    ///   - weight: `[outputs, features]`.
    ///   - layout: of the weights; nil: oneDNN's choice.
    init(rows: Int, _ weight: Shape, layout: Layout? = nil) throws(EngineError) {
        source = try .plain([rows, weight[1]])
        if let layout { self.weight = layout } else { self.weight = try .any(weight) }
        bias = try .plain([weight[0]])
        target = try .plain([rows, weight[0]])
    }

    func forward(_ kind: dnnl_prop_kind_t) throws(EngineError) -> dnnl_inner_product_desc_t {
        var result = dnnl_inner_product_desc_t()
        var (source, weight) = (self.source.descriptor, self.weight.descriptor)
        var (bias, target) = (self.bias.descriptor, self.target.descriptor)
        try check(
            dnnl_inner_product_forward_desc_init(&result, kind, &source, &weight, &bias, &target),
            "dnnl_inner_product_forward_desc_init")
        return result
    }

    func backwardData() throws(EngineError) -> dnnl_inner_product_desc_t {
        var result = dnnl_inner_product_desc_t()
        var (source, weight) = (self.source.descriptor, self.weight.descriptor)
        var target = self.target.descriptor
        try check(
            dnnl_inner_product_backward_data_desc_init(&result, &source, &weight, &target),
            "dnnl_inner_product_backward_data_desc_init")
        return result
    }

    func backwardWeights() throws(EngineError) -> dnnl_inner_product_desc_t {
        var result = dnnl_inner_product_desc_t()
        var (source, weight) = (self.source.descriptor, self.weight.descriptor)
        var (bias, target) = (self.bias.descriptor, self.target.descriptor)
        try check(
            dnnl_inner_product_backward_weights_desc_init(
                &result, &source, &weight, &bias, &target),
            "dnnl_inner_product_backward_weights_desc_init")
        return result
    }
}
