/// How a run stands, in MLflow's words.
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
}

/// Something that a tracking server is to be told. Runs go by names given here; the server's ids
/// are known only once it has been reached.
package enum TrackingEvent: Sendable, Hashable, Codable {
    /// The runs that follow belong to this experiment.
    case experiment(name: String)
    case run(TrackedRun)
    case status(run: String, RunStatus, time: Int)
    /// The run is a part of another one from now on.
    case adopted(run: String, by: String)
    case params(run: String, values: [String: String])
    case tags(run: String, values: [String: String])
    case metrics(run: String, points: [MetricPoint])
    /// A data set that a run has used; `source` and `profile` are JSON.
    case data(run: String, name: String, digest: String, source: String, profile: String)
    /// A file of the results folder, by its path from there, and the path it has among the run's
    /// files.
    case artifact(run: String, file: String, name: String)

    var isArtifact: Bool { if case .artifact = self { true } else { false } }
}

/// A run as it begins.
package struct TrackedRun: Sendable, Hashable, Codable {
    /// The name that events give it, unique everywhere.
    package var id: String
    /// For people.
    package var name: String
    /// The run that it is a part of.
    package var parent: String?
    /// The trial that it trains; nil for a run of a whole study.
    package var trial: String?
    /// The trial's key.
    package var key: String?
    /// Milliseconds since 1970.
    package var time: Int
    package var tags: [String: String]
}
