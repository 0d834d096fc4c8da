import Evaluation
import Testing

@Suite struct WeightedPredictionsTests {
    struct Bad {
        var labels = [0, 1]
        var predicted = [0, 1]
        var probabilities = [0.5, 0.5, 0.5, 0.5]
        var classes = 2
        var error: EvaluationError
        var text: String
    }

    static let bad = [
        Bad(
            labels: [], predicted: [], probabilities: [], error: .noImages,
            text: "there are no images to evaluate"),
        Bad(
            probabilities: [0.5, 0.5, .nan, 0.5],
            error: .badProbability(image: 1, got: .nan),
            text: "image 2: a probability must be a number from 0 to 1; got nan"),
        Bad(
            probabilities: [0.5, 0.5, -0.1, 1.1], error: .badProbability(image: 1, got: -0.1),
            text: "image 2: a probability must be a number from 0 to 1; got -0.1"),
        Bad(
            probabilities: [0.5, 0.25, 0.5, 0.5], error: .badSum(image: 0, got: 0.75),
            text: "image 1: the probabilities of the classes must add up to 1; got 0.75"),
        Bad(
            labels: [0, 2], error: .badClass(image: 1, got: 2, classes: 2),
            text: "image 2: the class must be a number from 0 to 1; got 2"),
        Bad(
            predicted: [0],
            error: .badCounts(labels: 2, predicted: 1, probabilities: 4, classes: 2),
            text: "2 labels need 2 predictions and 2 x 2 probabilities; got 1 and 4"),
        Bad(
            probabilities: [1, 1], classes: 1, error: .badClasses(classes: 1, positive: 1),
            text: "metrics need at least two classes, and the positive class must be one of them; "
                + "got 1 classes and positive class 1"),
    ]

    @Test(arguments: bad.indices)
    func badPredictionsAreRefused(_ index: Int) {
        let bad = Self.bad[index]
        let error = #expect(throws: EvaluationError.self) {
            let predictions = Predictions(
                labels: bad.labels, predicted: bad.predicted, probabilities: bad.probabilities,
                classes: bad.classes)
            _ = try WeightedPredictions(predictions, positive: 1)
        }
        #expect(error.map { "\($0)" } == bad.text)
        // NaN is not equal to itself.
        if !bad.text.hasSuffix("nan") { #expect(error == bad.error) }
    }

    @Test func aThresholdLiesBetweenProbabilitiesAndNearAHalf() throws {
        func threshold(_ scores: [Double], _ labels: [Int]) throws -> Double? {
            let predictions = Predictions(
                labels: labels, probabilities: scores.flatMap { [1 - $0, $0] }, classes: 2)
            return Threshold.youden(try WeightedPredictions(predictions, positive: 1))?.value
        }
        #expect(try threshold([0.25, 0.75], [0, 1]) == 0.5)
        // Predicting the class for both images, or only for the upper one, is equally good; the
        // threshold nearer to 0.5 is chosen.
        #expect(try threshold([0.25, 0.5, 0.625, 0.875], [1, 0, 1, 0]) == 0.5625)
        #expect(try threshold([0.25, 0.75], [1, 1]) == nil)
    }

    /// The class with the largest probability is predicted, the first one among equals; also if
    /// probabilities are NaN, as after a divergence.
    @Test func theLargestProbabilityIsPredicted() {
        let predictions = Predictions(
            labels: [2, 1, 0, 0],
            probabilities: [0.1, 0.2, 0.7, 0.4, 0.4, 0.2, 0.5, 0.1, 0.4, .nan, .nan, .nan],
            classes: 3)
        #expect(predictions.predicted == [2, 0, 0, 0])
        #expect(predictions.correct == 3 && !predictions.isCorrect(1))
        #expect(predictions.probabilities(of: 1) == [0.4, 0.4, 0.2])
    }

    @Test func matricesAndBinsCountEveryImage() throws {
        let predictions = try WeightedPredictions(
            Predictions(
                labels: [0, 1, 2, 2],
                probabilities: [0.9, 0.1, 0, 0.2, 0.6, 0.2, 0, 0, 1, 0.5, 0, 0.5], classes: 3),
            positive: nil)
        let matrix = ConfusionMatrix(predictions)
        #expect(matrix.counts == [[1, 0, 0], [0, 1, 0], [1, 0, 1]])
        #expect(matrix.fractions(of: 2) == [0.5, 0, 0.5])
        let reliability = Reliability(predictions, bins: 10)
        #expect(reliability.bins.map(\.count).reduce(0, +) == 4)
        #expect(reliability.bins[9].count == 1)
        #expect(reliability.bins[8].count == 1)
        #expect(reliability.bins[4].fraction == 0)
    }

    @Test func aReplicateDrawsAsManyImagesAsThereAreAndAlwaysTheSame() {
        let bootstrap = Bootstrap(images: 50, seed: 3)
        let first = bootstrap.weights(of: 5)
        #expect(first.reduce(0, +) == 50)
        #expect(first == Bootstrap(images: 50, seed: 3).weights(of: 5))
        #expect(first != bootstrap.weights(of: 6))
        #expect(first != Bootstrap(images: 50, seed: 4).weights(of: 5))
    }
}
