internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// A convolution or linear layer: an operation with a weight, an optional bias and an optional
/// fused ReLU.
protocol WeightedOperation: ParameterizedOperation {
    /// The weight, set by the forward pass.
    var weight: CompiledParameter? { get }
    /// The bias, set by the forward pass; nil: there is none.
    var bias: CompiledParameter? { get }
    /// True if the incoming gradient is already masked by the ReLU: a max pooling that is the only
    /// reader of the output does this in its backward pass.
    var isGradientMasked: Bool { get set }
}

extension WeightedOperation {
    /// The gradient with respect to the value before the fused ReLU.
    func masked(_ incoming: Value) throws(EngineError) -> Value {
        isGradientMasked ? incoming : try maskedByFusedReLU(incoming)
    }

    var compiledWeight: CompiledParameter {
        guard let weight else {
            preconditionFailure("the weight of \(node.name) is read before it is added")
        }
        return weight
    }

    /// Adds the weight for a kernel that reads it in `layout`.
    ///
    /// A weight that the kernel reads as bfloat16 is a copy of the network's, of 32-bit floats: in
    /// training it is made in each step, in inference when the weights change.
    /// - Parameter gradient: returns the layout of the gradient with respect to the weight.
    /// - Returns: the network's weight, and the tensor that the kernel reads.
    func addWeight(
        _ layout: Layout, gradient: () throws(EngineError) -> Layout
    ) throws(EngineError) -> (weight: CompiledParameter, read: Value) {
        if layout.elementType == .float32 {
            let weight = try addParameter(0, layout)
            return (weight, weight.value)
        }
        let parameter = graph.parameters[node.parameters[0]]
        guard isTraining else {
            let weight = try addParameter(0, store.sharedLayout(of: parameter))
            let converted = try ConvertedWeights(weight.entry, to: layout)
            store.add(converted)
            return (weight, value(layout, pinnedAt: converted.memory.pointer))
        }
        let weight = try addParameter(0, node.trains[0] ? gradient() : .plain(layout.shape))
        return (weight, try self.converted(weight.value, to: layout, .forward))
    }

    /// Adds the backward passes: with respect to weight and bias if one of them trains, with
    /// respect to the input if that gradient is needed.
    func addGradients(
        weights: () throws(EngineError) -> Void, data: () throws(EngineError) -> Void
    ) throws(EngineError) {
        if node.trains.contains(true) { try weights() }
        if needsInputGradient { try data() }
    }

    /// Adds the pass with respect to weight and bias by a oneDNN kernel. Every argument is
    /// converted to the layout that the kernel requires.
    /// - Parameter network: converts the gradient with respect to the weight that the kernel reads
    ///   to one with respect to the network's weight.
    func addWeightGradient(
        _ incoming: Value, _ descriptor: PrimitiveDescriptor,
        network: (Value) throws(EngineError) -> Value = { $0 }
    ) throws(EngineError) {
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
        try setGradient(of: compiledWeight, network(weight))
        if let bias, let parameter = self.bias { try setGradient(of: parameter, bias) }
    }

    /// Adds the pass with respect to the input by a oneDNN kernel.
    /// - Parameter weight: the weight; nil: the network's.
    func addDataGradient(
        _ incoming: Value, weight: Value? = nil, _ descriptor: PrimitiveDescriptor
    ) throws(EngineError) {
        let weight = try converted(
            weight ?? compiledWeight.value, to: descriptor.layout(dnnl_query_weights_md),
            .backwardData)
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
        addInputGradient(try rounded(gradient, .backwardData))
    }
}
