package import Files
package import Results

/// A chart that a results folder can have. To add one: a file like those beside this one, and a line in
/// `Charts.all`.
package protocol Chart: Sendable {
    /// The name of its files, without the extension.
    var name: String { get }
    /// What it shows, for the head of its place in a report.
    var title: String { get }
    /// The chart of a study; nil when the study has nothing to show in it.
    func draw(_ results: StudyResults) -> Drawing?
}

/// A chart's files: its data, and the gnuplot script that draws them.
package struct Drawing: Sendable, Hashable {
    package var data: CSVTable
    package var script: String

    package init(data: CSVTable, script: String) {
        self.data = data
        self.script = script
    }
}

/// All charts, in the order of the report.
package enum Charts {
    package static let all: [any Chart] =
        MetricSplit.allCases.flatMap { split in
            EpochChart.Quantity.allCases.map { EpochChart(split: split, quantity: $0) }
        } + [LearningRateChart(), FinalAccuracyChart()]
}
