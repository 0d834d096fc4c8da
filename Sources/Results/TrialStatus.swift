import Studies
import Vocabulary

/// How far a trial is.
package struct TrialStatus: Sendable, Hashable, Codable {
    package enum State: String, Sendable, Codable, CaseIterable {
        case running, waiting
        /// Waits for others, with which it is compared, at the end of an epoch.
        case paused
        /// Ended before its time; a run goes on with it.
        case interrupted
        case done
        /// Not worth going on, as the study's pruning rule found.
        case stopped
        case failed
        /// The result in its place is of other settings; a run trains it again.
        case stale
        /// It was finished, and its files are missing or damaged; a run trains it again.
        case missing
    }

    package var id: String
    package var state: State
    /// The epoch that goes on, or the last one that is done; from 1, 0 before the first.
    package var epoch = 0
    /// Nil where it is not known.
    package var epochs: Int?
    /// Steps of the epoch that are done.
    package var step: Int?
    package var stepsPerEpoch: Int?
    /// The share done of all steps of the trial.
    package var fraction = 0.0
    /// The epoch, from 1, that `loss` and the accuracies are of: of a trial that is done its best
    /// one, else the last one that has ended. Nil before there is one.
    package var metricsEpoch: Int?
    /// The training loss of `metricsEpoch`.
    package var loss: Double?
    /// The accuracy on the validation split after `metricsEpoch`.
    package var valAccuracy: Double?
    /// The accuracy on the test split after `metricsEpoch`.
    package var testAccuracy: Double?
    /// The loss of the last step, while the trial trains.
    package var stepLoss: Double?
    /// Training images, without the time of evaluations.
    package var imagesPerSecond: Double?
    /// That it took, once it is done.
    package var seconds: Double?
    package var secondsLeft: Double?
    /// What went wrong, or why it was stopped.
    package var message: String?

    package init(id: String, state: State) {
        self.id = id
        self.state = state
    }

    /// A complete trial.
    package init(_ record: TrialRecord, epochs: [EpochRecord]) {
        self.init(id: record.id, state: record.pruned == nil ? .done : .stopped)
        message = record.pruned?.text
        epoch = epochs.count
        self.epochs = record.settings.epochs
        fraction = 1
        seconds = record.seconds
        take(epochs.first { $0.epoch == record.bestEpoch })
    }

    /// Takes all figures from one epoch.
    package mutating func take(_ record: EpochRecord?) {
        metricsEpoch = record?.epoch
        loss = record?.metrics[.train]?.loss
        valAccuracy = record?.metrics[.val]?.accuracy
        testAccuracy = record?.metrics[.test]?.accuracy
    }
}
