internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds the forward pass of a linear layer, with a ReLU in the same kernel where one follows.
    ///
    /// The weights lie as the forward kernel likes them, which reads a large classifier three times as fast
    /// as row-major weights; the backward kernels take the same layout. A multiplication of matrices takes any order
    /// forward, but row-major weights backward, so they are that throughout.
    func addLinear(at index: Int) throws(EngineError) {
        let node = fused.nodes[index]
        let shape = graph.parameters[node.parameters[0]].shape
        let kind = isTraining ? dnnl_forward_training : dnnl_forward_inference
        let described = { (shapes: LinearShapes) throws(EngineError) in
            try PrimitiveDescriptor(
                try shapes.forward(kind), attributes: PrimitiveAttributes(relu: node.relu),
                in: self.context, call: "linear \(node.name)")
        }
        var shapes = try LinearShapes(rows: node.shape[0], shape)
        var descriptor = try described(shapes)
        let input = try converted(output(node.inputs[0]), to: shapes.source, node, .forward)
        if descriptor.isPlainMultiplication {
            // Its sums have another order for each number of rows.
            if !isTraining { return try addLinearInference(at: index, input, shapes) }
            shapes = try LinearShapes(rows: node.shape[0], shape, layout: .plain(shape))
            descriptor = try described(shapes)
        }
        let weight = try addParameter(node, 0, descriptor.layout(dnnl_query_weights_md))
        let bias = try addParameter(node, 1, shapes.bias)
        let target = value(shapes.target)
        outputs[index] = target
        try call(
            descriptor, node, .forward, layouts: "nc, \(weight.layout.weightName) -> nc",
            [
                (DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, weight), (DNNL_ARG_BIAS, bias),
                (DNNL_ARG_DST, target),
            ])
        forwardDescriptors[index] = descriptor
    }

    /// Adds the forward pass by a kernel that gives a row the same bits whatever other rows there are.
    private func addLinearInference(
        at index: Int, _ input: Value, _ shapes: LinearShapes
    ) throws(EngineError) {
        let node = fused.nodes[index]
        let (rows, relu) = (node.shape[0], node.relu)
        let shape = graph.parameters[node.parameters[0]].shape
        let bias = try addParameter(node, 1, shapes.bias)
        let target = value(shapes.target)
        outputs[index] = target
        if let products = try LinearProducts(rows: rows, shape, relu: relu, in: context) {
            let weight = try addParameter(node, 0, products.weight)
            let input = try converted(input, to: products.source, node, .forward)
            let blocks = value(products.target)
            call(
                node, .forward, kernel: "study:linear",
                layouts:
                    "\(input.layout.name), \(weight.layout.weightName) -> \(blocks.layout.name)",
                [input, weight, bias, blocks]
            ) { [threads = options.threads] binding throws(EngineError) in
                try products.bound(
                    binding.pointer(input), weights: binding.pointer(weight),
                    bias: binding.pointer(bias), binding.pointer(blocks), threads: threads,
                    in: binding.context)
            }
            return try reorder(blocks, to: target, node, .forward)
        }
        let weight = try addParameter(node, 0, .plain(shape))
        let kernel = LinearKernel(
            features: shape[1], outputs: shape[0], threads: options.threads)
        call(
            node, .forward, kernel: "study:linear", layouts: "nc, oi -> nc",
            [input, weight, bias, target]
        ) { binding in
            let (x, w) = (binding.pointer(input), binding.pointer(weight))
            let (b, y) = (binding.pointer(bias), binding.pointer(target))
            return { kernel.run(x, rows: rows, w, bias: b, relu: relu, y) }
        }
    }

    /// Adds the backward passes of a linear layer.
    func addLinearGradient(at index: Int, _ incoming: Value) throws(EngineError) {
        let node = fused.nodes[index]
        let shapes = try LinearShapes(
            rows: node.shape[0], graph.parameters[node.parameters[0]].shape)
        let incoming = try maskedByReLU(incoming, at: index)
        let (hint, context) = (forwardDescriptors[index], context)
        let data = { () throws(EngineError) in
            try PrimitiveDescriptor(
                try shapes.backwardData(), attributes: PrimitiveAttributes(), hint: hint,
                in: context, call: "linear \(node.name), backward by data")
        }
        if let slices = try linearSlices(of: node) {
            // The updates come slice by slice, so whatever reads the weights comes first.
            if fused.nodes[node.inputs[0]].needsGradient {
                try addDataGradient(node, incoming, try data())
            }
            try addLinearWeightGradient(at: index, incoming, slices)
            return
        }
        try addWeightedGradient(at: index) { () throws(EngineError) in
            let descriptor = try PrimitiveDescriptor(
                try shapes.backwardWeights(), attributes: PrimitiveAttributes(), hint: hint,
                in: context, call: "linear \(node.name), backward by weights")
            try addWeightGradient(node, incoming, descriptor)
        } data: { () throws(EngineError) in
            try addDataGradient(node, incoming, try data())
        }
    }
}

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
