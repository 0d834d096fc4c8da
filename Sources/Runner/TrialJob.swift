package import Settings
package import Studies

/// One trial to train, as the process that trains it is told.
package struct TrialJob: Sendable {
    /// The results folder.
    package var folder: String
    package var trial: Trial
    package var key: String
    package var threads: Int
    /// The digest of the checkpoint that it starts from; nil for random initialisation.
    package var weights: String?
    /// The kernels that it runs on where several would do, by operation.
    package var kernels: [String: String]

    package init(
        folder: String, trial: Trial, key: String, threads: Int, weights: String? = nil,
        kernels: [String: String] = [:]
    ) {
        self.kernels = kernels
        self.weights = weights
        self.folder = folder
        self.trial = trial
        self.key = key
        self.threads = threads
    }

    package var json: JSON {
        [
            "folder": .string(folder), "id": .string(trial.id), "group": .string(trial.group),
            "key": .string(key), "threads": .number(Double(threads)),
            "weights": weights.map { .string($0) } ?? .null, "settings": trial.settings.json,
            "kernels": JSON(texts: kernels),
        ]
    }

    /// Reads what `json` writes.
    /// - Throws: `TrialJobError`, `StudyErrors`.
    package init(_ json: JSON) throws {
        guard let folder = json["folder"]?.text, let id = json["id"]?.text,
            let group = json["group"]?.text, let key = json["key"]?.text,
            let threads = json["threads"]?.int, let settings = json["settings"]
        else { throw TrialJobError() }
        self.init(
            folder: folder,
            trial: Trial(
                id: id, group: group, coordinates: [:],
                settings: try TrialSettings(json: settings, catalog: .all)),
            key: key, threads: threads, weights: json["weights"]?.text,
            kernels: json["kernels"]?.texts ?? [:])
    }
}

/// A job that is not in the form that `TrialJob.json` writes.
package struct TrialJobError: Error, CustomStringConvertible {
    package var description: String {
        "standard input: expected a job as 'study run' writes it; this command is not for typing"
    }
}
