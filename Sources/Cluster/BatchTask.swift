package import Files
import Foundation
import JSON
package import Results
package import Runs
import Studies
import Synchronization
import Vocabulary

/// One task of an array. It trains its trials job by job, each job in a process of its own that the
/// local executor starts.
///
/// A trial is trained only by the task that holds its lease, and is skipped if another task has
/// trained it meanwhile. So the scheduler may requeue a task or run it twice.
package final class BatchTask: Sendable {
    /// The way in which a task ended.
    package enum Ending: Sendable, Equatable {
        case done(failures: Int)
        /// The task received a signal that asks it to end.
        case interrupted(Int32)
    }

    private let folder: ResultsFolder
    private let batch: BatchFolder
    private let record: BatchRecord
    private let executor: LocalExecutor
    private let place: String
    private let timing: Lease.Timing
    private let interruption: @Sendable () -> Int32?

    /// - Parameters:
    ///   - place: the job and node of the task, for people.
    ///   - interruption: returns the signal that asks the task to end; nil if there was none.
    /// - Throws: `FileError` if there is no such batch.
    package init(
        _ folder: ResultsFolder, batch number: Int, executor: LocalExecutor, place: String,
        timing: Lease.Timing = Lease.Timing(), interruption: @escaping @Sendable () -> Int32?
    ) throws {
        self.folder = folder
        self.executor = executor
        self.place = place
        self.timing = timing
        self.interruption = interruption
        batch = folder.batch(number)
        record = try batch.read()
    }

    /// Trains the jobs on the given lines of the batch; the first line is 0.
    /// - Throws: `FileError`, `JSONError`, `TrialJobError` or `StudyErrors` if the batch cannot be
    ///   read.
    package func run(_ lines: Range<Int>) throws -> Ending {
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
        let right = Right()
        defer { right.release(where: { [self] in hasEnded($0, job) }) }
        // All tasks take leases in the same order, so that no two wait for each other.
        for task in job.tasks.sorted(by: { $0.trial.id < $1.trial.id }) {
            guard let lease = try lease(task.trial.id) else { return 0 }
            right.add(task, lease)
        }
        var job = job
        job.tasks = job.tasks.filter { [job] in !hasEnded($0, job) }
        guard !job.tasks.isEmpty else { return 0 }
        var failures = 0
        for (task, failure) in attempt(job, right) {
            var alone = job
            alone.tasks = [task]
            let rule = RetryRule(retries: record.order.retries, sharedProcess: job.tasks.count > 1)
            let last = rule.lastFailure(after: failure, isEnding: { interruption() != nil }) { _ in
                attempt(alone, right).first?.1
            }
            guard let last else { continue }
            try record(last.failure, of: task, attempts: last.attempts)
            failures += 1
        }
        return failures
    }

    /// Whether a trial needs no training: it is complete, has paused where the job lets it pause,
    /// or has failed in this batch.
    private func hasEnded(_ task: TrialJob.Task, _ job: TrialJob) -> Bool {
        let trial = folder.trial(task.trial.id)
        if trial.isComplete {
            return (try? trial.readRecord())?.key == task.key
                && !StudyPlan.goesOn(trial, task.trial.settings.training)
        }
        if let failure = try? trial.readFailure(), failure.key == task.key,
            let time = try? Date(failure.time, strategy: .iso8601),
            time.timeIntervalSince1970 + 1 > record.submitted
        {
            return true
        }
        return JobAttempt(job: job, executor: executor).hasPaused(task)
    }

    /// Waits until no other task has the lease of a trial, and takes it.
    /// - Returns: nil if this task is asked to end before that.
    private func lease(_ id: String) throws -> Lease? {
        while interruption() == nil {
            let lease = try Lease(
                trying: folder.leasePath(id), note: place, timing: timing,
                // Without the lease, the trial's process must not write any more.
                onLoss: { [executor] in executor.kill() })
            if let lease { return lease }
            Thread.sleep(forTimeInterval: min(2, timing.renewal / 2))
        }
        return nil
    }

    /// Trains the trials of a job together, once.
    /// - Returns: the trials that failed, each with the reason; none if a lease was lost.
    private func attempt(
        _ job: TrialJob, _ right: Right
    ) -> [(TrialJob.Task, TrialFailure)] {
        if right.isLost { return [] }
        let outcomes = JobAttempt(job: job, executor: executor).run(
            whileHaving: { !right.isLost }
        ) { id, event in
            right.update(id) { $0.take(event) }
        }
        // Another task has taken over, and records the outcome.
        if right.isLost { return [] }
        return zip(job.tasks, outcomes).compactMap { task, outcome in
            switch outcome.1 {
            case .complete, .paused: nil
            case .failed(let failure): (task, failure)
            case .faulty(let error): (task, TrialFailure(error))
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
private final class Right: Sendable {
    private struct Held {
        let task: TrialJob.Task
        let lease: Lease
        var status: TrialStatus
    }
    private let held = Mutex<[String: Held]>([:])

    func add(_ task: TrialJob.Task, _ lease: Lease) {
        var status = TrialStatus(id: task.trial.id, state: .running)
        status.epochs = task.trial.settings.training.epochs
        held.withLock {
            $0[task.trial.id] = Held(task: task, lease: lease, status: status)
        }
        tell(status, lease)
    }

    var isLost: Bool { held.withLock { $0.values.contains { $0.lease.isLost } } }

    /// Changes the status of a trial, which its lease shows to others.
    func update(_ id: String, _ change: (inout TrialStatus) -> Void) {
        held.withLock { held in
            guard var trial = held[id] else { return }
            change(&trial.status)
            held[id] = trial
            tell(trial.status, trial.lease)
        }
    }

    private func tell(_ status: TrialStatus, _ lease: Lease) {
        guard let data = try? JSONEncoder.ofStatus.encode(status) else { return }
        lease.setDetail(String(decoding: data, as: UTF8.self))
    }

    func release(where hasEnded: (TrialJob.Task) -> Bool) {
        for trial in held.withLock({ Array($0.values) }) {
            trial.lease.release(removing: hasEnded(trial.task))
        }
    }
}
