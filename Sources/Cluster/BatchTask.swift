package import Files
import Foundation
import JSON
package import Results
package import Runs
import Studies
import Synchronization
import Vocabulary

/// A task of an array. It trains its trials job by job; the local executor starts a process for
/// each job.
///
/// A trial is trained only by the task that has its lease, and is skipped if another task has
/// trained it meanwhile. So the scheduler may requeue a task or run it twice.
package final class BatchTask: Sendable {
    /// The outcome of a task.
    package enum Outcome: Sendable, Equatable {
        /// The task has trained its trials; this number of them failed.
        case done(failures: Int)
        /// The task received a signal that asks it to end.
        case interrupted(Int32)
    }

    private let folder: ResultsFolder
    private let batch: BatchFolder
    private let record: BatchRecord
    private let executor: LocalExecutor
    private let location: String
    private let timing: Lease.Timing
    private let interruption: @Sendable () -> Int32?

    /// Reads the batch that the task belongs to.
    /// - Parameters:
    ///   - location: the job and node of the task, for people.
    ///   - timing: the intervals after which leases are renewed and expire.
    ///   - interruption: returns the signal that asks the task to end; nil if there was none.
    /// - Throws: `FileError` if there is no such batch.
    package init(
        _ folder: ResultsFolder, batch number: Int, executor: LocalExecutor, location: String,
        timing: Lease.Timing = Lease.Timing(), interruption: @escaping @Sendable () -> Int32?
    ) throws {
        self.folder = folder
        self.executor = executor
        self.location = location
        self.timing = timing
        self.interruption = interruption
        batch = folder.batch(number)
        record = try batch.read()
    }

    /// Trains the jobs on the given lines of the batch; the first line is 0.
    /// - Throws: `FileError`, `JSONError`, `TrialJobError` or `StudyErrors` if the batch cannot be
    ///   read.
    package func run(_ lines: Range<Int>) throws -> Outcome {
        var failures = 0
        for line in lines where line < record.taskCount {
            guard let text = try batch.task(line) else { continue }
            let job = try TrialJob(JSONDocument(text: text, file: batch.path).value)
            failures += try train(job)
            if let signal = interruption() { return .interrupted(signal) }
        }
        return .done(failures: failures)
    }

    /// Trains the trials of a job together, as soon as this task has all of their leases.
    /// - Returns: the number of failed trials.
    private func train(_ job: TrialJob) throws -> Int {
        let leases = LeaseSet()
        defer { leases.release(where: { [self] in hasEnded($0, job) }) }
        // All tasks acquire leases in the same order, so that no two wait for each other.
        for task in job.tasks.sorted(by: { $0.trial.id < $1.trial.id }) {
            guard let lease = try lease(task.trial.id) else { return 0 }
            leases.add(task, lease)
        }
        var job = job
        job.tasks = job.tasks.filter { [job] in !hasEnded($0, job) }
        guard !job.tasks.isEmpty else { return 0 }
        var failures = 0
        for (task, failure) in attempt(job, leases) {
            var alone = job
            alone.tasks = [task]
            let rule = RetryRule(retries: record.order.retries, sharedProcess: job.tasks.count > 1)
            let last = rule.lastFailure(after: failure, isEnding: { interruption() != nil }) { _ in
                attempt(alone, leases).first?.1
            }
            guard let last else { continue }
            try record(last.failure, of: task, attempts: last.attempts)
            failures += 1
        }
        return failures
    }

    /// True if a trial needs no training: it is complete, has reached the epoch at which the job
    /// pauses, or has failed in this batch.
    private func hasEnded(_ task: TrialJob.Task, _ job: TrialJob) -> Bool {
        let trial = folder.trial(task.trial.id)
        if trial.isComplete {
            return (try? trial.readRecord())?.key == task.key
                && !StudyPlan.canResume(trial, task.trial.settings.training)
        }
        if let failure = try? trial.readFailure(), failure.key == task.key,
            let time = try? Date(failure.time, strategy: .iso8601),
            time.timeIntervalSince1970 + 1 > record.submitted
        {
            return true
        }
        return JobAttempt(job: job, executor: executor).hasPaused(task)
    }

    /// Waits until no other task has the lease of a trial, and acquires it.
    /// - Returns: nil if this task is asked to end before that.
    private func lease(_ id: String) throws -> Lease? {
        while interruption() == nil {
            let lease = try Lease(
                trying: folder.leasePath(id), note: location, timing: timing,
                // Without the lease, the trial's process must no longer write its folder.
                onLoss: { [executor] in executor.kill() })
            if let lease { return lease }
            Thread.sleep(forTimeInterval: min(2, timing.renewal / 2))
        }
        return nil
    }

    /// Trains the trials of a job together, once.
    /// - Returns: the trials that failed, each with the reason; none if a lease was lost.
    private func attempt(
        _ job: TrialJob, _ leases: LeaseSet
    ) -> [(TrialJob.Task, TrialFailure)] {
        if leases.isLost { return [] }
        let outcomes = JobAttempt(job: job, executor: executor).run(
            whileAllowed: { !leases.isLost }
        ) { id, event in
            leases.update(id) { $0.update(with: event) }
        }
        // Another task now has a lease, and records the outcome.
        if leases.isLost { return [] }
        return zip(job.tasks, outcomes).compactMap { task, outcome in
            switch outcome.1 {
            case .complete, .paused: nil
            case .failed(let failure): (task, failure)
            case .unreadable(let error): (task, TrialFailure(error))
            }
        }
    }

    /// Writes the `failed.json` of a trial.
    private func record(
        _ failure: TrialFailure, of task: TrialJob.Task, attempts: Int
    ) throws {
        let trial = folder.trial(task.trial.id)
        try trial.create()
        try trial.write(failure.record(id: task.trial.id, key: task.key, attempts: attempts))
    }
}

/// The leases of the trials that a task trains together.
private final class LeaseSet: Sendable {
    private struct Entry {
        let task: TrialJob.Task
        let lease: Lease
        var status: TrialStatus
    }
    private let entries = Mutex<[String: Entry]>([:])

    func add(_ task: TrialJob.Task, _ lease: Lease) {
        var status = TrialStatus(id: task.trial.id, state: .running)
        status.epochs = task.trial.settings.training.epochs
        entries.withLock {
            $0[task.trial.id] = Entry(task: task, lease: lease, status: status)
        }
        publish(status, lease)
    }

    /// True if another process has acquired one of the leases.
    var isLost: Bool { entries.withLock { $0.values.contains { $0.lease.isLost } } }

    /// Changes the status of a trial, which other processes read from its lease.
    func update(_ id: String, _ change: (inout TrialStatus) -> Void) {
        entries.withLock { entries in
            guard var entry = entries[id] else { return }
            change(&entry.status)
            entries[id] = entry
            publish(entry.status, entry.lease)
        }
    }

    private func publish(_ status: TrialStatus, _ lease: Lease) {
        guard let data = try? JSONEncoder.ofStatus.encode(status) else { return }
        lease.setDetail(String(decoding: data, as: UTF8.self))
    }

    /// Releases all leases; the lease files of trials that have ended are removed.
    func release(where hasEnded: (TrialJob.Task) -> Bool) {
        for entry in entries.withLock({ Array($0.values) }) {
            entry.lease.release(removing: hasEnded(entry.task))
        }
    }
}
