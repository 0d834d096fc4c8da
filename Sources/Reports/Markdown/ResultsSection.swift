import Foundation
import Results

/// Charts, the table of results, and what the best trial gets wrong.
struct ResultsSection {
    private let results: StudyResults
    private let charts: Set<String>
    private let folder: String

    init(_ results: StudyResults, charts: Set<String>, folder: String) {
        self.results = results
        self.charts = charts
        self.folder = folder
    }

    var text: String {
        ["## Results", chartTable, table, failures, confusion].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }

    private var chartTable: String {
        guard !charts.isEmpty else {
            return "No charts are drawn; `study plot \(folder)` draws them (with gnuplot)."
        }
        let rows = MetricSplit.allCases.compactMap { split -> [String]? in
            let stem = split == .val ? "validation" : split.rawValue
            let names = ["\(stem)_accuracy", "\(stem)_loss"]
            guard names.contains(where: charts.contains) else { return nil }
            return names.map { picture($0) }
        }
        let six = MarkdownTable(
            header: ["accuracy", "loss"], rows: rows, words: [0, 1]
        ).text
        let others = ["final_test_accuracy", "learning_rates"].filter(charts.contains)
            .map { picture($0) }
        let bands =
            results.groups.contains { $0.trials.count > 1 }
            ? "Lines are means over seeds, bands reach from the least to the greatest. " : ""
        let note =
            bands
            + "Training values are gathered while the epoch's batches train; the others are measured "
            + "after it."
        return ([note, six] + others).joined(separator: "\n\n")
    }

    private func picture(_ name: String) -> String {
        guard charts.contains(name) else { return "" }
        let caption = Charts.all.first { $0.info.name == name }?.info.title ?? name
        return "![\(caption)](charts/\(name).png)"
    }

    private var table: String {
        let splits = results.lock.dataset.splits
        let measured: [MetricSplit] = [.val, .test].filter(splits.contains)
        var header = ["group", "trials", "chosen epoch"]
        header += measured.map { "\($0.title) accuracy" }
        if measured.contains(.test) { header += ["95 % interval", "test loss"] }
        header += ["last training accuracy"] + measured.map { "last \($0.title) accuracy" }
        header += ["seconds"]
        let key = measured.contains(.test) ? MetricSplit.test : measured.first ?? .train
        let groups = results.groups.sorted {
            (order($0, key), $1.index) > (order($1, key), $0.index)
        }
        let rows = groups.map { row($0, measured) }
        let select = results.trials.first?.record.select ?? "val_accuracy"
        return
            "The epoch of each trial is chosen by `\(select)`; the first columns are its values there.\n\n"
            + MarkdownTable(header: header, rows: rows).text
    }

    private func order(_ group: TrialGroup, _ split: MetricSplit) -> Double {
        let values = group.bestAccuracies(split)
        return values.isEmpty ? -1 : values.mean
    }

    private func row(_ group: TrialGroup, _ measured: [MetricSplit]) -> [String] {
        let epochs = group.trials.map { String($0.record.bestEpoch) }.joined(separator: ", ")
        var cells = [group.label, String(group.trials.count), epochs]
        cells += measured.map { meanText(group.bestAccuracies($0)) }
        if measured.contains(.test) {
            let images = results.lock.dataset.total(.test) * group.trials.count
            let mean = group.bestAccuracies(.test).mean
            let interval = Wilson.interval(
                successes: mean.isFinite ? Int((mean * Double(images)).rounded()) : 0, of: images)
            let losses = group.trials.compactMap { $0.best?.metrics[.test]?.loss }
            cells += [
                "\(NumberText.percent(interval.low)) to \(NumberText.percent(interval.high))",
                NumberText.loss(losses.mean),
            ]
        }
        cells += ([.train] + measured).map { split in
            meanText(group.trials.compactMap { $0.last?.metrics[split]?.accuracy })
        }
        return cells + [String(format: "%.0f", group.trials.reduce(0) { $0 + $1.record.seconds })]
    }

    private func meanText(_ values: [Double]) -> String {
        guard !values.isEmpty else { return "" }
        guard values.count > 1 else { return NumberText.percent(values.mean) }
        return NumberText.percent(values.mean)
            + String(format: " ± %.1f", values.standardDeviation * 100)
    }

    private var failures: String {
        let failed = results.lock.trials.compactMap { entry -> String? in
            switch entry.state {
            case .complete: nil
            case .planned: "- `\(entry.id)` has not been trained."
            case .failed(let message): "- `\(entry.id)` failed: \(message)"
            }
        }
        let diverged = results.trials.filter(\.hasDiverged).map {
            "- `\($0.entry.id)` diverged: its loss ceased to be a number, and it was stopped."
        }
        return (failed + diverged).joined(separator: "\n")
    }

    private var confusion: String {
        let best = results.trials.filter { $0.predictions[.test] != nil }.max {
            ($0.best?.metrics[.test]?.accuracy ?? 0) < ($1.best?.metrics[.test]?.accuracy ?? 0)
        }
        guard let best, let predictions = best.predictions[.test], predictions.classes.count == 2
        else { return "" }
        let classes = predictions.classes
        let positive = classes.contains("PNEUMONIA") ? "PNEUMONIA" : classes[1]
        let negative = classes[0] == positive ? classes[1] : classes[0]
        func count(_ label: String, _ predicted: String) -> Int {
            predictions.rows.count { $0.label == label && $0.predicted == predicted }
        }
        let (hits, misses) = (count(positive, positive), count(positive, negative))
        let (clear, alarms) = (count(negative, negative), count(negative, positive))
        guard hits + misses > 0, clear + alarms > 0 else { return "" }
        let sensitivity = Double(hits) / Double(hits + misses)
        let specificity = Double(clear) / Double(clear + alarms)
        let table = MarkdownTable(
            header: ["", "answered \(negative)", "answered \(positive)"],
            rows: [
                ["is \(negative)", NumberText.count(clear), NumberText.count(alarms)],
                ["is \(positive)", NumberText.count(misses), NumberText.count(hits)],
            ])
        return """
            The test images as [`\(best.entry.id)`](trials/\(best.entry.id)) answers them, the trial with the \
            highest test accuracy (and so flattered a little by the choice):

            \(table.text)

            With \(positive) as the positive class: sensitivity \(NumberText.percent(sensitivity)), specificity \
            \(NumberText.percent(specificity)), balanced accuracy \
            \(NumberText.percent((sensitivity + specificity) / 2)).
            """
    }
}
