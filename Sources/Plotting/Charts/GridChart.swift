import Analysis
import Evaluation
import Results
import Studies
import Terminal
import Vocabulary

/// The accuracies on the evaluation split as a grid, if groups differ on two axes, such as networks
/// and schedules.
struct GridChart: Chart {
    var name: String { "accuracy_grid" }
    var title: String { "Accuracy on both axes" }
    var part: ReportPart { .results }

    /// Cells narrower than this cannot hold a number.
    private static let mostColumns = 14
    private static let mostRows = 30

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let comparison = analysis.comparison
        guard let matrix = MatrixTable(comparison, axes: analysis.results.varyingAxes),
            matrix.columns.labels.count <= Self.mostColumns,
            matrix.rows.labels.count <= Self.mostRows
        else { return nil }
        let decimals = comparison.decimals
        let cells = matrix.cells.map { row in
            row.map { score in
                HeatMap.Value(
                    value: 100 * score.mean, text: Formatting.fixed(100 * score.mean, decimals),
                    detail: score.std.map {
                        let text = Formatting.spread(100 * $0, decimals)
                        return (100 * $0, text.trimmingPrefix(" ").description)
                    })
            }
        }
        let values = cells.joined().map(\.value)
        guard let low = values.min(), let high = values.max() else { return nil }
        let split = comparison.split.title
        let range = high > low ? low...high : (low - 1)...(high + 1)
        var notes = [
            "\(split.capitalizedFirst) accuracy (%) \(EpochWording(analysis.results).plain); darker is higher."
        ]
        if analysis.hasSeeds {
            notes.append("Below: standard deviation over the \(analysis.results.repeatNoun)s.")
        }
        let map = HeatMap(
            name: name,
            title:
                "\(split.capitalizedFirst) accuracy by \(matrix.columns.path) and \(matrix.rows.path)",
            notes: notes, range: range,
            blocks: [
                .init(
                    title: "", rows: matrix.rows.labels, columns: matrix.columns.labels,
                    cells: cells)
            ], detailColumn: "std", rowTitle: matrix.rows.path,
            columnTitle: matrix.columns.path)
        return Drawing(
            data: map.data, script: map.script,
            caption:
                "The accuracies are between \(Formatting.fixed(low, decimals))% and \(Formatting.fixed(high, decimals))%. "
                + matrix.spreadText)
    }
}
