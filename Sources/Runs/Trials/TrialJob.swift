package import JSON
package import Results
package import Studies
import Vocabulary

/// A job for a training process: one trial, or several that train together on the same minibatches.
package struct TrialJob: Sendable {
    /// A trial of a job.
    package struct Task: Sendable {
        /// The trial; only its id, group and settings are sent to the process.
        package var trial: Trial
        /// The digest of everything that determines the trial's results.
        package var key: String
        /// The reason for which the trial ends with the job; nil if it does not end early.
        package var pruned: PruningRecord?

        /// Creates a trial of a job.
        package init(trial: Trial, key: String, pruned: PruningRecord? = nil) {
            self.pruned = pruned
            self.trial = trial
            self.key = key
        }
    }

    /// The path of the results folder.
    package var folder: String
    /// The trials, at least one.
    package var tasks: [Task]
    /// The number of threads that train the trials.
    var threads: Int
    /// The number of epochs after which the trials pause for a comparison; nil: no pause.
    package var until: Int?
    /// The SHA-256 of the checkpoint from which the trials start; nil for random initialization.
    package var weights: String?
    /// The expected fingerprint of the data; nil: it is not compared.
    package var data: String?
    /// The keys of the stored features that the trials train on; empty if nothing is frozen.
    package var features: [FeatureSetID: String]
    /// The kernel to use for each operation that has several.
    package var kernels: [String: String]

    /// Creates a job.
    /// - Parameter threads: the number of threads that train the trials.
    /// - Precondition: `tasks` is not empty.
    package init(
        folder: String, tasks: [Task], threads: Int, until: Int? = nil, weights: String? = nil,
        data: String? = nil, features: [FeatureSetID: String] = [:],
        kernels: [String: String] = [:]
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

    /// The job as `study trial` reads it from standard input.
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
            "data": data.map { .string($0) } ?? .null,
            "features": FeatureSetID.json(features), "kernels": JSONValue(texts: kernels),
        ]
    }

    /// Reads a job in the form that `json` writes.
    /// - Throws: `TrialJobError` for another form; `StudyErrors` for invalid settings.
    package init(_ json: JSONValue) throws {
        guard let folder = json["folder"]?.text, let threads = json["threads"]?.int,
            let trials = json["trials"]?.elements, !trials.isEmpty,
            let features = FeatureSetID.keys(json["features"]?.texts ?? [:])
        else { throw TrialJobError() }
        self.init(
            folder: folder, tasks: try trials.map { try Task($0) }, threads: threads,
            until: json["until"]?.int,
            weights: json["weights"]?.text, data: json["data"]?.text,
            features: features, kernels: json["kernels"]?.texts ?? [:])
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

/// An error for a job that does not have the form that `TrialJob.json` writes.
package struct TrialJobError: Error, CustomStringConvertible {
    /// The message for the user.
    package var description: String {
        "standard input: expected a job from 'study run'; this command is for internal use only"
    }
}
