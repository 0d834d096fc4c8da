import Analysis
import Results

/// The learning rate of every epoch, a line for each schedule.
struct LearningRateChart: Chart {
    var name: String { "learning_rate" }
    var title: String { "Learning rates" }
    var part: ReportPart { .training }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let lines = Self.lines(analysis)
        let values = lines.flatMap(\.points).map(\.value).filter(\.isFinite)
        guard !values.isEmpty else { return nil }
        let last = lines.map(\.points.count).max() ?? 1
        var plot = LinePlot(
            name: name, title: title,
            notes: ["The learning rate of the optimizer in each epoch."],
            xAxis: .epochs(last), yTitle: "Learning rate", yAxis: Self.axis(lines, values),
            lines: lines)
        if lines.count > GroupLayout.mostSpotlights {
            let named = Array(lines.indices.prefix(GroupLayout.mostLines))
            plot.panels = [LinePlot.Panel(lines: named, behind: Array(lines.indices.dropFirst(8)))]
            plot.notes.append("Named: \(named.count) of \(lines.count); gray: all others.")
        } else if lines.count > GroupLayout.mostLines {
            plot.panels = lines.indices.map { index in
                LinePlot.Panel(
                    title: lines[index].label, lines: [index],
                    behind: lines.indices.filter { $0 != index })
            }
        }
        var drawing = plot.drawing
        drawing.caption =
            lines.count == 1
            ? "The learning rate in each epoch."
            : "The learning rate in each epoch. Configurations with equal learning rates share a line."
        return drawing
    }

    /// The lines. Groups with the same rates share one, with the mark of the first of them.
    private static func lines(_ analysis: StudyAnalysis) -> [LinePlot.Line] {
        let groups = analysis.groups
        var order: [[Double]] = []
        var members: [[Double]: [TrialGroup]] = [:]
        for group in groups {
            guard let rates = group.trials.first?.epochs.map(\.learningRate), !rates.isEmpty else {
                continue
            }
            if members[rates] == nil { order.append(rates) }
            members[rates, default: []].append(group)
        }
        return order.map { rates in
            let sharing = members[rates, default: []]
            let points = rates.enumerated().map {
                LinePlot.Line.Point(x: Double($0 + 1), value: $1, range: nil)
            }
            return LinePlot.Line(
                label: label(sharing, of: groups.count),
                mark: sharing.first.map(analysis.layout.mark) ?? ChartStyle.plainMark,
                points: points)
        }
    }

    /// The label of a line: the schedule if its groups have the same one, otherwise their names.
    private static func label(_ sharing: [TrialGroup], of all: Int) -> String {
        if sharing.count == 1 { return sharing[0].label }
        if sharing.count == all { return "all" }
        let schedules = Set(sharing.compactMap { $0.trials.first?.entry.coordinates["schedule"] })
        if schedules.count == 1, let schedule = schedules.first { return schedule }
        let names = sharing.map(\.label)
        return names.count > 2 ? "\(names[0]) + \(names.count - 1)" : names.joined(separator: " = ")
    }

    /// The axis of the rates: logarithmic if the first rates differ by a large factor, as in a
    /// sweep over the rate itself.
    static func axis(_ lines: [LinePlot.Line], _ values: [Double]) -> Axis {
        let first = lines.compactMap { $0.points.first?.value }
        if let low = values.min(), let high = values.max(), let least = first.min(),
            let most = first.max(), low > 0, most / least > 20
        {
            return .logarithmic(low, high)
        }
        let high = values.max() ?? 1
        return .linear(
            -0.02 * high, high > 0 ? 1.06 * high : 1, ticksIn: 0...Double.infinity)
    }
}
