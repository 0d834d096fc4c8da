package import Evaluation
package import JSON
package import Vocabulary

/// The decisions of a model, made on validation images and stored with it: how images are
/// augmented at test time, how probabilities are calibrated, from which probability the positive
/// class is predicted, and which predictions are too uncertain to be made. If images can have
/// several labels, each label has a calibration and a threshold of its own.
package struct ModelDecisions: Sendable, Hashable {
    /// A calibration.
    package struct Calibration: Sendable, Hashable {
        /// The map of probabilities.
        package var map: CalibrationMap
        /// The number of validation images that it was fitted to.
        package var images: Int

        /// Creates a calibration.
        package init(map: CalibrationMap, images: Int) {
            self.map = map
            self.images = images
        }
    }

    /// The decision threshold of two classes.
    package struct Threshold: Sendable, Hashable {
        /// How it was chosen, such as `youden`, `sensitivity:0.95` or `given`.
        package var rule: String
        /// The probability from which the positive class is predicted.
        package var value: Double
        /// The number of validation images that it was chosen from; nil if it was given.
        package var images: Int?

        /// Creates a threshold.
        package init(rule: String, value: Double, images: Int?) {
            self.rule = rule
            self.value = value
            self.images = images
        }
    }

    /// The rule by which a model abstains from uncertain predictions.
    package struct Abstention: Sendable, Hashable {
        /// The fraction of validation images that were to be left undecided, in (0, 1).
        package var fraction: Double
        /// Predictions of a smaller certainty (see `ModelDecisions.certainty(of:positive:)`) are
        /// not made, in [0, 1].
        package var certainty: Double
        /// The number of validation images that it was chosen from.
        package var images: Int

        /// Creates a rule.
        package init(fraction: Double, certainty: Double, images: Int) {
            self.fraction = fraction
            self.certainty = certainty
            self.images = images
        }
    }

    /// The transformed images that are predicted as well; empty: the image alone.
    package var augmentation: [TestTimeAugmentation]
    /// The calibration; nil: the probabilities are those of the networks.
    package var calibration: Calibration?
    /// The decision threshold; nil: the most probable class is predicted.
    package var threshold: Threshold?
    /// The rule of abstention; nil: every prediction is made.
    package var abstention: Abstention?
    /// The decisions for each label, `[L]`, if images can have several labels; empty: each label is
    /// predicted from 0.5 on.
    package var labels: [LabelDecision]

    /// Whether the decisions of an ensemble come from out-of-fold predictions, each of which is
    /// that of the networks that were not trained on the image, and not that of the ensemble.
    package var areOutOfFold: Bool

    /// Creates decisions; without arguments, the most probable class of the networks' probabilities
    /// is always predicted.
    package init(
        augmentation: [TestTimeAugmentation] = [], calibration: Calibration? = nil,
        threshold: Threshold? = nil, abstention: Abstention? = nil,
        labels: [LabelDecision] = [], areOutOfFold: Bool = false
    ) {
        self.augmentation = augmentation
        self.calibration = calibration
        self.threshold = threshold
        self.abstention = abstention
        self.labels = labels
        self.areOutOfFold = areOutOfFold
    }

    /// True if the most probable class of the networks' probabilities is always predicted.
    package var isEmpty: Bool { self == ModelDecisions() }

    /// Whether a decision comes from validation predictions.
    package var isOfValidation: Bool {
        calibration != nil || threshold?.images != nil || abstention != nil
            || labels.contains { $0.calibration != nil || $0.threshold?.images != nil }
    }

    /// The reason why the decisions do not fit a model; nil if they do.
    /// - Parameters:
    ///   - classes: the number of classes; nil if it is unknown.
    ///   - positive: the positive class; nil without one.
    package func contradiction(classes: Int?, positive: String?) -> String? {
        if let threshold {
            if positive == nil || classes.map({ $0 != 2 }) == true {
                return "a threshold needs two classes with a positive class"
            }
            if let reason = threshold.contradiction { return reason }
        }
        if let calibration, calibration.map.method != .temperature, let classes, classes != 2 {
            return "the calibration \(calibration.map.method.rawValue) needs two classes"
        }
        return nil
    }

    // MARK: - Decisions for an image

    /// The predicted class: the positive one from the threshold on; without a threshold the most
    /// probable one, of equal ones the first.
    /// - Parameters:
    ///   - probabilities: the calibrated probabilities of the image, `[K]`.
    ///   - positive: the index of the positive class; nil without one.
    package func predicted(_ probabilities: [Double], positive: Int?) -> Int {
        if let threshold, let positive, probabilities.count == 2 {
            return probabilities[positive] >= threshold.value ? positive : 1 - positive
        }
        let largest = probabilities.max() ?? 0
        return probabilities.firstIndex(of: largest) ?? 0
    }

    /// The certainty of the predicted class, in [0, 1]: without a threshold, the margin between the
    /// largest and the second largest probability. With a threshold t for the probability p of the
    /// positive class, `(p - t) / (1 - t)` from t on and `(t - p) / t` below; for t = 0.5 this is
    /// the margin.
    /// - Parameters: as of `predicted(_:positive:)`.
    package func certainty(of probabilities: [Double], positive: Int?) -> Double {
        guard let threshold, let positive, probabilities.count == 2 else {
            return Uncertainty.margin(probabilities)
        }
        let (p, t) = (probabilities[positive], threshold.value)
        if p < t { return (t - p) / t }
        return t < 1 ? (p - t) / (1 - t) : 1
    }

    /// True if the prediction is too uncertain to be made.
    /// - Parameters: as of `predicted(_:positive:)`.
    package func abstains(_ probabilities: [Double], positive: Int?) -> Bool {
        guard let abstention else { return false }
        return certainty(of: probabilities, positive: positive) < abstention.certainty
    }
}

