import Evaluation
import Foundation
import Testing

/// The choice of a calibration by cross-validation.
struct CalibrationChoiceTests {
    /// Predictions of two classes whose logits are `factor` times those of the true probabilities.
    private static func predictions(
        _ count: Int, factor: Double, offset: Double = 0
    ) throws -> WeightedPredictions {
        var labels: [Int] = []
        var probabilities: [Double] = []
        for image in 0..<count {
            let truth = (Double(image) + 0.5) / Double(count)
            // Labels that follow the probability, in a fixed pattern.
            labels.append(Double((image * 61) % 97) / 97 < truth ? 1 : 0)
            let logit = factor * log(truth / (1 - truth)) + offset
            let value = 1 / (1 + exp(-logit))
            probabilities += [1 - value, value]
        }
        return try WeightedPredictions(
            Predictions(labels: labels, probabilities: probabilities, classes: 2), positive: 1)
    }

    @Test func calibratedProbabilitiesStay() throws {
        #expect(Self.chosen(try Self.predictions(970, factor: 1)) == nil)
    }

    @Test func overconfidentProbabilitiesAreCalibrated() throws {
        let predictions = try Self.predictions(970, factor: 3)
        let map = try #require(Self.chosen(predictions))
        let calibrated = try WeightedPredictions(
            Predictions(
                labels: predictions.labels,
                probabilities: map.apply(
                    to: (0..<970).flatMap { image -> [Double] in
                        let truth = (Double(image) + 0.5) / 970
                        let value = 1 / (1 + exp(-3 * log(truth / (1 - truth))))
                        return [1 - value, value]
                    }, classes: 2), classes: 2), positive: 1)
        let before = try #require(LogLoss().value(predictions))
        let after = try #require(LogLoss().value(calibrated))
        #expect(after < before - 0.1)
    }

    /// A shift of the logits, which no temperature can undo.
    @Test func aShiftIsNotATemperature() throws {
        let map = try #require(
            Self.chosen(try Self.predictions(970, factor: 1, offset: 2)))
        #expect(map.method != .temperature)
    }

    @Test func tooFewImagesAreNotCalibrated() throws {
        let one = try WeightedPredictions(
            Predictions(labels: [1], probabilities: [0.4, 0.6], classes: 2), positive: 1)
        #expect(Self.chosen(one) == nil)
        let sameClass = try WeightedPredictions(
            Predictions(
                labels: [1, 1, 1, 1, 1, 1],
                probabilities: (0..<6).flatMap { _ in [0.4, 0.6] }, classes: 2), positive: 1)
        let map = Self.chosen(sameClass)
        #expect(map == nil || map?.method == .temperature)
    }

    /// The choice for images of unknown patients.
    private static func chosen(_ predictions: WeightedPredictions) -> CalibrationMap? {
        CalibrationMap.chosen(
            for: predictions, groups: predictions.labels.map { _ in nil })
    }

    /// Images of one patient are in one fold: 30 copies of every image are as few images as the
    /// originals, and choose no method that follows them.
    @Test func imagesOfAPatientAreInOneFold() throws {
        let one = try Self.predictions(970, factor: 1)
        let copies = 30
        let repeated = try WeightedPredictions(
            Predictions(
                labels: one.labels.flatMap { [Int](repeating: $0, count: copies) },
                probabilities: one.labels.indices.flatMap { image in
                    (0..<copies).flatMap { _ in Array(one.row(image)) }
                }, classes: one.classes), positive: one.positive)
        let groups = one.labels.indices.flatMap { image in
            [String?](repeating: "p\(image)", count: copies)
        }
        #expect(CalibrationMap.chosen(for: repeated, groups: groups) == nil)
        // As different patients, the copies of an image are in the training and the held-out fold.
        #expect(Self.chosen(repeated) != nil)
    }
}
