package import Analysis
import Evaluation
import Results
import Terminal
package import Vocabulary

/// The accuracy or the loss on a split after each epoch, with a line for every configuration.
package struct EpochChart: Chart {
    /// The quantity on the vertical axis.
    package enum Quantity: String, Sendable, CaseIterable {
        case accuracy
        case loss
    }

    /// The way in which several seeds are shown.
    package enum View: Sendable {
        /// The means over the seeds, with bands if the lines are few enough.
        case means
        /// A plot for each configuration with its band, if the means have none; of the evaluation
        /// split only.
        case seeds
    }

    /// The split on which the quantity was measured.
    package let split: Split
    /// The quantity on the vertical axis.
    let quantity: Quantity
    /// The way in which several seeds are shown.
    var view = View.means

    /// The charts of every split and quantity.
    package static func all(_ view: View) -> [any Chart] {
        Split.allCases.flatMap { split in
            Quantity.allCases.map { EpochChart(split: split, quantity: $0, view: view) }
        }
    }

    package var name: String {
        "\(split.rawValue)_\(quantity.rawValue)\(view == .seeds ? "_seeds" : "")"
    }
    package var title: String {
        (split.title + " " + quantity.rawValue).capitalizedFirst
            + (view == .seeds ? " of every seed" : "")
    }
    package var part: ReportPart { view == .means ? .training : .seeds }

    package func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let groups = analysis.groups
        let layout = analysis.layout
        let lines = groups.map { group in
            LinePlot.Line(
                label: group.label, shortLabel: view == .means ? layout.shortLabel(group) : nil,
                mark: layout.mark(group), points: points(group))
        }
        let values = lines.flatMap(\.points).flatMap { point in
            [point.value, point.range?.lowerBound ?? .nan, point.range?.upperBound ?? .nan]
        }.filter(\.isFinite)
        guard lines.contains(where: { !$0.points.isEmpty }) else { return nil }
        let last = lines.flatMap(\.points).map(\.x).max() ?? 1
        var plot = LinePlot(
            name: name, title: title, notes: [], xAxis: .epochs(Int(last)),
            yTitle: quantity == .accuracy ? "Accuracy (%)" : "Loss",
            yAxis: quantity == .accuracy ? .percent(values) : .positive(values), lines: lines)
        plot.panels = layout.panels(groups)
        if view == .seeds {
            guard split == analysis.comparison.split, !plot.hasBands,
                lines.contains(where: \.hasRange)
            else { return nil }
            plot.panels = layout.spotlights(groups)
        }
        plot.notes = notes(analysis, plot, isOneEpoch: last == 1)
        var drawing = plot.drawing
        drawing.caption = caption(analysis)
        return drawing
    }

    /// The mean over the seeds for every epoch that all of them have; a gap if a value is not
    /// finite.
    private func points(_ group: TrialGroup) -> [LinePlot.Line.Point] {
        let epochs = group.trials.map { $0.epochs.count }.min() ?? 0
        return (0..<epochs).compactMap { index in
            let values = group.trials.compactMap { value($0.epochs[index], of: $0) }
            guard values.count == group.trials.count, let mean = Statistics.mean(values),
                let low = values.min(), let high = values.max()
            else { return nil }
            let isFinite = values.allSatisfy(\.isFinite)
            return LinePlot.Line.Point(
                x: Double(group.trials[0].epochs[index].epoch), value: isFinite ? mean : .nan,
                range: isFinite && values.count > 1 ? low...high : nil)
        }
    }

    /// The value of an epoch; nil if another program did not record it, although it recorded the
    /// other quantity.
    private func value(_ record: EpochRecord, of trial: TrialResult) -> Double? {
        guard let metrics = record.metrics[split] else { return nil }
        guard quantity == .accuracy else { return trial.loss(split, record) }
        let isUnknown = metrics.accuracy.isNaN && metrics.loss.isFinite
        return isUnknown ? nil : 100 * metrics.accuracy
    }

    private func notes(_ analysis: StudyAnalysis, _ plot: LinePlot, isOneEpoch: Bool) -> [String] {
        var notes = [
            quantity == .accuracy ? "Accuracy after each epoch" : "Mean loss after each epoch"
        ]
        if let images = analysis.results.imageCounts(split) {
            notes[0] += ", " + analysis.results.images(split)
            if quantity == .accuracy, images.upperBound <= 100 {
                let one = Formatting.points(1 / Double(images.lowerBound), decimals: 2)
                let most = images.lowerBound < images.upperBound ? "up to " : ""
                notes[0] += "; one image is \(most)\(one)"
            }
        }
        notes.append(
            [
                ChartNotes.seeds(analysis, hasBands: plot.hasBands, isOneEpoch: isOneEpoch),
                view == .means
                    ? analysis.layout.note(analysis.groups)
                    : "Gray: means of the other configurations.",
            ].compactMap { $0 }.joined(separator: " "))
        if let gaps = ChartNotes.gaps(plot.lines) { notes.append(gaps) }
        return notes
    }

    private func caption(_ analysis: StudyAnalysis) -> String {
        let subject = "\(split.title.capitalizedFirst) \(quantity.rawValue) after each epoch"
        return analysis.groups.count == 1
            ? "\(subject)."
            : "\(subject), with a line for each of \(analysis.groups.count) configurations."
    }
}
