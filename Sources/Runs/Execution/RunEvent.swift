package import Results
package import Studies
package import Training

/// A report on the progress of a run.
package enum RunEvent: Sendable {
    /// This number of trials is done already, so they are not trained again.
    case skipping(Int)
    /// A network is compiled, and kernels without an earlier measurement are measured.
    case measuring(String)
    /// The features of images are computed by a frozen backbone.
    case features(String, done: Int, of: Int)
    /// A trial starts, with its number in the run, the number of trials to train, and its state in
    /// the plan.
    case started(Trial, number: Int, of: Int, StudyPlan.State)
    /// The progress of a trial; `overall` is the fraction done of all trials to train, in [0, 1].
    case progress(Trial, TrainingEvent, overall: Double)
    /// A trial waits after this number of epochs for the trials with which it is compared.
    case paused(Trial, epoch: Int)
    /// Trials wait after this number of epochs for others, which this run does not train.
    case waiting([String], epoch: Int, for: [String])
    /// A pruning rule has stopped a trial, for this reason.
    case stopped(Trial, PruningRecord)
    /// A trial is complete after this training time.
    case finished(Trial, seconds: Double)
    /// A trial failed and is retried.
    case retrying(Trial, message: String)
    /// A trial failed and is not retried.
    case failed(Trial, message: String)
}
