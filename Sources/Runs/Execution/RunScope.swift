import Results
import Studies

/// The part of a study's plan that one run trains, with the lock that the run starts from.
package struct RunScope: Sendable {
    let plan: StudyPlan
    /// The trials to train, in the study's order.
    let queue: [StudyPlan.Entry]
    /// The finished trials that are not trained again, in the study's order.
    let done: [StudyPlan.Entry]
    /// The lock in the results folder before the run; nil if there is none.
    let previousLock: StudyLock?
    /// The lock of the study, with the kernels and the features of the previous one.
    let lock: StudyLock
    /// True if the report in the folder shows results that the run replaces or that no longer
    /// belong to the study. A report in which some trials are missing is not outdated.
    package let outdatesReport: Bool

    /// Chooses the trials of a plan to train.
    /// - Parameters:
    ///   - studyFile: the path of the study file as it was typed.
    ///   - overrides: the values of `--set`, in order.
    ///   - force: whether finished trials are trained again.
    ///   - only: the ids of the trials that may be trained; nil: all.
    /// - Throws: `TrialFailure` for a study without trials; `FileError`, `JSONError`,
    ///   `ResultsError` for a lock that cannot be read.
    package init(
        _ plan: StudyPlan, studyFile: String, overrides: [String] = [], force: Bool = false,
        only: Set<String>? = nil
    ) throws {
        var lock = try plan.lock(studyFile: studyFile, overrides: overrides)
        previousLock = try plan.folder.readLockIfPresent()
        lock.kernels = previousLock?.kernels ?? [:]
        lock.features = previousLock?.features ?? []
        self.lock = lock
        self.plan = plan
        queue = plan.entries.filter {
            (force || $0.state != .done) && (only?.contains($0.trial.id) ?? true)
        }
        let queued = Set(queue.map(\.trial.id))
        done = plan.entries.filter { $0.state == .done && !queued.contains($0.trial.id) }
        let valid = Set(done.map { [$0.trial.id, $0.key] })
        // Without a lock, the results in the report are unknown.
        outdatesReport =
            previousLock?.trials.contains {
                $0.state == .complete && !valid.contains([$0.id, $0.key])
            } ?? true
    }
}
