import Analysis
import Evaluation
import Foundation
import Inference
package import JSON
import Results
package import Vocabulary

/// What is known of a model: what it is, what it was trained on, how good it was on images that it
/// had not seen.
package struct ModelCard: Sendable {
    /// A figure on the test images.
    struct Figure: Sendable {
        let name: String
        let title: String
        /// Whether people read it in percent.
        let isShare: Bool
        let value: Double
        /// 95%, by resampling the test images, or their patients.
        let interval: ClosedRange<Double>?
    }

    /// The network's kind.
    let network: String
    let classes: [String]
    /// Such as the trial and the study: what it is called, and its value.
    private(set) var properties: [Fact]
    /// On the test images of the trial; empty where there are none.
    let figures: [Figure]
    /// Test images.
    let testImages: Int
    /// How many patients they are of, where that is known and some have several: then these were
    /// resampled.
    let patients: Int?
    /// The class that sensitivity and specificity refer to; nil where nothing says which of two, or
    /// there are more.
    let positiveClass: String?
    /// SHA-256 of the weights.
    let digest: String

    struct Fact: Sendable {
        let name: String
        let title: String
        let value: String
    }

    /// Of a network with weights from a file.
    /// - Parameters:
    ///   - digest: of the file.
    ///   - normalization: what the input is normalized by.
    package init(
        network: String, weights path: String, digest: String, classes: [String],
        normalization: Normalization
    ) {
        self.network = network
        self.classes = classes
        self.digest = digest
        properties = [
            Fact(
                name: "weights", title: "Weights",
                value: URL(fileURLWithPath: path).lastPathComponent),
            Self.normalization(normalization),
        ]
        figures = []
        testImages = 0
        patients = nil
        positiveClass = nil
    }

    /// Of a finished trial.
    /// - Parameters:
    ///   - path: the trial's folder.
    ///   - model: what a registry calls it; then the folder may have another name than the trial.
    /// - Throws: `ResultsError`, `FileError`, `JSONError`.
    package init(trial path: String, model: String? = nil) throws {
        let url = URL(fileURLWithPath: path).standardizedFileURL
        let folder = TrialFolder(path, id: url.lastPathComponent)
        let record = try folder.readRecord()
        classes = record.classes
        network = record.network ?? "unknown"
        digest = record.files["best.safetensors"] ?? ""
        let table = try folder.readPredictions(.test)
        let lock = try folder.readStudyLock()
        positiveClass = TrainedNetwork.positiveClass(of: record, lock)
        let predictions = table.flatMap { [positiveClass] in
            try? $0.weighted(positive: positiveClass)
        }
        testImages = predictions?.count ?? 0
        let clusters = table.flatMap { PatientClusters($0.files, [$0]) }
        patients = clusters?.count
        figures = predictions.map { Self.figures($0, clusters) } ?? []
        let registered = model.map { Fact(name: "model", title: "Registered model", value: $0) }
        properties =
            (registered.map { [$0] } ?? [])
            + Self.properties(record, lock, positiveClass)
        if let epochs = try? folder.readEpochs() {
            let epoch = EpochWording(record, epochs: epochs).short(record.bestEpoch)
            properties.append(Fact(name: "epoch", title: "Epoch", value: epoch))
        }
    }

    private static func properties(
        _ record: TrialRecord, _ lock: StudyLock?, _ positiveClass: String?
    ) -> [Fact] {
        var properties: [Fact] = []
        if let lock {
            properties.append(Fact(name: "study", title: "Study", value: lock.title))
        }
        properties.append(Fact(name: "trial", title: "Trial", value: record.id))
        if let dataset = lock?.dataset {
            let counts = dataset.splits.map { "\(dataset.total($0)) \($0.rawValue)" }
            let name = URL(fileURLWithPath: dataset.path).lastPathComponent
            let kind = dataset.isPhantom ? ", drawn by the program" : ""
            properties.append(
                Fact(
                    name: "dataset", title: "Images",
                    value: "\(name): \(counts.joined(separator: ", "))\(kind)"))
        }
        if let data = record.data ?? lock?.dataset.fingerprint {
            properties.append(Fact(name: "data", title: "Data fingerprint", value: data))
        }
        // Records of earlier versions are of trials that ImageNet's numbers normalized.
        properties.append(normalization(record.normalization ?? .imageNet))
        if let positiveClass {
            properties.append(
                Fact(name: "positiveClass", title: "Positive class", value: positiveClass))
        }
        for leak in (lock?.dataset.leaks ?? []).filter(\.isLeak).prefix(1) {
            properties.append(Fact(name: "leak", title: "Leak", value: leak.text))
        }
        properties.append(Fact(name: "finished", title: "Trained until", value: record.finished))
        return properties
    }

    private static func normalization(_ numbers: Normalization) -> Fact {
        Fact(name: "normalization", title: "Normalization", value: numbers.title)
    }

    private static func figures(
        _ predictions: WeightedPredictions, _ clusters: PatientClusters?
    ) -> [Figure] {
        let measures: [any Metric] = [
            Accuracy(), BalancedAccuracy(), Sensitivity(), Specificity(), AreaUnderROC(),
        ]
        let bootstrap = Bootstrap(images: predictions.count, clusters: clusters?.ofImages)
        let intervals = bootstrap.intervals { weights in
            let sample = predictions.weighted(by: weights)
            return measures.map { $0.value(sample) }
        }
        return zip(measures, intervals).compactMap { measure, interval in
            measure.value(predictions).map {
                Figure(
                    name: measure.name, title: measure.title, isShare: measure.isShare, value: $0,
                    interval: interval)
            }
        }
    }

    var json: JSONValue {
        var json: JSONValue = [
            "network": .string(network), "classes": .array(classes.map { .string($0) }),
            "digest": .string(digest),
        ]
        for fact in properties { json[fact.name] = .string(fact.value) }
        json["test"] = [
            "images": .number(Double(testImages)),
            "patients": patients.map { .number(Double($0)) } ?? .null,
            "figures": .object(
                figures.map { figure in
                    var value: JSONValue = ["value": .number(figure.value)]
                    if let interval = figure.interval {
                        value["interval"] = [
                            .number(interval.lowerBound), .number(interval.upperBound),
                        ]
                    }
                    return JSONValue.Member(figure.name, value)
                }),
        ]
        json["use"] = "for research, not for diagnosis"
        return json
    }
}
