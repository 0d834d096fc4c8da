import Datasets
import Foundation
package import Images
package import Results
package import Settings
package import Studies
package import Weights

/// What belongs to a network's weights besides them: its settings, classes, and how images become its input.
package struct ModelDescription: Sendable {
    /// Kind, settings and head; nil in exports of earlier versions.
    package var architecture: NetworkSettings?
    package var kind: String
    /// In the order of the logits.
    package var classes: [String]
    package var transform: EvaluationTransform
    package var normalization: ChannelNormalization
    /// The class that sensitivity and thresholds refer to; nil where nothing says which of two, or there are more.
    package var positiveClass: String?

    package init(
        architecture: NetworkSettings, classes: [String], transform: EvaluationTransform,
        normalization: ChannelNormalization, positiveClass: String? = nil
    ) {
        self.positiveClass = positiveClass
        self.architecture = architecture
        kind = architecture.configuration.kind
        self.classes = classes
        self.transform = transform
        self.normalization = normalization
    }

    /// Of a finished trial.
    /// - Parameter path: of the record, for messages.
    /// - Throws: `StudyErrors`, `PredictionError`.
    package init(_ record: TrialRecord, path: String) throws {
        // The record does not say where the images were.
        var json = record.settings
        var dataset = json["dataset"]
        dataset?["path"] = "/"
        json["dataset"] = dataset
        let settings = try TrialSettings(json: json, catalog: .all, file: path)
        self.init(
            architecture: settings.network, classes: record.classes,
            transform: EvaluationTransform(settings.dataset),
            normalization: try Self.normalization(record, settings.dataset, path),
            positiveClass: record.positiveClass)
    }

    private static func normalization(
        _ record: TrialRecord, _ settings: DatasetSettings, _ path: String
    ) throws -> ChannelNormalization {
        if let numbers = record.normalization { return numbers }
        do { return try Normalization(settings.normalize, train: nil).numbers } catch {
            throw PredictionError(
                message: "\(path): does not say by which numbers its images were normalized")
        }
    }

    /// What a checkpoint's metadata says; for a trial's own file without any, its `trial.json` beside it.
    /// - Returns: nil for a file from elsewhere.
    /// - Throws: `PredictionError` for metadata of `study export` that cannot be read; as `init(_:path:)`.
    package static func of(_ file: any WeightsFile) throws -> ModelDescription? {
        if let found = try ModelDescription(metadata: file.metadata, path: file.path) {
            return found
        }
        let url = URL(fileURLWithPath: file.path).standardizedFileURL
        let place = url.deletingLastPathComponent()
        let folder = TrialFolder(place.path, id: place.lastPathComponent)
        guard file.format == .safetensors, folder.isComplete else { return nil }
        let record = try folder.readRecord()
        guard try record.files[url.lastPathComponent] == file.digest else { return nil }
        return try ModelDescription(record, path: folder.recordPath)
    }

    /// Reads what `metadata` writes, or what `study export` of an earlier version wrote.
    private init?(metadata: [String: String], path: String) throws {
        let members = try Self.members(of: metadata, path)
        guard members["program"]?.text?.hasPrefix("study ") == true else { return nil }
        func bad(_ key: String) -> PredictionError {
            PredictionError(
                message: "\(path): its metadata '\(key)' cannot be read; export it again")
        }
        guard let kind = members["network"]?.text else { throw bad("network") }
        let names = members["classes"]?.elements ?? []
        let classes = names.compactMap(\.text)
        guard !classes.isEmpty, classes.count == names.count else { throw bad("classes") }
        let known = members["transform"]
        guard let known, let transform = EvaluationTransform(known),
            let normalization = ChannelNormalization(known)
        else { throw bad("transform") }
        let positive = members["positiveClass"]?.text
        guard positive.map({ classes.contains($0) }) ?? true else { throw bad("positiveClass") }
        self.kind = kind
        self.classes = classes
        self.transform = transform
        self.normalization = normalization
        positiveClass = positive
        architecture = try members["architecture"].map {
            try NetworkSettings(architecture: $0, catalog: .all, file: path)
        }
    }

    /// The metadata as values: texts, or JSON in texts; a state dict of PyTorch's has all of it in one.
    private static func members(
        of metadata: [String: String], _ path: String
    ) throws -> [String: JSON] {
        func parsed(_ text: String) throws -> JSON {
            try JSONDocument(text: text, file: path).value
        }
        if let notes = metadata[TorchWriter.notesKey] {
            let members = try parsed(notes).members ?? []
            return Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
        return try metadata.reduce(into: [:]) { members, item in
            let isJSON = ["classes", "transform", "architecture"].contains(item.key)
            // A file from elsewhere may have such keys too.
            guard isJSON, metadata["program"]?.hasPrefix("study ") == true else {
                members[item.key] = .string(item.value)
                return
            }
            members[item.key] = try parsed(item.value)
        }
    }

    /// What an exported file says of its network.
    package var json: JSON {
        var transform = transform.json
        let numbers = normalization.json
        transform["mean"] = numbers["mean"]
        transform["std"] = numbers["std"]
        return [
            "network": .string(kind), "architecture": architecture?.architecture ?? .null,
            "classes": .array(classes.map { .string($0) }), "transform": transform,
        ]
    }
}

extension EvaluationTransform {
    /// As metadata of exported files has it.
    fileprivate var json: JSON {
        var json: JSON = [
            "resize": .number(Double(resize)), "crop": .number(Double(crop)),
            "interpolation": .string(interpolation.rawValue),
        ]
        if decode != .exact { json["decode"] = .string(decode.rawValue) }
        return json
    }

    /// Reads what `json` writes.
    /// - Returns: nil for what no transform can be.
    fileprivate init?(_ json: JSON) {
        guard let resize = json["resize"]?.int, let crop = json["crop"]?.int, crop > 0,
            resize >= crop, resize <= 8192,
            let interpolation = json["interpolation"]?.text.flatMap({ Interpolation(rawValue: $0) })
        else { return nil }
        let mode = DecodeMode(rawValue: json["decode"]?.text ?? DecodeMode.exact.rawValue)
        guard let mode else { return nil }
        self.init(resize: resize, crop: crop, interpolation: interpolation, decode: mode)
    }
}
