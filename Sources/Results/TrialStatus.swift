import Studies
import Vocabulary

/// The status of a trial.
package struct TrialStatus: Sendable, Hashable, Codable {
    /// The state of a trial.
    package enum State: String, Sendable, Codable, CaseIterable {
        case running, waiting
        /// The trial waits at the end of an epoch for other trials, with which it is compared.
        case paused
        /// The training was interrupted; a run continues it.
        case interrupted
        case done
        /// The study's pruning rule stopped the trial.
        case stopped
        case failed
        /// The existing result is of other settings, data or engine; a run trains the trial again.
        case stale
        /// The files of the finished trial are missing or damaged; a run trains it again.
        case missing
    }

    /// The trial's id.
    package var id: String
    package var state: State
    /// The current epoch, or the last finished one; from 1, 0 before the first.
    package var epoch = 0
    /// The number of planned epochs; nil if it is unknown.
    package var epochs: Int?
    /// The number of finished steps of the epoch.
    package var step: Int?
    /// The number of steps in an epoch.
    package var stepsPerEpoch: Int?
    /// The completed fraction of the trial's steps, in [0, 1].
    package var fraction = 0.0
    /// The epoch, from 1, of `loss` and the accuracies: the best one if the trial is done,
    /// otherwise the last finished one; nil before the first.
    package var metricsEpoch: Int?
    /// The training loss of `metricsEpoch`.
    package var loss: Double?
    /// The accuracy on the validation split after `metricsEpoch`.
    package var valAccuracy: Double?
    /// The accuracy on the test split after `metricsEpoch`.
    package var testAccuracy: Double?
    /// The loss of the last step, while the trial trains.
    package var stepLoss: Double?
    /// The throughput in training images per second, without evaluations.
    package var imagesPerSecond: Double?
    /// The duration of the training; nil until the trial is done.
    package var seconds: Double?
    /// The estimated time to the end of the trial.
    package var secondsLeft: Double?
    /// The error message, or the reason why the trial was stopped.
    package var message: String?

    package init(id: String, state: State) {
        self.id = id
        self.state = state
    }

    /// Creates the status of a complete trial.
    package init(_ record: TrialRecord, epochs: [EpochRecord]) {
        self.init(id: record.id, state: record.pruned == nil ? .done : .stopped)
        message = record.pruned?.text
        epoch = epochs.count
        self.epochs = record.settings.epochs
        fraction = 1
        seconds = record.seconds
        setMetrics(of: epochs.first { $0.epoch == record.bestEpoch })
    }

    /// Sets the metrics to those of an epoch.
    package mutating func setMetrics(of record: EpochRecord?) {
        metricsEpoch = record?.epoch
        loss = record?.metrics[.train]?.loss
        valAccuracy = record?.metrics[.val]?.accuracy
        testAccuracy = record?.metrics[.test]?.accuracy
    }
}
