import Analysis
import Evaluation
import Markup
import Plotting
import Results
import Terminal
import Vocabulary

/// The predictions of one trial of the first configuration: its confusion matrix, and every metric.
struct BestTrialSection {
    let analysis: StudyAnalysis
    let gallery: ChartGallery

    private static let mostClasses = 12
    private static let fewImages = 100

    private var comparison: Comparison { analysis.comparison }

    var markdown: Markdown? {
        guard let trial = comparison.bestTrial,
            let table = trial.matchingPredictions(comparison.split),
            table.classes.count <= Self.mostClasses
        else { return nil }
        let split = comparison.split
        let file = "trials/\(trial.entry.id)/predictions-\(split.rawValue).csv"
        let images = Formatting.plural(table.files.count, "\(split.title) image")
        return Markdown.section(
            "Predictions of one trial",
            [
                """
                \(origin(trial)) Its predictions of the \(images) are those at epoch \
                \(trial.record.bestEpoch) (\(Markdown.link(Markdown(file), to: file))).
                """,
                matrix(table),
                analysis.predictions[trial.entry.id]?[split].map {
                    metrics($0, table.classes, trial)
                },
            ] + gallery.figures(.bestTrial))
    }

    /// Which trial it is, and why.
    private func origin(_ trial: TrialResult) -> Markdown {
        let id = Markdown.code(trial.entry.id)
        guard let first = comparison.first else { return "\(id)." }
        let isOne = first.group.trials.count == 1
        let reason: Markdown = isOne ? "" : ", \(place(of: trial, in: first.group))"
        let article = isOne ? "the" : "a"
        if comparison.scores.count == 1 { return "\(id): \(article) trial of the study\(reason)." }
        if comparison.isChosen {
            let which =
                comparison.firsts.count > 1
                ? "the first of the configurations that share the first place"
                : "the chosen configuration"
            return "\(id): \(article) trial of \(first.group.label), \(which)\(reason)."
        }
        let accuracy = "the highest \(comparison.split.title) accuracy"
        let which =
            comparison.firsts.count > 1
            ? "the first of the configurations with \(accuracy)"
            : "the configuration with \(accuracy)"
        return "\(id): nothing is chosen, so this is \(article) trial of \(which)\(reason)."
    }

    /// Which of its configuration's trials it is.
    private func place(of trial: TrialResult, in group: TrialGroup) -> Markdown {
        guard let metric = comparison.choice.metric,
            let best = trial.best?.value(of: metric.name), !best.isNaN
        else { return "the first of them" }
        let equals = group.trials.count { $0.best?.value(of: metric.name) == best }
        let decimals = Formatting.decimals(of: best, images: comparison.choice.images)
        let value = ChoiceWording.value(best, metric, decimals: decimals)
        let name: Markdown = "its best \(Markdown.code(metric.name)) (\(value))"
        return equals > 1 ? "the first of those with \(name)" : "the one with \(name)"
    }

    private func matrix(_ table: PredictionTable) -> Markdown {
        let (classes, predictions) = (table.classes, table.predictions)
        let rows = classes.indices.map { label -> [Markdown] in
            let predicted = zip(predictions.labels, predictions.predicted)
                .filter { $0.0 == label }.map(\.1)
            let counts = classes.indices.map { name in predicted.count { $0 == name } }
            let share = Double(counts[label]) / Double(predicted.count)
            let figures =
                counts.map { Formatting.count($0) }
                + [predicted.isEmpty ? "–" : Formatting.percent(share)]
            return ["actual \(classes[label])"] + figures.map { Markdown($0) }
        }
        return Markdown.table(
            [""] + classes.map { "predicted \($0)" as Markdown } + ["correct"], rows: rows)
    }

