import Inference
import Options
import Results
import Vocabulary
import Web
import Weights

extension NetworkOptions {
    /// Loads and compiles the model, and makes its card.
    /// - Parameters:
    ///   - decisions: the decisions to make from validation predictions.
    ///   - precision: the number format; nil: that of the training if the processor supports it.
    ///   - note: called with messages for the user.
    /// - Returns: the model, and the folder of its first trial; nil for a network that is none.
    /// - Throws: `PredictionError` and the other errors of `Predictor`.
    func load(
        _ decisions: DecisionOptions, precision: PrecisionSetting?, limits: ServerLimits,
        note: (String) -> Void
    ) throws -> (model: ServedModel, trial: String?) {
        let source = try source(note: note)
        let model = try model(source).decided(
            by: decisions.settings, on: chosenDevice(), precision: precision, data: decisions.data)
        let predictor = try Predictor(model, on: chosenDevice(), precision: precision)
        for text in model.decisions.sentences(positive: model.positiveClass) { note(text) }
        if let text = model.note(on: predictor.precision) { note(text) }
        for text in model.notes { note("note: \(text)") }
        switch source {
        case .trials(let folders, let registered):
            let card = try ModelCard(
                model, registered: registered.map { ($0.name, $0.version) })
            return (ServedModel(predictor, card: card, limits: limits), folders[0])
        case .weights(let path, let kind):
            let description = model.members[0].description
            let card = ModelCard(
                network: kind, weights: path, digest: try openWeights(path: path).digest,
                classes: predictor.classes, transform: description.transform,
                normalization: description.normalization, positiveClass: model.positiveClass,
                isMultilabel: model.isMultilabel, decisions: model.decisions)
            return (ServedModel(predictor, card: card, limits: limits), nil)
        }
    }
}
