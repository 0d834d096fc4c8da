import Evaluation
import Files
import JSON
import Results
package import Studies

/// The key of a trial: a digest of its settings, the contents of the data and of the checkpoint,
/// and the version of the engine. Paths and the number of threads are not part of it.
///
/// Settings that are null are not part of it either. So finished trials stay valid if a later
/// version adds a setting that is null by default.
package enum TrialKey {
    /// Computes the key, a SHA-256 in hexadecimal digits.
    /// - Parameters:
    ///   - fingerprint: the fingerprint of the data.
    ///   - weights: the digest of the checkpoint; nil for random initialization.
    package static func key(
        _ settings: RecordedSettings, fingerprint: String, weights: String?
    ) -> String {
        // Settings have their earlier names, so that results of earlier versions stay valid.
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
