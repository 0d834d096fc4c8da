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
    /// - Returns: the network, and the folder of its trial; nil for a network that is not one.
    /// - Throws: `PredictionError` and the other errors of `Predictor`.
    func load(
        precision: PrecisionSetting?, limits: ServerLimits, note: (String) -> Void
    ) throws -> (model: ServedModel, trial: String?) {
        let source = try source(note: note)
        let trained = try network(source)
        let predictor = try Predictor(trained, on: chosenDevice(), precision: precision)
        if let text = trained.note(on: predictor.precision) { note(text) }
        for text in trained.notes { note("note: \(text)") }
        let transform = trained.description.transform
        switch source {
        case .trial(let folder, let model):
            let card = try ModelCard(
                trial: folder, model: model.map { ($0.name, $0.version) }, transform: transform)
            return (ServedModel(predictor, card: card, limits: limits), folder)
        case .weights(let path, let kind):
            let card = ModelCard(
                network: kind, weights: path, digest: try openWeights(path: path).digest,
                classes: predictor.classes, transform: transform,
                normalization: trained.description.normalization,
                positiveClass: trained.positiveClass)
            return (ServedModel(predictor, card: card, limits: limits), nil)
        }
    }
}
