import Foundation
package import Results
package import Studies
import Synchronization

/// One training of a job's trials by an executor, and what it has left in their folders.
package struct JobAttempt {
    /// What came of a trial.
    package enum Outcome {
        case complete(TrialRecord)
        /// It is where the job pauses.
        case paused
        case failed(TrialFailure)
        /// The trial is complete, but its folder could not be cleared up.
        case faulty(any Error)
    }

    package let job: TrialJob
    package let executor: any Executor

    package init(job: TrialJob, executor: any Executor) {
        self.job = job
        self.executor = executor
    }

    private var folder: ResultsFolder { ResultsFolder(job.folder) }

    /// Trains once, in folders that are cleared before of what does not belong to it.
    /// - Parameters:
    ///   - hasRight: whether the folders may still be written when the training has ended.
    ///   - report: called with progress, on any thread.
    package func run(
        whileHaving hasRight: () -> Bool = { true },
        _ report: @escaping @Sendable (TrialEvent) -> Void
    ) -> [(id: String, Outcome)] {
        var replaced: [String: ReplacedFolder] = [:]
        let reported = Mutex<[String: TrialEvent.Failure]>([:])
        var failure = TrialFailure("its process ended without a result")
        do {
            for task in job.tasks {
                let place = folder.trial(task.trial.id)
                // The process of a run that was killed may still be about to notice it.
                withExtendedLifetime(try place.lock()) {}
                let goesOn =
                    SavedState.position(in: place, key: task.key) != nil
                    && StudyPlan.goesOn(place, task.trial.settings.training)
                replaced[task.trial.id] = try ReplacedFolder(place, in: folder, keeping: goesOn)
            }
            try executor.run(job) { event in
                if let failure = event.failure {
                    // The first one ended it.
                    reported.withLock { $0[event.trial] = $0[event.trial] ?? failure }
                } else {
                    report(event)
                }
            }
        } catch { failure = TrialFailure(error) }
        // Whoever has the trials now clears up after this one, too.
        guard hasRight() else { return job.tasks.map { ($0.trial.id, .failed(failure)) } }
        let failures = reported.withLock { $0 }
        return job.tasks.map { task in
            let id = task.trial.id
            if hasPaused(task) { return (id, .paused) }
            let own = failures[id].map { TrialFailure($0, ending: failure) }
            return (id, conclude(task, replaced[id], own ?? failure))
        }
    }

    /// Takes up what a training has left.
    private func conclude(
        _ task: TrialJob.Task, _ previous: ReplacedFolder?, _ failure: TrialFailure
    ) -> Outcome {
        let folder = folder.trial(task.trial.id)
        // What is there was made by this run: the folder was empty before.
        guard folder.isComplete, previous != nil else {
            if SavedState.position(in: folder, key: task.key) == nil { try? previous?.restore() }
            return .failed(failure)
        }
        do {
            try folder.removeFailure()
            return .complete(try folder.readRecord())
        } catch { return .faulty(error) }
    }

    /// Whether a trial is where the job pauses.
    package func hasPaused(_ task: TrialJob.Task) -> Bool {
        let folder = folder.trial(task.trial.id)
        guard let until = job.until, task.pruned == nil, !folder.isComplete,
            let place = SavedState.position(in: folder, key: task.key)
        else { return false }
        return place.epoch >= until
    }
}
