import Engine
import Foundation
import JSON
import Runs
import Studies
import Training
import Vocabulary

/// An executor that trains in this process and records the trained trials.
final class InProcess: Executor, @unchecked Sendable {
    // `trained`, `jobs` and `pauses` are only touched under `mutex`.
    private let mutex = NSLock()
    private(set) var trained: [String] = []
    /// The number of trials of each job.
    private(set) var jobs: [Int] = []
    /// The number of positions so far at which a training can be interrupted.
    private(set) var pauses = 0
    private let interruptedAt: Int?
    private let failing: String?
    private let store: FeatureStore

    /// - Parameter interruptedAt: the number, from 1, of the position at which a signal comes.
    init(failing: String? = nil, interruptedAt: Int? = nil, store: FeatureStore = FeatureStore()) {
        self.failing = failing
        self.interruptedAt = interruptedAt
        self.store = store
    }

    /// The received signal; nil if there was none.
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
        // A process would read the job in this form.
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
