package import Foundation
package import Results

/// What a trial's process tells the one that started it, a line of JSON each.
package struct TrialEvent: Sendable, Codable {
    /// The trial's id.
    package var trial: String
    /// Steps done so far over the whole trial, evaluation counted by its share of images.
    package var fraction: Double
    /// From 1.
    package var epoch: Int
    package var epochs: Int
    package var loss: Double?
    /// Of the step.
    package var learningRate: Double?
    /// Steps of the epoch that are done.
    package var step: Int?
    package var stepsPerEpoch: Int?
    /// Training images, measured since the epoch or the sitting began.
    package var imagesPerSecond: Double?
    /// Filled in at the end of an epoch.
    package var valAccuracy: Double?
    package var testAccuracy: Double?
    package var isEpochEnd = false
    /// Whether its folder is complete.
    package var isFinished = false
    /// Why the trial ends without a result; nothing comes after it.
    package var failure: Failure?

    /// Why a trial ends without a result.
    package struct Failure: Sendable, Hashable, Codable {
        package var kind: FailureRecord.Kind
        package var message: String

        package init(kind: FailureRecord.Kind, message: String) {
            self.kind = kind
            self.message = message
        }
    }

    /// Whether it reports progress alone. Such an event may be left out, since a later one says
    /// more; any other ends something, and must arrive.
    package var isProgressAlone: Bool { !isEpochEnd && !isFinished && failure == nil }

    /// The event as a line of JSON.
    /// - Throws: `EncodingError`.
    package func line() throws -> Data {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return try encoder.encode(self) + Data("\n".utf8)
    }

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

    /// The end of a trial by an error.
    package init(trial: String, failure: Failure) {
        self.init(trial: trial, fraction: 0, epoch: 0, epochs: 0, loss: nil, failure: failure)
    }

    /// Reads a line; nil when it is none of ours.
    package init?(line: Data) {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let event = try? decoder.decode(TrialEvent.self, from: line) else { return nil }
        self = event
    }
}
