import Networks
import Tensors

/// A graph with fused operations, each of which one kernel computes:
///
/// - a ReLU is fused to the convolution, linear layer, batch norm or sum before it; another
///   activation to the batch norm before it, and in inference to the convolution;
/// - a sum is fused to the batch norm (in inference: the convolution) that computes one of its
///   terms;
/// - a batch norm of concatenated channels reads the parts, so that they are not copied;
/// - an average pooling is moved before a 1x1 convolution, with which it commutes, so that the
///   convolution processes fewer pixels;
/// - in inference a batch norm is fused to the convolution before it, and dropout and stochastic
///   depth are removed.
///
/// The reference device interprets the plain `Graph` instead.
struct FusedGraph {
    struct Node {
        let name: String
        let operation: Operation
        /// The nodes whose outputs the operation reads: one; two for a sum; for a batch norm, the
        /// parts whose channels are concatenated.
        var inputs: [Int]
        /// Indices into the graph's parameters.
        let parameters: [Int]
        let shape: Shape
        /// In inference, the parameters and settings of the batch norm that is fused to the
        /// convolution.
        var norm: (parameters: [Int], settings: BatchNorm)?
        /// The node whose output is added before the activation.
        var addend: Int?
        /// The activation through which the output passes.
        var activation: Activation?
        /// True if the gradient with respect to the output is needed.
        var needsGradient = false
        /// For each element of `parameters`, true if the parameter trains.
        var trains: [Bool] = []

        /// True if the output passes through a ReLU.
        var relu: Bool { activation == .relu }

        /// All nodes whose outputs the operation reads, including the addend.
        var reads: [Int] { inputs + (addend.map { [$0] } ?? []) }

        var label: String {
            operation.name + (norm == nil ? "" : " + batch norm") + (addend == nil ? "" : " + add")
                + (activation.map { " + \($0.rawValue)" } ?? "")
        }
    }

    private(set) var nodes: [Node] = []
    /// The nodes that read each node, in order; a node that reads another one twice occurs twice.
    private(set) var readers: [[Int]] = []

    /// - Parameter fault: an intentional mistake, for tests.
    /// - Throws: `EngineError` if no node allows the mistake.
    init(_ graph: Graph, _ options: CompileOptions, fault: FusionFault? = nil) throws(EngineError) {
        var fusion = Fusion(graph, isTraining: options.isTraining)
        for index in graph.nodes.indices { fusion.add(index) }
        nodes = fusion.nodes
        if let fault { try fault.apply(to: &nodes) }
        readers = Array(repeating: [], count: nodes.count)
        for index in nodes.indices {
            for input in nodes[index].reads { readers[input].append(index) }
            nodes[index].trains = nodes[index].parameters.map {
                graph.parameters[$0].role == .weight
                    && options.trainable?.contains(graph.parameters[$0].name) ?? true
            }
            nodes[index].needsGradient =
                options.isTraining
                && (index == 0 && options.inputGradient || nodes[index].trains.contains(true)
                    || nodes[index].reads.contains { nodes[$0].needsGradient })
        }
    }
}

/// Converts the nodes of a graph into fused nodes, in order.
private struct Fusion {
    private let graph: Graph
    private let isTraining: Bool
    private let readerCounts: [Int]
    private(set) var nodes: [FusedGraph.Node] = []
    /// The fused nodes for each node of the graph; several for a concatenation that is not
    /// executed.
    private var fusedNodes: [[Int]] = []

    init(_ graph: Graph, isTraining: Bool) {
        self.graph = graph
        self.isTraining = isTraining
        var counts = [Int](repeating: 0, count: graph.nodes.count)
        for node in graph.nodes { for input in node.inputs { counts[input] += 1 } }
        readerCounts = counts
    }

    mutating func add(_ index: Int) {
        let node = graph.nodes[index]
        let inputs = node.inputs.flatMap { fusedNodes[$0] }
        fusedNodes.append(fuse(node, index, inputs))
    }

