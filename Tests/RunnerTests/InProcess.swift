import Foundation
import Runner
import Settings
import Studies

/// Trains in this process and remembers what it trained.
final class InProcess: Executor, @unchecked Sendable {
    // `trained` is only touched under `mutex`.
    private let mutex = NSLock()
    private(set) var trained: [String] = []
    private let failing: String?

    init(failing: String? = nil) { self.failing = failing }

    func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws {
        let ids = job.tasks.map(\.trial.id)
        mutex.withLock { trained += ids }
        if let failing, ids.contains(failing) { throw TrialFailure("no luck") }
        // What a process of its own would be told.
        let job = try TrialJob(JSONDocument(text: job.json.canonical, file: "job").value)
        let data = try TrialData(job.tasks[0].trial.settings.dataset)
        try TrialRunner(job, data: data, report: report).run()
    }
}
