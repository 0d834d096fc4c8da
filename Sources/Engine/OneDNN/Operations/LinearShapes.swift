internal import CDNNL
internal import Tensors

/// The layouts of a linear layer, row-major except for the weights, and the kernels of its three
/// passes.
struct LinearShapes {
    let source: Layout
    let weight: Layout
    /// The gradient with respect to the weights, of 32-bit floats.
    let weightGradient: Layout
    let bias: Layout
    let target: Layout

    /// - Parameters:
    ///   - rows: the batch size.
    ///   - weight: `[outputs, features]`.
    ///   - type: the number format of input, weights and output.
    ///   - targetType: the number format of the output if it is another one.
    ///   - layout: the layout of the weights; nil: oneDNN's choice.
    ///   - gradient: the layout of their gradient; nil: oneDNN's choice.
    init(
        rows: Int, _ weight: Shape, _ type: ElementType = .float32,
        targetType: ElementType? = nil, layout: Layout? = nil, gradient: Layout? = nil
    ) throws(EngineError) {
        source = try .plain([rows, weight[1]], type)
        if let layout { self.weight = layout } else { self.weight = try .any(weight, type) }
        if let gradient { weightGradient = gradient } else { weightGradient = try .any(weight) }
        bias = try .plain([weight[0]])
        target = try .plain([rows, weight[0]], targetType ?? type)
    }

    /// The kernel of the forward pass.
    /// - Parameters:
    ///   - propagation: training or inference.
    ///   - call: the name of the layer in errors.
    func forward(
        _ propagation: dnnl_prop_kind_t, _ attributes: PrimitiveAttributes,
        in context: DNNLContext, call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        return try PrimitiveDescriptor(call) {
            study_inner_product_forward_create(
                $0, context.engine, propagation, &shapes, attributes.handle)
        }
    }

    /// The kernel of the gradient with respect to the input.
    func backwardData(
        _ forward: PrimitiveDescriptor?, in context: DNNLContext, call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        let attributes = try PrimitiveAttributes()
        return try PrimitiveDescriptor(call) {
            study_inner_product_backward_data_create(
                $0, context.engine, &shapes, forward?.handle, attributes.handle)
        }
    }

    /// The kernel of the gradients with respect to weights and bias.
    func backwardWeights(
        _ forward: PrimitiveDescriptor?, in context: DNNLContext, call: String
    ) throws(EngineError) -> PrimitiveDescriptor {
        var shapes = shapes
        shapes.weight = weightGradient.handle
        let attributes = try PrimitiveAttributes()
        return try PrimitiveDescriptor(call) {
            study_inner_product_backward_weights_create(
                $0, context.engine, &shapes, forward?.handle, attributes.handle)
        }
    }

    private var shapes: study_inner_product {
        study_inner_product(
            source: source.handle, weight: weight.handle, bias: bias.handle, target: target.handle)
    }
}
