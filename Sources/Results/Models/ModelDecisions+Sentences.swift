import Evaluation
import Foundation
import Vocabulary

extension ModelDecisions {
    /// A sentence for each decision, for messages and model cards.
    /// - Parameter positive: the name of the positive class; nil without one.
    package func sentences(positive: String?) -> [String] {
        [
            augmentationSentence, calibrationSentence, thresholdSentence(positive),
            abstentionSentence, labelCalibrationSentence, labelThresholdSentence,
            outOfFoldSentence,
        ]
        .compactMap { $0 }
    }

    /// The transformed images of test-time augmentation; nil without one.
    package var augmentationSentence: String? {
        guard !augmentation.isEmpty else { return nil }
        let names = augmentation.map(\.rawValue).joined(separator: ", ")
        return "Test-time augmentation: the mean of the image and of \(names)."
    }

    /// The calibration; nil without one.
    package var calibrationSentence: String? {
        guard let calibration else { return nil }
        return "Probabilities are calibrated: \(Self.text(of: calibration.map)), fitted to "
            + "\(calibration.images) validation images."
    }

    /// The method of a calibration, with its temperature.
    static func text(of map: CalibrationMap) -> String {
        switch map {
        case .temperature(let map): "temperature \(text(map.temperature))"
        case .platt: "Platt scaling"
        case .isotonic: "isotonic regression"
        }
    }

    /// The decision threshold; nil without one.
    package func thresholdSentence(_ positive: String?) -> String? {
        guard let threshold, let positive else { return nil }
        let rule =
            threshold.images.map { "\(threshold.rule), from \($0) validation images" } ?? "given"
        return "\(positive) is predicted from a probability of \(Self.text(threshold.value)) on "
            + "(\(rule))."
    }

    /// The rule of abstention; nil without one.
    package var abstentionSentence: String? {
        guard let abstention else { return nil }
        return "No prediction is made below a certainty of \(Self.text(abstention.certainty)), as "
            + "for \(Self.text(100 * abstention.fraction))% of \(abstention.images) validation "
            + "images."
    }

    /// The caution on decisions from out-of-fold predictions; nil for others.
    package var outOfFoldSentence: String? { areOutOfFold ? Self.outOfFoldCaution : nil }

    /// The caution on decisions from out-of-fold predictions.
    package static let outOfFoldCaution =
        "These decisions come from out-of-fold predictions, each of one network for images that it "
        + "was not trained on. The mean of all networks is less extreme, so that the intended "
        + "sensitivity or specificity and the calibration may not be met."

    static func text(_ value: Double) -> String { String(format: "%.3g", value) }
}
