import Analysis
import Evaluation
import Files
import Terminal

/// The forest plot of the subgroups of the study's test images.
struct SubgroupsOfStudyChart: Chart {
    var name: String { SubgroupChart.name }
    var title: String { "Subgroups" }
    var part: ReportPart { .subgroups }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        analysis.subgroups.flatMap { SubgroupChart(subgroups: $0.subgroups).drawing }
    }
}

/// The forest plot of subgroups: a row for each subgroup, a plot for each metric, and the value of
/// all images as a vertical line.
struct SubgroupChart {
    let subgroups: Subgroups

    static let name = "subgroups"
    /// The largest number of rows; the data has all.
    static let mostRows = 40

    private var rows: [Subgroups.Subgroup] {
        subgroups.all.filter { subgroup in metrics.contains { subgroup.figures[$0.name] != nil } }
    }

    /// The metrics that are shown: those that are tested, and the accuracy if the positive class is
    /// unknown.
    private var metrics: [any Metric] {
        let known = Set(subgroups.all.flatMap(\.figures.keys))
        let diagnostic: [any Metric] = [Sensitivity(), Specificity(), AreaUnderROC()]
        let general: [any Metric] = [Accuracy(), BalancedAccuracy(), AreaUnderROC()]
        let isDiagnostic = subgroups.overall[Sensitivity().name] != nil
        return (isDiagnostic ? diagnostic : general).filter { known.contains($0.name) }
    }

    /// The chart; nil if no subgroup has enough images.
    var drawing: Drawing? {
        let (rows, metrics) = (rows, metrics)
        guard !rows.isEmpty else { return nil }
        return Drawing(
            data: data(rows, metrics), script: script(Array(rows.prefix(Self.mostRows)), metrics),
            caption:
                "Metrics of the subgroups with 95% intervals; the vertical line is the value of "
                + "all images.")
    }

    private func data(_ rows: [Subgroups.Subgroup], _ metrics: [any Metric]) -> CSVTable {
        CSVTable(
            header: ["plot", "row", "value", "low", "high", "significant", "metric", "subgroup"],
            rows: metrics.enumerated().flatMap { plot, metric in
                rows.enumerated().compactMap { row, subgroup in
                    subgroup.figures[metric.name].map { figure in
                        let interval = figure.own.interval
                        return [
                            String(plot + 1), String(row + 1), CSV.text(figure.own.value),
                            CSV.text(interval?.lowerBound ?? figure.own.value),
                            CSV.text(interval?.upperBound ?? figure.own.value),
                            figure.isSignificant ? "1" : "0", metric.name,
                            CSV.name(subgroup.name),
                        ]
                    }
                }
            })
    }

    private func script(_ rows: [Subgroups.Subgroup], _ metrics: [any Metric]) -> String {
        let notes = Canvas.lines(of: notes(shown: rows.count))
        let names = ShortNames.fitted(rows.map(\.name), to: 44)
        let labels = zip(names, rows).map { "\($0) (\(Formatting.count($1.images)))" }
        var canvas = Canvas()
        canvas.left = 40 + (labels.map { ChartStyle.width(of: $0, size: 14) }.max() ?? 0)
        canvas.bottom = 70
        canvas.top += Canvas.noteHeight * Double(notes.count) + 24
        let pitch = rows.count > DotPlot.fewRows ? 28.0 : 40
        let plotHeight = pitch * Double(rows.count) + 20
        canvas.height = max(300, Int(canvas.top + canvas.bottom + plotHeight))
        let yAxis = Axis(
            lower: Double(rows.count) + 0.7, upper: 0.3,
            ticks: labels.enumerated().map { Axis.Tick(value: Double($0 + 1), label: $1) })
        let gap = 34.0
        let width =
            (Double(canvas.width) - canvas.left - canvas.right - gap * Double(metrics.count - 1))
            / Double(metrics.count)
        var commands =
            canvas.setup(name: Self.name, title: "Subgroups", notes: notes)
            + ["set tics font ',14'", "set bars 0.6", "set multiplot"]
        for (index, metric) in metrics.enumerated() {
            let left = canvas.left + Double(index) * (width + gap)
            commands += canvas.commands(
                Cell(
                    left: left, right: left + width, bottom: canvas.bottom,
                    top: Double(canvas.height) - canvas.top, xAxis: axis(rows, metric),
                    yAxis: yAxis,
                    showsY: index == 0, title: [metric.title], extras: line(metric),
                    layers: layers(index + 1)))
        }
        return (commands + ["unset multiplot"]).joined(separator: "\n") + "\n"
    }

    private func notes(shown: Int) -> [String] {
        var notes = [
            "Points: subgroups, with the number of images in parentheses; bars: 95% intervals; "
                + "vertical line: all images. Orange diamonds differ from the rest "
                + "(p < \(Subgroups.level) after Holm's correction for "
                + "\(Formatting.plural(subgroups.tests, "test")))."
        ]
        if rows.count > shown {
            notes.append("Shown: the first \(shown) of \(Formatting.count(rows.count)) subgroups.")
        }
        return notes
    }

    private func axis(_ rows: [Subgroups.Subgroup], _ metric: any Metric) -> Axis {
        let values = rows.compactMap { $0.figures[metric.name]?.own }.flatMap {
            [$0.value, $0.interval?.lowerBound ?? $0.value, $0.interval?.upperBound ?? $0.value]
        }
        let all = values + [subgroups.overall[metric.name]?.value].compactMap { $0 }
        let (low, high) = (all.min() ?? 0, all.max() ?? 1)
        let air = max(0.06 * (high - low), 0.02)
        return Axis.linear(low - air, high + air, ticksIn: 0...1).thinned(to: 5)
    }

    private func line(_ metric: any Metric) -> [String] {
        guard let value = subgroups.overall[metric.name]?.value else { return [] }
        let x = CSV.text(value)
        return [
            "set arrow from first \(x), graph 0 to first \(x), graph 1 nohead back linewidth 2 "
                + "dashtype (8,6) linecolor rgb '\(ChartStyle.faint)'"
        ]
    }

    private func layers(_ plot: Int) -> [String] {
        let marks = [ChartStyle.mark(0), ChartStyle.mark(3)]
        return marks.enumerated().map { isSignificant, mark in
            "'\(Self.name).csv' skip 1 using ($1 == \(plot) && $6 == \(isSignificant) ? $3 : NaN)"
                + ":2:4:5 with xerrorbars pointtype \(mark.point) linecolor rgb '\(mark.color)' "
                + "pointsize 1.8 linewidth 2.5"
        }
    }
}
