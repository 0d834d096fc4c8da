package import Analysis
package import Files
import Results

/// A chart of a results folder. To add one, add a file beside this one and a line in `Charts.all`.
package protocol Chart: Sendable {
    /// The name of the chart's files, without the extension.
    var name: String { get }
    /// The chart's title, which is also its heading in a report.
    var title: String { get }
    /// The part of a report that shows the chart.
    var part: ReportPart { get }
    /// The chart of a study; nil if the study has no data for it.
    func draw(_ analysis: StudyAnalysis) -> Drawing?
}

/// A part of a report that has charts.
package enum ReportPart: Sendable, Hashable {
    /// The comparison of the configurations.
    case results
    /// The learning curves.
    case training
    /// The learning curves of every seed, collapsed.
    case seeds
    /// The predictions of the configurations.
    case predictions
    /// The predictions of the best trial.
    case bestTrial
    /// The subgroups of the test images.
    case subgroups
    /// The out-of-fold predictions of a cross-validation.
    case outOfFold
}

/// A chart's files: its data, and the gnuplot script that draws them.
package struct Drawing: Sendable, Hashable {
    /// The table in the chart's CSV file.
    package var data: CSVTable
    /// The gnuplot script that draws the chart from its CSV file.
    package var script: String
    /// One or two sentences on what the chart shows; may be empty.
    package var caption: String

    init(data: CSVTable, script: String, caption: String = "") {
        self.data = data
        self.script = script
        self.caption = caption
    }
}

/// The list of all charts.
package enum Charts {
    /// The charts in the order of the report, whether or not a study has data for them.
    package static let all: [any Chart] =
        [FinalAccuracyChart(), FinalAreaChart(), GridChart()]
        + EpochChart.all(.means) + [
            RateAndLossChart(), GradientNormChart(), LearningRateChart(), WallTimeChart(),
        ]
        + EpochChart.all(.seeds)
        + [
            ROCChart(), PrecisionRecallChart(), CalibrationChart(), ConfusionChart(),
            ThresholdChart(),
            ROCChart(images: .outOfFold), CalibrationChart(images: .outOfFold),
            SubgroupsOfStudyChart(),
        ]
}