    private mutating func fuse(_ node: Graph.Node, _ index: Int, _ inputs: [Int]) -> [Int] {
        switch node.operation {
        case .dropout where !isTraining, .stochasticDepth where !isTraining: return inputs
        case .concatenate where isReadByBatchNormAlone(index): return inputs
        case .activation(let activation)
        where isOnlyReader(node.inputs[0]) && takesActivation(inputs[0], activation):
            nodes[inputs[0]].activation = activation
            return inputs
        case .batchNorm(let settings)
        where !isTraining && inputs.count == 1 && isOnlyReader(node.inputs[0])
            && nodes[inputs[0]].takesNorm:
            nodes[inputs[0]].norm = (node.parameters, settings)
            return inputs
        case .add:
            // The later of the two nodes is the target, since the earlier one is already computed
            // then.
            let (first, second) = inputs[0] < inputs[1] ? (0, 1) : (1, 0)
            let target = inputs[second]
            if inputs[0] != inputs[1], isOnlyReader(node.inputs[second]), takesAddend(target) {
                nodes[target].addend = inputs[first]
                return [target]
            }
        case .averagePool(let window)
        where window.padding == 0 && !window.coversEnd && isOnlyReader(node.inputs[0])
            && nodes[inputs[0]].isPointwise:
            return [pool(node, before: inputs[0])]
        default: break
        }
        nodes.append(
            FusedGraph.Node(
                name: node.name, operation: node.operation, inputs: inputs,
                parameters: node.parameters, shape: node.shape))
        return [nodes.count - 1]
    }

    /// Replaces a convolution by the pooling that reads it, and adds the convolution after the
    /// pooling.
    private mutating func pool(_ node: Graph.Node, before index: Int) -> Int {
        let convolution = nodes[index]
        let source = nodes[convolution.inputs[0]].shape
        nodes[index] = FusedGraph.Node(
            name: node.name, operation: node.operation, inputs: convolution.inputs, parameters: [],
            shape: [source[0], source[1], node.shape[2], node.shape[3]])
        nodes.append(
            FusedGraph.Node(
                name: convolution.name, operation: convolution.operation, inputs: [index],
                parameters: convolution.parameters, shape: node.shape))
        return nodes.count - 1
    }

    private func isOnlyReader(_ index: Int) -> Bool { readerCounts[index] == 1 }

    private func isReadByBatchNormAlone(_ index: Int) -> Bool {
        guard readerCounts[index] == 1,
            let reader = graph.nodes.first(where: { $0.inputs.contains(index) }),
            case .batchNorm = reader.operation
        else { return false }
        return true
    }

    /// True if the kernels of the node can apply the activation to their result. The backward pass
    /// of a batch norm recomputes the value before the activation; other nodes only keep the value
    /// after it, which is enough for the gradient of a ReLU.
    private func takesActivation(_ index: Int, _ activation: Activation) -> Bool {
        let node = nodes[index]
        guard node.activation == nil else { return false }
        switch node.operation {
        case .convolution: return activation == .relu || !isTraining
        case .linear, .add: return activation == .relu
        // Zeros in the padding of blocked layouts must stay zeros.
        case .batchNorm: return activation == .relu || node.addend == nil && activation.keepsZero
        default: return false
        }
    }

    private func takesAddend(_ index: Int) -> Bool {
        let node = nodes[index]
        guard node.addend == nil, node.activation == nil else { return false }
        switch node.operation {
        case .batchNorm: return isTraining
        case .convolution: return !isTraining
        default: return false
        }
    }
}

extension FusedGraph.Node {
    fileprivate var takesNorm: Bool {
        guard case .convolution = operation else { return false }
        return norm == nil && activation == nil && addend == nil
    }

    /// True for a 1x1 convolution without fused operations.
    fileprivate var isPointwise: Bool {
        guard case .convolution(let window) = operation else { return false }
        return window == Window(size: 1) && norm == nil && activation == nil && addend == nil
    }
}
