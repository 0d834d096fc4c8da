/// A type that starts the process of a job and reports its progress.
package protocol Executor: Sendable {
    /// Trains a job's trials, and returns when the process has ended.
    /// - Parameter report: called with the messages of the trials, on any thread.
    /// - Throws: `TrialFailure` if the process has failed; some of its trials may be complete.
    ///   `ProcessError` if it could not be started.
    func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws

    /// Asks all running jobs to save checkpoints of their trials and end.
    func interrupt()
}
