internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A convolution, with the operations fused to it in the same kernel.
final class ConvolutionOperation: WeightedOperation {
    unowned let compilation: Compilation
    let index: Int
    let window: Window
    private(set) var weight: CompiledParameter?
    private(set) var bias: CompiledParameter?
    /// The weight of merged groups, row-major, in training; nil without merged groups.
    private var mergedWeight: Value?
    var isGradientMasked = false
    var pendingUpdates: [PendingUpdate] = []
    /// The forward kernel, which backward ones of the same number format must match.
    private var forward: PrimitiveDescriptor?

    init(_ window: Window, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.window = window
    }

    /// The groups of the channels.
    var groups: ConvolutionGroups {
        ConvolutionGroups(
            weight: graph.parameters[node.parameters[0]].shape,
            channels: fused.nodes[node.inputs[0]].shape[1])
    }

    /// Adds the forward pass.
    ///
    /// Inference also uses the kernels for training: for inference oneDNN 2.6 prefers channels last
    /// without Winograd, which is slower, and the weights would have a layout different from
    /// training.
    func addForward() throws(EngineError) {
        if try addSplitConvolution() { return }
        let (source, window) = try paddedWhereFaster()
        let attributes = try PrimitiveAttributes(
            sum: node.addend != nil, activation: node.activation)
        let (shapes, descriptor) = try kernel(of: .forward, window, source.layout.shape) {
            shapes, algorithm throws(EngineError) in
            try shapes.forward(
                algorithm, attributes, in: context, call: "convolution \(node.name)")
        }
        let layouts = (
            source: descriptor.layout(dnnl_query_src_md),
            weight: descriptor.layout(dnnl_query_weights_md),
            target: descriptor.layout(dnnl_query_dst_md)
        )
        let winograd = try winograd(window, .forward, layouts.source, layouts.target) {
            () throws(EngineError) in
            try shapes.forward(
                dnnl_convolution_winograd, PrimitiveAttributes(), in: context,
                call: "convolution \(node.name)")
        }
        let x = try converted(source, to: layouts.source, .forward)
        forward = descriptor
        let (weight, bias) = try addParameters(winograd?.weight ?? layouts.weight) {
            () throws(EngineError) in
            try shapes.backwardWeights(
                dnnl_convolution_auto, descriptor, in: context,
                call: "convolution \(node.name), \(Plan.Pass.backwardWeights.rawValue)"
            ).layout(dnnl_query_diff_weights_md)
        }
        if let winograd, let pool = poolOfTiles(),
            let layout = try layouts.target.resized(to: fused.nodes[pool].shape)
        {
            let target = value(layout)
            try addWinograd(
                winograd, x, weight: weight, bias: bias, isPooled: true, target: target)
            compilation.outputs[pool] = try rounded(target, .forward)
            return
        }
        let target = try target(layouts.target)
        if let winograd {
            try addWinograd(winograd, x, weight: weight, bias: bias, target: target)
        } else {
            try call(
                descriptor, .forward,
                layouts: "\(layouts.source.name), \(layouts.weight.weightName) -> "
                    + layouts.target.name,
                [
                    (DNNL_ARG_SRC, x), (DNNL_ARG_WEIGHTS, weight), (DNNL_ARG_BIAS, bias),
                    (DNNL_ARG_DST, target),
                ])
        }
        setOutput(try rounded(target, .forward))
    }

    /// In inference, the max pooling that is the only reader of the output, if its windows are
    /// quarters of Winograd's tiles. The pooling is then fused to the convolution.
    private func poolOfTiles() -> Int? {
        guard !isTraining, node.addend == nil, fused.readers[index].count == 1,
            let reader = fused.readers[index].first,
            case .maxPool(let window) = fused.nodes[reader].operation,
            window == Window(size: 2, stride: 2)
        else { return nil }
        return reader
    }

