import Evaluation
package import Markup
import Results
package import Studies
import Terminal
import Vocabulary

/// The accuracies on the evaluation split as a grid, if configurations differ on two axes and all
/// combinations are present.
package struct MatrixTable {
    private let comparison: Comparison
    /// The axis whose values are the rows: the longer one, or the second of two equally long ones.
    package let rows: Study.Axis
    /// The axis whose values are the columns.
    package let columns: Study.Axis
    /// The scores by row and column, in the order of the axes' labels.
    package let cells: [[Comparison.Score]]

    /// Nil unless two axes vary and every combination has a score.
    package init?(_ comparison: Comparison, axes: [Study.Axis]) {
        guard axes.count == 2 else { return nil }
        let sorted = axes[0].labels.count > axes[1].labels.count ? axes : [axes[1], axes[0]]
        let (rows, columns) = (sorted[0], sorted[1])
        let cells = rows.labels.map { row in
            columns.labels.compactMap { column in
                comparison.scores.first { score in
                    let coordinates = score.group.trials.first?.entry.coordinates
                    return coordinates?[rows.path] == row && coordinates?[columns.path] == column
                }
            }
        }
        guard cells.allSatisfy({ $0.count == columns.labels.count }) else { return nil }
        (self.comparison, self.rows, self.columns, self.cells) = (comparison, rows, columns, cells)
    }

    /// A caption, the table of accuracies with the means of rows and columns, and the sentences of
    /// `spread`.
    package var markdown: Markdown {
        let decimals = comparison.decimals
        let clear = Set(comparison.pairwiseComparisons.filter(\.isClear).map(\.other.group.name))
        func text(_ score: Comparison.Score) -> Markdown {
            if comparison.chosenNames.contains(score.group.name) {
                return "**\(score.text(decimals))**"
            }
            let isFirst = score.group.name == comparison.first?.group.name
            return clear.contains(score.group.name) || !comparison.isChosen || isFirst
                ? Markdown(score.text(decimals)) : "*\(score.text(decimals))*"
        }
        func mean(_ scores: [Comparison.Score]) -> Markdown {
            Markdown(Formatting.percent(Statistics.mean(scores.map(\.mean)), decimals: decimals))
        }
        var lines = zip(rows.labels, cells).map { [Markdown($0)] + $1.map(text) + [mean($1)] }
        lines.append(
            ["*mean*"] + columns.labels.indices.map { column in mean(cells.map { $0[column] }) }
                + [mean(cells.flatMap { $0 })])
        let table = Markdown.table(
            [Markdown(rows.path)] + columns.labels.map { Markdown($0) } + ["mean"], rows: lines)
        let isTie = comparison.firsts.count > 1
        let (tie, first) = (isTie ? " (a tie)" : "", isTie ? "the first of these" : "it")
        let metric = Markdown.code(comparison.choice.metric?.name ?? "")
        let marks: Markdown =
            comparison.pairwiseComparisons.isEmpty || !comparison.isChosen
            ? ""
            : " Bold: chosen\(tie) by \(metric); italic: not distinguishable from \(first) on \(comparison.split.title)."
        return "\(comparison.split.title.capitalizedFirst) accuracy by \(columns.path) and "
            + "\(rows.path).\(marks)\n\n\(table)\n\n\(spread)"
    }

    /// A sentence on how far the means differ along either axis.
    package var spread: Markdown {
        "The means differ by up to \(differences.across) between values of \(Markdown.code(columns.path)) and by up to "
            + "\(differences.down) between values of \(Markdown.code(rows.path))."
    }

    /// The sentence of `spread` as plain text.
    package var spreadText: String {
        "The means differ by up to \(differences.across) between values of \(columns.path) and by up to "
            + "\(differences.down) between values of \(rows.path)."
    }

    private var differences: (across: String, down: String) {
        func points(_ means: [Double?]) -> String {
            let known = means.compactMap { $0 }
            return Formatting.points(
                (known.max() ?? 0) - (known.min() ?? 0), decimals: comparison.decimals)
        }
        let down = cells.map { Statistics.mean($0.map(\.mean)) }
        let across = columns.labels.indices.map { column in
            Statistics.mean(cells.map { $0[column].mean })
        }
        return (points(across), points(down))
    }
}
