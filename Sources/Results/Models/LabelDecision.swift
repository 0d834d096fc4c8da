import Evaluation
import JSON

/// The decisions of a model for one label, if images can have several labels. They are made from
/// the validation images for which the label is not ignored.
package struct LabelDecision: Sendable, Hashable {
    /// The probability from which a label without a threshold is predicted.
    package static let usualThreshold = 0.5
    /// The classes of a label: negative is 0 and positive is 1.
    private static let positive = 1

    /// The name of the label.
    package var label: String
    /// The calibration of its probability, a map of two classes; nil: the probability is that of
    /// the networks.
    package var calibration: ModelDecisions.Calibration?
    /// The probability from which it is predicted; nil: 0.5.
    package var threshold: ModelDecisions.Threshold?

    /// Creates the decisions for a label.
    package init(
        label: String, calibration: ModelDecisions.Calibration? = nil,
        threshold: ModelDecisions.Threshold? = nil
    ) {
        self.label = label
        self.calibration = calibration
        self.threshold = threshold
    }

    /// The calibrated probability of the label.
    package func calibrated(_ probability: Double) -> Double {
        guard let calibration else { return probability }
        return calibration.map.apply(to: [1 - probability, probability], classes: 2)[Self.positive]
    }

    /// The probability from which the label is predicted.
    package var thresholdValue: Double { threshold?.value ?? Self.usualThreshold }

    /// The reason why the decisions cannot be those of a label; nil if they can.
    var contradiction: String? {
        let positive: Int? =
            switch calibration?.map {
            case .platt(let map)?: map.positive
            case .isotonic(let map)?: map.positive
            case .temperature?, nil: nil
            }
        guard positive == nil || positive == Self.positive else {
            return "the calibration of the label \(label) is that of another class"
        }
        return threshold?.contradiction
    }
}

extension ModelDecisions.Threshold {
    /// The reason why the value cannot be a threshold; nil if it can.
    var contradiction: String? {
        // A rule may choose the number above 1, from which no image is positive.
        value >= 0 && value <= 1.0.nextUp ? nil : "a threshold is a probability; got \(value)"
    }
}

extension ModelDecisions {
    /// The reason why the decisions do not fit the task of a model; nil if they do.
    /// - Parameter labels: the names of its labels; nil: its classes exclude each other.
    package func contradiction(labels names: [String]?) -> String? {
        guard let names else {
            return labels.isEmpty ? nil : "decisions for labels need images with several labels"
        }
        guard calibration == nil, threshold == nil, abstention == nil else {
            return
                "the labels need a calibration and a threshold each, and cannot be abstained from"
        }
        guard labels.isEmpty || labels.map(\.label) == names else {
            return
                "the decisions are for the labels \(labels.map(\.label).joined(separator: ", ")), "
                + "but those of the model are \(names.joined(separator: ", "))"
        }
        return nil
    }

    // MARK: - Decisions for an image

    /// The calibrated probabilities of all labels, `[N, L]`.
    /// - Parameter probabilities: those of the networks, `[N, L]`.
    package func calibrated(ofLabels probabilities: [Double]) -> [Double] {
        guard !labels.isEmpty else { return probabilities }
        return probabilities.enumerated().map { entry, value in
            labels[entry % labels.count].calibrated(value)
        }
    }

    /// The probability from which each label is predicted, `[L]`.
    /// - Parameter count: the number of labels, L.
    package func thresholds(ofLabels count: Int) -> [Double] {
        labels.isEmpty
            ? [Double](repeating: LabelDecision.usualThreshold, count: count)
            : labels.map(\.thresholdValue)
    }

    // MARK: - Texts

    /// The calibrations of labels; nil without one.
    package var labelCalibrationSentence: String? {
        let calibrated = labels.filter { $0.calibration != nil }
        guard !calibrated.isEmpty else { return nil }
        let items = calibrated.compactMap { label in
            label.calibration.map {
                "\(label.label) \(Self.text(of: $0.map)), from \($0.images) validation images"
            }
        }
        let others = labels.filter { $0.calibration == nil }.map(\.label)
        return "The probability of each label is calibrated: \(items.joined(separator: "; "))."
            + (others.isEmpty
                ? "" : " Not calibrated: \(others.joined(separator: ", ")).")
    }

    /// The thresholds of labels; nil without one.
    package var labelThresholdSentence: String? {
        let decided = labels.filter { $0.threshold != nil }
        guard let first = decided.first?.threshold else { return nil }
        let items = decided.map { "\($0.label) \(Self.text($0.thresholdValue))" }
        let others = labels.filter { $0.threshold == nil }.map(\.label)
        let usual = Self.text(LabelDecision.usualThreshold)
        let rule = first.images == nil ? "given" : "\(first.rule), from the validation images"
        return "Labels are predicted from these probabilities on (\(rule)): "
            + items.joined(separator: ", ") + "."
            + (others.isEmpty
                ? ""
                : " For \(others.joined(separator: ", ")), validation has no positive or no "
                    + "negative image, so that the threshold is \(usual).")
    }
}

extension LabelDecision {
    /// An object with the name and the decisions that were made.
    var json: JSONValue {
        var json: JSONValue = ["label": .string(label)]
        json["calibration"] = calibration?.json
        json["threshold"] = threshold?.json
        return json
    }

    /// Reads the object that `json` writes; other members are ignored.
    init(_ reader: JSONReader) throws(ResultsError) {
        var calibration: ModelDecisions.Calibration?
        if !reader["calibration"].value.isNull {
            calibration = try ModelDecisions.Calibration(reader["calibration"])
        }
        var threshold: ModelDecisions.Threshold?
        if !reader["threshold"].value.isNull {
            threshold = try ModelDecisions.Threshold(reader["threshold"])
        }
        self.init(
            label: try reader.string("label"), calibration: calibration, threshold: threshold)
        if let contradiction { throw reader.bad("decisions of a label (\(contradiction))") }
    }
}
