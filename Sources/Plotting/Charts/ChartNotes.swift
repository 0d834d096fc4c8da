import Analysis
import Results
import Terminal

/// Sentences below the titles of charts.
enum ChartNotes {
    /// The sentence on the seeds whose mean a line shows.
    static func seeds(_ analysis: StudyAnalysis, hasBands: Bool = false, isOneEpoch: Bool = false)
        -> String
    {
        let counts = Set(analysis.groups.map(\.trials.count))
        let most = counts.max() ?? 1
        guard most > 1 else { return "One seed." }
        let seeds = counts.count == 1 ? "\(most)" : "up to \(most)"
        let band = hasBands ? "; \(isOneEpoch ? "bars" : "bands"): their range" : ""
        return "Means over \(seeds) \(analysis.results.repeatNoun)s\(band)."
    }

    /// The sentence on the lines that have gaps; nil if there are none.
    static func gaps(_ lines: [LinePlot.Line], of quantity: String = "loss") -> String? {
        let names = lines.filter { line in line.points.contains { !$0.value.isFinite } }
            .map(\.label)
        guard !names.isEmpty else { return nil }
        let shown =
            names.count > 3
            ? Formatting.list(names.prefix(2) + ["\(names.count - 2) others"])
            : Formatting.list(names)
        return
            "Gaps: the \(quantity) of \(ChartStyle.shortened(shown, to: 60)) was not a finite number."
    }
}
