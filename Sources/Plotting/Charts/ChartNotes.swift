import Analysis
import Results
import Terminal

/// Sentences below the titles of charts.
enum ChartNotes {
    /// The number of characters of the names that fit in a sentence.
    private static let longestList = 80

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

    /// With fewer seeds, a standard deviation is a rough estimate.
    private static let fewSeeds = 5

    /// The sentence on the numbers beside the rows of a dot plot; nil for one seed.
    static func spread(_ analysis: StudyAnalysis) -> String? {
        let counts = analysis.groups.map(\.trials.count)
        guard let most = counts.max(), let least = counts.min(), most > 1 else { return nil }
        let seeds = least == most ? "\(most)" : "\(least) to \(most)"
        return "Numbers: mean ± standard deviation over \(seeds) \(analysis.results.repeatNoun)s"
            + (least < fewSeeds ? ", a rough estimate for so few." : ".")
    }

    /// The sentence on the lines that have gaps; nil if there are none.
    static func gaps(_ lines: [LinePlot.Line], of quantity: String = "loss") -> String? {
        let names = lines.filter { line in line.points.contains { !$0.value.isFinite } }
            .map(\.label)
        guard !names.isEmpty else { return nil }
        let list =
            names.count > 3
            ? Formatting.list(names.prefix(2) + ["\(names.count - 2) others"])
            : Formatting.list(names)
        let shown =
            list.count <= longestList ? list : Formatting.plural(names.count, "configuration")
        return "Gaps: the \(quantity) of \(shown) was not a finite number."
    }
}
