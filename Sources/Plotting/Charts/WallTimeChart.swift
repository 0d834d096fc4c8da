import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

/// The validation loss against the training time, with a line for every group; the training loss if
/// there is no validation split.
struct WallTimeChart: Chart {
    var name: String { "loss_by_time" }
    var title: String { "Loss against wall time" }
    var part: ReportPart { .training }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let split: Split =
            analysis.results.trials.contains { $0.epochs.contains { $0.metrics[.val] != nil } }
            ? .val : .train
        let groups = analysis.groups
        var curves = groups.map { Self.points($0, split) }
        let values = curves.flatMap { $0 }.map(\.value).filter(\.isFinite)
        let times = curves.flatMap { $0 }.map(\.x)
        let ends = curves.compactMap { $0.last?.x }
        // A line needs two epochs.
        guard curves.contains(where: { $0.count > 1 }), !values.isEmpty,
            let least = times.min(), let most = times.max(), least > 0, let slowest = ends.max(),
            let fastest = ends.min()
        else { return nil }
        let (unit, seconds) = Self.unit(most)
        for index in curves.indices {
            for epoch in curves[index].indices { curves[index][epoch].x /= seconds }
        }
        let isLogarithmic = slowest / fastest > 8
        let end = most / seconds
        var plot = LinePlot(
            name: name, title: title,
            notes: [
                "\(split.title.capitalizedFirst) loss after each epoch against the time of training and evaluation until then.",
                ChartNotes.seeds(analysis) + (analysis.layout.note(groups).map { " " + $0 } ?? ""),
            ],
            xTitle: "Wall time (\(unit))",
            xAxis: isLogarithmic
                ? .logarithmic(least / seconds, end)
                : .linear(-0.02 * end, 1.03 * end, ticksIn: 0...end), yTitle: "Loss",
            yAxis: .positive(values), lines: [], sharedColumn: nil,
            columns: (unit, "loss"))
        plot.lines = zip(groups, curves).map { group, points in
            LinePlot.Line(
                label: group.label, shortLabel: analysis.layout.shortLabel(group),
                mark: analysis.layout.mark(group), points: points)
        }
        plot.panels = analysis.layout.panels(groups)
        var drawing = plot.drawing
        drawing.caption =
            "\(split.title.capitalizedFirst) loss against the measured wall time, which depends on other load on the machine."
        return drawing
    }

    /// The means over the trials of the elapsed seconds and of the loss, for every epoch that all
    /// trials have.
    private static func points(
        _ group: TrialGroup, _ split: Split
    ) -> [LinePlot.Line.Point] {
        let epochs = group.trials.map(\.epochs.count).min() ?? 0
        var elapsed = [Double](repeating: 0, count: group.trials.count)
        return (0..<epochs).compactMap { index in
            for (position, trial) in group.trials.enumerated() {
                elapsed[position] += trial.epochs[index].seconds
            }
            let losses = group.trials.compactMap { $0.epochs[index].metrics[split]?.loss }
            guard losses.count == group.trials.count, let time = Statistics.mean(elapsed),
                let loss = Statistics.mean(losses), time.isFinite
            else { return nil }
            return .init(x: time, value: loss.isFinite ? loss : .nan, range: nil)
        }
    }

    private static func unit(_ seconds: Double) -> (name: String, seconds: Double) {
        seconds < 300 ? ("seconds", 1) : seconds < 4 * 3600 ? ("minutes", 60) : ("hours", 3600)
    }
}
