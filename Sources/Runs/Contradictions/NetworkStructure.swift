import Networks
import Studies
import Tensors

/// The structure of a trial's network and its frozen part. It is equal for different settings that
/// describe the same network.
///
/// Dropout in a part that stays frozen has no effect, so it is left out.
struct NetworkStructure: Hashable {
    private struct Node: Hashable {
        let name: String
        let operation: Operation
        let inputs: [Int]
        let parameters: [Parameter]
        let shape: Shape
    }

    private let nodes: [Node]
    /// The number of frozen nodes, which come first.
    private let frozen: Int
    /// The epoch at which they train too.
    private let unfreezeEpoch: Int?
    /// True if layers of the backbone are trained, so that its learning rate has an effect.
    let trainsBackbone: Bool

    /// True if a part of the network is frozen in the first epoch.
    var isFrozen: Bool { frozen > 0 }

    /// Lays out the network for one image.
    /// - Throws: `UnsupportedSetting`, `ShapeError`.
    init(_ settings: TrialSettings, classes: Int) throws {
        let graph = try settings.graph(classes: classes, batch: 1)
        let parts = try settings.network.split(graph)
        let frozen = parts?.backbone.nodes.count ?? 0
        let unfreezeEpoch = parts == nil ? nil : settings.network.unfreezeEpoch
        var nodes: [Node] = []
        // The index in `nodes` of each node of the graph.
        var indices: [Int] = []
        for (index, node) in graph.nodes.enumerated() {
            if index < frozen, unfreezeEpoch == nil, node.operation.isRandom {
                indices.append(indices[node.inputs[0]])
                continue
            }
            indices.append(nodes.count)
            nodes.append(
                Node(
                    name: node.name, operation: node.operation,
                    inputs: node.inputs.map { indices[$0] },
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
