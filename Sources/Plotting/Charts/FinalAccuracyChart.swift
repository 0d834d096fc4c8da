import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

/// The test accuracy of every group at the epoch that counts: all seeds, their mean, its interval
/// and the accuracy of a constant prediction.
struct FinalAccuracyChart: Chart {
    var name: String { "test_accuracy_final" }
    var title: String { "Test accuracy of the configurations" }
    var part: ReportPart { .results }

    func draw(_ analysis: StudyAnalysis) -> Drawing? {
        let rows = DotPlot.sorted(analysis.groups.compactMap { row($0, analysis) })
        guard !rows.isEmpty else { return nil }
        let baseline = Baseline(analysis, rows)
        var values = rows.flatMap(\.values)
        if let baseline, baseline.isShown { values.append(baseline.value) }
        let plot = DotPlot(
            name: name, title: title, notes: notes(analysis, baseline),
            xTitle: "Test accuracy (%)", xAxis: .percent(values), column: "accuracy", rows: rows,
            guide: baseline.flatMap { $0.isShown ? $0.value : nil })
        return Drawing(data: plot.data, script: plot.script, caption: caption(rows))
    }

    /// The row with a group's accuracies in percent; nil without a test accuracy.
    private func row(_ group: TrialGroup, _ analysis: StudyAnalysis) -> DotPlot.Row? {
        let seeds = group.trials.compactMap { trial -> (seed: UInt64, value: Double)? in
            guard let accuracy = trial.best?.metrics[.test]?.accuracy, accuracy.isFinite else {
                return nil
            }
            return (trial.entry.seed, 100 * accuracy)
        }
        guard let mean = Statistics.mean(seeds.map(\.value)) else { return nil }
        let decimals = analysis.comparison.decimals
        var row = DotPlot.Row(
            group: group, mark: analysis.layout.mark(group), seeds: seeds, mean: mean,
            valueText: Formatting.fixed(mean, decimals)
                + Formatting.spread(Statistics.std(seeds.map(\.value)), decimals))
        if analysis.comparison.split == .test {
            row.interval = analysis.intervals[group.name]?.accuracy.map {
                (100 * $0.lowerBound)...(100 * $0.upperBound)
            }
        }
        return row
    }

    /// The accuracy of always predicting the largest class. It is not drawn if the axis would have
    /// to be so long that the groups could not be distinguished.
    private struct Baseline {
        var name: String
        var value: Double
        var isShown: Bool

        init?(_ analysis: StudyAnalysis, _ rows: [DotPlot.Row]) {
            guard let name = analysis.results.lock.dataset.majorityClass,
                let fraction = analysis.majorityBaseline(.test),
                let low = rows.flatMap(\.values).min(), let high = rows.flatMap(\.values).max()
            else { return nil }
            self.name = name
            value = 100 * fraction
            isShown = high - low > 0.2 * (max(high, value) - min(low, value))
        }
    }

    private func notes(_ analysis: StudyAnalysis, _ baseline: Baseline?) -> [String] {
        let results = analysis.results
        var bars =
            analysis.hasSeeds
            ? "Large: mean; small: each \(results.repeatNoun)"
            : "One seed"
        if analysis.intervals.values.contains(where: { $0.accuracy != nil }) {
            bars +=
                "; bars: 95% interval over \(analysis.sampleText) (\(analysis.accuracyMethod.name))"
        }
        var constant = ""
        if let baseline {
            constant =
                "; \(baseline.isShown ? "dashed" : "not shown"): always predicting "
                + "\(baseline.name), \(Formatting.fixed(baseline.value, 1))%"
        }
        let epochs = EpochWording(results).plain.capitalizedFirst
        return ["\(epochs)\(constant).", bars + "."]
            + [ChartNotes.spread(analysis)].compactMap { $0 }
    }

    private func caption(_ rows: [DotPlot.Row]) -> String {
        let name = rows[0].group.label
        guard rows.count > 1, let interval = rows[0].interval else {
            return "The test accuracy of \(name)."
        }
        let others = rows.dropFirst()
        let inside = others.filter { $0.mean >= interval.lowerBound }.map(\.group.label)
        let subject =
            switch inside.count {
            case 0:
                others.count == 1 ? "The other mean lies outside" : "All other means lie outside"
            case others.count:
                others.count == 1
                    ? "The mean of \(inside[0]) lies within" : "All other means lie within"
            case 1: "Of the other means, only that of \(inside[0]) lies within"
            default: "\(inside.count) of the \(others.count) other means lie within"
            }
        return "Sorted from the highest to the lowest. \(subject) the 95% interval of \(name)."
    }
}
