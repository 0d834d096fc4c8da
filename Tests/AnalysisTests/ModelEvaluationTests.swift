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
        #expect(own.metrics["accuracy"]?.method == .clopperPearson(count: 1))
        #expect(own.metrics["accuracy"]?.resampled == nil)
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

    /// Predictions without an error of the positive class at the threshold 0.5.
    private static func withoutMisses(groups: [String?]? = nil) -> PredictionTable {
        let labels = (0..<60).map { $0 < 24 ? 1 : 0 }
        let positive = labels.indices.map { image in
            labels[image] == 1 ? 0.6 + Double(image) / 100 : image % 6 == 0 ? 0.7 : 0.2
        }
        return PredictionTable(
            classes: ["A", "B"], files: labels.indices.map { "\($0).png" },
            groups: groups ?? labels.map { _ in nil },
            predictions: Predictions(
                labels: labels, probabilities: positive.flatMap { [1 - $0, $0] }, classes: 2))
    }

    /// A sensitivity of 100% has Clopper and Pearson's interval, for the images or patients of the
    /// class; other metrics have that of the bootstrap.
    @Test func proportionsWithoutErrorsHaveExactIntervals() throws {
        let own = try ModelEvaluation(Self.withoutMisses(), positive: "B", threshold: 0.5)
        let sensitivity = try #require(own.decided["sensitivity"])
        #expect(sensitivity.value == 1 && sensitivity.method == .clopperPearson(count: 24))
        #expect(sensitivity.interval == Statistics.clopperPearson(1, count: 24))
        for name in ["accuracy", "specificity", "precision"] {
            #expect(own.decided[name]?.method == nil, "\(name)")
            #expect(own.decided[name]?.interval != nil, "\(name)")
        }
        // Three images of each patient, who has images of one class.
        let groups = (0..<60).map { "p\($0 / 3)" as String? }
        let patients = try ModelEvaluation(
            Self.withoutMisses(groups: groups), positive: "B", threshold: 0.5)
        #expect(patients.decided["sensitivity"]?.method == .clopperPearson(count: 8))
        // The difference from another set has no interval.
        let other = try ModelEvaluation(Self.table(60), positive: "B", threshold: 0.5, seed: 1)
        #expect(own.differences(from: other)["sensitivity"]?.interval == nil)
        #expect(own.differences(from: other)["specificity"]?.interval != nil)
    }

    /// Too few bootstrap samples have the only negative image, so its specificity has a formula's
    /// interval.
    @Test func aSingleImageOfAClass() throws {
        let labels = [Int](repeating: 1, count: 30) + [0]
        let positive = labels.indices.map { $0 % 3 == 0 ? 0.4 : 0.8 }
        let table = PredictionTable(
            classes: ["A", "B"], files: labels.indices.map { "\($0).png" },
            groups: labels.map { _ in nil },
            predictions: Predictions(
                labels: labels, probabilities: positive.flatMap { [1 - $0, $0] }, classes: 2))
        let own = try ModelEvaluation(table, positive: "B", threshold: 0.5)
        #expect(own.decided["specificity"]?.method == .clopperPearson(count: 1))
        #expect(own.decided["sensitivity"]?.method == nil)
    }

    /// Predictive values whose sensitivity does not vary are between those at the ends of the exact
    /// intervals.
    @Test func predictiveValuesWithoutErrors() throws {
        let own = try ModelEvaluation(Self.withoutMisses(), positive: "B", threshold: 0.5)
        let values = try #require(own.predictive(at: [0.1]).first)
        let positive = try #require(values.positive)
        #expect(positive.method == .ofSensitivityAndSpecificity)
        let sensitivity = Statistics.clopperPearson(1, count: 24, level: 0.975)
        let specificity = Statistics.clopperPearson(30.0 / 36, count: 36, level: 0.975)
        let low = PredictiveValues(
            sensitivity: sensitivity.lowerBound, specificity: specificity.lowerBound,
            prevalence: 0.1)
        #expect(positive.interval?.lowerBound == low?.positive)
        // All negatives predicted negative are right, which is not certain.
        let negative = try #require(values.negative)
        #expect(negative.value == 1 && negative.interval?.upperBound == 1)
        #expect(negative.interval?.lowerBound == low?.negative)
        let usual = try ModelEvaluation(Self.table(60), positive: "B", threshold: 0.45)
        #expect(usual.predictive(at: [0.1]).first?.positive?.method == nil)
    }

    /// The confusion matrix and the differences at the threshold, and of the most probable class.
    @Test func decisionsAtTheThreshold() throws {
        let own = try ModelEvaluation(Self.table(60), positive: "B", threshold: 0.45)
        let other = try ModelEvaluation(
            Self.table(60, shift: -0.1), positive: "B", threshold: 0.45, seed: 1)
        let predictions = try Self.table(60).weighted(positive: "B")
        func counts(_ predictions: WeightedPredictions) -> [[Int]] {
            ConfusionMatrix(predictions).counts.map { $0.map { Int($0) } }
        }
        #expect(own.confusion == counts(predictions))
        #expect(own.decidedConfusion == counts(predictions.decided(at: 0.45)))
        #expect(own.decidedConfusion != own.confusion)
        let differences = own.differences(from: other, atThreshold: true)
        #expect(Set(differences.keys) == Set(own.decided.keys))
        for (name, difference) in differences {
            let expected = (own.decided[name]?.value ?? 0) - (other.decided[name]?.value ?? 0)
            #expect(difference.value == expected, "\(name)")
            #expect(difference.interval?.contains(expected) == true, "\(name)")
        }
        #expect(
            differences["specificity"]?.value != own.differences(from: other)["specificity"]?.value)
        let none = try ModelEvaluation(Self.table(60), positive: "B", threshold: nil)
        #expect(none.decidedConfusion == nil)
        #expect(none.differences(from: other, atThreshold: true).isEmpty)
    }

    /// The calibration slope has the intervals of the bootstrap over the same images.
    @Test func recalibrationIsThatOfTheBootstrap() throws {
        let table = Self.table(60)
        let found = try #require(
            try ModelEvaluation.recalibration(of: table, positive: "B", replicates: 100))
        guard case .fitted(let slope, let intercept, let inTheLarge) = found else {
            Issue.record("\(found)")
            return
        }
        let predictions = try table.weighted(positive: "B")
        let fit = try LogisticRecalibration(fit: predictions)
        #expect(slope.value == fit.slope && intercept.value == fit.intercept)
        let sorted = table.files.sorted()
        let order = table.files.compactMap { sorted.firstIndex(of: $0) }
        let expected = Bootstrap(images: 60, replicates: 100).intervals { weights in
            let drawn = predictions.weighted(by: order.map { weights[$0] })
            let fit = try? LogisticRecalibration(fit: drawn)
            return [fit?.slope, fit?.inTheLarge]
        }
        for (figure, interval) in zip([slope, inTheLarge], expected) {
            let (found, interval) = (try #require(figure.interval), try #require(interval))
            #expect(abs(found.lowerBound - interval.lowerBound) < 1e-6)
            #expect(abs(found.upperBound - interval.upperBound) < 1e-6)
            #expect(found.contains(figure.value))
        }
        #expect(try ModelEvaluation.recalibration(of: table, positive: nil) == nil)
        let one = table.keeping { table.predictions.labels[$0] == 1 }
        #expect(
            try ModelEvaluation.recalibration(of: one, positive: "B") == .undefined(.oneClass))
    }
}
