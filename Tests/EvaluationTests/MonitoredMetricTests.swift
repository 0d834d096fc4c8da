import Evaluation
import Testing

@Suite struct MonitoredMetricTests {
    /// A new metric can be monitored without another line.
    @Test func everyMetricCanBeMonitored() {
        for measure in EvaluationMetrics.all {
            let metric = MonitoredMetric("val_\(measure.name)")
            #expect(metric?.largerIsBetter == measure.isMoreBetter)
        }
        #expect(MonitoredMetric.names.first == "val_accuracy")
        #expect(MonitoredMetric("val_loss")?.largerIsBetter == false)
        #expect(MonitoredMetric("none") == nil)
    }

    /// The test split cannot be named, nor what is not gathered while training.
    @Test(arguments: ["test_accuracy", "test_auroc", "train_auroc", "val", "val_", "accuracy", ""])
    func otherNamesAreNone(_ name: String) {
        #expect(MonitoredMetric(name) == nil)
        #expect(!MonitoredMetric.names.contains(name))
    }

    @Test(arguments: [
        ("val_auroc", [1, 1, 1], false), ("val_auroc", [0, 1, 1], true),
        ("val_sensitivity", [0, 0], false), ("val_specificity", [1, 1], false),
        ("val_mcc", [1, 1], false), ("val_accuracy", [1, 1], true), ("val_loss", [1], true),
        ("val_loss", [], false),
    ])
    func aMetricThatCannotDecideIsKnown(_ name: String, _ labels: [Int], _ can: Bool) {
        #expect(MonitoredMetric(name)?.canDecide(labels, classes: 2, positive: 1) == can)
    }

    /// The values are those of the report; without a positive class, the mean over both classes
    /// where that matters.
    @Test(arguments: MonitoredMetric.all.filter { !$0.isPlain })
    func theMetricIsThatOfTheReport(_ metric: MonitoredMetric) throws {
        let predictions = try WeightedPredictions(
            Predictions(
                labels: [0, 1, 1, 1, 0], predicted: [0, 1, 0, 1, 0],
                probabilities: [0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.2, 0.8, 0.6, 0.4], classes: 2),
            positive: 0)
        let measure = try #require(metric.measure)
        #expect(metric.value(predictions, hasPositive: true) == measure.value(predictions))
        let both = (0..<2).compactMap { measure.value(predictions, of: $0) }
        let mean = metric.isOfPositiveClass ? (both[0] + both[1]) / 2 : measure.value(predictions)
        #expect(metric.value(predictions, hasPositive: false) == mean)
    }

    /// As `precision_score` and `f1_score` of scikit-learn with `average="macro"`: a class that is
    /// never predicted counts 0, and one that there is not at all is left out.
    @Test func predictingOneClassAloneIsNoGain() throws {
        func predictions(_ labels: [Int], classes: Int) throws -> WeightedPredictions {
            let rows = labels.flatMap { _ in (0..<classes).map { $0 == 1 ? 1.0 : 0 } }
            return try WeightedPredictions(
                Predictions(
                    labels: labels, predicted: labels.map { _ in 1 }, probabilities: rows,
                    classes: classes), positive: nil)
        }
        let two = try predictions((0..<100).map { $0 < 74 ? 1 : 0 }, classes: 2)
        func value(_ name: String) throws -> Double {
            let metric = try #require(MonitoredMetric(name))
            return try #require(metric.value(two, hasPositive: false))
        }
        #expect(try value("val_precision") == 0.37)
        #expect(try abs(value("val_f1") - 0.4252873563218391) < 1e-12)
        #expect(Precision().value(two, of: 0) == nil)
        let (three, one) = (
            try predictions([1, 1, 0], classes: 3), try predictions([1, 1, 1], classes: 3)
        )
        #expect(Precision().value(three) == 2.0 / 3 / 2)
        #expect(Precision().value(one) == 1)
    }

    @Test func whatIsNoNumberIsWorse() throws {
        let metric = try #require(MonitoredMetric("val_brier"))
        #expect(metric.isBetter(0.1, than: 0.2) && !metric.isBetter(0.2, than: 0.1))
        #expect(metric.isBetter(5, than: .nan) && !metric.isBetter(.nan, than: 5))
        #expect(!metric.isBetter(.nan, than: .nan))
    }
}
