import Evaluation
import Files
import JSON
@testable import Plotting
@testable import Reports
import Results
import SyntheticResults
import Testing
import Vocabulary

/// The metrics that depend on the positive class: they swap with it, and are left out if it is
/// unknown.
@Suite struct PositiveClassReportTests {
    private static let study = Synthetic(schedules: ["step", "cosine"])

    private func study(_ positive: String, classes: [String] = ["NORMAL", "PNEUMONIA"]) -> Synthetic
    {
        var study = Self.study
        study.positive = positive
        study.classes = classes
        return study
    }

    private func metrics(_ positive: String) throws -> [String: Double] {
        let text = MetricsTable().text(study(positive).analysis)
        let document = try CSVDocument(text: text, file: "metrics.csv")
        let row = try #require(document.rows.first { try $0.text("split") == "test" })
        #expect(try row.text("positive_class") == positive)
        return try Dictionary(
            uniqueKeysWithValues: EvaluationMetrics.all.compactMap { metric in
                try row.optionalNumber(metric.name).map { (metric.name, $0) }
            })
    }

    @Test func sensitivityAndSpecificitySwap() throws {
        let (one, other) = (try metrics("PNEUMONIA"), try metrics("NORMAL"))
        #expect(one["sensitivity"] == other["specificity"])
        #expect(one["specificity"] == other["sensitivity"])
        #expect(one["sensitivity"] != one["specificity"])
        #expect(one["precision"] != other["precision"])
        #expect(one["f1"] != other["f1"])
        #expect(one["average_precision"] != other["average_precision"])
        for name in ["accuracy", "balanced_accuracy", "auroc", "brier", "mcc", "log_loss", "ece"] {
            let (a, b) = (try #require(one[name]), try #require(other[name]))
            #expect(abs(a - b) < 1e-12, "\(name)")
        }
    }

    @Test func withoutAPositiveClassItsMetricsAreLeftOut() throws {
        let unknown = try metrics("")
        for metric in EvaluationMetrics.all {
            #expect((unknown[metric.name] == nil) == metric.isOfPositiveClass, "\(metric.name)")
        }
        let analysis = study("", classes: ["COVID", "NORMAL"]).analysis
        for chart in [ROCChart(), PrecisionRecallChart(), ThresholdChart()] as [any Chart] {
            #expect(chart.draw(analysis) == nil, "\(chart.name)")
        }
        let report = ReportDocument(analysis: analysis, charts: [], explanation: nil).markdown
        #expect(report.contains("is the positive class, so sensitivity"))
        #expect(!report.contains("| sensitivity |"))
        #expect(!report.contains("sensitivity 8"))
        #expect(report.contains("| AUROC |"))
        let groups = GroupsTable().text(analysis)
        #expect(!groups.contains(",sensitivity,"))
        #expect(groups.contains(",auroc,"))
    }

    @Test(arguments: ["PNEUMONIA", "NORMAL"])
    func chartsAndReportNameIt(_ positive: String) throws {
        let analysis = study(positive).analysis
        for chart in [ROCChart(), PrecisionRecallChart(), ThresholdChart()] as [any Chart] {
            let drawing = try #require(chart.draw(analysis), "\(chart.name)")
            #expect(drawing.script.contains(positive), "\(chart.name)")
            #expect(drawing.caption.contains(positive), "\(chart.name)")
        }
        let report = ReportDocument(analysis: analysis, charts: [], explanation: nil).markdown
        #expect(report.contains("With \(positive) as the positive class"))
        #expect(report.contains("The positive class is \(positive)"))
        #expect(report.contains("(positive class: \(positive))"))
    }
}
