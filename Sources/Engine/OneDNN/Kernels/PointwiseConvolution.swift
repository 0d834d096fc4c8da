internal import CDNNL
internal import Networks
internal import Tensors

/// A matrix multiplication as a 1x1 convolution of oneDNN, in blocks of eight channels. Unlike
/// `sgemm`, the order in which the products of a pixel are summed does not depend on the other
/// pixels.
struct PointwiseConvolution {
    let primitive: Primitive
    /// The layouts `[C / 8, pixels, 8]`, `[K / 8, C / 8, 8 of C, 8 of K]` and `[K / 8, pixels, 8]`.
    let (source, weight, target): (Layout, Layout, Layout)
    /// The layout of the bias, `[K]`; nil: there is no bias.
    let bias: Layout?

    /// - Returns: nil if oneDNN has no such kernel.
    init?(
        pixels: Int, inputs: Int, outputs: Int, hasBias: Bool = false, relu: Bool = false,
        in context: DNNLContext
    ) throws(EngineError) {
        guard inputs % 8 == 0, outputs % 8 == 0 else { return nil }
        source = try Layout([1, inputs, 1, pixels], tag: dnnl_nChw8c)
        weight = try Layout([outputs, inputs, 1, 1], tag: dnnl_OIhw8i8o)
        target = try Layout([1, outputs, 1, pixels], tag: dnnl_nChw8c)
        bias = hasBias ? try .plain([outputs]) : nil
        let shapes = ConvolutionShapes(source: source, weight: weight, bias: bias, target: target)
        let descriptor = try ifAvailable { () throws(EngineError) in
            try shapes.forward(
                dnnl_convolution_direct, PrimitiveAttributes(activation: relu ? .relu : nil),
                in: context,
                call: "convolution", propagation: dnnl_forward_inference)
        }
        guard let descriptor, descriptor.kernel.hasPrefix("jit"),
            descriptor.layout(dnnl_query_scratchpad_md).bytes == 0
        else { return nil }
        primitive = try Primitive(descriptor)
    }

    /// The multiplication of the matrices at these addresses.
    func call(
        _ x: UnsafeMutablePointer<Float>, weights: UnsafeMutablePointer<Float>,
        bias values: UnsafeMutablePointer<Float>? = nil, _ y: UnsafeMutablePointer<Float>,
        in context: DNNLContext
    ) throws(EngineError) -> PrimitiveCall {
        var arguments = [
            (DNNL_ARG_SRC, try MemoryView(source, at: x, in: context)),
            (DNNL_ARG_WEIGHTS, try MemoryView(weight, at: weights, in: context)),
            (DNNL_ARG_DST, try MemoryView(target, at: y, in: context)),
        ]
        if let bias, let values {
            arguments.append((DNNL_ARG_BIAS, try MemoryView(bias, at: values, in: context)))
        }
        return PrimitiveCall(primitive, arguments, in: context)
    }
}
