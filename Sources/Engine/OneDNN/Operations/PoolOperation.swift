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
    /// The layout of the input that the kernels read.
    private var sourceLayout: Layout?
    /// The position of each maximum, in training.
    private var workspace: Value?

    init(_ kind: Kind, _ window: Window, at index: Int, in compilation: Compilation) {
        self.compilation = compilation
        self.index = index
        self.kind = kind
        self.window = window
    }

    func addForward() throws(EngineError) {
        // If the output exists already, the pooling is fused to the convolution before it.
        guard compilation.outputs[index] == nil else { return }
        var source = input(0)
        let type = source.layout.elementType ?? elementType
        var descriptor = try kernel(source.layout, type)
        if descriptor.kernel.contains("simple_nchw") {
            // With AVX2 the kernel for row-major images is slow.
            source = try converted(
                source, to: Layout(source.layout.shape, lanes: 8, type), .forward)
            descriptor = try kernel(source.layout, type)
        }
        sourceLayout = source.layout
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

    private func kernel(
        _ source: Layout, _ type: ElementType
    ) throws(EngineError) -> PrimitiveDescriptor {
        try PoolShapes(source: source, target: .any(node.shape, type), window)
            .forward(
                isTraining ? dnnl_forward_training : dnnl_forward_inference, kind.algorithm,
                in: context, call: "\(node.label) \(node.name)")
    }

    func addBackward() throws(EngineError) {
        guard var incoming = try incomingGradient() else { return }
        incoming =
            kind == .max
            ? try maskedByPooledReLU(incoming)
            : try converted(incoming, to: output.layout, .backwardData)
        let gradient = value(sourceLayout ?? input(0).layout)
        let descriptor = try PoolShapes(source: gradient.layout, target: incoming.layout, window)
            .backward(
                kind.algorithm, forward, in: context,
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
    /// pooling: a maximum is positive if and only if the value that it was taken from is positive.
    /// The pooled tensor is smaller, and the one before it need not be kept.
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
}

/// The layouts of a pooling and the kernels of its passes.
private struct PoolShapes {
    let source: Layout
    let target: Layout
    let window: Window

    init(source: Layout, target: Layout, _ window: Window) {
        self.source = source
        self.target = target
        self.window = window
    }

    func forward(
        _ propagation: dnnl_prop_kind_t, _ algorithm: dnnl_alg_kind_t, in context: DNNLContext,
        call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        let attributes = try PrimitiveAttributes()
        return try PrimitiveDescriptor(call) {
            study_pooling_forward_create(
                $0, context.engine, propagation, algorithm, &shapes, attributes.handle)
        }
    }

    func backward(
        _ algorithm: dnnl_alg_kind_t, _ forward: PrimitiveDescriptor?, in context: DNNLContext,
        call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        let attributes = try PrimitiveAttributes()
        return try PrimitiveDescriptor(call) {
            study_pooling_backward_create(
                $0, context.engine, algorithm, &shapes, forward?.handle, attributes.handle)
        }
    }

    private var shapes: study_pooling {
        func both(_ value: Int) -> (dnnl_dim_t, dnnl_dim_t) {
            (dnnl_dim_t(value), dnnl_dim_t(value))
        }
        return study_pooling(
            source: source.handle, target: target.handle, strides: both(window.stride),
            extents: both(window.size), padding: both(window.padding),
            end_padding: (
                dnnl_dim_t(window.paddingAtEnd(source.shape[2])),
                dnnl_dim_t(window.paddingAtEnd(source.shape[3]))
            ))
    }
}