    /// All metrics with their intervals; of two classes also at the threshold that validation
    /// fixed, of more by class.
    private func metrics(
        _ predictions: WeightedPredictions, _ classes: [String], _ trial: TrialResult
    ) -> Markdown {
        let resampling = analysis.resampling
        let measures = EvaluationMetrics.all.filter {
            !$0.isOfPositiveClass || predictions.hasPositive
        }
        // The same samples as everywhere else, so that one figure has one interval.
        let intervals = resampling.bootstrap.intervals { weights in
            let drawn = predictions.weighted(
                by: resampling.weights(weights, of: trial.entry.id))
            return measures.map { $0.value(drawn) }
        }
        let threshold =
            predictions.isBinary && comparison.split == .test ? analysis.threshold(trial) : nil
        let decided = threshold.map { predictions.decided(at: $0.value) }
        let columns = predictions.isBinary ? [] : Array(classes.indices)
        let rows = zip(measures, intervals).map { measure, resampled -> [Markdown] in
            // One figure has one interval: an accuracy has the one of the report's method.
            let interval =
                measure.name == Accuracy().name
                ? analysis.accuracyMethod.interval(
                    of: measure.value(predictions) ?? .nan, resampled: resampled) : resampled
            let format = Figure(measure, interval)
            let figures =
                [measure.title, format.text(measure.value(predictions)), format.text(interval)]
                + (decided.map { decided in
                    [measure.isOfDecisions ? format.text(measure.value(decided)) : ""]
                } ?? [])
                + columns.map { format.text(measure.value(predictions, of: $0)) }
            return figures.map { Markdown($0) }
        }
        let header: [Markdown] =
            ["metric", predictions.isBinary ? "value" : "of all", "95% over \(analysis.unit)"]
            + (threshold.map { ["at threshold \(Formatting.fixed($0.value, 3))"] } ?? [])
            + columns.map { Markdown(classes[$0]) }
        let intro: Markdown =
            predictions.isBinary
            ? positiveIntro(predictions, classes)
            : "Of one class against the rest, and the mean over the classes"
        let table: Markdown = "\(intro):\n\n\(Markdown.table(header, rows: rows))"
        let images = analysis.predictions[trial.entry.id]?[.val]?.count ?? 0
        return threshold.map { "\(table)\n\n\(note($0, images))" } ?? table
    }

    private func positiveIntro(
        _ predictions: WeightedPredictions, _ classes: [String]
    ) -> Markdown {
        guard let positive = predictions.positive else {
            return "Metrics that do not depend on which class is the positive class"
        }
        return
            "With \(classes[positive]) as the positive class, predicted where its probability is the larger one"
    }

    private func note(_ threshold: Threshold, _ images: Int) -> Markdown {
        let few =
            (1..<Self.fewImages).contains(images)
            ? " So few images fix no threshold well: take that column as an example." : ""
        return "The threshold \(Formatting.fixed(threshold.value, 3)) has the greatest "
            + "sensitivity + specificity on the \(Formatting.plural(images, "validation image")); of "
            + "equals, it is the one nearest to 0.5. No test image had a part in it.\(few)"
    }
}

/// How a metric's values are written: fractions in percent, with the digits that their interval
/// leaves.
private struct Figure {
    let isShare: Bool
    let decimals: Int

    init(_ measure: any Metric, _ interval: ClosedRange<Double>?) {
        isShare = measure.isShare
        let width = interval.map { $0.upperBound - $0.lowerBound } ?? 0
        decimals =
            width > 0
            ? Formatting.decimals(error: (isShare ? 100 : 1) * width / 3.92) : isShare ? 1 : 3
    }

    func text(_ value: Double?) -> String {
        guard let value else { return "–" }
        return isShare
            ? Formatting.percent(value, decimals: decimals) : Formatting.fixed(value, decimals)
    }

    /// Without a width it is no interval: all resamplings are alike.
    func text(_ interval: ClosedRange<Double>?) -> String {
        guard let interval, interval.upperBound - interval.lowerBound > 1e-12 else { return "–" }
        return "\(text(interval.lowerBound)) to \(text(interval.upperBound))"
    }
}
