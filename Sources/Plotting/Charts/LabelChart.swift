package import Analysis
import Evaluation
import Files
import Terminal
import Vocabulary

/// The forest plot of the labels: the AUROC of each label with its interval, from the best down,
/// and their mean as a vertical line.
package struct LabelChart {
    /// The name of the chart's files.
    package static let name = "labels"
    /// The title.
    package static let title = "AUROC of each label"
    /// The largest number of rows that are drawn; the data has all.
    static let mostRows = 30

    private let analysis: LabelAnalysis

    package init(_ analysis: LabelAnalysis) { self.analysis = analysis }

    private struct Row {
        var name: String
        var positives: Int
        var value: Double
        var interval: ClosedRange<Double>?
    }

    private var column: Int? {
        analysis.evaluation?.metrics.firstIndex(of: AreaUnderROC().name)
    }

    /// The labels with a value, from the largest; equal ones in their order.
    private var rows: [Row] {
        guard let evaluation = analysis.evaluation, let column else { return [] }
        let rows = analysis.labels.enumerated().compactMap { label, name -> Row? in
            let figure = evaluation.labels[label][column]
            let positives = analysis.positives(label)
            return figure.value.map {
                Row(name: name, positives: positives, value: $0, interval: figure.interval)
            }
        }
        return rows.enumerated().sorted {
            ($0.element.value, $1.offset) > ($1.element.value, $0.offset)
        }.map(\.element)
    }

    /// The chart; nil if no label has a value.
    package var drawing: Drawing? {
        let rows = rows
        guard !rows.isEmpty else { return nil }
        return Drawing(
            data: data(rows), script: script(Array(rows.prefix(Self.mostRows)), of: rows.count),
            caption: "The AUROC of each label with its 95% interval on the \(analysis.split.title) "
                + "images; the vertical line is the mean over the labels.")
    }

    private func data(_ rows: [Row]) -> CSVTable {
        CSVTable(
            header: ["row", "auroc", "low", "high", "positives", "label"],
            rows: rows.enumerated().map { index, row in
                [
                    String(index + 1), CSV.text(row.value),
                    CSV.text(row.interval?.lowerBound ?? row.value),
                    CSV.text(row.interval?.upperBound ?? row.value), String(row.positives),
                    CSV.name(row.name),
                ]
            })
    }

    private func script(_ rows: [Row], of count: Int) -> String {
        var notes = [
            "Points: labels, with the number of positive images in parentheses; bars: 95% "
                + "intervals; vertical line: mean over the labels."
        ]
        if count > rows.count { notes.append("Shown: the \(rows.count) highest of \(count).") }
        notes = Canvas.lines(of: notes)
        let labels = zip(ShortNames.fitted(rows.map(\.name), to: 38), rows).map {
            "\($0) (\(Formatting.count($1.positives)))"
        }
        var canvas = Canvas()
        canvas.left = 44 + (labels.map { ChartStyle.width(of: $0, size: 16) }.max() ?? 0)
        canvas.top += Canvas.noteHeight * Double(notes.count)
        let pitch = rows.count > DotPlot.fewRows ? 34.0 : 48
        let height = canvas.top + canvas.bottom + pitch * Double(rows.count) + 30
        canvas.height = max(380, Int(height))
        let yAxis = Axis(
            lower: Double(rows.count) + 0.6, upper: 0.4,
            ticks: labels.enumerated().map { Axis.Tick(value: Double($0 + 1), label: $1) })
        let all = rows.flatMap {
            [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? $0.value]
        }
        let (low, high) = (all.min() ?? 0, all.max() ?? 1)
        let air = max(0.06 * (high - low), 0.02)
        let mark = ChartStyle.mark(0)
        var lines = canvas.setup(name: Self.name, title: Self.title, notes: notes)
        lines += canvas.axis(
            "x", Axis.linear(low - air, high + air, ticksIn: 0...1).thinned(to: 9),
            title: "AUROC, \(analysis.split.title) images")
        lines += canvas.axis("y", yAxis, title: nil)
        lines += ["set grid noytics", "set bars 0.6"]
        if let column, let mean = analysis.evaluation?.macro[column].value {
            let x = CSV.text(mean)
            lines.append(
                "set arrow from first \(x), graph 0 to first \(x), graph 1 nohead back linewidth 2 "
                    + "dashtype (8,6) linecolor rgb '\(ChartStyle.faint)'")
        }
        lines.append(
            "plot '\(Self.name).csv' skip 1 using ($1 <= \(rows.count) ? $2 : NaN):1:3:4 with "
                + "xerrorbars pointtype \(mark.point) linecolor rgb '\(mark.color)' pointsize 2 "
                + "linewidth 2.5")
        return lines.joined(separator: "\n") + "\n"
    }
}
