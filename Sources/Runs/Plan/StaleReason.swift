package import JSON
package import Results
package import Studies
import Vocabulary

/// A change of a trial's settings, data, checkpoint or engine since its result was written.
package struct StaleReason: Sendable, Hashable, CustomStringConvertible {
    /// The changed input: the path of a setting, `data`, `initial weights` or `engine version`.
    package let input: String
    /// The old value; nil if there was none, or if it is not recorded in the result.
    package let old: JSONValue?
    /// The new value; nil if there is none.
    package let new: JSONValue?
    /// True if the old value is recorded in the result.
    package let isRecorded: Bool

    init(_ input: String, old: JSONValue?, new: JSONValue?, isRecorded: Bool = true) {
        self.input = input
        self.old = old
        self.new = new
        self.isRecorded = isRecorded
    }

    /// The change for people, such as `training.epochs: 2 -> 3`.
    package var description: String {
        isRecorded
            ? "\(input): \(JSONDifference.text(old)) -> \(JSONDifference.text(new))"
            : "\(input) (not recorded in the result)"
    }

    private static let engineVersion = "engine version"

    /// True if the engine's version has changed.
    var isEngine: Bool { input == Self.engineVersion }

    /// The change as an object in the output of `study plan --json`.
    package var json: JSONValue {
        ["what": .string(input), "old": old ?? .null, "new": new ?? .null]
    }

    /// All changes since a trial was trained.
    /// - Parameters:
    ///   - settings: the current settings of the trial.
    ///   - fingerprint: the current fingerprint of the data.
    ///   - weights: the current checkpoint; nil for random initialization.
    package static func changes(
        since record: TrialRecord, settings: TrialSettings, fingerprint: String,
        weights: WeightsRecord?
    ) -> [StaleReason] {
        let current = TrialKey.counted(RecordedSettings(settings))
        var changes = current.differences(from: TrialKey.counted(record.settings))
            .map { StaleReason("\($0.path)", old: $0.old, new: $0.new) }
        if record.weights?.sha256 != weights?.sha256 {
            changes.append(
                StaleReason("initial weights", old: record.weights?.text, new: weights?.text))
        }
        if let data = record.data, data != fingerprint {
            changes.append(StaleReason("data", old: short(data), new: short(fingerprint)))
        }
        if let engine = record.engine, engine != CodeVersion.engine {
            changes.append(
                StaleReason(
                    engineVersion, old: .number(Double(engine)),
                    new: .number(Double(CodeVersion.engine))))
        }
        if record.data == nil || record.engine == nil,
            record.key != currentKey(record, fingerprint)
        {
            changes.append(
                StaleReason("data or engine version", old: nil, new: nil, isRecorded: false))
        }
        return changes
    }

    /// The key of the record's settings with the current data and engine.
    private static func currentKey(_ record: TrialRecord, _ fingerprint: String) -> String {
        TrialKey.key(
            record.settings, fingerprint: fingerprint, weights: record.weights?.sha256)
    }

    /// The first 12 digits of a digest, for people.
    private static func short(_ digest: String) -> JSONValue { .string(String(digest.prefix(12))) }
}

extension WeightsRecord {
    /// The file and the first digits of its digest, for people.
    fileprivate var text: JSONValue { .string("\(file) (\(sha256.prefix(12)))") }
}
