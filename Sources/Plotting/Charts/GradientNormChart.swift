import Analysis
import Results
import Terminal

/// The norm of the gradient at every step of each group's first trial, if the steps record it.
struct GradientNormChart: Chart {
    var name: String { "gradient_norm" }
    var title: String { "Gradient norm" }
    var part: ReportPart { .training }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let (groups, layout) = (analysis.groups, analysis.layout)
        let longest = groups.compactMap { $0.trials.first?.steps.count }.max() ?? 0
        let windows = StepWindows(longest: longest)
        let lines = groups.map { group in
            LinePlot.Line(
                label: group.label, shortLabel: layout.shortLabel(group),
                mark: layout.mark(group), points: Self.points(group, windows))
        }
        let values = lines.flatMap(\.points).map(\.value).filter(\.isFinite)
        guard longest > 1, !values.isEmpty else { return nil }
        let last = lines.flatMap(\.points).map(\.x).max() ?? 1
        var plot = LinePlot(
            name: name, title: title,
            notes: [
                "Euclidean norm of the gradient with respect to all trained parameters"
                    + (windows.length > 1
                        ? ", means over \(Formatting.plural(windows.length, "step"))." : "."),
                "The first trial of each configuration."
                    + (layout.note(groups).map { " " + $0 } ?? ""),
            ],
            xTitle: "Step", xAxis: .linear(-0.02 * last, 1.02 * last, ticksIn: 0...last),
            yTitle: "Gradient norm", yAxis: .spread(values), lines: lines, form: .plain,
            sharedColumn: nil, columns: ("step", "gradient_norm"))
        plot.panels = layout.panels(groups)
        if let gaps = ChartNotes.gaps(plot.lines, of: "gradient") { plot.notes.append(gaps) }
        var drawing = plot.drawing
        drawing.caption =
            "Norm of the gradient at each step. If it keeps growing, the learning rate is too high."
        return drawing
    }

    /// The means over windows of steps, each at the last step of its window.
    private static func points(_ group: TrialGroup, _ windows: StepWindows) -> [LinePlot.Line.Point]
    {
        let steps = group.trials.first?.steps ?? []
        return windows.parts(of: steps).map { part in
            let mean = part.reduce(0) { $0 + $1.gradientNorm } / Double(part.count)
            return .init(x: Double(part.last?.step ?? 0), value: mean, range: nil)
        }
    }
}
