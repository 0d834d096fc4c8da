import Analysis
import Evaluation
import Results
import Testing

/// The metrics and intervals of an evaluation, from predictions alone.
struct ModelEvaluationTests {
    private static func table(
        _ count: Int, groups: [String?]? = nil, shift: Double = 0
    ) -> PredictionTable {
        let labels = (0..<count).map { $0 % 3 == 0 ? 0 : 1 }
        let probabilities = labels.indices.flatMap { image -> [Double] in
            let noise = Double((image * 37) % 101) / 101
            let value = min(0.99, max(0.01, (labels[image] == 1 ? 0.4 : 0.1) + noise / 2 + shift))
            return [1 - value, value]
        }
        return PredictionTable(
            classes: ["A", "B"], files: labels.indices.map { "\($0).png" },
            groups: groups ?? labels.map { _ in nil },
            predictions: Predictions(
                labels: labels, probabilities: probabilities, classes: 2))
    }

    /// The intervals are those of the bootstrap over the same images.
    @Test func intervalsAreThoseOfTheBootstrap() throws {
        let table = Self.table(60)
        let own = try ModelEvaluation(table, positive: "B", threshold: 0.6, replicates: 300)
        let predictions = try table.weighted(positive: "B")
        // Images are drawn in the order of their names.
        let sorted = table.files.sorted()
        let order = table.files.compactMap { sorted.firstIndex(of: $0) }
        let expected = Bootstrap(images: 60, replicates: 300).intervals { weights in
            let drawn = predictions.weighted(by: order.map { weights[$0] })
            return [
                Accuracy().value(drawn), AreaUnderROC().value(drawn),
                Sensitivity().value(drawn.decided(at: 0.6)),
            ]
        }
        #expect(own.metrics["accuracy"]?.interval == expected[0])
        #expect(own.metrics["auroc"]?.interval == expected[1])
        #expect(own.decided["sensitivity"]?.interval == expected[2])
        #expect(own.decided["auroc"] == nil)
        #expect(own.unit == "images" && own.replicates == 300)
        #expect(own.confusion.map { $0.reduce(0, +) } == [20, 40])
        #expect(own.prevalence == 40.0 / 60)
    }

    /// Images of one patient are drawn together, which makes the interval wider.
    @Test func patientsAreDrawnWithAllTheirImages() throws {
        let images = try ModelEvaluation(Self.table(90), positive: "B", threshold: nil)
        let groups = (0..<90).map { "p\($0 / 9)" as String? }
        let patients = try ModelEvaluation(
            Self.table(90, groups: groups), positive: "B", threshold: nil)
        #expect(patients.unit == "patients")
        #expect(patients.metrics["auroc"]?.value == images.metrics["auroc"]?.value)
        #expect(patients.metrics["auroc"]?.interval != images.metrics["auroc"]?.interval)
        #expect(patients.decided.isEmpty)
    }

    @Test func differencesAndGainsOfTheSamePredictions() throws {
        let (table, shifted) = (Self.table(60), Self.table(60, shift: -0.2))
        let own = try ModelEvaluation(table, positive: "B", threshold: nil)
        let same = try ModelEvaluation(table, positive: "B", threshold: nil, seed: 1)
        let other = try ModelEvaluation(shifted, positive: "B", threshold: nil)
        let none = try #require(same.differences(from: own)["log_loss"])
        #expect(none.value == 0)
        #expect(try #require(none.interval).contains(0))
        // Drawn together, equal predictions never differ.
        let gain = try #require(own.gains(over: [own, own])["log_loss"])
        #expect(gain.value == 0 && gain.interval == nil)
        let gains = own.gains(over: [other])
        #expect(gains["sensitivity"]?.value ?? 0 > 0)
        #expect(gains["specificity"]?.value ?? 0 < 0)
    }

    @Test func metricsWithoutAValueAreLeftOut() throws {
        let one = PredictionTable(
            classes: ["A", "B"], files: ["0.png"], groups: [nil],
            predictions: Predictions(labels: [1], probabilities: [0.2, 0.8], classes: 2))
        let own = try ModelEvaluation(one, positive: "B", threshold: 0.5)
        #expect(own.metrics["accuracy"]?.value == 1)
        #expect(own.metrics["auroc"] == nil && own.metrics["specificity"] == nil)
        #expect(own.metrics["balanced_accuracy"] == nil && own.metrics["mcc"] == nil)
        // All samples are equal, which does not mean certainty.
        #expect(own.metrics["accuracy"]?.interval == nil)
        let other = try ModelEvaluation(Self.table(60), positive: "B", threshold: nil, seed: 1)
        let difference = try #require(own.differences(from: other)["accuracy"])
        #expect(difference.value > 0 && difference.interval == nil)
        let unknown = try ModelEvaluation(Self.table(30), positive: nil, threshold: 0.5)
        #expect(unknown.metrics["sensitivity"] == nil && unknown.decided.isEmpty)
        #expect(unknown.prevalence == nil)
        var probabilities = [Double](repeating: 0.5, count: 8)
        probabilities[3] = .nan
        let bad = PredictionTable(
            classes: ["A", "B"], files: ["a", "b", "c", "d"], groups: [nil, nil, nil, nil],
            predictions: Predictions(
                labels: [0, 1, 0, 1], probabilities: probabilities, classes: 2))
        #expect(throws: EvaluationError.self) {
            try ModelEvaluation(bad, positive: "B", threshold: nil)
        }
    }
}
