import Analysis
import Evaluation
import Results
import Terminal

/// The curves of a chart of predictions, one for every group; shared by the ROC, precision-recall
/// and calibration charts.
struct PredictionCurves {
    /// A group's curve, and a metric that summarizes it, such as its area; nil if undefined.
    typealias Curve = (points: [LinePlot.Line.Point], summary: Double?)

    /// The predictions that a chart shows.
    enum Images {
        /// Those of the evaluation split.
        case evaluation
        /// The out-of-fold predictions of a cross-validation.
        case outOfFold

        /// The last part of the names of the charts' files.
        var suffix: String { self == .evaluation ? "" : "_out_of_fold" }
        /// The last part of the charts' titles.
        var titleSuffix: String { self == .evaluation ? "" : " of the out-of-fold predictions" }
        /// The part of a report that shows the charts.
        var part: ReportPart { self == .evaluation ? .predictions : .outOfFold }
    }

    let analysis: StudyAnalysis
    private let images: Images
    let groups: [TrialGroup]
    let curves: [Curve]

    /// Computes the curve of every group; nil without predictions.
    /// - Parameter curve: the curve of the predictions of a group's trials, or of its out-of-fold
    ///   predictions, one set for each seed.
    init?(
        _ analysis: StudyAnalysis, of images: Images = .evaluation,
        _ curve: ([WeightedPredictions]) -> Curve?
    ) {
        var found = Self.predictions(analysis, images).compactMap { group, predictions in
            curve(predictions).map { (group, $0) }
        }
        // All lines end at the same point, so their labels are sorted by the metric.
        if [.together, .best].contains(analysis.layout.form) {
            found.sort { ($0.1.summary ?? 0, $0.0.index) < ($1.1.summary ?? 0, $1.0.index) }
        }
        guard !found.isEmpty else { return nil }
        self.analysis = analysis
        self.images = images
        groups = found.map(\.0)
        curves = found.map(\.1)
    }

    private static func predictions(
        _ analysis: StudyAnalysis, _ images: Images
    ) -> [(TrialGroup, [WeightedPredictions])] {
        switch images {
        case .evaluation:
            return analysis.groupsWithPredictions.map {
                ($0, analysis.predictions($0, analysis.comparison.split))
            }
        case .outOfFold:
            let configurations = analysis.outOfFold?.configurations ?? []
            return analysis.groups.compactMap { group in
                configurations.first { $0.group == group.name }.map { (group, $0.predictions) }
            }
        }
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
    var source: String {
        switch images {
        case .evaluation: return analysis.results.images(analysis.comparison.split)
        case .outOfFold:
            let counts = analysis.outOfFold?.configurations.map(\.images) ?? []
            guard let fewest = counts.min(), let most = counts.max() else { return "images" }
            let number = fewest == most ? "" : "\(Formatting.count(fewest)) to "
            return number + Formatting.plural(most, "image") + " of all folds"
        }
    }

    /// The sentence on the trials, or the seeds of out-of-fold predictions, whose mean a line
    /// shows.
    var repeats: String {
        guard images == .outOfFold else { return ChartNotes.seeds(analysis) }
        let counts = Set(analysis.outOfFold?.configurations.map(\.sets.count) ?? [])
        let most = counts.max() ?? 1
        guard most > 1 else { return "One seed." }
        return "Means over \(counts.count == 1 ? "" : "up to ")\(most) seeds."
    }

    /// The gnuplot command for the dashed diagonal of a plot.
    static let diagonal = line(from: "first 0, first 0", to: "first 1, first 1")
    /// The gnuplot command for a dashed line between two points.
    static func line(from: String, to: String) -> String {
        "set arrow from \(from) to \(to) nohead back linewidth 1.5 dashtype (16,10) "
            + "linecolor rgb '\(ChartStyle.axis)'"
    }
}
