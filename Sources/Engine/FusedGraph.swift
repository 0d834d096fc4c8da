import Networks
import Tensors

/// A graph after the rewrites that hold on every device: rectifications join the convolution or linear layer
/// before them, and dropout is gone from inference.
struct FusedGraph {
    struct Node {
        let name: String
        let operation: Operation
        /// The output passes through a ReLU.
        var relu: Bool
        let inputs: [Int]
        /// Indices into the graph's parameters.
        let parameters: [Int]
        let shape: Shape
        /// Whether the gradient by this node's output is wanted.
        var needsGradient = false
        /// Which parameters train, like `parameters`.
        var trains: [Bool] = []

        var label: String { operation.name + (relu ? " + relu" : "") }
    }

    private(set) var nodes: [Node] = []

    init(_ graph: Graph, _ options: CompileOptions) {
        let training = options.isTraining
        var readers = [Int](repeating: 0, count: graph.nodes.count)
        for node in graph.nodes { for input in node.inputs { readers[input] += 1 } }
        var place = [Int](repeating: 0, count: graph.nodes.count)
        for (index, node) in graph.nodes.enumerated() {
            let inputs = node.inputs.map { place[$0] }
            if case .dropout = node.operation, !training {
                place[index] = inputs[0]
                continue
            }
            if case .relu = node.operation, readers[node.inputs[0]] == 1,
                nodes[inputs[0]].takesReLU
            {
                nodes[inputs[0]].relu = true
                place[index] = inputs[0]
                continue
            }
            let trains = node.parameters.map {
                options.trainable?.contains(graph.parameters[$0].name) ?? true
            }
            nodes.append(
                Node(
                    name: node.name, operation: node.operation, relu: false, inputs: inputs,
                    parameters: node.parameters, shape: node.shape,
                    needsGradient: training
                        && (index == 0 && options.inputGradient || trains.contains(true)
                            || inputs.contains { nodes[$0].needsGradient }),
                    trains: trains))
            place[index] = nodes.count - 1
        }
    }
}

extension FusedGraph.Node {
    fileprivate var takesReLU: Bool {
        switch operation {
        case .convolution, .linear: !relu
        default: false
        }
    }
}
