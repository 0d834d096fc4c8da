import Analysis
import Evaluation
import Foundation
import Inference
import JSON
import Results
import Vocabulary

/// The card of a model whose images can have several labels.
extension ModelCard {
    /// The number of entries, images times labels times resamplings, that the intervals of a card
    /// may compute; a server is not to wait for them.
    private static let mostEntries = 20_000_000

    /// The metrics on the test images, and the numbers of these images and of their patients.
    struct LabelTest {
        let metrics: [MetricValue]
        let images: Int
        /// nil if patients are unknown or have one image each.
        let patients: Int?

        /// - Returns: nil without test images.
        /// - Throws: `PredictionError`, `EvaluationError`, errors of files.
        init?(_ model: TrainedModel) throws {
            // Predictions of augmented images are not stored.
            guard model.decisions.augmentation.isEmpty,
                let stored = try model.storedLabelPredictions(of: .test)
            else { return nil }
            let predictions = try WeightedLabelPredictions(
                model.decisions.calibrated(stored).predictions
            ).decided(at: model.decisions.thresholds(ofLabels: stored.labels.count))
            images = predictions.count
            let clusters = stored.clusters.flatMap { Set($0).count < stored.files.count ? $0 : nil }
            patients = clusters.map { Set($0).count }
            metrics = Self.metrics(predictions, stored.labels, clusters)
        }

        private static func metrics(
            _ predictions: WeightedLabelPredictions, _ labels: [String], _ clusters: [Int]?
        ) -> [MetricValue] {
            let all: [any Metric] = [
                AreaUnderROC(), AveragePrecision(), Sensitivity(), Specificity(),
            ]
            var names: [(name: String, title: String, isFraction: Bool)] = all.map {
                ("\($0.name)_macro", "\($0.title), mean over labels", $0.isFraction)
            }
            names += [
                ("exact_match", "All labels correct", true),
                ("hamming_loss", "Incorrect labels (Hamming loss)", true),
            ]
            names += labels.map { ("auroc: \($0)", "AUROC of \($0)", false) }
            func values(_ sample: WeightedLabelPredictions) -> [Double?] {
                all.map(sample.macro) + [sample.exactMatch, sample.hammingLoss]
                    + labels.indices.map { sample.value(AreaUnderROC(), of: $0) }
            }
            let entries = max(1, predictions.count * labels.count)
            let bootstrap = Bootstrap(
                images: predictions.count,
                replicates: min(2000, max(200, ModelCard.mostEntries / entries)), clusters: clusters
            )
            let intervals = bootstrap.intervals { values(predictions.weighted(by: $0)) }
            return zip(names, zip(values(predictions), intervals)).compactMap { name, figure in
                figure.0.map {
                    MetricValue(
                        name: name.name, title: name.title, isFraction: name.isFraction,
                        figure: .init(value: $0, interval: ModelEvaluation.wide(figure.1)))
                }
            }
        }
    }

    /// The properties of the decisions for each label.
    static func labelDecisions(_ decisions: ModelDecisions, _ labels: [String]) -> [Property] {
        let thresholds = zip(labels, decisions.thresholds(ofLabels: labels.count))
        let usual = String(format: "%g", LabelDecision.usualThreshold)
        var properties: [Property] = []
        if let text = decisions.augmentationSentence {
            properties.append(
                Property(
                    name: "tta", title: "Augmentation", value: text, json: decisions.json["tta"]))
        }
        if let text = decisions.labelCalibrationSentence {
            let maps = (decisions.json["labels"]?.elements ?? []).compactMap { label in
                label["label"]?.text.flatMap { name in
                    label["calibration"].map { JSONValue.Member(name, $0) }
                }
            }
            properties.append(
                Property(
                    name: "calibration", title: "Calibration", value: text, json: .object(maps)))
        }
        properties.append(
            Property(
                name: "thresholds", title: "Thresholds",
                value: decisions.labelThresholdSentence
                    ?? "\(usual): a label is predicted from this probability on",
                json: .object(thresholds.map { JSONValue.Member($0, .number($1)) })))
        return properties
    }
}
