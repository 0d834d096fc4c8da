internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// Adds the backward passes of a node with weight and bias: by these where they train, by its input where that
    /// is wanted.
    /// - Parameters:
    ///   - weights: adds the pass by weight and bias.
    ///   - data: adds that by the input.
    func addWeightedGradient(
        at index: Int, weights: () throws(EngineError) -> Void,
        data: () throws(EngineError) -> Void
    ) throws(EngineError) {
        let node = fused.nodes[index]
        if node.trains.contains(true) { try weights() }
        if fused.nodes[node.inputs[0]].needsGradient { try data() }
    }

    /// Adds the pass by the weight and bias of a node. Every argument is brought into the layout that the kernel asks for.
    func addWeightGradient(
        _ node: FusedGraph.Node, _ incoming: Value, _ descriptor: PrimitiveDescriptor
    ) throws(EngineError) {
        let source = try converted(
            outputForBackward(node.inputs[0]), to: descriptor.layout(dnnl_query_src_md), node,
            .backwardWeights)
        let target = try converted(
            incoming, to: descriptor.layout(dnnl_query_diff_dst_md), node, .backwardWeights)
        let weight = value(descriptor.layout(dnnl_query_diff_weights_md))
        let bias = node.parameters.count > 1 ? value(try .plain([node.shape[1]])) : nil
        try call(
            descriptor, node, operation: node.operation.name, .backwardWeights,
            layouts:
                "\(source.layout.name), \(target.layout.name) -> \(weight.layout.weightName)",
            [
                (DNNL_ARG_SRC, source), (DNNL_ARG_DIFF_DST, target),
                (DNNL_ARG_DIFF_WEIGHTS, weight), (DNNL_ARG_DIFF_BIAS, bias),
            ])
        try setParameterGradient(node, 0, weight)
        if let bias { try setParameterGradient(node, 1, bias) }
    }

    /// Adds the pass by the input of a node with a weight.
    func addDataGradient(
        _ node: FusedGraph.Node, _ incoming: Value, _ descriptor: PrimitiveDescriptor
    ) throws(EngineError) {
        let weight = try converted(
            parameterValue(node, 0), to: descriptor.layout(dnnl_query_weights_md), node,
            .backwardData)
        let target = try converted(
            incoming, to: descriptor.layout(dnnl_query_diff_dst_md), node, .backwardData)
        let gradient = value(descriptor.layout(dnnl_query_diff_src_md))
        try call(
            descriptor, node, operation: node.operation.name, .backwardData,
            layouts:
                "\(weight.layout.weightName), \(target.layout.name) -> \(gradient.layout.name)",
            [
                (DNNL_ARG_WEIGHTS, weight), (DNNL_ARG_DIFF_DST, target),
                (DNNL_ARG_DIFF_SRC, gradient),
            ])
        gradients[node.inputs[0]].append(gradient)
    }
}
