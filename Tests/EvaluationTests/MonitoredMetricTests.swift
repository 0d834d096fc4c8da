import Evaluation
import Testing

@Suite struct MonitoredMetricTests {
    /// Every registered metric can be monitored without further code.
    @Test func everyMetricCanBeMonitored() {
        for evaluationMetric in EvaluationMetrics.all {
            let metric = MonitoredMetric("val_\(evaluationMetric.name)")
            #expect(metric?.largerIsBetter == evaluationMetric.isMoreBetter)
        }
        #expect(MonitoredMetric.names.first == "val_accuracy")
        #expect(MonitoredMetric("val_loss")?.largerIsBetter == false)
        #expect(MonitoredMetric("none") == nil)
    }

    /// Metrics of the test split, and metrics that are not computed during training, cannot be
    /// monitored.
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

    /// The values equal those of the report; if the positive class is unknown, a metric that
    /// depends on it is the mean over both classes.
    @Test(arguments: MonitoredMetric.all.filter { !$0.isPlain })
    func theMetricIsThatOfTheReport(_ metric: MonitoredMetric) throws {
        let predictions = try WeightedPredictions(
            Predictions(
                labels: [0, 1, 1, 1, 0], predicted: [0, 1, 0, 1, 0],
                probabilities: [0.9, 0.1, 0.4, 0.6, 0.7, 0.3, 0.2, 0.8, 0.6, 0.4], classes: 2),
            positive: 0)
        let evaluationMetric = try #require(metric.evaluationMetric)
        #expect(metric.value(predictions, hasPositive: true) == evaluationMetric.value(predictions))
        let both = (0..<2).compactMap { evaluationMetric.value(predictions, of: $0) }
        let mean =
            metric.isOfPositiveClass ? (both[0] + both[1]) / 2 : evaluationMetric.value(predictions)
        #expect(metric.value(predictions, hasPositive: false) == mean)
    }

    /// The values equal those of scikit-learn's `precision_score` and `f1_score` with
    /// `average="macro"`: a class that is never predicted counts as 0, and a class that neither
    /// occurs nor is predicted is left out.
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
