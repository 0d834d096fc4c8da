import Analysis
import Evaluation
import Markup
import Plotting
import Results
import Terminal
import Vocabulary

/// The out-of-fold predictions of a cross-validation, evaluated as one set of images.
struct OutOfFoldSection {
    let analysis: StudyAnalysis
    let gallery: ChartGallery

    private static let mostClasses = 12
    private static let mostAreas = 5

    private typealias Configuration = OutOfFoldAnalysis.Configuration

    var markdown: Markdown? {
        guard let outOfFold = analysis.outOfFold else { return nil }
        let omissions = OutOfFoldOmissions(outOfFold).notes
        let notes = omissions.isEmpty ? nil : Markdown.bullets(omissions)
        guard let first = outOfFold.configurations.first else {
            return Markdown.section(
                "Out-of-fold predictions",
                ["No configuration has predictions of all folds.", notes].compactMap { $0 })
        }
        return Markdown.section(
            "Out-of-fold predictions",
            [
                introduction(outOfFold), reading(outOfFold), bias, summary(outOfFold), notes,
                details(first, isOnly: outOfFold.configurations.count == 1),
            ].compactMap { $0 } + gallery.figures(.outOfFold) + [files])
    }

    // MARK: Texts

    private func introduction(_ outOfFold: OutOfFoldAnalysis) -> Markdown {
        let all = outOfFold.configurations
        func text(_ counts: [Int]) -> String {
            guard let least = counts.min(), let most = counts.max() else { return "" }
            return least == most
                ? Formatting.count(most)
                : "\(Formatting.count(least)) to \(Formatting.count(most))"
        }
        let patients = all.compactMap(\.patients)
        let ofPatients = patients.count == all.count ? " of \(text(patients)) patients" : ""
        return
            "Each image of the \(text(all.map(\.folds))) folds is a validation image once, and the trial of that fold, which was not trained on it, predicts it. Here these predictions of all folds are evaluated as one set of \(text(all.map(\.images))) images\(ofPatients). The class with the largest probability is predicted: a threshold for a fold could only be chosen on the images of the fold itself."
    }

    private func reading(_ outOfFold: OutOfFoldAnalysis) -> Markdown {
        let counts = Set(outOfFold.configurations.map(\.sets.count)).sorted()
        let seeds: Markdown =
            counts == [1]
            ? ""
            : "There is one such set for each of the \(counts.map(String.init).joined(separator: " or ")) seeds: a value is the mean over the seeds, and its interval is that of this mean, with the same images drawn for every seed. "
        let units = Set(outOfFold.configurations.map(\.unit)).sorted().joined(separator: " or ")
        return
            "\(seeds)Intervals: \(Formatting.count(outOfFold.replicates)) bootstrap samples over \(units). *Mean of folds* is the mean ± standard deviation of the metric in each fold on its own. The AUROC of all folds together differs from it, because it also compares images of different folds, whose probabilities come from different networks and need not be on the same scale."
    }

