import Evaluation
import Files
package import Results

/// The test accuracy of every group at the epoch that validation chose: all seeds, the mean, its interval
/// and what guessing would score.
package struct FinalAccuracyChart: Chart {
    package init() {}

    package var name: String { "test_accuracy_final" }
    package var title: String { "Test accuracy at the chosen epoch" }

    package func draw(_ results: StudyResults) -> Drawing? {
        let images = results.lock.dataset.total(.test)
        let rows = results.groups.compactMap { Row($0, images: images) }
            .sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
        guard !rows.isEmpty else { return nil }
        let baseline = Baseline(results, rows)
        return Drawing(
            data: data(rows), script: script(rows, baseline, notes(results, baseline)))
    }

    /// A group's accuracies, in percent.
    struct Row {
        var group: TrialGroup
        var seeds: [(seed: UInt64, accuracy: Double)]
        var mean: Double
        var interval: ClosedRange<Double>?

        init?(_ group: TrialGroup, images: Int) {
            seeds = group.trials.compactMap { trial in
                guard let accuracy = trial.best?.metrics[.test]?.accuracy, accuracy.isFinite else {
                    return nil
                }
                return (trial.entry.seed, 100 * accuracy)
            }
            guard let mean = Statistics.mean(seeds.map(\.accuracy)) else { return nil }
            self.group = group
            self.mean = mean
            if images > 0 {
                let share = Statistics.wilson(mean / 100, count: images)
                interval = (100 * share.lowerBound)...(100 * share.upperBound)
            }
        }

        var values: [Double] {
            seeds.map(\.accuracy) + [interval?.lowerBound ?? mean, interval?.upperBound ?? mean]
        }
    }

    /// Always naming the largest class; off the chart when it lies so far away that it would crowd the groups.
    struct Baseline {
        var name: String
        var value: Double
        var isShown: Bool

        init?(_ results: StudyResults, _ rows: [Row]) {
            let dataset = results.lock.dataset
            guard let name = dataset.majorityClass, let share = dataset.majorityBaseline(.test),
                let low = rows.flatMap(\.values).min(), let high = rows.flatMap(\.values).max()
            else { return nil }
            self.name = name
            value = 100 * share
            isShown = high - low > 0.2 * (max(high, value) - min(low, value))
        }
    }

    /// A row for every trial; `row` counts from the top.
    private func data(_ rows: [Row]) -> CSVTable {
        CSVTable(
            header: ["row", "group", "seed", "accuracy", "mean", "low", "high"],
            rows: rows.enumerated().flatMap { index, row in
                row.seeds.map { seed in
                    [
                        String(index + 1), row.group.label, String(seed.seed),
                        CSV.text(seed.accuracy), CSV.text(row.mean),
                        CSV.text(row.interval?.lowerBound ?? row.mean),
                        CSV.text(row.interval?.upperBound ?? row.mean),
                    ]
                }
            })
    }

    private func notes(_ results: StudyResults, _ baseline: Baseline?) -> [String] {
        let selects = Set(results.trials.map(\.record.select)).sorted()
        let images = results.lock.dataset.total(.test)
        var bars =
            results.groups.contains { $0.trials.count > 1 }
            ? "Large: mean of the \(results.repeatNoun)s, small: each \(results.repeatNoun)"
            : "One seed"
        if images > 0 {
            bars += "; bars: 95% interval for \(Numbers.plural(images, "test image"))"
        }
        var guess = ""
        if let baseline {
            guess =
                "; \(baseline.isShown ? "dashed" : "off the chart"): always guessing "
                + "\(baseline.name), \(Numbers.fixed(baseline.value, 1))%"
        }
        return ["Epoch chosen by \(Numbers.list(selects))\(guess).", bars + "."]
    }

    private func script(_ rows: [Row], _ baseline: Baseline?, _ notes: [String]) -> String {
        let labels = rows.map { HouseStyle.shortened($0.group.label, to: 34) }
        var canvas = Canvas()
        canvas.left = 44 + (labels.map { HouseStyle.width(of: $0, size: 16) }.max() ?? 0)
        canvas.right = 170
        canvas.top += Canvas.noteHeight * Double(notes.count)
        let height = canvas.top + canvas.bottom + 56 * Double(rows.count) + 30
        canvas.height = max(380, Int(height))
        var values = rows.flatMap(\.values)
        if let baseline, baseline.isShown { values.append(baseline.value) }
        let yAxis = Axis(
            lower: Double(rows.count) + 0.6, upper: 0.4,
            ticks: labels.enumerated().map { Axis.Tick(value: Double($0 + 1), label: $1) })
        var lines = canvas.setup(name: name, title: title, notes: notes)
        lines += canvas.axis("x", .percent(values), title: "Test accuracy (%)")
        lines += canvas.axis("y", yAxis, title: nil)
        lines += ["set grid noytics", "set bars 0.6"]
        if let baseline, baseline.isShown {
            let x = CSV.text(baseline.value)
            lines.append(
                "set arrow from first \(x), graph 0 to first \(x), graph 1 nohead back linewidth 2 "
                    + "dashtype (8,6) linecolor rgb '\(HouseStyle.faint)'")
        }
        lines += figures(rows, canvas)
        let layers = rows.enumerated().flatMap { marks($0 + 1, $1) }
        return (lines + ["plot \\\n    " + layers.joined(separator: ", \\\n    ")])
            .joined(separator: "\n") + "\n"
    }

    /// The means in figures, at the right.
    private func figures(_ rows: [Row], _ canvas: Canvas) -> [String] {
        rows.enumerated().map { index, row in
            let spread =
                Statistics.deviation(row.seeds.map(\.accuracy))
                .map { " ± " + Numbers.fixed($0, 1) } ?? ""
            let text = Canvas.quoted(Numbers.fixed(row.mean, 1) + spread)
            return "set label \(text) at "
                + "\(canvas.screenX(Double(canvas.width) - canvas.right + 16)), first \(index + 1) "
                + "left textcolor rgb '\(HouseStyle.text)'"
        }
    }

    /// The interval, the mean and, where there are several, the seeds of one row.
    private func marks(_ number: Int, _ row: Row) -> [String] {
        let mark = HouseStyle.mark(row.group.index)
        let look = "pointtype \(mark.point) linecolor rgb "
        func source(_ x: Int, _ y: String) -> String {
            "'\(name).csv' skip 1 using ($1 == \(number) ? $\(x) : NaN):\(y)"
        }
        var layers = [
            source(5, "1:6:7")
                + " with xerrorbars \(look)'\(mark.color)' pointsize 2.2 linewidth 2.5"
        ]
        if row.seeds.count > 1 {
            layers.append(
                source(4, "($1 + 0.27)")
                    + " with points \(look)'#40\(mark.color.dropFirst())' pointsize 1.3")
        }
        return layers
    }
}
