/// The status of a run, in MLflow's terms.
package enum RunStatus: String, Sendable, Codable {
    case running = "RUNNING"
    case finished = "FINISHED"
    case failed = "FAILED"
    case killed = "KILLED"
}

/// A value of a metric at a step.
package struct MetricPoint: Sendable, Hashable, Codable {
    package var key: String
    package var value: Double
    package var step: Int
    /// Milliseconds since 1970.
    package var time: Int

    package init(key: String, value: Double, step: Int, time: Int) {
        (self.key, self.value, self.step, self.time) = (key, value, step, time)
    }
}

/// An event for a tracking server. Runs have ids of `study`, since the server's ids are unknown
/// until the server is reached.
package enum TrackingEvent: Sendable, Hashable, Codable {
    /// The experiment of the next runs.
    case experiment(name: String)
    /// The start of a run.
    case run(TrackedRun)
    /// A change of a run's status.
    case status(run: String, RunStatus, time: Int)
    /// A new parent of a run.
    case adopted(run: String, by: String)
    case params(run: String, values: [String: String])
    case tags(run: String, values: [String: String])
    case metrics(run: String, points: [MetricPoint])
    /// The data set of a run; `source` and `profile` are JSON.
    case data(run: String, name: String, digest: String, source: String, profile: String)
    /// A file: its path in the results folder, and its path among the run's artifacts.
    case artifact(run: String, file: String, name: String)

    var isArtifact: Bool { if case .artifact = self { true } else { false } }
}

/// The description of a run at its start.
package struct TrackedRun: Sendable, Hashable, Codable {
    /// The id in events, a UUID.
    package var id: String
    /// The name that MLflow shows.
    package var name: String
    /// The id of the parent run.
    package var parent: String?
    /// The id of the trial; nil for the run of a study.
    package var trial: String?
    /// The trial's key.
    package var key: String?
    /// The start in milliseconds since 1970.
    package var time: Int
    package var tags: [String: String]
}
