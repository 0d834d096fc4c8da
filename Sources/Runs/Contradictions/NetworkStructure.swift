import Networks
import Studies
import Tensors

/// What a trial's network computes and which part of it trains: equal where different settings make
/// the same network.
///
/// Dropout in a part that stays frozen does nothing, so it is no part of it.
struct NetworkStructure: Hashable {
    private struct Node: Hashable {
        let name: String
        let operation: Operation
        let inputs: [Int]
        let parameters: [Parameter]
        let shape: Shape
    }

    private let nodes: [Node]
    /// The number of frozen nodes, which are the first ones.
    private let frozen: Int
    /// The epoch at which they train too.
    private let unfreezeEpoch: Int?
    /// Whether layers train that have the backbone's rate.
    let trainsBackbone: Bool

    /// Whether a part of the network is frozen at first.
    var isFrozen: Bool { frozen > 0 }

    /// - Throws: `UnsupportedSetting`, `ShapeError`.
    init(_ settings: TrialSettings, classes: Int) throws {
        let graph = try settings.graph(classes: classes, batch: 1)
        let parts = try settings.network.split(graph)
        let frozen = parts?.backbone.nodes.count ?? 0
        let unfreezeEpoch = parts == nil ? nil : settings.network.unfreezeEpoch
        var nodes: [Node] = []
        // Where each of the graph's nodes is among these.
        var places: [Int] = []
        for (index, node) in graph.nodes.enumerated() {
            if index < frozen, unfreezeEpoch == nil, case .dropout = node.operation {
                places.append(places[node.inputs[0]])
                continue
            }
            places.append(nodes.count)
            nodes.append(
                Node(
                    name: node.name, operation: node.operation,
                    inputs: node.inputs.map { places[$0] },
                    parameters: node.parameters.map { graph.parameters[$0] }, shape: node.shape))
        }
        self.nodes = nodes
        self.frozen = frozen - (graph.nodes.count - nodes.count)
        let trained = unfreezeEpoch == nil ? parts?.tail ?? graph : graph
        let backbone = trained.backbone
        trainsBackbone = trained.parameters.contains {
            $0.role == .weight && backbone.contains($0.name)
        }
        self.unfreezeEpoch = unfreezeEpoch
    }
}
