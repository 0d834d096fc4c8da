import Evaluation
package import Results

/// The accuracy or the loss on a split after each epoch, a line for every group.
package struct EpochChart: Chart {
    /// What is shown.
    package enum Quantity: String, Sendable, CaseIterable {
        case accuracy
        case loss
    }

    package let split: MetricSplit
    package let quantity: Quantity

    package init(split: MetricSplit, quantity: Quantity) {
        self.split = split
        self.quantity = quantity
    }

    package var name: String { "\(split.rawValue)_\(quantity.rawValue)" }
    package var title: String {
        (split.title + " " + quantity.rawValue).capitalizedFirst
    }

    package func draw(_ results: StudyResults) -> Drawing? {
        let groups = results.groups
        let lines = groups.map { group in
            LinePlot.Line(
                label: group.label, mark: HouseStyle.mark(group.index), points: points(group))
        }
        guard lines.contains(where: { !$0.points.isEmpty }) else { return nil }
        let values = lines.flatMap(\.points).flatMap { point in
            [point.value, point.range?.lowerBound ?? .nan, point.range?.upperBound ?? .nan]
        }.filter(\.isFinite)
        let plot = LinePlot(
            name: name, title: title, notes: notes(results, lines),
            yTitle: quantity == .accuracy ? "Accuracy (%)" : "Loss",
            yAxis: quantity == .accuracy ? .percent(values) : .positive(values), lines: lines)
        return Drawing(data: plot.data, script: plot.script)
    }

    /// The mean over the seeds for every epoch that all of them have; a gap where one is not finite.
    private func points(_ group: TrialGroup) -> [LinePlot.Line.Point] {
        let epochs = group.trials.map { $0.epochs.count }.min() ?? 0
        return (0..<epochs).compactMap { index in
            let values = group.trials.compactMap { value($0.epochs[index]) }
            guard values.count == group.trials.count, let mean = Statistics.mean(values),
                let low = values.min(), let high = values.max()
            else { return nil }
            let isFinite = values.allSatisfy(\.isFinite)
            return LinePlot.Line.Point(
                epoch: group.trials[0].epochs[index].epoch, value: isFinite ? mean : .nan,
                range: isFinite && values.count > 1 ? low...high : nil)
        }
    }

    private func value(_ record: EpochRecord) -> Double? {
        record.metrics[split].map { quantity == .accuracy ? 100 * $0.accuracy : $0.loss }
    }

    private func notes(_ results: StudyResults, _ lines: [LinePlot.Line]) -> [String] {
        let images = results.lock.dataset.total(split)
        var notes = [
            quantity == .accuracy ? "Right answers per epoch" : "Mean loss per epoch"
        ]
        if images > 0 { notes[0] += ", " + Numbers.plural(images, "\(split.title) image") }
        if quantity == .accuracy, (1...100).contains(images) {
            notes[0] += "; one image is \(Numbers.points(1 / Double(images), decimals: 2))"
        }
        notes.append(ChartNotes.seeds(results, lines))
        if let gaps = ChartNotes.gaps(lines) { notes.append(gaps) }
        return notes
    }
}

/// Sentences below the titles of charts.
enum ChartNotes {
    static func seeds(_ results: StudyResults, _ lines: [LinePlot.Line]) -> String {
        let counts = Set(results.groups.map(\.trials.count))
        let most = counts.max() ?? 1
        guard most > 1 else { return "One seed." }
        let seeds = counts.count == 1 ? "\(most)" : "up to \(most)"
        let isOneEpoch = !lines.contains { $0.points.count > 1 }
        let band =
            lines.count > LinePlot.mostBands
            ? "" : "; the \(isOneEpoch ? "bar" : "band") spans them"
        return "Mean of \(seeds) \(results.repeatNoun)s\(band)."
    }

    static func gaps(_ lines: [LinePlot.Line]) -> String? {
        let names = lines.filter { line in line.points.contains { !$0.value.isFinite } }
            .map(\.label)
        guard !names.isEmpty else { return nil }
        let shown =
            names.count > 3
            ? Numbers.list(names.prefix(2) + ["\(names.count - 2) others"])
            : Numbers.list(names)
        return "Gaps: the loss of \(HouseStyle.shortened(shown, to: 60)) was not a finite number."
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
