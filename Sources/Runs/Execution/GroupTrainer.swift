import Dispatch
import Foundation
import Results
import Studies
import Synchronization
import Training

/// Trains groups of trials of a prepared run, retries failed trials, and records the results.
/// Several threads use it at the same time.
struct GroupTrainer: Sendable {
    let scope: RunScope
    let executor: any Executor
    let options: RunOptions
    let prepared: PreparedRun
    let runState: RunState
    /// Returns the signal that asks the run to end; nil if there was none.
    let interruption: @Sendable () -> Int32?
    /// Called with progress, on any thread.
    let report: @Sendable (RunEvent) -> Void

    /// True if no other trial is to be trained, because of a signal or a failure.
    var isEnding: Bool { interruption() != nil || runState.isStopping }

    /// Trains groups, `options.jobs` of them at the same time.
    func train(_ groups: [StagedGroup]) {
        let waiting = Mutex(groups[...])
        let workers = DispatchGroup()
        for _ in 0..<min(options.jobs, groups.count) {
            workers.enter()
            Thread.detachNewThread {
                while !isEnding, let group = waiting.withLock({ $0.popFirst() }) {
                    train(group)
                }
                workers.leave()
            }
        }
        workers.wait()
    }

    /// Trains trials together; each failed trial is retried alone.
    private func train(_ staged: StagedGroup) {
        let group = staged.entries
        for entry in group {
            // In a later stage the trial has begun before.
            guard let number = runState.begin(entry) else { continue }
            report(.started(entry.trial, number: number, of: scope.queue.count, entry.state))
        }
        for (entry, failure) in attempt(staged) {
            let alone = StagedGroup(entries: [entry], until: staged.until, pruned: staged.pruned)
            let rule = RetryRule(retries: options.retries, sharedProcess: group.count > 1)
            let last = rule.lastFailure(after: failure, isEnding: { isEnding }) { failure in
                report(.retrying(entry.trial, message: failure.message))
                return attempt(alone).first?.1
            }
            if let last { fail(entry, last.failure, attempts: last.attempts) }
        }
    }

    /// Records the failure of a trial; ends the run if the disk is full or `failsFast` is set.
    private func fail(_ entry: StudyPlan.Entry, _ failure: TrialFailure, attempts: Int) {
        report(.failed(entry.trial, message: failure.message))
        do {
            let folder = scope.plan.folder.trial(entry.trial.id)
            try folder.create()
            try folder.write(
                failure.record(id: entry.trial.id, key: entry.key, attempts: attempts))
            try runState.finish(entry.trial.id, .failed(failure.message))
        } catch { stop(error) }
        if failure.kind == .fullDisk { stop(failure) } else if options.failsFast { stop(nil) }
    }

    /// Ends the run: no other trial begins, and running trials save checkpoints and end.
    private func stop(_ error: (any Error)?) {
        runState.stop(error)
        executor.interrupt()
    }

    /// Trains trials together once.
    /// - Returns: the failed trials with the reasons.
    private func attempt(_ staged: StagedGroup) -> [(StudyPlan.Entry, TrialFailure)] {
        let entries = Dictionary(
            staged.entries.map { ($0.trial.id, $0) }, uniquingKeysWith: { first, _ in first })
        let outcomes = JobAttempt(job: job(staged), executor: executor).run { id, event in
            guard let entry = entries[id] else { return }
            let overall = runState.advance(entry, to: event.fraction)
            if event != .finished { report(.progress(entry.trial, event, overall: overall)) }
        }
        return outcomes.compactMap { id, outcome in
            guard let entry = entries[id] else { return nil }
            switch outcome {
            case .paused: report(.paused(entry.trial, epoch: staged.until ?? 0))
            case .complete(let record): conclude(entry, record)
            case .unreadable(let error): stop(error)
            case .failed(let failure): return (entry, failure)
            }
            return nil
        }
    }

    private func conclude(_ entry: StudyPlan.Entry, _ record: TrialRecord) {
        do {
            try runState.finish(entry.trial.id, .complete)
            if let pruned = record.pruned {
                report(.stopped(entry.trial, pruned))
            } else {
                report(.finished(entry.trial, seconds: record.seconds))
            }
        } catch {
            // The trial is complete; the lock, which all trials need, could not be written.
            stop(error)
        }
    }

    private func job(_ staged: StagedGroup) -> TrialJob {
        let first = staged.entries[0].trial.id
        return staged.job(
            in: scope.plan.folder.path, features: prepared.features[first] ?? [:],
            kernels: prepared.kernels)
    }
}
