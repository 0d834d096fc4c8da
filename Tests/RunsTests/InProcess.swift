import Engine
import Foundation
import JSON
import Runs
import Studies
import Training
import Vocabulary

/// Trains in this process and remembers what it trained.
final class InProcess: Executor, @unchecked Sendable {
    // `trained`, `jobs` and `pauses` are only touched under `mutex`.
    private let mutex = NSLock()
    private(set) var trained: [String] = []
    /// How many trials each job had.
    private(set) var jobs: [Int] = []
    /// Places at which a training can be interrupted, so far.
    private(set) var pauses = 0
    private let interruptedAt: Int?
    private let failing: String?
    private let store: FeatureStore

    /// - Parameter interruptedAt: the place, from 1, at which a signal comes.
    init(failing: String? = nil, interruptedAt: Int? = nil, store: FeatureStore = FeatureStore()) {
        self.failing = failing
        self.interruptedAt = interruptedAt
        self.store = store
    }

    /// The signal, once it has come.
    var signalReceived: Int32? {
        mutex.withLock { interruptedAt.map { pauses >= $0 } ?? false ? SIGTERM : nil }
    }

    func interrupt() {}

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
        try TrialRunner(
            job, data: data, on: OneDNNDevice(), store: store,
            interruption: { [self] in
                mutex.withLock { pauses += 1 }
                return signalReceived
            }, report: report
        ).run()
    }
}
