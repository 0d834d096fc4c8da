package import Results

/// The rule that decides whether a failed trial is retried, the same on one machine and on a
/// cluster.
///
/// A trial that diverged would diverge again, and on a full disk every trial fails, so neither is
/// retried. A failure while the run ends is not recorded, unless the trial diverged: the next run
/// resumes the trial.
package struct RetryRule: Sendable, Hashable {
    /// The decision after a failure.
    package enum Decision: Sendable, Hashable {
        /// Train the trial again.
        case retry
        /// Write `failed.json`; the trial stays failed until the next run.
        case recordFailure
        /// Record nothing; the next run resumes the trial.
        case leaveToNextRun
    }

    /// The maximum number of retries.
    package let retries: Int
    /// The number of trainings so far, the first one included.
    package private(set) var attempts = 1

    /// Creates the rule for a trial that has been trained once.
    /// - Parameters:
    ///   - retries: the number of retries that the user has set.
    ///   - sharedProcess: whether the first training shared its process with other trials. Its
    ///     failure may be another trial's, so the trial is trained once more, alone.
    package init(retries: Int, sharedProcess: Bool) {
        self.retries = sharedProcess && retries < .max ? retries + 1 : retries
    }

    /// Decides what to do after a failed training, and counts a retry.
    /// - Parameter isEnding: whether the run is to end, by a signal or after another failure.
    package mutating func decide(
        after kind: FailureRecord.Kind, isEnding: Bool
    ) -> Decision {
        if kind == .diverged { return .recordFailure }
        if isEnding { return .leaveToNextRun }
        if kind == .fullDisk || attempts > retries { return .recordFailure }
        attempts += 1
        return .retry
    }

    /// Retrains a trial until it succeeds or the rule ends it.
    /// - Parameters:
    ///   - first: the failure of the first training.
    ///   - isEnding: returns whether the run is to end.
    ///   - retry: trains the trial again, alone, after a failure; returns the new failure, nil if
    ///     there was none.
    /// - Returns: the failure to record and the number of trainings; nil if the trial has succeeded
    ///   or is left to the next run.
    package func lastFailure(
        after first: TrialFailure, isEnding: () -> Bool, retry: (TrialFailure) -> TrialFailure?
    ) -> (failure: TrialFailure, attempts: Int)? {
        var (failure, rule) = (first, self)
        while true {
            switch rule.decide(after: failure.kind, isEnding: isEnding()) {
            case .leaveToNextRun: return nil
            case .recordFailure: return (failure, rule.attempts)
            case .retry:
                guard let again = retry(failure) else { return nil }
                failure = again
            }
        }
    }
}