    /// The note on what was chosen on the images of the folds; nil if nothing was.
    private var bias: Markdown? {
        let comparison = analysis.comparison
        let monitors = Set(
            analysis.results.trials.filter(\.hasChosenEpoch).map(\.monitorUsed)
        ).filter { MonitoredMetric($0)?.part == .val }.sorted()
        guard !monitors.isEmpty else { return nil }
        let isOfConfiguration =
            comparison.isChosen && comparison.scores.count > 1
            && comparison.choice.metric?.part == .val
        let chosen: Markdown = isOfConfiguration ? ", and so was the configuration" : ""
        return
            "The epoch of each trial was chosen by \(Formatting.list(monitors.map(Markdown.code))) on the images of its fold\(chosen), so these figures are biased upwards. Without a choice (\(Markdown.code("\"monitor\": \"none\""))), they would not be."
    }

    private var files: Markdown {
        let names = [OutOfFoldTable().file, OutOfFoldPredictionsTable().file].map {
            Markdown.link(Markdown($0), to: "tables/\($0)")
        }
        return
            "All metrics: \(names[0]). All out-of-fold predictions: \(names[1])."
    }

    // MARK: Tables

    private static let metrics: [any Metric] = [Accuracy(), AreaUnderROC()]

    private func summary(_ outOfFold: OutOfFoldAnalysis) -> Markdown {
        let shown = Self.metrics.filter { metric in
            outOfFold.configurations.contains { $0.metrics[metric.name] != nil }
        }
        let rows = outOfFold.configurations.map { configuration in
            [Markdown(configuration.label)]
                + shown.flatMap { Self.cells($0, configuration) }.map { Markdown($0) }
        }
        let header: [Markdown] =
            ["configuration"]
            + shown.flatMap { metric -> [Markdown] in
                [Markdown(metric.title), "95% over \(unit(outOfFold))", "mean of folds"]
            }
        return Markdown.table(header, rows: rows)
    }

    private func unit(_ outOfFold: OutOfFoldAnalysis) -> String {
        outOfFold.configurations.first?.unit ?? analysis.unit
    }

    /// The value of all folds together, its interval, and the mean over the folds.
    private static func cells(_ metric: any Metric, _ configuration: Configuration) -> [String] {
        let figure = configuration.metrics[metric.name]
        let format = MetricFormat(metric, figure?.interval)
        return [
            format.text(figure?.value), format.interval(figure),
            ofFolds(metric, configuration, format),
        ]
    }

    private static func ofFolds(
        _ metric: any Metric, _ configuration: Configuration, _ format: MetricFormat
    ) -> String {
        let values = configuration.ofFolds[metric.name, default: []]
        guard let mean = Statistics.mean(values) else { return "–" }
        let std = Statistics.std(values)
        let text =
            format.inPercent
            ? Formatting.percent(mean, std, decimals: format.decimals)
            : Formatting.fixed(mean, format.decimals) + Formatting.spread(std, format.decimals)
        let folds = configuration.folds * configuration.sets.count
        return values.count == folds ? text : "\(text) (\(values.count) of \(folds) folds)"
    }

    /// Confusion matrix and all metrics of the first configuration.
    private func details(_ configuration: Configuration, isOnly: Bool) -> Markdown? {
        guard let classes = configuration.sets.first?.table.classes,
            classes.count <= Self.mostClasses
        else { return nil }
        let isMean = configuration.sets.count > 1
        let counts: Markdown = isMean ? " Counts are means over the seeds." : ""
        let heading = Markdown.heading(3, Markdown(configuration.label))
        let matrix: Markdown =
            "Rows: actual class; columns: predicted class.\(counts)\n\n\(matrix(configuration, classes))"
        return [isOnly ? nil : heading, matrix, table(configuration), areas(configuration)]
            .compactMap { $0 }.joined(separator: "\n\n")
    }

    private func matrix(_ configuration: Configuration, _ classes: [String]) -> Markdown {
        let decimals = configuration.sets.count > 1 ? 1 : 0
        let rows = zip(classes, configuration.confusion).enumerated().map {
            index, row -> [Markdown] in
            let total = row.1.reduce(0, +)
            let cells =
                row.1.map {
                    decimals == 0
                        ? Formatting.count(Int($0.rounded())) : Formatting.fixed($0, decimals)
                } + [total > 0 ? Formatting.percent(row.1[index] / total) : "–"]
            return ["actual \(row.0)"] + cells.map { Markdown($0) }
        }
        return Markdown.table(
            [""] + classes.map { "predicted \($0)" as Markdown } + ["correct"], rows: rows)
    }

    private func table(_ configuration: Configuration) -> Markdown {
        let rows = EvaluationMetrics.all.filter { configuration.metrics[$0.name] != nil }.map {
            metric in
            [Markdown(metric.title)]
                + Self.cells(metric, configuration).map { Markdown($0) }
        }
        let positive: Markdown =
            analysis.positiveClass.map { "With \($0) as the positive class:\n\n" } ?? ""
        let header: [Markdown] = [
            "metric", "all folds together", "95% over \(configuration.unit)", "mean of folds",
        ]
        return "\(positive)\(Markdown.table(header, rows: rows))"
    }

    /// The sentence on the area under the ROC curve by DeLong's method, for each seed.
    private func areas(_ configuration: Configuration) -> Markdown? {
        let areas = zip(configuration.sets, configuration.evaluations).compactMap {
            set, evaluation in
            evaluation.area.flatMap { area in area.interval.map { (set.seed, area.area, $0) } }
        }
        guard !areas.isEmpty, areas.count == configuration.sets.count else { return nil }
        let parts = areas.prefix(Self.mostAreas).map { seed, area, interval -> String in
            let format = MetricFormat(AreaUnderROC(), interval)
            let ofSeed = areas.count > 1 ? " with seed \(seed)" : ""
            return "\(format.text(area))\(ofSeed) (\(format.text(interval)))"
        }
        let rest = areas.count - parts.count
        let more = rest > 0 ? "; \(Formatting.plural(rest, "more seed")) in the table" : ""
        let patients =
            configuration.unit == "patients"
            ? ", which treats images of one patient as independent" : ""
        return
            "By DeLong's method\(patients), the AUROC and its 95% interval are \(parts.joined(separator: ", "))\(more)."
    }
}
