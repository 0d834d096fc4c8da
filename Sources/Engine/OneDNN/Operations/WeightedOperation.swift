internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A convolution or linear layer: an operation with a weight, perhaps a bias, and perhaps a ReLU in
/// its kernel.
protocol WeightedOperation: ParameterizedOperation {
    /// Set by the forward pass.
    var weight: CompiledParameter? { get }
    /// Set by the forward pass; nil: there is none.
    var bias: CompiledParameter? { get }
    /// Whether the incoming gradient is masked by the ReLU already: a max pooling that alone reads
    /// the output does so in its backward pass.
    var isGradientMasked: Bool { get set }
}

extension WeightedOperation {
    /// The gradient with respect to what the node computes before its ReLU.
    func masked(_ incoming: Value) throws(EngineError) -> Value {
        isGradientMasked ? incoming : try maskedByFusedReLU(incoming)
    }

    var placedWeight: CompiledParameter {
        guard let weight else {
            preconditionFailure("the weight of \(node.name) is read before it is placed")
        }
        return weight
    }

    /// Adds the backward passes: with respect to weight and bias if one of them trains, with
    /// respect to the input if that gradient is needed.
    func addGradients(
        weights: () throws(EngineError) -> Void, data: () throws(EngineError) -> Void
    ) throws(EngineError) {
        if node.trains.contains(true) { try weights() }
        if needsInputGradient { try data() }
    }

    /// Adds the pass with respect to weight and bias by a oneDNN kernel. Every argument is brought
    /// into the layout that the kernel asks for.
    func addWeightGradient(_ incoming: Value, _ descriptor: PrimitiveDescriptor)
        throws(EngineError)
    {
        let source = try converted(
            inputForBackward(0), to: descriptor.layout(dnnl_query_src_md), .backwardWeights)
        let target = try converted(
            incoming, to: descriptor.layout(dnnl_query_diff_dst_md), .backwardWeights)
        let weight = value(descriptor.layout(dnnl_query_diff_weights_md))
        let bias = self.bias == nil ? nil : value(try .plain([node.shape[1]]))
        try call(
            descriptor, operation: node.operation.name, .backwardWeights,
            layouts: "\(source.layout.name), \(target.layout.name) -> \(weight.layout.weightName)",
            [
                (DNNL_ARG_SRC, source), (DNNL_ARG_DIFF_DST, target),
                (DNNL_ARG_DIFF_WEIGHTS, weight), (DNNL_ARG_DIFF_BIAS, bias),
            ])
        try setGradient(of: placedWeight, weight)
        if let bias, let parameter = self.bias { try setGradient(of: parameter, bias) }
    }

    /// Adds the pass with respect to the input by a oneDNN kernel.
    func addDataGradient(_ incoming: Value, _ descriptor: PrimitiveDescriptor)
        throws(EngineError)
    {
        let weight = try converted(
            placedWeight.value, to: descriptor.layout(dnnl_query_weights_md), .backwardData)
        let target = try converted(
            incoming, to: descriptor.layout(dnnl_query_diff_dst_md), .backwardData)
        let gradient = value(descriptor.layout(dnnl_query_diff_src_md))
        try call(
            descriptor, operation: node.operation.name, .backwardData,
            layouts:
                "\(weight.layout.weightName), \(target.layout.name) -> \(gradient.layout.name)",
            [
                (DNNL_ARG_WEIGHTS, weight), (DNNL_ARG_DIFF_DST, target),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        addInputGradient(gradient)
    }
}