    /// The tensor that the convolution reads, and the window over it. The tensor is a copy of the
    /// images with a border of zeros if oneDNN has a direct kernel only without padding, as with
    /// AVX2 for windows wider than seven pixels.
    private func paddedWhereFaster() throws(EngineError) -> (source: Value, window: Window) {
        let source = input(0)
        let shape = source.layout.shape
        guard window.padding > 0, source.layout == (try .plain(shape)) else {
            return (source, window)
        }
        func descriptor(_ window: Window, _ input: Shape) throws(EngineError)
            -> PrimitiveDescriptor
        {
            try ConvolutionShapes(node, window, graph, input: input, elementType).forward(
                dnnl_convolution_auto, PrimitiveAttributes(), in: context,
                call: "convolution \(node.name)")
        }
        guard try descriptor(window, shape).isGEMM else { return (source, window) }
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
            channels: shape[0] * shape[1], height: height, width: width, padding: window.padding,
            threads: options.threads)
        call(operation: "padding", .forward, layouts: "nchw", [source, padded]) { binding in
            let (x, y) = (binding.pointer(source), binding.pointer(padded))
            return { kernel.run(x, y) }
        }
        return (padded, inner)
    }

    /// Adds weight and bias in the layouts of the kernel, with the following batch norm folded in.
    /// - Parameter gradient: returns the layout of the gradient with respect to the weight.
    private func addParameters(
        _ layout: Layout, gradient: () throws(EngineError) -> Layout
    ) throws(EngineError) -> (weight: Value, bias: Value?) {
        guard let (parameters, settings) = node.norm else {
            let (weight, read) =
                groups.isMerged
                ? try addMergedWeight(layout) : try addWeight(layout, gradient: gradient)
            let bias =
                node.parameters.count > 1 ? try addParameter(1, .plain([node.shape[1]])) : nil
            (self.weight, self.bias) = (weight, bias)
            return (read, bias?.value)
        }
        let entries = try (node.parameters + parameters).map { (index) throws(EngineError) in
            try store.add(
                graph.parameters[index], store.sharedLayout(of: graph.parameters[index]))
        }
        let norm = Array(entries.suffix(parameters.count))
        let folded = try FoldedConvolution(
            weight: entries[0], bias: node.parameters.count > 1 ? entries[1] : nil, norm: norm,
            settings, groups: groups, layout: layout)
        store.add(folded)
        return (
            value(layout, pinnedAt: folded.weights.pointer),
            value(try .plain([node.shape[1]]), pinnedAt: folded.bias.pointer)
        )
    }

    /// Adds the weight of merged groups for a kernel that reads it in `layout`.
    /// - Returns: the network's weight, and the tensor that the kernel reads.
    private func addMergedWeight(
        _ layout: Layout
    ) throws(EngineError) -> (weight: CompiledParameter, read: Value) {
        let groups = groups
        guard isTraining else {
            let parameter = graph.parameters[node.parameters[0]]
            let weight = try addParameter(0, store.sharedLayout(of: parameter))
            let merged = try ConvertedWeights(weight.entry, groups: groups, to: layout)
            store.add(merged)
            return (weight, value(layout, pinnedAt: merged.memory.pointer))
        }
        let weight = try addParameter(0, .plain(groups.weight))
        let merged = try value(.plain(groups.kernelShape))
        let count = groups.kernelShape.count
        call(
            operation: "merged groups", .forward, layouts: merged.layout.weightName,
            [weight.value, merged]
        ) { binding in
            let (source, target) = (binding.pointer(weight.value), binding.pointer(merged))
            return {
                target.update(repeating: 0, count: count)
                groups.merge(source, target)
            }
        }
        mergedWeight = merged
        return (weight, try converted(merged, to: layout, .forward))
    }

    /// The gradient with respect to the network's weight, from that with respect to the weight
    /// that the kernels read.
    private func separated(_ gradient: Value) throws(EngineError) -> Value {
        let groups = groups
        guard groups.isMerged else { return gradient }
        let merged = try converted(gradient, to: .plain(groups.kernelShape), .backwardWeights)
        let target = try value(.plain(groups.weight))
        call(
            operation: "separate groups", .backwardWeights, layouts: target.layout.weightName,
            [merged, target]
        ) { binding in
            let (source, target) = (binding.pointer(merged), binding.pointer(target))
            return { groups.separate(source, target) }
        }
        return target
    }

    /// The tensor that the convolution writes: a new buffer, or the buffer of the addend if nothing
    /// reads the addend later.
    private func target(_ layout: Layout) throws(EngineError) -> Value {
        guard let addend = node.addend else { return value(layout) }
        let isFree = addend > 0 && fused.readers[addend].allSatisfy { $0 <= index }
        let term = compilation.output(addend)
        if isFree { return try converted(term, to: layout, .forward) }
        let copy = value(layout)
        try reorder(term, to: copy, .forward)
        return copy
    }

    func addBackward() throws(EngineError) {
        guard var incoming = try incomingGradient() else { return }
        let shape = input(0).layout.shape
        incoming = try masked(incoming)
        try addGradients { () throws(EngineError) in
            let (shapes, descriptor) = try kernel(of: .backwardWeights, window, shape) {
                shapes, algorithm throws(EngineError) in
                try shapes.backwardWeights(
                    algorithm, forward(like: shapes), in: context,
                    call: "convolution \(node.name), \(Plan.Pass.backwardWeights.rawValue)")
            }
            if descriptor.isGEMM, groups.isDepthwise,
                try addDepthwiseWeightGradient(incoming)
            {
                return
            }
            let winograd = try winograd(
                window, .backwardWeights, descriptor.layout(dnnl_query_src_md),
                descriptor.layout(dnnl_query_diff_dst_md)
            ) { () throws(EngineError) in
                try shapes.backwardWeights(
                    dnnl_convolution_winograd, nil, in: context, call: "Winograd")
            }
            if let winograd {
                try addWinogradWeightGradient(winograd, incoming)
            } else {
                try addWeightGradient(incoming, descriptor) { gradient throws(EngineError) in
                    try separated(gradient)
                }
            }
        } data: { () throws(EngineError) in
            let (shapes, descriptor) = try kernel(of: .backwardData, window, shape) {
                shapes, algorithm throws(EngineError) in
                try shapes.backwardData(
                    algorithm, forward(like: shapes), in: context,
                    call: "convolution \(node.name), \(Plan.Pass.backwardData.rawValue)")
            }
            let winograd = try winograd(
                window, .backwardData, descriptor.layout(dnnl_query_diff_dst_md),
                descriptor.layout(dnnl_query_diff_src_md)
            ) { () throws(EngineError) in
                try shapes.backwardData(
                    dnnl_convolution_winograd, nil, in: context, call: "Winograd")
            }
            if let winograd {
                try addWinogradDataGradient(winograd, incoming)
            } else {
                try addDataGradient(incoming, weight: mergedWeight, descriptor)
            }
        }
        addUpdates()
    }

    /// The forward kernel if it has the number format of `shapes`.
    private func forward(like shapes: ConvolutionShapes) -> PrimitiveDescriptor? {
        let type = forward?.layout(dnnl_query_src_md).elementType
        return type == shapes.source.elementType ? forward : nil
    }
}
