import Foundation
import Runner
import Settings
import Studies
import Training

/// Trains in this process and remembers what it trained.
final class InProcess: Executor, @unchecked Sendable {
    // `trained` and `jobs` are only touched under `mutex`.
    private let mutex = NSLock()
    private(set) var trained: [String] = []
    /// How many trials each job had.
    private(set) var jobs: [Int] = []
    private let failing: String?
    private let store: FeatureStore

    init(failing: String? = nil, store: FeatureStore = FeatureStore()) {
        self.failing = failing
        self.store = store
    }

    func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws {
        let ids = job.tasks.map(\.trial.id)
        mutex.withLock {
            trained += ids
            jobs.append(ids.count)
        }
        if let failing, ids.contains(failing) { throw TrialFailure("no luck") }
        // What a process of its own would be told.
        let job = try TrialJob(JSONDocument(text: job.json.canonical, file: "job").value)
        let data = try TrialData(job.tasks[0].trial.settings.dataset)
        try TrialRunner(job, data: data, store: store, report: report).run()
    }
}
