import Files
import Settings
import Studies

/// The digest of all that decides a trial's outcome: its settings, the data's contents and the engine's version,
/// but neither where the data lie nor how many threads there are.
enum TrialKey {
    static func key(_ settings: TrialSettings, fingerprint: String) -> String {
        var json = settings.withoutPlaces
        var training = json["training"]
        training?["threads"] = nil
        json["training"] = training
        let whole: JSON = [
            "settings": json, "data": .string(fingerprint),
            "engine": .number(Double(CodeVersion.engine)),
        ]
        return SHA256Digest.of(whole.canonical)
    }
}

extension TrialSettings {
    /// The settings but for where this machine keeps the data and how they came there.
    var withoutPlaces: JSON {
        var json = self.json
        var dataset = json["dataset"]
        dataset?["path"] = nil
        dataset?["phantom"] = nil
        json["dataset"] = dataset
        return json
    }
}
