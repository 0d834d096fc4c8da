import Networks
import Tensors

/// A graph whose operations are fused as kernels compute them together:
///
/// - a ReLU joins the convolution, linear layer, batch norm or sum before it;
/// - a sum joins the batch norm (in inference: the convolution) that computes one of its terms;
/// - a batch norm of concatenated channels reads the parts, so that nothing is copied;
/// - an average pooling moves before a 1x1 convolution, with which it commutes, so that the
///   convolution has fewer pixels;
/// - in inference a batch norm joins the convolution before it, and dropout is removed.
///
/// The reference device does not use it: it interprets the plain `Graph`.
struct FusedGraph {
    struct Node {
        let name: String
        let operation: Operation
        /// The nodes whose outputs it reads: one; two for a sum; for a batch norm the parts whose
        /// channels are concatenated.
        var inputs: [Int]
        /// Indices into the graph's parameters.
        let parameters: [Int]
        let shape: Shape
        /// Inference: the parameters and settings of the batch norm that is part of the
        /// convolution.
        var norm: (parameters: [Int], settings: BatchNorm)?
        /// The node whose output is added before the ReLU.
        var addend: Int?
        /// The output passes through a ReLU.
        var relu = false
        /// Whether the gradient with respect to this node's output is needed.
        var needsGradient = false
        /// Which parameters train, like `parameters`.
        var trains: [Bool] = []

        /// All nodes that it reads.
        var reads: [Int] { inputs + (addend.map { [$0] } ?? []) }

        var label: String {
            operation.name + (norm == nil ? "" : " + batch norm") + (addend == nil ? "" : " + add")
                + (relu ? " + relu" : "")
        }
    }

    private(set) var nodes: [Node] = []
    /// The nodes that read each node, in order; a node that reads another twice is named twice.
    private(set) var readers: [[Int]] = []

    /// - Parameter fault: a mistake to make on purpose.
    /// - Throws: `EngineError` where no node allows the mistake.
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

/// Turns the nodes of a graph into fused ones, in order.
private struct Fusion {
    private let graph: Graph
    private let isTraining: Bool
    private let readerCounts: [Int]
    private(set) var nodes: [FusedGraph.Node] = []
    /// The fused nodes that stand for each node of the graph: several for channels that are not
    /// joined.
    private var places: [[Int]] = []

    init(_ graph: Graph, isTraining: Bool) {
        self.graph = graph
        self.isTraining = isTraining
        var counts = [Int](repeating: 0, count: graph.nodes.count)
        for node in graph.nodes { for input in node.inputs { counts[input] += 1 } }
        readerCounts = counts
    }

    mutating func add(_ index: Int) {
        let node = graph.nodes[index]
        let inputs = node.inputs.flatMap { places[$0] }
        places.append(place(node, index, inputs))
    }

    private mutating func place(_ node: Graph.Node, _ index: Int, _ inputs: [Int]) -> [Int] {
        switch node.operation {
        case .dropout where !isTraining: return inputs
        case .concatenate where isReadByBatchNormAlone(index): return inputs
        case .relu where isOnlyReader(node.inputs[0]) && nodes[inputs[0]].takesReLU:
            nodes[inputs[0]].relu = true
            return inputs
        case .batchNorm(let settings)
        where !isTraining && inputs.count == 1 && isOnlyReader(node.inputs[0])
            && nodes[inputs[0]].takesNorm:
            nodes[inputs[0]].norm = (node.parameters, settings)
            return inputs
        case .add:
            // The later of the two: the other one is known by then.
            let (first, second) = inputs[0] < inputs[1] ? (0, 1) : (1, 0)
            let target = inputs[second]
            if inputs[0] != inputs[1], isOnlyReader(node.inputs[second]), takesAddend(target) {
                nodes[target].addend = inputs[first]
                return [target]
            }
        case .averagePool(let window)
        where window.padding == 0 && isOnlyReader(node.inputs[0])
            && nodes[inputs[0]].isPixelwise:
            return [pool(node, before: inputs[0])]
        default: break
        }
        nodes.append(
            FusedGraph.Node(
                name: node.name, operation: node.operation, inputs: inputs,
                parameters: node.parameters, shape: node.shape))
        return [nodes.count - 1]
    }

    /// Puts a pooling in the place of the convolution that it reads, and that behind it.
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

    private func takesAddend(_ index: Int) -> Bool {
        let node = nodes[index]
        guard node.addend == nil, !node.relu else { return false }
        switch node.operation {
        case .batchNorm: return isTraining
        case .convolution: return !isTraining
        default: return false
        }
    }
}

extension FusedGraph.Node {
    fileprivate var takesReLU: Bool {
        switch operation {
        case .convolution, .linear, .batchNorm, .add: !relu
        default: false
        }
    }

    fileprivate var takesNorm: Bool {
        guard case .convolution = operation else { return false }
        return norm == nil && !relu && addend == nil
    }

    /// Whether it is a 1x1 convolution with nothing fused to it.
    fileprivate var isPixelwise: Bool {
        guard case .convolution(let window) = operation else { return false }
        return window == Window(size: 1) && norm == nil && !relu && addend == nil
    }
}
