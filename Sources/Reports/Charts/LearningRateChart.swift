package import Results

/// The learning rate of every epoch, a line for each schedule.
package struct LearningRateChart: Chart {
    package init() {}

    package var name: String { "learning_rate" }
    package var title: String { "Learning rates" }

    package func draw(_ results: StudyResults) -> Drawing? {
        let lines = lines(results)
        let values = lines.flatMap(\.points).map(\.value).filter(\.isFinite)
        guard !values.isEmpty else { return nil }
        let plot = LinePlot(
            name: name, title: title, notes: ["The rate of each epoch, as the optimizer used it."],
            yTitle: "Learning rate", yAxis: axis(lines, values), lines: lines)
        return Drawing(data: plot.data, script: plot.script)
    }

    /// Groups with the same rates share a line, in the look of the first of them.
    private func lines(_ results: StudyResults) -> [LinePlot.Line] {
        let groups = results.groups
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
                LinePlot.Line.Point(epoch: $0 + 1, value: $1, range: nil)
            }
            return LinePlot.Line(
                label: label(sharing, of: groups.count),
                mark: HouseStyle.mark(sharing.first?.index ?? 0), points: points)
        }
    }

    /// The schedule's label when the groups on a line have one in common; else their own.
    private func label(_ sharing: [TrialGroup], of all: Int) -> String {
        if sharing.count == 1 { return sharing[0].label }
        if sharing.count == all { return "all" }
        let schedules = Set(sharing.compactMap { $0.trials.first?.entry.coordinates["schedule"] })
        if schedules.count == 1, let schedule = schedules.first { return schedule }
        let names = sharing.map(\.label)
        return names.count > 2 ? "\(names[0]) + \(names.count - 1)" : names.joined(separator: " = ")
    }

    /// In decades when the first rates lie far apart, as in a sweep over the rate itself.
    private func axis(_ lines: [LinePlot.Line], _ values: [Double]) -> Axis {
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
