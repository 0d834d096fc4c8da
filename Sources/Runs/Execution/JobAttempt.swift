import Foundation
package import Results
import Studies
import Synchronization
package import Training

/// One training of a job's trials by an executor, and its outcome in the trials' folders.
package struct JobAttempt {
    /// The result of the training of one trial.
    package enum Outcome {
        case complete(TrialRecord)
        /// The trial has reached the epoch at which the job pauses.
        case paused
        case failed(TrialFailure)
        /// The trial is complete, but its folder could not be cleaned up or its record not read.
        case faulty(any Error)
    }

    let job: TrialJob
    let executor: any Executor

    /// Creates an attempt, which starts nothing until `run`.
    package init(job: TrialJob, executor: any Executor) {
        self.job = job
        self.executor = executor
    }

    private var folder: ResultsFolder { ResultsFolder(job.folder) }

    /// Trains once, after earlier results that do not belong to the job have been moved out of the
    /// trials' folders.
    /// - Parameters:
    ///   - hasRight: whether this process may still write the folders after the training.
    ///   - report: called with a trial's id and its progress, on any thread.
    /// - Returns: the outcome of each trial, in the order of the job; no error is thrown.
    package func run(
        whileHaving hasRight: () -> Bool = { true },
        _ report: @escaping @Sendable (String, TrainingEvent) -> Void
    ) -> [(id: String, Outcome)] {
        var replaced: [String: ReplacedFolder] = [:]
        let reported = Mutex<[String: TrialEvent.Failure]>([:])
        var failure = TrialFailure("its process ended without a result")
        do {
            for task in job.tasks {
                let place = folder.trial(task.trial.id)
                // The process of a killed run may not have ended yet.
                withExtendedLifetime(try place.lock()) {}
                let goesOn =
                    SavedState.position(in: place, key: task.key) != nil
                    && StudyPlan.goesOn(place, task.trial.settings.training)
                replaced[task.trial.id] = try ReplacedFolder(place, in: folder, keeping: goesOn)
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
        // The process that now has the trials also cleans up after this attempt.
        guard hasRight() else { return job.tasks.map { ($0.trial.id, .failed(failure)) } }
        let failures = reported.withLock { $0 }
        return job.tasks.map { task in
            let id = task.trial.id
            if hasPaused(task) { return (id, .paused) }
            let own = failures[id].map { TrialFailure($0, ending: failure) }
            return (id, conclude(task, replaced[id], own ?? failure))
        }
    }

    /// Reads the result of a training from the trial's folder.
    private func conclude(
        _ task: TrialJob.Task, _ previous: ReplacedFolder?, _ failure: TrialFailure
    ) -> Outcome {
        let folder = folder.trial(task.trial.id)
        // The files are of this run, since the folder was empty before.
        guard folder.isComplete, previous != nil else {
            if SavedState.position(in: folder, key: task.key) == nil { try? previous?.restore() }
            return .failed(failure)
        }
        do {
            try folder.removeFailure()
            return .complete(try folder.readRecord())
        } catch { return .faulty(error) }
    }

    /// Whether a trial has reached the epoch at which the job pauses.
    package func hasPaused(_ task: TrialJob.Task) -> Bool {
        let folder = folder.trial(task.trial.id)
        guard let until = job.until, task.pruned == nil, !folder.isComplete,
            let place = SavedState.position(in: folder, key: task.key)
        else { return false }
        return place.epoch >= until
    }
}
