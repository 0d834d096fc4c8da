import Analysis
import Evaluation
import Results
import Terminal

/// The curves of a chart of predictions, one for every group; shared by the ROC, precision-recall
/// and calibration charts.
struct PredictionCurves {
    /// A group's curve, and a metric that summarizes it, such as its area; nil if undefined.
    typealias Curve = (points: [LinePlot.Line.Point], summary: Double?)

    let analysis: StudyAnalysis
    let groups: [TrialGroup]
    let curves: [Curve]

    /// Computes the curve of every group; nil without predictions.
    /// - Parameter curve: the curve of the predictions of a group's trials.
    init?(_ analysis: StudyAnalysis, _ curve: ([WeightedPredictions]) -> Curve?) {
        let split = analysis.comparison.split
        var found = analysis.groupsWithPredictions.compactMap { group in
            curve(analysis.predictions(group, split)).map { (group, $0) }
        }
        // All lines end at the same point, so their labels are sorted by the metric.
        if [.together, .best].contains(analysis.layout.form) {
            found.sort { ($0.1.summary ?? 0, $0.0.index) < ($1.1.summary ?? 0, $1.0.index) }
        }
        guard !found.isEmpty else { return nil }
        self.analysis = analysis
        groups = found.map(\.0)
        curves = found.map(\.1)
    }

    /// Sets the lines and panels of a plot. The metric is part of the lines' labels in a single
    /// plot, and of the panels' titles otherwise.
    func fill(_ plot: inout LinePlot) {
        let layout = analysis.layout
        func range(_ members: [TrialGroup]) -> String {
            let values = groups.indices.filter { index in
                members.contains { $0.name == groups[index].name }
            }.compactMap { curves[$0].summary }
            guard let low = values.min(), let high = values.max() else { return "" }
            let ends = [low, high].map { Formatting.fixed($0, 3) }
            return "  " + (ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–"))
        }
        plot.panels = layout.panels(groups, detail: range)
        let isSingle = plot.isSingle
        plot.lines = zip(groups, curves).map { group, curve in
            let value = curve.summary.map { "  " + Formatting.fixed($0, 3) } ?? ""
            return LinePlot.Line(
                label: group.label, shortLabel: isSingle ? nil : layout.shortLabel(group),
                detail: isSingle ? value : "", mark: layout.mark(group), points: curve.points)
        }
        if let note = layout.note(groups) { plot.notes.append(note) }
    }

    /// The largest or smallest value of the metric, rounded, and the groups that have it: up to
    /// three names, or their number.
    func extreme(isLeast: Bool = false) -> (owner: String, value: String)? {
        let known = zip(groups, curves).compactMap { group, curve in
            curve.summary.map { (label: group.label, value: $0) }
        }.filter { $0.value.isFinite }
        let values = known.map(\.value)
        guard let found = isLeast ? values.min() : values.max() else { return nil }
        let value = Formatting.fixed(found, 3)
        let equals = known.filter { Formatting.fixed($0.value, 3) == value }.map(\.label)
        return (
            equals.count > 3 ? "\(equals.count) configurations" : Formatting.list(equals), value
        )
    }

    /// The number of images, such as `624 test images`.
    var source: String { analysis.results.images(analysis.comparison.split) }

    /// The gnuplot command for the dashed diagonal of a plot.
    static let diagonal = line(from: "first 0, first 0", to: "first 1, first 1")
    /// The gnuplot command for a dashed line between two points.
    static func line(from: String, to: String) -> String {
        "set arrow from \(from) to \(to) nohead back linewidth 1.5 dashtype (16,10) "
            + "linecolor rgb '\(ChartStyle.axis)'"
    }
}
