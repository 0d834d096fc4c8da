/// How a job's process is started and followed; the place for another scheduler.
package protocol Executor: Sendable {
    /// Trains a job's trials to their end.
    /// - Parameter report: called with what the trials tell, on any thread.
    /// - Throws: `TrialFailure` when it did not end well; trials that were complete before stay so.
    func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws

    /// Asks all jobs that run to save their trials' states and end.
    func interrupt()
}
