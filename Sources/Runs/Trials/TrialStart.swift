import Datasets
import Inference
import Networks
import Studies
import Tensors
import Training
import Vocabulary

/// Where a trial starts: its network, laid out for the batches of a step, and the first value of
/// every parameter.
struct TrialStart {
    /// The whole network.
    let graph: Graph
    /// Its frozen and its trained part; nil where everything trains.
    let parts: GraphSplit?
    /// The checkpoint; nil for random initialisation.
    let weights: InitialWeights?
    /// Of the whole network, by name: the checkpoint's, or drawn from the seed.
    let parameters: [String: Tensor]
    /// Of the training split's images.
    let batches: EpochBatches

    /// - Throws: `DatasetError` without a training split, `ShapeError`, `UnsupportedSetting`.
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

    /// What trains.
    var trained: Graph { parts?.tail ?? graph }

    /// The parameters of the frozen part.
    var frozen: [String: Tensor] { parts?.backbone.values(parameters) ?? [:] }
}
