import Analysis
import Evaluation
import Results
import Terminal

/// Curves of the predictions of two classes, one for every group: what ROC, precision-recall and
/// reliability diagrams share.
struct PredictionCurves {
    /// A group's curve, and a figure that sums it up; nil without a curve.
    typealias Curve = (points: [LinePlot.Line.Point], figure: Double?)

    let analysis: StudyAnalysis
    let groups: [TrialGroup]
    let curves: [Curve]

    /// Nil without predictions.
    init?(_ analysis: StudyAnalysis, _ curve: ([WeightedPredictions]) -> Curve?) {
        let split = analysis.comparison.split
        var found = analysis.groupsWithPredictions.compactMap { group in
            curve(analysis.predictions(group, split)).map { (group, $0) }
        }
        // Names of lines that end at one place stand in the order of the figures.
        if [.together, .best].contains(analysis.layout.form) {
            found.sort { ($0.1.figure ?? 0, $0.0.index) < ($1.1.figure ?? 0, $1.0.index) }
        }
        guard !found.isEmpty else { return nil }
        self.analysis = analysis
        groups = found.map(\.0)
        curves = found.map(\.1)
    }

    /// The lines, with their figures where they stand in one plot, and the panels with theirs.
    func fill(_ plot: inout LinePlot) {
        let layout = analysis.layout
        func figures(_ members: [TrialGroup]) -> String {
            let values = groups.indices.filter { index in
                members.contains { $0.name == groups[index].name }
            }.compactMap { curves[$0].figure }
            guard let low = values.min(), let high = values.max() else { return "" }
            let ends = [low, high].map { Formatting.fixed($0, 3) }
            return "  " + (ends[0] == ends[1] ? ends[0] : ends.joined(separator: "–"))
        }
        plot.panels = layout.panels(groups, suffix: figures)
        let isSingle = plot.isSingle
        plot.lines = zip(groups, curves).map { group, curve in
            let value = curve.figure.map { "  " + Formatting.fixed($0, 3) } ?? ""
            return LinePlot.Line(
                label: group.label,
                shortLabel: isSingle ? group.label + value : layout.shortLabel(group),
                mark: layout.mark(group), points: curve.points)
        }
        if let note = layout.note(groups) { plot.notes.append(note) }
    }

    /// The greatest figure, or the least, and whose it is: of all groups that are equal as shown,
    /// by name up to three of them.
    func extreme(isLeast: Bool = false) -> (owner: String, figure: String)? {
        let known = zip(groups, curves).compactMap { group, curve in
            curve.figure.map { (label: group.label, value: $0) }
        }.filter { $0.value.isFinite }
        let values = known.map(\.value)
        guard let found = isLeast ? values.min() : values.max() else { return nil }
        let figure = Formatting.fixed(found, 3)
        let equals = known.filter { Formatting.fixed($0.value, 3) == figure }.map(\.label)
        return (
            equals.count > 3 ? "\(equals.count) configurations" : Formatting.list(equals), figure
        )
    }

    /// Such as `624 test images`.
    var source: String { analysis.results.images(analysis.comparison.split) }

    /// From a corner of every plot to the other.
    static let diagonal = line(from: "first 0, first 0", to: "first 1, first 1")
    static func line(from: String, to: String) -> String {
        "set arrow from \(from) to \(to) nohead back linewidth 1.5 dashtype (16,10) "
            + "linecolor rgb '\(ChartStyle.axis)'"
    }
}
