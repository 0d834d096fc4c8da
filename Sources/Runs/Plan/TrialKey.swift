import Evaluation
import Files
import JSON
import Results
package import Studies

/// The digest of all that decides a trial's outcome: its settings, the contents of the data and of
/// the checkpoint that it starts from, and the engine's version, but neither where those lie nor
/// how many threads there are.
///
/// A setting that is null is no part of it: one that a later version adds, null by default, leaves
/// finished trials valid.
package enum TrialKey {
    /// - Parameter weights: the digest of the checkpoint; nil for random initialisation.
    package static func key(
        _ settings: RecordedSettings, fingerprint: String, weights: String?
    ) -> String {
        // Under the names of earlier versions, so that what they trained stays valid.
        var json = RenamedSettings.counted(counted(settings))
        var network = json["network"]
        network?["weights"] = weights.map { .string($0) } ?? .null
        json["network"] = network
        let whole: JSONValue = [
            "settings": json, "data": .string(fingerprint),
            "engine": .number(Double(CodeVersion.engine)),
        ]
        return SHA256Digest.of(whole.canonical)
    }

    /// The settings that are part of a key.
    static func counted(_ settings: RecordedSettings) -> JSONValue {
        let monitor = (settings.training?.monitor).flatMap { MonitoredMetric($0) }
        return settings.counted(countsPositiveClass: monitor?.isOfPositiveClass == true)
    }
}
