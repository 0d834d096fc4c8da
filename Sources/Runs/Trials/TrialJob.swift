package import JSON
package import Results
package import Studies
package import Vocabulary

/// Trials to train together, as the process that trains them is told: one, or several that see the
/// same batches.
package struct TrialJob: Sendable {
    /// A trial and the digest of all that decides its outcome.
    package struct Task: Sendable {
        package var trial: Trial
        package var key: String
        /// Why it ends where the job does; nil where it is not to end early.
        package var pruned: PruningRecord?

        package init(trial: Trial, key: String, pruned: PruningRecord? = nil) {
            self.pruned = pruned
            self.trial = trial
            self.key = key
        }
    }

    /// The results folder.
    package var folder: String
    /// At least one.
    package var tasks: [Task]
    package var threads: Int
    /// The epoch after which they pause, to be compared with others; nil: none.
    package var until: Int?
    /// The digest of the checkpoint that they start from; nil for random initialisation.
    package var weights: String?
    /// The fingerprint of the data; nil where it is not to be compared.
    package var data: String?
    /// The keys of the features that they train on, by split; empty where nothing is frozen.
    package var features: [String: String]
    /// The kernels that they run on where several would do, by operation.
    package var kernels: [String: String]

    package init(
        folder: String, tasks: [Task], threads: Int, until: Int? = nil, weights: String? = nil,
        data: String? = nil, features: [String: String] = [:], kernels: [String: String] = [:]
    ) {
        precondition(!tasks.isEmpty, "a job without trials")
        self.folder = folder
        self.tasks = tasks
        self.threads = threads
        self.until = until
        self.weights = weights
        self.data = data
        self.features = features
        self.kernels = kernels
    }

    package var json: JSONValue {
        [
            "folder": .string(folder),
            "trials": .array(
                tasks.map { task in
                    [
                        "id": .string(task.trial.id), "group": .string(task.trial.group),
                        "key": .string(task.key), "settings": task.trial.settings.json,
                        "pruned": task.pruned?.json ?? .null,
                    ]
                }),
            "threads": .number(Double(threads)),
            "until": until.map { .number(Double($0)) } ?? .null,
            "weights": weights.map { .string($0) } ?? .null,
            "data": data.map { .string($0) } ?? .null, "features": JSONValue(texts: features),
            "kernels": JSONValue(texts: kernels),
        ]
    }

    /// Reads what `json` writes.
    /// - Throws: `TrialJobError`, `StudyErrors`.
    package init(_ json: JSONValue) throws {
        guard let folder = json["folder"]?.text, let threads = json["threads"]?.int,
            let trials = json["trials"]?.elements, !trials.isEmpty
        else { throw TrialJobError() }
        self.init(
            folder: folder, tasks: try trials.map { try Task($0) }, threads: threads,
            until: json["until"]?.int,
            weights: json["weights"]?.text, data: json["data"]?.text,
            features: json["features"]?.texts ?? [:],
            kernels: json["kernels"]?.texts ?? [:])
    }
}

extension TrialJob.Task {
    fileprivate init(_ json: JSONValue) throws {
        guard let id = json["id"]?.text, let group = json["group"]?.text,
            let key = json["key"]?.text, let settings = json["settings"]
        else { throw TrialJobError() }
        self.init(
            trial: Trial(
                id: id, group: group, coordinates: [:],
                settings: try TrialSettings(json: settings, catalog: .all)),
            key: key, pruned: json["pruned"].flatMap { PruningRecord($0) })
    }
}

/// A job that is not in the form that `TrialJob.json` writes.
package struct TrialJobError: Error, CustomStringConvertible {
    package var description: String {
        "standard input: expected a job as 'study run' writes it; this command is not for typing"
    }
}
