import Results

/// The charts: six over the epochs, the learning rates and the final accuracies.
struct ChartSection {
    let results: StudyResults
    /// The names of the charts whose images are there.
    let charts: Set<String>

    var markdown: String? {
        guard !results.trials.isEmpty else { return nil }
        let drawable = Set(Charts.all.filter { $0.draw(results) != nil }.map(\.name))
        let missing = drawable.subtracting(charts)
        let hint =
            missing.isEmpty
            ? nil
            : """
            Some charts are not drawn: install gnuplot and run \
            \(Markdown.code("study plot results/\(results.lock.name)")), then \
            \(Markdown.code("study report results/\(results.lock.name)")). Their data lies in \
            `charts/`.
            """
        let further = Charts.all.filter { !($0 is EpochChart) && charts.contains($0.name) }
            .map { "### \($0.title)\n\n" + image($0) }
        return Markdown.section(
            "Charts", ["Epochs are counted from 1. \(lines)", hint, table] + further)
    }

    private var lines: String {
        let groups = results.groups
        let seeds = groups.contains { $0.trials.count > 1 }
        return groups.count == 1
            ? ""
            : "A group has the same colour in every chart\(seeds ? "; lines are means over the \(results.repeatNoun)s" : "")."
    }

    /// The accuracy beside the loss of each split, below a head that names them.
    private var table: String {
        var rows: [[String]] = []
        for split in MetricSplit.allCases {
            let pair = Charts.all.filter { ($0 as? EpochChart)?.split == split }
            let heads = pair.map(\.title)
            rows.append(rows.isEmpty ? heads : heads.map { "**\($0)**" })
            rows.append(pair.map(cell))
        }
        return Markdown.table(
            rows[0], [.left, .left], rows: Array(rows.dropFirst()))
    }

    private func cell(_ chart: any Chart) -> String {
        if charts.contains(chart.name) { return image(chart) }
        return chart.draw(results) == nil ? "not measured" : "not drawn: `charts/\(chart.name).csv`"
    }

    private func image(_ chart: any Chart) -> String {
        Markdown.image(chart.title, "charts/\(chart.name).png")
    }
}
