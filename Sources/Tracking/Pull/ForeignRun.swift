/// A run of MLflow, created by any program.
package struct ForeignRun: Sendable, Hashable {
    package var id: String
    package var name: String
    /// The status: `FINISHED`, `FAILED`, `KILLED`, `RUNNING` or `SCHEDULED`.
    package var status: String
    /// The start in milliseconds since 1970.
    package var started: Int
    /// The end in milliseconds since 1970; nil for an active run.
    package var ended: Int?
    package var params: [String: String]
    package var tags: [String: String]
    /// All values of each metric by its name, in the order of the steps.
    package var metrics: [String: [MetricPoint]]
    /// The metrics that cannot be read, each with the reason.
    package var unread: [String]

    package init(
        id: String, name: String, status: String, started: Int, ended: Int?,
        params: [String: String], tags: [String: String], metrics: [String: [MetricPoint]],
        unread: [String] = []
    ) {
        self.unread = unread
        self.id = id
        self.name = name
        self.status = status
        self.started = started
        self.ended = ended
        self.params = params
        self.tags = tags
        self.metrics = metrics
    }

    /// The values by step of the first metric that exists. If a step has two values, the later one
    /// is used.
    func values(_ names: String...) -> [Int: Double] {
        let points = names.lazy.compactMap { metrics[$0] }.first { !$0.isEmpty } ?? []
        return Dictionary(
            points.sorted { $0.time < $1.time }.map { ($0.step, $0.value) },
            uniquingKeysWith: { $1 })
    }
}

/// A source of runs: an MLflow server, its database, or a local mlruns folder.
package protocol RunSource {
    /// The server's address, or the path of the folder or the file.
    var location: String { get }
    /// The runs of an experiment without deleted runs, oldest first; nil if the experiment does not
    /// exist.
    /// - Parameter progress: called with the number of runs done and the total.
    /// - Throws: `TrackingError`, `FileError`.
    func runs(_ experiment: String, progress: (Int, Int) -> Void) throws -> [ForeignRun]?
    /// The names of all experiments.
    /// - Throws: `TrackingError`, `FileError`.
    func experiments() throws -> [String]
}
