import Datasets
import Foundation
package import Images
package import JSON
package import Results
package import Studies
package import Vocabulary
package import Weights

/// The settings and classes of a network, and the preprocessing of its input images: everything
/// that a prediction needs besides the weights.
package struct ModelDescription: Sendable {
    /// The network's kind, settings and head; nil in exports of earlier versions.
    package var architecture: NetworkSettings?
    /// The kind of the network.
    var kind: String
    /// The names of the classes, in the order of the logits.
    package var classes: [String]
    /// The resizing and cropping of an image before normalization.
    package var transform: EvaluationTransform
    /// The mean and standard deviation of each channel, by which pixels are normalized.
    package var normalization: Normalization
    /// The class that sensitivity and thresholds refer to; nil if it is unknown or there are more
    /// than two classes.
    package var positiveClass: String?
    /// How many labels an image has; `classes` are the names of the labels if it can have several.
    package private(set) var task = ClassificationTask.multiclass
    /// The decisions that an exported file contains; none for a trial.
    package private(set) var decisions = ModelDecisions()

    init(
        architecture: NetworkSettings, classes: [String], transform: EvaluationTransform,
        normalization: Normalization, positiveClass: String? = nil
    ) {
        self.positiveClass = positiveClass
        self.architecture = architecture
        kind = architecture.configuration.kind
        self.classes = classes
        self.transform = transform
        self.normalization = normalization
    }

    /// Describes the model of a finished trial.
    /// - Parameter path: the path of the record, for messages.
    /// - Throws: `StudyErrors` for an invalid network; `PredictionError` if the record has no
    ///   preprocessing.
    package init(_ record: TrialRecord, path: String) throws {
        guard let dataset = record.settings.dataset else {
            throw PredictionError(
                "\(path): does not contain the resizing and cropping of its images")
        }
        guard let normalization = record.normalization ?? dataset.normalize.numbers else {
            throw PredictionError(
                "\(path): does not contain the mean and std that normalized its images")
        }
        self.init(
            architecture: try record.settings.checkedNetwork(.models, file: path),
            classes: record.classes,
            transform: EvaluationTransform(
                resize: dataset.resize, crop: dataset.crop,
                interpolation: dataset.interpolation, decode: dataset.decode,
                window: dataset.window, orientation: dataset.orientation),
            normalization: normalization, positiveClass: record.positiveClass)
        task = dataset.task
    }

    /// Reads the description from the metadata of a checkpoint or, for the file of a trial, from
    /// `trial.json` in its folder.
    /// - Returns: nil for a file that neither a trial nor `study export` wrote.
    /// - Throws: `PredictionError` for metadata of `study export` that cannot be read, and the
    ///   errors of `init(_:path:)`.
    package static func of(_ file: any WeightsFile) throws -> ModelDescription? {
        if let found = try ModelDescription(metadata: file.metadata, path: file.path) {
            return found
        }
        let url = URL(fileURLWithPath: file.path).standardizedFileURL
        let parent = url.deletingLastPathComponent()
        let folder = TrialFolder(parent.path, id: parent.lastPathComponent)
        guard file.format == .safetensors, folder.isComplete else { return nil }
        let record = try folder.readRecord()
        guard try record.files[url.lastPathComponent] == file.digest else { return nil }
        return try ModelDescription(record, path: folder.recordPath)
    }

    /// Reads the metadata that `study export` writes, or wrote in an earlier version.
    private init?(metadata: [String: String], path: String) throws {
        let members = try Self.members(of: metadata, path)
        guard members["program"]?.text?.hasPrefix("study ") == true else { return nil }
        func bad(_ key: String) -> PredictionError {
            PredictionError(
                "\(path): the metadata '\(key)' cannot be read; export the network again")
        }
        guard let kind = members["network"]?.text else { throw bad("network") }
        guard
            let task = ClassificationTask(
                rawValue: members["task"]?.text ?? ClassificationTask.multiclass.rawValue)
        else { throw bad("task") }
        let key = Self.key(of: task)
        let names = members[key]?.elements ?? []
        let classes = names.compactMap(\.text)
        guard !classes.isEmpty, classes.count == names.count else { throw bad(key) }
        let known = members["transform"]
        guard let known, let transform = EvaluationTransform(known),
            let normalization = Normalization(known)
        else { throw bad("transform") }
        let positive = members["positiveClass"]?.text
        guard positive.map({ classes.contains($0) }) ?? true else { throw bad("positiveClass") }
        self.kind = kind
        self.classes = classes
        self.task = task
        self.transform = transform
        self.normalization = normalization
        positiveClass = positive
        architecture = try members["architecture"].map {
            try NetworkSettings(architecture: $0, catalog: .models, file: path)
        }
        guard let json = members["decisions"] else { return }
        let document = try JSONDocument(text: json.canonical, file: path)
        guard json.members != nil, let decisions = try? ModelDecisions(document),
            decisions.contradiction(classes: classes.count, positive: positive) == nil,
            decisions.contradiction(labels: task.isMultilabel ? classes : nil) == nil
        else { throw bad("decisions") }
        self.decisions = decisions
    }

    /// The metadata as JSON values: some texts contain JSON; a PyTorch state dict has all of it in
    /// one text.
    private static func members(
        of metadata: [String: String], _ path: String
    ) throws -> [String: JSONValue] {
        func parsed(_ text: String) throws -> JSONValue {
            try JSONDocument(text: text, file: path).value
        }
        if let notes = metadata[TorchWriter.notesKey] {
            let members = try parsed(notes).members ?? []
            return Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
        return try metadata.reduce(into: [:]) { members, item in
            let isJSON = [
                "classes", "labels", "transform", "architecture", "decisions",
            ].contains(item.key)
            // A file that another program wrote may have such keys, too.
            guard isJSON, metadata["program"]?.hasPrefix("study ") == true else {
                members[item.key] = .string(item.value)
                return
            }
            members[item.key] = try parsed(item.value)
        }
    }

    /// The description as `study export` writes it into a file.
    package var json: JSONValue {
        var transform = transform.json
        let numbers = normalization.json
        transform["mean"] = numbers["mean"]
        transform["std"] = numbers["std"]
        var json: JSONValue = [
            "network": .string(kind), "architecture": architecture?.architecture ?? .null,
            Self.key(of: task): .array(classes.map { .string($0) }), "transform": transform,
        ]
        if task.isMultilabel { json["task"] = .string(task.rawValue) }
        return json
    }

    /// The name of the list of outputs. Labels are no classes: a program that does not know them
    /// must not take one of them as the class of an image.
    private static func key(of task: ClassificationTask) -> String {
        task.isMultilabel ? "labels" : "classes"
    }
}

extension EvaluationTransform {
    /// The transform as the metadata of exported files contains it.
    fileprivate var json: JSONValue {
        var json: JSONValue = [
            "resize": .number(Double(resize)), "crop": .number(Double(crop)),
            "interpolation": .string(interpolation.rawValue),
        ]
        if decode != .exact { json["decode"] = .string(decode.rawValue) }
        if window != .full { json["window"] = window.json }
        if orientation != .stored { json["orientation"] = .string(orientation.rawValue) }
        return json
    }

    /// Reads the form that `json` writes.
    /// - Returns: nil for values that are not a valid transform.
    fileprivate init?(_ json: JSONValue) {
        guard let resize = json["resize"]?.int, let crop = json["crop"]?.int, crop > 0,
            resize >= crop, resize <= 8192,
            let interpolation = json["interpolation"]?.text.flatMap({ Interpolation(rawValue: $0) })
        else { return nil }
        let mode = DecodeMode(rawValue: json["decode"]?.text ?? DecodeMode.exact.rawValue)
        let window = json["window"].map { IntensityWindow($0) } ?? .full
        let orientation = OrientationMode(
            rawValue: json["orientation"]?.text ?? OrientationMode.stored.rawValue)
        guard let mode, let window, let orientation else { return nil }
        self.init(
            resize: resize, crop: crop, interpolation: interpolation, decode: mode,
            window: window, orientation: orientation)
    }
}
