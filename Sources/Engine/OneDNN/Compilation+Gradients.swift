internal import CDNNL
internal import Networks
import Networks
internal import Tensors

extension Compilation {
    /// The gradient with respect to the output of node `index`: the sum of the terms that its
    /// readers added; nil without terms.
    func incomingGradient(of index: Int) throws(EngineError) -> Value? {
        guard let first = gradients[index].first else { return nil }
        return try incomingGradients(of: index, in: first.layout, atMost: 1).first
    }

    /// The gradient with respect to the output of node `index` as a sum of at most `limit` tensors
    /// of one layout, which the caller may modify.
    func incomingGradients(of index: Int, in layout: Layout, atMost limit: Int)
        throws(EngineError) -> [Value]
    {
        let node = fused.nodes[index]
        var result: [Value] = []
        for gradient in gradients[index] {
            let gradient = try converted(gradient, to: layout, node, .backwardData)
            if result.count < limit {
                result.append(gradient)
            } else {
                addSum(
                    result[0], gradient, to: result[0], relu: false, node, "sum of gradients",
                    .backwardData)
            }
        }
        return result
    }

    /// Adds the sum of two tensors of one layout, followed by a ReLU if `relu` is true.
    func addSum(
        _ first: Value, _ second: Value, to target: Value, relu: Bool, _ node: FusedGraph.Node,
        _ operation: String, _ pass: Plan.Pass
    ) {
        let count = first.layout.elementCount
        let threads = options.threads
        call(
            node, operation: operation, pass, layouts: first.layout.name, [first, second, target]
        ) { binding in
            let (a, b, y) = (
                binding.tensor(first), binding.tensor(second), binding.tensor(target)
            )
            return { SumKernel.run(a, b, y, count: count, relu: relu, threads: threads) }
        }
    }
}
