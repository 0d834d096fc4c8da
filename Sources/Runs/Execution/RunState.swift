import Results
import Studies
import Synchronization

/// The state of a run: the trials that are left, their progress, and the lock, which is kept up to
/// date in the results folder.
package final class RunState: Sendable {
    private struct State {
        var lock: StudyLock
        /// The lock grows with the study, so it is not written after each of many trials;
        /// `trial.json` says that a trial is complete.
        var clock = CheckpointSchedule()
        /// The fraction done of each trial that has begun, in [0, 1].
        var fractions: [String: Double] = [:]
        /// The floating-point operations that are done.
        var flopsDone = 0.0
        var failed: Set<String> = []
        var left: Set<String>
        var isStopping = false
        var error: (any Error)?
    }

    private let state: Mutex<State>
    private let folder: ResultsFolder
    /// The index of each trial in the lock, by id.
    private let indices: [String: Int]
    /// The floating-point operations of all trials to train.
    private let flops: Double

    /// Creates the state of a run that has trained nothing; its finished trials are complete in the
    /// lock, which is not written.
    /// - Throws: `FileError`, `ResultsError` for a finished trial that cannot be read.
    package init(_ scope: RunScope) throws {
        folder = scope.plan.folder
        indices = Dictionary(
            scope.lock.trials.enumerated().map { ($1.id, $0) },
            uniquingKeysWith: { first, _ in first })
        flops = scope.queue.reduce(0) { $0 + $1.trainingFLOPs }
        state = Mutex(State(lock: scope.lock, left: Set(scope.queue.map(\.trial.id))))
        for entry in scope.done {
            try entry.updatePatients(in: folder.trial(entry.trial.id))
            try state.withLock { try complete(entry.trial.id, &$0) }
        }
    }

    /// The trials that failed in this run, by id.
    package var failed: Set<String> { state.withLock { $0.failed } }
    /// The trials that have not ended, by id.
    var left: Set<String> { state.withLock { $0.left } }
    /// True if no other trial is to be trained in this run.
    var isStopping: Bool { state.withLock { $0.isStopping } }
    /// The error that has ended the run for all trials.
    var error: (any Error)? { state.withLock { $0.error } }

    /// Changes the lock; `write` or the end of a trial writes it.
    func update(_ change: (inout StudyLock) -> Void) { state.withLock { change(&$0.lock) } }

    /// Writes the lock.
    /// - Throws: `FileError`.
    package func write() throws { try state.withLock { try folder.write($0.lock) } }

    /// Records that a trial has begun.
    /// - Returns: the trial's number in this run, from 1; nil if it had begun already.
    func begin(_ entry: StudyPlan.Entry) -> Int? {
        state.withLock { state in
            guard state.fractions[entry.trial.id] == nil else { return nil }
            state.fractions[entry.trial.id] = 0
            return state.fractions.count
        }
    }

    /// Records the progress of a trial.
    /// - Parameter fraction: the fraction of the trial's steps that are done, in [0, 1].
    /// - Returns: the fraction done of all trials to train, in [0, 1].
    func advance(_ entry: StudyPlan.Entry, to fraction: Double) -> Double {
        state.withLock { state in
            let before = state.fractions.updateValue(fraction, forKey: entry.trial.id) ?? 0
            state.flopsDone += entry.trainingFLOPs * (fraction - before)
            // The sum of all parts can differ from the whole by a rounding error.
            let overall = flops > 0 ? state.flopsDone / flops : 1
            return overall > 1 - 1e-9 ? 1 : overall
        }
    }

    /// Records the end of a trial, and writes the lock if it is due.
    /// - Throws: `FileError`, `ResultsError` for a complete trial that cannot be read.
    func finish(_ trial: String, _ end: TrialEntry.State) throws {
        try state.withLock { state in
            if end == .complete {
                try complete(trial, &state)
            } else {
                if let index = indices[trial] {
                    state.lock.trials[index].state = end
                    state.lock.trials[index].stale = nil
                }
                state.failed.insert(trial)
            }
            state.left.remove(trial)
            guard state.clock.isDue(atEndOfEpoch: true) else { return }
            let lock = state.lock
            try state.clock.save { try folder.write(lock) }
        }
    }

    /// Removes trials that this run does not finish.
    func leave(_ trials: [String]) { state.withLock { $0.left.subtract(trials) } }

    /// Lets no other trial begin.
    /// - Parameter error: the error that ends the run for all trials; nil if there is none.
    func stop(_ error: (any Error)?) {
        state.withLock { state in
            state.isStopping = true
            state.error = state.error ?? error
        }
    }

    private func complete(_ trial: String, _ state: inout State) throws {
        guard let index = indices[trial] else { return }
        try state.lock.trials[index].complete(folder.trial(trial))
    }
}

extension RunState {
    /// Writes the lock and the summary with the trials of a plan that other processes have trained.
    /// - Returns: the number of failed trials.
    /// - Throws: `FileError`, `ResultsError` if the folder cannot be written.
    package func collect(_ plan: StudyPlan) throws -> Int {
        for entry in plan.entries {
            let folder = plan.folder.trial(entry.trial.id)
            guard let message = entry.failure(in: folder) else { continue }
            try finish(entry.trial.id, .failed(message))
        }
        try write()
        try plan.folder.writeSummary()
        return failed.count
    }
}
