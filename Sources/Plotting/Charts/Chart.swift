package import Analysis
package import Files
package import Results

/// A chart that a results folder can have. To add one: a file like those beside this one, and a
/// line in `Charts.all`.
package protocol Chart: Sendable {
    /// The name of its files, without the extension.
    var name: String { get }
    /// What it shows, for the head of its place in a report.
    var title: String { get }
    /// Where it stands in a report.
    var place: ChartPlace { get }
    /// The chart of a study; nil when the study has nothing to show in it.
    func draw(_ findings: Findings) -> Drawing?
}

/// The parts of a report that have charts.
package enum ChartPlace: Sendable, Hashable {
    /// Which configuration does best.
    case results
    /// How training went.
    case training
    /// The same with the seeds, folded away.
    case seeds
    /// What the configurations answer.
    case answers
    /// What the best trial answers.
    case bestTrial
}

/// A chart's files: its data, and the gnuplot script that draws them.
package struct Drawing: Sendable, Hashable {
    package var data: CSVTable
    package var script: String
    /// What there is to see, in a sentence or two.
    package var caption: String

    package init(data: CSVTable, script: String, caption: String = "") {
        self.data = data
        self.script = script
        self.caption = caption
    }
}

/// All charts, in the order of the report.
package enum Charts {
    package static let all: [any Chart] =
        [FinalAccuracyChart(), FinalAreaChart(), GridChart()]
        + EpochChart.all(.means) + [
            RateAndLossChart(), GradientNormChart(), LearningRateChart(), WallTimeChart(),
        ]
        + EpochChart.all(.seeds)
        + [
            ROCChart(), PrecisionRecallChart(), CalibrationChart(), ConfusionChart(),
            ThresholdChart(),
        ]
}
