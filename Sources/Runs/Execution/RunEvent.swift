package import Results
package import Studies
package import Training

/// What a run reports while it goes on.
package enum RunEvent: Sendable {
    /// So many trials are done already and are not trained again.
    case skipping(Int)
    /// The fastest kernels for a network are looked for, which is remembered.
    case measuring(String)
    /// The features of a frozen network's images are computed: so many images are done.
    case features(String, done: Int, of: Int)
    /// With the state in which the run found it.
    case started(Trial, number: Int, of: Int, StudyPlan.State)
    /// The progress of a trial; `overall` is the fraction done of all trials to train, in [0, 1].
    case progress(Trial, TrainingEvent, overall: Double)
    /// It waits after an epoch for those that it is compared with.
    case paused(Trial, epoch: Int)
    /// Trials wait after an epoch for others that this run does not train.
    case waiting([String], epoch: Int, for: [String])
    /// A pruning rule has ended it, for this reason.
    case stopped(Trial, PruningRecord)
    case finished(Trial, seconds: Double)
    /// It did not end well and is tried again.
    case retrying(Trial, message: String)
    case failed(Trial, message: String)
}
