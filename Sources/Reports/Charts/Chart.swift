package import Results

/// What a report says of a chart.
package struct ChartInfo: Sendable, Hashable {
    /// Of the files: `charts/<name>.png`.
    package var name: String
    package var title: String
    /// A sentence or two on how to read it.
    package var caption: String

    package init(name: String, title: String, caption: String) {
        self.name = name
        self.title = title
        self.caption = caption
    }
}

/// A chart's two files: its data and the gnuplot script that draws `<name>.png` from it.
package struct Drawing: Sendable, Hashable {
    package var data: CSVTable
    package var script: String

    package init(data: CSVTable, script: String) {
        self.data = data
        self.script = script
    }
}

/// A chart that a results folder may hold.
package protocol Chart: Sendable {
    var info: ChartInfo { get }
    /// The chart's files; nil when the results have nothing to show in it.
    func draw(_ results: StudyResults) -> Drawing?
}
