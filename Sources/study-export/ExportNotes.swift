import Foundation
import Inference
import JSON
import Networks
import Results
import Vocabulary
import Weights

/// The metadata of an exported model, which every format contains.
struct ExportNotes {
    /// The metadata as an object.
    let json: JSONValue

    /// - Parameter normalizes: whether an ONNX model normalizes its input.
    /// - Throws: `WeightsError`, `FileError`.
    init(_ model: TrainedModel, normalizes: Bool) throws {
        let all = try model.members.map {
            try Self.notes($0, model.positiveClass, normalizes: normalizes)
        }
        var json = all.count == 1 ? all[0] : Self.merged(all)
        if !model.decisions.isEmpty { json["decisions"] = model.decisions.json }
        self.json = json
    }

    /// The metadata as strings: strings as they are, other values as JSON.
    var texts: [String: String] {
        Dictionary(
            (json.members ?? []).map { ($0.key, $0.value.text ?? $0.value.canonical) },
            uniquingKeysWith: { $1 })
    }

    /// The metadata of a single network.
    private static func notes(
        _ trained: TrainedNetwork, _ positiveClass: String?, normalizes: Bool
    ) throws -> JSONValue {
        var notes = trained.description.json
        // Says who applies the mean and standard deviation of the transform.
        notes["normalizedBy"] = .string(normalizes ? "model" : "caller")
        notes["input"] = .string(
            normalizes
                ? "RGB in [0, 1]; the model normalizes"
                : "RGB in [0, 1], then (x - mean) / std by the caller, with the numbers of the transform"
        )
        notes["sha256"] = .string(try trained.checkpoint.digest)
        notes["program"] = .string("study \(CodeVersion.program)")
        notes["positiveClass"] = positiveClass.map { .string($0) }
        if let record = trained.record {
            notes["trial"] = .string(record.id)
            notes["key"] = .string(record.key)
            notes["epoch"] = .number(Double(record.bestEpoch))
            notes["study"] = Self.study(trained.path, record.id).map { .string($0) }
        }
        return notes
    }

    /// The metadata of an ensemble: the values that all members share, and in `members` those of
    /// each member that differ, always with `trial`, `key` and `sha256`. A transform without `mean`
    /// and `std` is that of members that normalize differently.
    private static func merged(_ all: [JSONValue]) -> JSONValue {
        let own: Set<String> = ["trial", "key", "sha256"]
        var shared: JSONValue = [:]
        var members = [JSONValue](repeating: [:], count: all.count)
        var keys: [String] = []
        for key in all.flatMap({ $0.members?.map(\.key) ?? [] }) where !keys.contains(key) {
            keys.append(key)
        }
        for key in keys {
            let values = all.map { $0[key] }
            if !own.contains(key), values.allSatisfy({ $0 == values[0] }) {
                shared[key] = values[0]
                continue
            }
            for (index, value) in values.enumerated() { members[index][key] = value }
            if key == "transform", let transform = values[0]?.members {
                shared[key] = .object(transform.filter { !["mean", "std"].contains($0.key) })
            }
        }
        shared["members"] = .array(members)
        return shared
    }

    /// The name of the study of a trial's checkpoint; nil if the trial is not in a results folder.
    private static func study(_ path: String, _ trial: String) -> String? {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try? TrialFolder(folder, id: trial).results.readLock().name
    }
}
