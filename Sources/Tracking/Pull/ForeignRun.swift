/// A run as MLflow knows it, whoever told it of the run.
package struct ForeignRun: Sendable, Hashable {
    package var id: String
    package var name: String
    /// MLflow's word: `FINISHED`, `FAILED`, `KILLED`, `RUNNING` or `SCHEDULED`.
    package var status: String
    /// Milliseconds since 1970.
    package var started: Int
    /// nil while it runs.
    package var ended: Int?
    package var params: [String: String]
    package var tags: [String: String]
    /// All values of each metric, by its name, in the order of their steps.
    package var metrics: [String: [MetricPoint]]

    package init(
        id: String, name: String, status: String, started: Int, ended: Int?,
        params: [String: String], tags: [String: String], metrics: [String: [MetricPoint]]
    ) {
        self.id = id
        self.name = name
        self.status = status
        self.started = started
        self.ended = ended
        self.params = params
        self.tags = tags
        self.metrics = metrics
    }

    /// The values of the first of some metrics that there is, by step; of two for one step the
    /// later one.
    func values(_ names: String...) -> [Int: Double] {
        let points = names.lazy.compactMap { metrics[$0] }.first { !$0.isEmpty } ?? []
        return Dictionary(
            points.sorted { $0.time < $1.time }.map { ($0.step, $0.value) },
            uniquingKeysWith: { $1 })
    }
}

/// Where runs can be read.
package protocol RunSource {
    /// Its address or path, for people.
    var place: String { get }
    /// The runs of an experiment that are not deleted, oldest first; nil where there is no such
    /// experiment.
    /// - Parameter progress: called with runs done and in all.
    /// - Throws: `TrackingError`, `FileError`.
    func runs(_ experiment: String, progress: (Int, Int) -> Void) throws -> [ForeignRun]?
    /// The names of the experiments that there are.
    /// - Throws: `TrackingError`, `FileError`.
    func experiments() throws -> [String]
}
