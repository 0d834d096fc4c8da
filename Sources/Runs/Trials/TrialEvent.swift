package import Foundation
package import Results

/// A message from the process of a trial to the process that started it, as one line of JSON.
package struct TrialEvent: Sendable, Codable {
    /// The trial's id.
    package var trial: String
    /// The fraction of the trial's training steps that are done, in [0, 1].
    package var fraction: Double
    /// The number of the epoch, from 1.
    package var epoch: Int
    /// The number of epochs of the trial.
    package var epochs: Int
    /// The training loss: of the last step, or at the end of an epoch its mean over the epoch.
    package var loss: Double?
    /// The learning rate of the step; nil at the end of an epoch.
    package var learningRate: Double?
    /// The number of steps of the epoch that are done; nil at the end of an epoch.
    package var step: Int?
    /// The number of steps of an epoch; nil at the end of an epoch.
    package var stepsPerEpoch: Int?
    /// Training images per second, measured since the start of the epoch or the process.
    package var imagesPerSecond: Double?
    /// The accuracy on the validation split in [0, 1], at the end of an epoch.
    package var valAccuracy: Double?
    /// The accuracy on the test split in [0, 1], at the end of an epoch.
    package var testAccuracy: Double?
    /// Whether the epoch has ended and its splits have been evaluated.
    package var isEpochEnd = false
    /// Whether the trial's folder is complete.
    package var isFinished = false
    /// The reason for which the trial ends without a result; no event follows.
    package var failure: Failure?

    /// The reason for which a trial ends without a result.
    package struct Failure: Sendable, Hashable, Codable {
        var kind: FailureRecord.Kind
        var message: String

        /// Creates a failure with the message that the user reads.
        package init(kind: FailureRecord.Kind, message: String) {
            self.kind = kind
            self.message = message
        }
    }

    /// Whether the event only reports progress. Such an event may be skipped, since a later one
    /// replaces it; any other event marks the end of an epoch or a trial and must arrive.
    package var isProgressAlone: Bool { !isEpochEnd && !isFinished && failure == nil }

    /// The event as a line of JSON; infinities and NaN are written as strings.
    /// - Throws: `EncodingError`.
    package func line() throws -> Data {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(self) + Data("\n".utf8)
    }

    /// Creates an event without learning rate, steps and images per second.
    package init(
        trial: String, fraction: Double, epoch: Int, epochs: Int, loss: Double?,
        valAccuracy: Double? = nil, testAccuracy: Double? = nil, isEpochEnd: Bool = false,
        isFinished: Bool = false, failure: Failure? = nil
    ) {
        self.failure = failure
        self.trial = trial
        self.isFinished = isFinished
        self.fraction = fraction
        self.epoch = epoch
        self.epochs = epochs
        self.loss = loss
        self.valAccuracy = valAccuracy
        self.testAccuracy = testAccuracy
        self.isEpochEnd = isEpochEnd
    }

    /// Creates an event for a failed trial.
    package init(trial: String, failure: Failure) {
        self.init(trial: trial, fraction: 0, epoch: 0, epochs: 0, loss: nil, failure: failure)
    }

    /// Reads a line of JSON; nil if the line is not an event.
    package init?(line: Data) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let event = try? decoder.decode(TrialEvent.self, from: line) else { return nil }
        self = event
    }
}
