import Inference
import Options
import Vocabulary
import Web
import Weights

extension NetworkOptions {
    /// Loads and compiles the network, and makes its model card.
    /// - Parameters:
    ///   - precision: the number format; nil: that of the training if the processor supports it.
    ///   - note: called with messages for the user.
    /// - Throws: `PredictionError` and the other errors of `Predictor`.
    func load(
        precision: PrecisionSetting?, limits: ServerLimits, note: (String) -> Void
    ) throws -> ServedModel {
        let source = try source(note: note)
        let trained = try network(source)
        let predictor = try Predictor(trained, on: chosenDevice(), precision: precision)
        if let text = trained.note(on: predictor.precision) { note(text) }
        let card: ModelCard
        switch source {
        case .trial(let folder, let model): card = try ModelCard(trial: folder, model: model)
        case .weights(let path, let kind):
            card = ModelCard(
                network: kind, weights: path, digest: try openWeights(path: path).digest,
                classes: predictor.classes,
                normalization: trained.description.normalization)
        }
        return ServedModel(predictor, card: card, limits: limits)
    }
}
