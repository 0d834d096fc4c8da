package import JSON
package import Results
package import Studies
package import Vocabulary

/// One thing that decides a trial's outcome and is no longer what it was when there came a result.
package struct StaleReason: Sendable, Hashable, CustomStringConvertible {
    /// What it is: a setting's path, `data`, `initial weights` or `engine version`.
    package let what: String
    /// Nil where there was nothing, or the result does not tell.
    package let old: JSONValue?
    /// Nil where there is nothing.
    package let new: JSONValue?
    /// Whether the result tells what was there before.
    package let isKnown: Bool

    init(_ what: String, old: JSONValue?, new: JSONValue?, isKnown: Bool = true) {
        self.what = what
        self.old = old
        self.new = new
        self.isKnown = isKnown
    }

    /// `training.epochs: 2 -> 3`
    package var description: String {
        isKnown
            ? "\(what): \(JSONDifference.text(old)) -> \(JSONDifference.text(new))"
            : "\(what), of which the result tells nothing"
    }

    private static let engineVersion = "engine version"

    /// Whether it is the engine that has changed.
    var isEngine: Bool { what == Self.engineVersion }

    /// For programs.
    package var json: JSONValue {
        ["what": .string(what), "old": old ?? .null, "new": new ?? .null]
    }

    /// All that sets a finished trial apart from what the study asks for now.
    /// - Parameter fingerprint: of the data as they are.
    package static func changes(
        since record: TrialRecord, settings: TrialSettings, fingerprint: String,
        weights: WeightsRecord?
    ) -> [StaleReason] {
        let asked = TrialKey.counted(RecordedSettings(settings))
        var changes = asked.differences(from: TrialKey.counted(record.settings))
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
            record.key != keyNow(record, fingerprint)
        {
            changes.append(
                StaleReason("data or engine version", old: nil, new: nil, isKnown: false))
        }
        return changes
    }

    /// The key that the record's settings would have on today's data and engine.
    private static func keyNow(_ record: TrialRecord, _ fingerprint: String) -> String {
        TrialKey.key(
            record.settings, fingerprint: fingerprint, weights: record.weights?.sha256)
    }

    private static func short(_ digest: String) -> JSONValue { .string(String(digest.prefix(12))) }
}

extension WeightsRecord {
    fileprivate var text: JSONValue { .string("\(file) (\(sha256.prefix(12)))") }
}
