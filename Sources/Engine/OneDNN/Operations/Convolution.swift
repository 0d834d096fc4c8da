internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds the forward pass of a convolution, with what is fused to it in the same kernel.
    ///
    /// In inference too it asks for training's kernels: for inference oneDNN 2.6 prefers channels last, without
    /// Winograd, which is slower, and the weights would lie otherwise than in training.
    func addConvolution(_ window: Window, at index: Int) throws(EngineError) {
        if try addSplitConvolution(window, at: index) { return }
        let node = fused.nodes[index]
        let (source, window) = try paddedWhereFaster(window, at: index)
        let shapes = try ConvolutionShapes(node, window, graph, input: source.layout.shape)
        let attributes = try PrimitiveAttributes(sum: node.addend != nil, relu: node.relu)
        let descriptor = try fastest(node, window, source.layout.shape, .forward) {
            algorithm throws(EngineError) in
            try PrimitiveDescriptor(
                try shapes.forward(algorithm), attributes: attributes, in: context,
                call: "convolution \(node.name)")
        }
        let layouts = (
            source: descriptor.layout(dnnl_query_src_md),
            weight: descriptor.layout(dnnl_query_weights_md),
            target: descriptor.layout(dnnl_query_dst_md)
        )
        let winograd = try winograd(node, window, .forward, layouts.source, layouts.target) {
            () throws(EngineError) in try shapes.forward(dnnl_convolution_winograd)
        }
        let input = try converted(source, to: layouts.source, node, .forward)
        let (weight, bias) = try convolutionParameters(node, winograd?.weight ?? layouts.weight)
        forwardDescriptors[index] = descriptor
        if let winograd, let pool = poolOfTiles(after: index),
            let layout = try layouts.target.resized(to: fused.nodes[pool].shape)
        {
            let target = value(layout)
            outputs[pool] = target
            try addWinograd(
                winograd, node, input, weight: weight, bias: bias, isPooled: true, target: target)
            return
        }
        let target = try convolutionTarget(layouts.target, at: index)
        outputs[index] = target
        if let winograd {
            try addWinograd(winograd, node, input, weight: weight, bias: bias, target: target)
            return
        }
        try call(
            descriptor, node, .forward,
            layouts:
                "\(layouts.source.name), \(layouts.weight.weightName) -> \(layouts.target.name)",
            [
                (DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, weight), (DNNL_ARG_BIAS, bias),
                (DNNL_ARG_DST, target),
            ])
    }

    /// In inference, the max pooling that alone reads a node, if its windows are quarters of Winograd's tiles: it is then part
    /// of the convolution.
    private func poolOfTiles(after index: Int) -> Int? {
        guard !isTraining, fused.nodes[index].addend == nil, fused.readers[index].count == 1,
            let reader = fused.readers[index].first,
            case .maxPool(let window) = fused.nodes[reader].operation,
            window == Window(size: 2, stride: 2)
        else { return nil }
        return reader
    }

    /// What a convolution reads, and its window over that: a copy of the images with zeros around where oneDNN has a kernel
    /// of its own for that and none for padding, as on AVX2 for windows wider than seven pixels.
    private func paddedWhereFaster(_ window: Window, at index: Int) throws(EngineError)
        -> (source: Value, window: Window)
    {
        let node = fused.nodes[index]
        let source = output(node.inputs[0])
        let shape = source.layout.shape
        guard window.padding > 0, source.layout == (try .plain(shape)) else {
            return (source, window)
        }
        func descriptor(_ window: Window, _ input: Shape) throws(EngineError)
            -> PrimitiveDescriptor
        {
            try PrimitiveDescriptor(
                try ConvolutionShapes(node, window, graph, input: input)
                    .forward(dnnl_convolution_auto),
                attributes: PrimitiveAttributes(), in: context,
                call: "convolution \(node.name)")
        }
        guard try descriptor(window, shape).isPlainMultiplication else { return (source, window) }
        let (height, width) = (shape[2], shape[3])
        let layout = try Layout.plain([
            shape[0], shape[1], height + 2 * window.padding, width + 2 * window.padding,
        ])
        let inner = Window(size: window.size, stride: window.stride)
        guard try descriptor(inner, layout.shape).kernel.hasPrefix("jit") else {
            return (source, window)
        }
        let padded = value(layout)
        let kernel = PadKernel(
            planes: shape[0] * shape[1], height: height, width: width, padding: window.padding,
            threads: options.threads)
        call(node, operation: "padding", .forward, layouts: "nchw", [source, padded]) { binding in
            let (x, y) = (binding.pointer(source), binding.pointer(padded))
            return { kernel.run(x, y) }
        }
        return (padded, inner)
    }

    /// Weight and bias as the kernel takes them, with the batch norm behind it folded in.
    private func convolutionParameters(_ node: FusedGraph.Node, _ layout: Layout)
        throws(EngineError) -> (weight: Value, bias: Value?)
    {
        guard let (parameters, settings) = node.norm else {
            let weight = try addParameter(node, 0, layout)
            let bias: Value? =
                node.parameters.count > 1 ? try addParameter(node, 1, .plain([node.shape[1]])) : nil
            return (weight, bias)
        }
        let entries = try (node.parameters + parameters).map { (index) throws(EngineError) in
            try store.add(
                graph.parameters[index], store.sharedLayout(of: graph.parameters[index]))
        }
        let norm = Array(entries.suffix(parameters.count))
        let folded = try FoldedConvolution(
            weight: entries[0], bias: node.parameters.count > 1 ? entries[1] : nil, norm: norm,
            settings, layout: layout)
        store.add(folded)
        return (
            value(layout, pinnedAt: folded.weights.pointer),
            value(try .plain([node.shape[1]]), pinnedAt: folded.bias.pointer)
        )
    }

    /// Where a convolution writes: a new buffer, or that of the tensor which it is added to, if nothing reads that
    /// one later.
    private func convolutionTarget(_ layout: Layout, at index: Int) throws(EngineError) -> Value {
        guard let addend = fused.nodes[index].addend else { return value(layout) }
        let node = fused.nodes[index]
        let isFree = addend > 0 && fused.readers[addend].allSatisfy { $0 <= index }
        if isFree { return try converted(output(addend), to: layout, node, .forward) }
        let copy = value(layout)
        try reorder(output(addend), to: copy, node, .forward)
        return copy
    }

    /// Adds the backward passes of a convolution.
    func addConvolutionGradient(_ window: Window, at index: Int, _ incoming: Value)
        throws(EngineError)
    {
        let node = fused.nodes[index]
        let shapes = try ConvolutionShapes(
            node, window, graph, input: output(node.inputs[0]).layout.shape)
        let input = output(node.inputs[0]).layout.shape
        let incoming = try maskedByReLU(incoming, at: index)
        try addWeightedGradient(at: index) { () throws(EngineError) in
            let descriptor = try fastest(node, window, input, .backwardWeights) {
                algorithm throws(EngineError) in
                try backward(
                    try shapes.backwardWeights(algorithm), at: index, .backwardWeights)
            }
            let winograd = try winograd(
                node, window, .backwardWeights, descriptor.layout(dnnl_query_src_md),
                descriptor.layout(dnnl_query_diff_dst_md)
            ) { () throws(EngineError) in try shapes.backwardWeights(dnnl_convolution_winograd) }
            if let winograd {
                try addWinogradWeightGradient(winograd, node, incoming)
            } else {
                try addWeightGradient(node, incoming, descriptor)
            }
        } data: { () throws(EngineError) in
            let descriptor = try fastest(node, window, input, .backwardData) {
                algorithm throws(EngineError) in
                try backward(try shapes.backwardData(algorithm), at: index, .backwardData)
            }
            let winograd = try winograd(
                node, window, .backwardData, descriptor.layout(dnnl_query_diff_dst_md),
                descriptor.layout(dnnl_query_diff_src_md)
            ) { () throws(EngineError) in try shapes.backwardData(dnnl_convolution_winograd) }
            if let winograd {
                try addWinogradDataGradient(winograd, node, incoming)
            } else {
                try addDataGradient(node, incoming, descriptor)
            }
        }
    }

    private func backward<Descriptor>(
        _ operation: Descriptor, at index: Int, _ pass: Plan.Pass
    ) throws(EngineError) -> PrimitiveDescriptor {
        try PrimitiveDescriptor(
            operation, attributes: PrimitiveAttributes(), hint: forwardDescriptors[index],
            in: context, call: "convolution \(fused.nodes[index].name), \(pass.rawValue)")
    }
}

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
