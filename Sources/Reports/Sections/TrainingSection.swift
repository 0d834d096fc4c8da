import Markup
import Plotting
import Results
import Vocabulary

/// The charts of the training: accuracy and loss over the epochs, learning rates and time.
struct TrainingSection {
    let results: StudyResults
    let gallery: ChartGallery

    var markdown: Markdown? {
        guard !results.trials.isEmpty else { return nil }
        let hint: Markdown? =
            gallery.hasMissing
            ? """
            Some charts are not drawn. To draw them, install gnuplot and run \
            \(Markdown.code(gallery.command)). Their data is in `charts/`.
            """ : nil
        let further = gallery.charts(.training).filter { !($0 is EpochChart) }
            .compactMap { gallery.figure($0) }
        return Markdown.section(
            "Training", ["Epochs are counted from 1. \(lines)", hint, means, seeds] + further)
    }

    private var lines: Markdown {
        let groups = results.groups
        let seeds = groups.contains { $0.trials.count > 1 }
        return groups.count == 1
            ? ""
            : "A configuration has the same colour in every chart\(seeds ? "; lines are means over the \(results.repeatNoun)s" : "")."
    }

    private var means: Markdown { table(gallery.charts(.training), gallery.cell) }

    /// The charts of every configuration with the range of its seeds, folded away; nil if the
    /// charts of the means show the ranges.
    private var seeds: Markdown? {
        let drawn = gallery.charts(.seeds).filter { gallery.drawn.contains($0.name) }
        guard !drawn.isEmpty else { return nil }
        return Markdown.details(
            "One plot for each configuration, with the range over its \(results.repeatNoun)s",
            table(drawn, gallery.cell))
    }

    /// A table of charts with the accuracy and the loss of each split in a row, below their titles.
    private func table(
        _ charts: [any Chart], _ cell: (any Chart) -> Markdown
    ) -> Markdown {
        var rows: [[Markdown]] = []
        for split in Split.allCases {
            let pair = charts.filter { ($0 as? EpochChart)?.split == split }
            guard !pair.isEmpty else { continue }
            let heads = pair.map { Markdown($0.title) }
            rows.append(rows.isEmpty ? heads : heads.map { "**\($0)**" })
            rows.append(pair.map(cell))
        }
        return Markdown.table(
            rows.first ?? [], rows.first?.map { _ in .left }, rows: Array(rows.dropFirst()))
    }
}
