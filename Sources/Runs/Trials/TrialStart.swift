import Datasets
import Inference
import Networks
import Studies
import Tensors
import Training
import Vocabulary

/// The start of a trial: its network, laid out for a full minibatch, and the initial parameters.
struct TrialStart {
    /// The whole network.
    let graph: Graph
    /// The frozen and the trained part of the network; nil if all layers are trained.
    let parts: GraphSplit?
    /// The checkpoint; nil for random initialization.
    let weights: InitialWeights?
    /// The initial parameters of the whole network, by name: from the checkpoint, otherwise drawn
    /// from the seed.
    let parameters: [String: Tensor]
    /// The division of the training images into minibatches.
    let batches: EpochBatches

    /// Lays out the network and computes the initial parameters.
    /// - Throws: `DatasetError` without a training split, `ShapeError`, `UnsupportedSetting`,
    ///   `FileError`.
    init(
        _ settings: TrialSettings, _ data: TrialData, checkpoints: Checkpoints = Checkpoints()
    ) throws {
        guard let train = data.splits[.train] else {
            throw DatasetError.emptySplit(settings.dataset.path, split: .train)
        }
        let size = settings.stepImages(of: train.count)
        graph = try settings.graph(classes: data.dataset.classes.count, batch: size)
        parts = try settings.network.split(graph)
        batches = try settings.batches(graph, parts, examples: train.count)
        weights = try checkpoints.weights(of: settings, data, for: graph)
        parameters = try graph.start(weights, seed: settings.seed)
    }

    /// The part of the network that is trained.
    var trained: Graph { parts?.tail ?? graph }

    /// The parameters of the frozen part, by name.
    var frozen: [String: Tensor] { parts?.backbone.values(parameters) ?? [:] }
}
