import Evaluation
import Testing

@Suite struct MonitoredMetricTests {
    /// A new metric can be monitored without another line.
    @Test func everyMetricCanBeMonitored() {
        for measure in Measures.all {
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

    @Test func whatIsNoNumberIsWorse() throws {
        let metric = try #require(MonitoredMetric("val_brier"))
        #expect(metric.isBetter(0.1, than: 0.2) && !metric.isBetter(0.2, than: 0.1))
        #expect(metric.isBetter(5, than: .nan) && !metric.isBetter(.nan, than: 5))
        #expect(!metric.isBetter(.nan, than: .nan))
    }
}