extension ModelDecisions {
    /// The decisions as JSON; members of decisions that were not made are missing.
    package var json: JSONValue {
        var json: JSONValue = [:]
        if !augmentation.isEmpty {
            json["tta"] = .array(augmentation.map { .string($0.rawValue) })
        }
        json["calibration"] = calibration?.json
        json["threshold"] = threshold?.json
        json["abstention"] = abstention?.json
        if !labels.isEmpty { json["labels"] = .array(labels.map(\.json)) }
        if areOutOfFold { json["outOfFold"] = true }
        return json
    }

    /// Reads the decisions that `json` wrote.
    /// - Throws: `ResultsError` with the place of a member that is not as expected.
    package init(_ document: JSONDocument) throws(ResultsError) {
        try self.init(JSONReader(document))
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        func object(_ key: String) -> JSONReader? {
            reader[key].value.isNull ? nil : reader[key]
        }
        var calibration: Calibration?
        if let object = object("calibration") { calibration = try Calibration(object) }
        var threshold: Threshold?
        if let object = object("threshold") { threshold = try Threshold(object) }
        var abstention: Abstention?
        if let object = object("abstention") { abstention = try Abstention(object) }
        var labels: [LabelDecision] = []
        if object("labels") != nil {
            for element in try reader.elements("labels") {
                labels.append(try LabelDecision(element))
            }
        }
        self.init(
            augmentation: try TestTimeAugmentation.list(reader, "tta"), calibration: calibration,
            threshold: threshold,
            abstention: abstention, labels: labels,
            areOutOfFold: object("outOfFold") == nil ? false : try reader.boolean("outOfFold"))
    }
}

extension ModelDecisions.Calibration {
    /// An object with the map and the number of images.
    var json: JSONValue {
        var json = map.json
        json["images"] = JSONValue(images)
        return json
    }

    /// Reads the object that `json` writes; other members are ignored.
    init(_ reader: JSONReader) throws(ResultsError) {
        self.init(map: try CalibrationMap(reader), images: try reader.integer("images"))
    }
}

extension ModelDecisions.Threshold {
    /// An object with the rule, the value and the number of images.
    var json: JSONValue {
        [
            "rule": .string(rule), "value": .number(value),
            "images": images.map { JSONValue($0) } ?? .null,
        ]
    }

    /// Reads the object that `json` writes.
    init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            rule: try reader.string("rule"), value: try reader.number("value"),
            images: try reader.optionalInteger("images"))
    }
}

extension ModelDecisions.Abstention {
    /// An object with the fraction, the certainty and the number of images.
    var json: JSONValue {
        [
            "fraction": .number(fraction), "certainty": .number(certainty),
            "images": JSONValue(images),
        ]
    }

    /// Reads the object that `json` writes; other members are ignored.
    init(_ reader: JSONReader) throws(ResultsError) {
        self.init(
            fraction: try reader.number("fraction"), certainty: try reader.number("certainty"),
            images: try reader.integer("images"))
    }
}

extension TestTimeAugmentation {
    /// Reads a list of names; empty if the member is absent.
    static func list(
        _ reader: JSONReader, _ key: String
    ) throws(ResultsError) -> [TestTimeAugmentation] {
        var all: [TestTimeAugmentation] = []
        if reader[key].value.isNull { return all }
        for element in try reader.elements(key) {
            all.append(
                try element.require("a transformation of test-time augmentation") {
                    $0.text.flatMap { TestTimeAugmentation(rawValue: $0) }
                })
        }
        return all
    }
}
