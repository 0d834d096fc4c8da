import Analysis
import Evaluation
import Foundation
package import Images
package import Inference
import JSON
package import Results
import Studies
package import Vocabulary

/// The model card: the network, its training data, and its metrics on the test images.
package struct ModelCard: Sendable {
    /// A metric on the test images.
    struct MetricValue: Sendable {
        let name: String
        let title: String
        /// True for fractions, which the page shows in percent.
        let isFraction: Bool
        /// The value with its 95% interval over images or patients.
        let figure: EvaluationRecord.Figure
    }

    /// The name of the model in messages and in the Open Inference Protocol: of the registered
    /// model, the trial, or the network.
    let name: String
    /// The network's kind.
    let network: String
    let classes: [String]
    /// True if images can have several labels: `classes` are then the names of the labels.
    let isMultilabel: Bool
    /// Properties of the model, such as its study and trial.
    private(set) var properties: [Property]
    /// The metrics on the test images of the trial; empty without test images.
    let metrics: [MetricValue]
    /// The number of test images.
    let testImages: Int
    /// The number of patients of the test images; nil if it is unknown or each patient has one
    /// image. If it is set, the bootstrap resamples patients.
    let patients: Int?
    /// The positive class, to which sensitivity and specificity refer; nil if it is unknown or
    /// there are more than two classes.
    let positiveClass: String?
    /// The SHA-256 digest of the weights.
    let digest: String

    /// A property with its name in JSON and its title on the page.
    struct Property: Sendable {
        let name: String
        let title: String
        let value: String
        /// The value in JSON; nil: the text.
        var json: JSONValue?
    }

    /// Creates the card of a network with a checkpoint.
    /// - Parameters:
    ///   - digest: the SHA-256 digest of the checkpoint.
    ///   - transform: the preprocessing of the input.
    ///   - normalization: the normalization of the input.
    ///   - positiveClass: the positive class of two; nil if it is unknown.
    ///   - isMultilabel: true if images can have several labels.
    ///   - decisions: the decisions in the checkpoint.
    package init(
        network: String, weights path: String, digest: String, classes: [String],
        transform: EvaluationTransform, normalization: Normalization, positiveClass: String? = nil,
        isMultilabel: Bool = false, decisions: ModelDecisions = ModelDecisions()
    ) {
        name = network
        self.network = network
        self.classes = classes
        self.isMultilabel = isMultilabel
        self.digest = digest
        properties = [
            Property(
                name: "weights", title: "Weights",
                value: URL(fileURLWithPath: path).lastPathComponent)
        ]
        properties += Self.input(transform, normalization)
        properties +=
            isMultilabel
            ? Self.labelDecisions(decisions, classes)
            : Self.decisions(decisions, classes, positiveClass, validation: nil)
        metrics = []
        testImages = 0
        patients = nil
        self.positiveClass = positiveClass
    }

    /// Creates the card of a finished trial, or of an ensemble of several.
    /// - Parameters:
    ///   - model: the networks, which are trials, and their decisions.
    ///   - registered: the name and version of the registered model; nil if it is not registered.
    /// - Throws: `PredictionError` if predictions are not those of a trial; `ResultsError`,
    ///   `FileError`, `JSONError`.
    package init(
        _ model: TrainedModel, registered: (name: String, version: Int)? = nil
    ) throws {
        let members = model.members
        let trials = members.compactMap { member in member.record.map { (member, $0) } }
        let isSingle = members.count == 1
        let first = members[0]
        let title = isSingle ? first.record?.id : nil
        name = registered?.name ?? title ?? "ensemble-of-\(members.count)"
        classes = model.classes
        isMultilabel = model.isMultilabel
        let kinds = Set(trials.map { $0.1.network ?? "unknown" }).sorted()
        network = kinds.joined(separator: ", ")
        digest = members.compactMap(\.digest).joined(separator: " ")
        positiveClass = model.positiveClass
        // Predictions of augmented images are not stored.
        let stored =
            model.decisions.augmentation.isEmpty ? try model.storedPredictions(of: .test) : nil
        let table = model.decisions.calibration.map { stored?.calibrated(by: $0.map) } ?? stored
        let predictions = try table.map { try $0.weighted(positive: model.positiveClass) }
        let clusters = table.flatMap { PatientClusters($0.files, [$0]) }
        let labels = model.isMultilabel ? try LabelTest(model) : nil
        testImages = labels?.images ?? predictions?.count ?? 0
        patients = labels?.patients ?? clusters?.count
        metrics =
            labels?.metrics ?? predictions.map {
                Self.metrics($0, model.decisions.threshold?.value, clusters)
            } ?? []
        var properties: [Property] = []
        if let registered {
            properties.append(
                Property(
                    name: "model", title: "Registered model",
                    value: "\(registered.name), version \(registered.version)"))
        }
        if isSingle, let (member, record) = trials.first {
            properties += Self.properties(record, try member.trial?.readStudyLock())
        } else {
            properties += try Self.properties(ofEnsemble: trials)
        }
        properties += Self.input(
            first.description.transform, trials[0].1.normalization ?? .imageNet)
        properties +=
            model.isMultilabel
            ? Self.labelDecisions(model.decisions, model.classes)
            : Self.decisions(
                model.decisions, model.classes, model.positiveClass,
                validation: isSingle ? try model.storedPredictions(of: .val) : nil)
        if isSingle, let (member, record) = trials.first,
            let epochs = try? member.trial?.readEpochs()
        {
            let epoch = EpochWording(record, epochs: epochs).short(record.bestEpoch)
            properties.append(Property(name: "epoch", title: "Epoch", value: epoch))
        }
        self.properties = properties
    }

    /// The properties of an ensemble: its trials and their study.
    private static func properties(
        ofEnsemble trials: [(TrainedNetwork, TrialRecord)]
    ) throws -> [Property] {
        let ids = trials.map(\.1.id)
        var properties = [
            Property(
                name: "ensemble", title: "Ensemble",
                value: "the mean of the probabilities of \(ids.count) networks: "
                    + ids.joined(separator: ", "),
                json: .array(ids.map { .string($0) }))
        ]
        let studies = Set(try trials.compactMap { try $0.0.trial?.readStudyLock()?.title })
        if !studies.isEmpty {
            properties.append(
                Property(
                    name: "study", title: "Study",
                    value: studies.sorted().joined(separator: ", ")))
        }
        return properties
    }

    private static func properties(
        _ record: TrialRecord, _ lock: StudyLock?
    ) -> [Property] {
        var properties: [Property] = []
        if let lock {
            properties.append(Property(name: "study", title: "Study", value: lock.title))
        }
        properties.append(Property(name: "trial", title: "Trial", value: record.id))
        if let dataset = lock?.dataset {
            let counts = dataset.splits.map { "\(dataset.total($0)) \($0.rawValue)" }
            let name = URL(fileURLWithPath: dataset.path).lastPathComponent
            let kind = dataset.isPhantom ? " (synthetic X-rays)" : ""
            properties.append(
                Property(
                    name: "dataset", title: "Images",
                    value: "\(name): \(counts.joined(separator: ", "))\(kind)"))
        }
        if let data = record.data ?? lock?.dataset.fingerprint {
            properties.append(Property(name: "data", title: "Data fingerprint", value: data))
        }
        for leak in (lock?.dataset.leaks ?? []).filter(\.isLeak).prefix(1) {
            properties.append(Property(name: "leak", title: "Leak", value: leak.text))
        }
        if let precision = record.settings.training?.precision, precision != .fp32 {
            properties.append(
                Property(name: "precision", title: "Trained in", value: precision.rawValue))
        }
        properties.append(Property(name: "finished", title: "Finished", value: record.finished))
        return properties
    }

    /// The properties of the network's input.
    private static func input(
        _ transform: EvaluationTransform, _ normalization: Normalization
    ) -> [Property] {
        let side = transform.crop
        return [
            Property(
                name: "inputSize", title: "Input",
                value: "\(side) x \(side) pixels: the shorter side is resized to "
                    + "\(transform.resize) (\(transform.interpolation.rawValue)), then the center "
                    + "is cropped" + transform.extras.map { "; \($0)" }.joined(),
                json: .number(Double(side))),
            Property(name: "normalization", title: "Normalization", value: normalization.title),
        ]
    }

    /// The properties of the decision between the classes.
    /// - Parameter validation: the predictions for the validation images; nil without any.
    private static func decision(
        _ classes: [String], _ positiveClass: String?, validation: PredictionTable?
    ) -> [Property] {
        guard classes.count == 2 else { return [] }
        var properties = [
            Property(
                name: "threshold", title: "Threshold",
                value: "0.5: the more probable class is predicted", json: 0.5)
        ]
        guard let positiveClass else { return properties }
        properties.insert(
            Property(name: "positiveClass", title: "Positive class", value: positiveClass), at: 0)
        let predictions = validation.flatMap { try? $0.weighted(positive: positiveClass) }
        if let best = predictions.flatMap(Threshold.youden) {
            properties.append(
                Property(
                    name: "validationThreshold", title: "Threshold by validation",
                    value: String(format: "%.3f", best.value) + ": the probability of "
                        + "\(positiveClass) with the largest Youden index on the validation "
                        + "images; not used by this server", json: .number(best.value)))
        }
        return properties
    }

    /// The properties of what the model decides; without decisions, those of `decision`.
    private static func decisions(
        _ decisions: ModelDecisions, _ classes: [String], _ positiveClass: String?,
        validation: PredictionTable?
    ) -> [Property] {
        if decisions.isEmpty {
            return decision(classes, positiveClass, validation: validation)
        }
        var properties: [Property] = []
        func add(_ name: String, _ title: String, _ text: String?, _ json: JSONValue?) {
            guard let text else { return }
            properties.append(Property(name: name, title: title, value: text, json: json))
        }
        let json = decisions.json
        add("positiveClass", "Positive class", positiveClass, nil)
        add("tta", "Augmentation", decisions.augmentationSentence, json["tta"])
        add("calibration", "Calibration", decisions.calibrationSentence, json["calibration"])
        add(
            "threshold", "Threshold", decisions.thresholdSentence(positiveClass),
            decisions.threshold.map { .number($0.value) })
        add("abstention", "Abstention", decisions.abstentionSentence, json["abstention"])
        return properties
    }

    /// - Parameter threshold: the threshold of decisions; nil: the most probable class.
    private static func metrics(
        _ predictions: WeightedPredictions, _ threshold: Double?, _ clusters: PatientClusters?
    ) -> [MetricValue] {
        let predictions = threshold.map { predictions.decided(at: $0) } ?? predictions
        let metrics: [any Metric] = [
            Accuracy(), BalancedAccuracy(), Sensitivity(), Specificity(), AreaUnderROC(),
        ]
        let bootstrap = Bootstrap(images: predictions.count, clusters: clusters?.ofImages)
        let intervals = bootstrap.intervals { weights in
            let sample = predictions.weighted(by: weights)
            return metrics.map { $0.value(sample) }
        }
        return zip(metrics, intervals).compactMap { metric, interval in
            metric.value(predictions).map {
                MetricValue(
                    name: metric.name, title: metric.title, isFraction: metric.isFraction,
                    figure: .init(
                        value: $0, resampled: ModelEvaluation.wide(interval),
                        proportion: metric.proportionInterval(
                            predictions, units: clusters?.ofImages)))
            }
        }
    }

    /// The card as `/v1/model` returns it.
    var json: JSONValue {
        var json: JSONValue = [
            "name": .string(name), "network": .string(network),
            isMultilabel ? "labels" : "classes": .array(classes.map { .string($0) }),
            "digest": .string(digest),
        ]
        for property in properties {
            json[property.name] = property.json ?? .string(property.value)
        }
        json["test"] = [
            "images": .number(Double(testImages)),
            "patients": patients.map { .number(Double($0)) } ?? .null,
            "figures": .object(
                metrics.map { metric in
                    var value: JSONValue = ["value": .number(metric.figure.value)]
                    if let method = metric.figure.method { value["method"] = .string(method.code) }
                    if let interval = metric.figure.interval {
                        value["interval"] = [
                            .number(interval.lowerBound), .number(interval.upperBound),
                        ]
                    }
                    return JSONValue.Member(metric.name, value)
                }),
        ]
        json["use"] = "for research, not for diagnosis"
        return json
    }
}
