import Foundation
package import Results
import Studies
import Synchronization
package import Training

/// A single training of a job's trials by an executor, whose outcome is read from the trials'
/// folders.
package struct JobAttempt {
    /// The outcome for a trial.
    package enum Outcome {
        /// The trial is complete.
        case complete(TrialRecord)
        /// The trial has reached the epoch at which the job pauses.
        case paused
        /// The trial has no result, for this reason.
        case failed(TrialFailure)
        /// The trial is complete, but its folder could not be cleaned up or its record could not be
        /// read.
        case unreadable(any Error)
    }

    let job: TrialJob
    let executor: any Executor

    /// Creates an attempt; `run` starts it.
    package init(job: TrialJob, executor: any Executor) {
        self.job = job
        self.executor = executor
    }

    private var folder: ResultsFolder { ResultsFolder(job.folder) }

    /// Moves results that do not belong to the job out of the trials' folders, then trains once.
    /// - Parameters:
    ///   - isAllowed: returns false if this process must no longer write the folders after the
    ///     training.
    ///   - report: called with a trial's id and its progress, on any thread.
    /// - Returns: the outcome of each trial, in the order of the job; no error is thrown.
    package func run(
        whileAllowed isAllowed: () -> Bool = { true },
        _ report: @escaping @Sendable (String, TrainingEvent) -> Void
    ) -> [(id: String, Outcome)] {
        var replaced: [String: ReplacedFolder] = [:]
        let reported = Mutex<[String: TrialEvent.Failure]>([:])
        var failure = TrialFailure("the process ended without a result")
        do {
            for task in job.tasks {
                let trial = folder.trial(task.trial.id)
                // The process of a killed run may not have ended yet.
                withExtendedLifetime(try trial.lock()) {}
                let resumes =
                    SavedState.position(in: trial, key: task.key) != nil
                    && StudyPlan.canResume(trial, task.trial.settings.training)
                replaced[task.trial.id] = try ReplacedFolder(trial, in: folder, keeping: resumes)
            }
            try executor.run(job) { event in
                if let failure = event.failure {
                    // The first failure ended the trial.
                    reported.withLock { $0[event.trial] = $0[event.trial] ?? failure }
                } else if case .training(let progress) = event.content {
                    report(event.trial, progress)
                }
            }
        } catch { failure = TrialFailure(error) }
        // Another process trains the trials now, and cleans up after this attempt.
        guard isAllowed() else { return job.tasks.map { ($0.trial.id, .failed(failure)) } }
        let failures = reported.withLock { $0 }
        return job.tasks.map { task in
            let id = task.trial.id
            if hasPaused(task) { return (id, .paused) }
            let own = failures[id].map { TrialFailure($0, termination: failure) }
            return (id, conclude(task, replaced[id], own ?? failure))
        }
    }

    /// Reads the outcome of a training from the trial's folder; restores the replaced result if the
    /// training has failed without a checkpoint.
    private func conclude(
        _ task: TrialJob.Task, _ previous: ReplacedFolder?, _ failure: TrialFailure
    ) -> Outcome {
        let folder = folder.trial(task.trial.id)
        // The files are those of this training, since the folder was empty before.
        guard folder.isComplete, previous != nil else {
            if SavedState.position(in: folder, key: task.key) == nil { try? previous?.restore() }
            return .failed(failure)
        }
        do {
            try folder.removeFailure()
            return .complete(try folder.readRecord())
        } catch { return .unreadable(error) }
    }

    /// True if a trial has reached the epoch at which the job pauses.
    package func hasPaused(_ task: TrialJob.Task) -> Bool {
        let folder = folder.trial(task.trial.id)
        guard let until = job.until, task.pruned == nil, !folder.isComplete,
            let position = SavedState.position(in: folder, key: task.key)
        else { return false }
        return position.epoch >= until
    }
}
