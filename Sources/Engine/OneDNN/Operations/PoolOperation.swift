internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A max or average pooling.
final class PoolOperation: CompiledOperation {
    /// The value that a pooling computes from each window.
    enum Kind {
        case max
        case average

        fileprivate var algorithm: dnnl_alg_kind_t {
            self == .max ? dnnl_pooling_max : dnnl_pooling_avg_include_padding
        }
    }

    unowned let compilation: Compilation
    let index: Int
    private let kind: Kind
    private let window: Window
    /// The forward kernel, which the backward one must match.
    private var forward: PrimitiveDescriptor?
    /// The position of each maximum, in training.
    private var workspace: Value?

    init(_ kind: Kind, _ window: Window, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.kind = kind
        self.window = window
    }

    func addForward() throws(EngineError) {
        // Part of the convolution before it, if its output is there already.
        guard compilation.outputs[index] == nil else { return }
        let source = input(0)
        let descriptor = try PrimitiveDescriptor(
            try forwardDescriptor(source.layout), attributes: PrimitiveAttributes(), in: context,
            call: "\(node.label) \(node.name)")
        let target = value(descriptor.layout(dnnl_query_dst_md))
        setOutput(target)
        if isTraining, kind == .max {
            workspace = value(descriptor.layout(dnnl_query_workspace_md))
        }
        try call(
            descriptor, .forward, layouts: "\(source.layout.name) -> \(target.layout.name)",
            [
                (DNNL_ARG_SRC, source), (DNNL_ARG_DST, target), (DNNL_ARG_WORKSPACE, workspace),
            ])
        forward = descriptor
    }

    func addBackward() throws(EngineError) {
        guard var incoming = try incomingGradient() else { return }
        incoming =
            kind == .max
            ? try maskedByPooledReLU(incoming)
            : try converted(incoming, to: output.layout, .backwardData)
        let gradient = value(input(0).layout)
        var result = dnnl_pooling_desc_t()
        var (source, target) = (gradient.layout.descriptor, incoming.layout.descriptor)
        let (extents, strides, padding) = arguments
        try check(
            dnnl_pooling_backward_desc_init(
                &result, kind.algorithm, &source, &target, strides, extents, padding, padding),
            "dnnl_pooling_backward_desc_init")
        let descriptor = try PrimitiveDescriptor(
            result, attributes: PrimitiveAttributes(), hint: forward, in: context,
            call: "\(node.label) \(node.name), backward")
        try call(
            descriptor, .backwardData,
            layouts: "\(incoming.layout.name) -> \(gradient.layout.name)",
            [
                (DNNL_ARG_DIFF_DST, incoming), (DNNL_ARG_WORKSPACE, workspace),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        addInputGradient(gradient)
    }

    /// The gradient with respect to the output of a max pooling, masked by the ReLU before the
    /// pooling: a maximum is positive where the value that it was taken from is. The pooled tensor
    /// is smaller, and the one before it need not be kept.
    private func maskedByPooledReLU(_ incoming: Value) throws(EngineError) -> Value {
        let before = node.inputs[0]
        if fused.nodes[before].relu, fused.readers[before].count == 1,
            let operation = compilation.operations[before] as? any WeightedOperation
        {
            operation.isGradientMasked = true
            return try maskedByReLU(incoming, of: output)
        }
        return try converted(incoming, to: output.layout, .backwardData)
    }

    private func forwardDescriptor(_ source: Layout) throws(EngineError) -> dnnl_pooling_desc_t {
        var result = dnnl_pooling_desc_t()
        var source = source.descriptor
        var target = try Layout.any(node.shape).descriptor
        let (extents, strides, padding) = arguments
        try check(
            dnnl_pooling_forward_desc_init(
                &result, isTraining ? dnnl_forward_training : dnnl_forward_inference,
                kind.algorithm, &source, &target, strides, extents, padding, padding),
            "dnnl_pooling_forward_desc_init")
        return result
    }

    private var arguments: (extents: [dnnl_dim_t], strides: [dnnl_dim_t], padding: [dnnl_dim_t]) {
        func both(_ value: Int) -> [dnnl_dim_t] { [dnnl_dim_t(value), dnnl_dim_t(value)] }
        return (both(window.size), both(window.stride), both(window.padding))
    }
}
