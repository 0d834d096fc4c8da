internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// The layouts of a convolution and the kernels of its three passes; oneDNN chooses layouts that
/// are not given.
struct ConvolutionShapes {
    let source: Layout
    let weight: Layout
    /// The gradient with respect to the weights, of 32-bit floats.
    let weightGradient: Layout
    let bias: Layout?
    let target: Layout
    let strides: (dnnl_dim_t, dnnl_dim_t)
    let padding: (dnnl_dim_t, dnnl_dim_t)

    /// - Parameter type: the number format of input, weights and output.
    init(
        _ node: FusedGraph.Node, _ window: Window, _ graph: Graph, input: Shape,
        _ type: ElementType
    ) throws(EngineError) {
        let weight = ConvolutionGroups(
            weight: graph.parameters[node.parameters[0]].shape, channels: input[1]
        ).kernelShape
        source = try .any(input, type)
        self.weight = try .any(weight, type)
        weightGradient = try .any(weight)
        let hasBias = node.parameters.count > 1 || node.norm != nil
        bias = hasBias ? try .plain([node.shape[1]]) : nil
        target = try .any(node.shape, type)
        strides = (dnnl_dim_t(window.stride), dnnl_dim_t(window.stride))
        padding = (dnnl_dim_t(window.padding), dnnl_dim_t(window.padding))
    }

    /// A convolution with a bias.
    /// - Parameters:
    ///   - source: the layout of the input.
    ///   - weight: `[O, C, KH, KW]`.
    init(source: Layout, weight: Shape, target: Shape, _ window: Window) throws(EngineError) {
        self.source = source
        self.weight = try .any(weight)
        weightGradient = self.weight
        bias = try .plain([target[1]])
        self.target = try .any(target)
        strides = (dnnl_dim_t(window.stride), dnnl_dim_t(window.stride))
        padding = (dnnl_dim_t(window.padding), dnnl_dim_t(window.padding))
    }

    /// A 1x1 convolution with stride 1, in the given layouts.
    init(source: Layout, weight: Layout, bias: Layout?, target: Layout) {
        self.source = source
        self.weight = weight
        weightGradient = weight
        self.bias = bias
        self.target = target
        strides = (1, 1)
        padding = (0, 0)
    }

    /// The kernel of the forward pass.
    /// - Parameter call: the name of the layer in errors.
    func forward(
        _ algorithm: dnnl_alg_kind_t, _ attributes: PrimitiveAttributes, in context: DNNLContext,
        call: String, propagation: dnnl_prop_kind_t = dnnl_forward_training
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        return try PrimitiveDescriptor(call) {
            study_convolution_forward_create(
                $0, context.engine, propagation, algorithm, &shapes, attributes.handle)
        }
    }

    /// The kernel of the gradient with respect to the input.
    func backwardData(
        _ algorithm: dnnl_alg_kind_t, _ forward: PrimitiveDescriptor?, in context: DNNLContext,
        call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        let attributes = try PrimitiveAttributes()
        return try PrimitiveDescriptor(call) {
            study_convolution_backward_data_create(
                $0, context.engine, algorithm, &shapes, forward?.handle, attributes.handle)
        }
    }

    /// The kernel of the gradients with respect to weights and bias.
    func backwardWeights(
        _ algorithm: dnnl_alg_kind_t, _ forward: PrimitiveDescriptor?, in context: DNNLContext,
        call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        shapes.weight = weightGradient.handle
        let attributes = try PrimitiveAttributes()
        return try PrimitiveDescriptor(call) {
            study_convolution_backward_weights_create(
                $0, context.engine, algorithm, &shapes, forward?.handle, attributes.handle)
        }
    }

    private var shapes: study_convolution {
        study_convolution(
            source: source.handle, weight: weight.handle, bias: bias?.handle,
            target: target.handle, strides: strides, padding: padding)
    }
}
