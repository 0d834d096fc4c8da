import Analysis
import Evaluation
import Markup
import Plotting
import Results
import Terminal
import Vocabulary

/// The predictions of one trial of the first configuration: the confusion matrix and every metric.
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
                \(origin(trial)) Its predictions for the \(images) are those at epoch \
                \(trial.record.bestEpoch) (\(Markdown.link(Markdown(file), to: file))). Rows: actual \
                class; columns: predicted class.
                """,
                matrix(table),
                analysis.predictions[trial.entry.id]?[split].map {
                    metrics($0, table.classes, trial)
                },
            ] + gallery.figures(.bestTrial))
    }

    /// The sentence on which trial is shown, and why.
    private func origin(_ trial: TrialResult) -> Markdown {
        let id = Markdown.code(trial.entry.id)
        guard let first = comparison.first else { return "This is \(id)." }
        let isOne = first.group.trials.count == 1
        let reason: Markdown = isOne ? "" : ", \(rank(of: trial, in: first.group))"
        let article = isOne ? "the only" : "a"
        if comparison.scores.count == 1 {
            return "This is \(id), \(article) trial of the study\(reason)."
        }
        if comparison.isChosen {
            let configuration =
                comparison.firsts.count > 1
                ? "the first of the configurations that share the first place"
                : "the chosen configuration"
            return
                "This is \(id), \(article) trial of \(first.group.label), \(configuration)\(reason)."
        }
        let accuracy = "the highest \(comparison.split.title) accuracy"
        let configuration =
            comparison.firsts.count > 1
            ? "the first of the configurations with \(accuracy)"
            : "the configuration with \(accuracy)"
        return
            "Nothing is chosen, so this is \(id), \(article) trial of \(configuration)\(reason)."
    }

    /// The reason why a trial was selected among the trials of its configuration.
    private func rank(of trial: TrialResult, in group: TrialGroup) -> Markdown {
        guard let metric = comparison.choice.metric,
            let best = trial.best?.value(of: metric.name), !best.isNaN
        else { return "the first one" }
        let equals = group.trials.count { $0.best?.value(of: metric.name) == best }
        let decimals = Formatting.decimals(of: best, images: comparison.choice.images)
        let value = ChoiceWording.value(best, metric, decimals: decimals)
        let word = metric.largerIsBetter ? "highest" : "lowest"
        let name: Markdown = "the \(word) \(Markdown.code(metric.name)) (\(value))"
        return equals > 1 ? "the first of those with \(name)" : "the one with \(name)"
    }

    private func matrix(_ table: PredictionTable) -> Markdown {
        let (classes, predictions) = (table.classes, table.predictions)
        let rows = classes.indices.map { label -> [Markdown] in
            let predicted = zip(predictions.labels, predictions.predicted)
                .filter { $0.0 == label }.map(\.1)
            let counts = classes.indices.map { name in predicted.count { $0 == name } }
            let fraction = Double(counts[label]) / Double(predicted.count)
            let cells =
                counts.map { Formatting.count($0) }
                + [predicted.isEmpty ? "–" : Formatting.percent(fraction)]
            return ["actual \(classes[label])"] + cells.map { Markdown($0) }
        }
        return Markdown.table(
            [""] + classes.map { "predicted \($0)" as Markdown } + ["correct"], rows: rows)
    }

    /// All metrics with their intervals. Two classes also have a column for the threshold that was
    /// chosen on validation, more classes a column for each class.
    private func metrics(
        _ predictions: WeightedPredictions, _ classes: [String], _ trial: TrialResult
    ) -> Markdown {
        let resampling = analysis.resampling
        let metrics = EvaluationMetrics.all.filter {
            !$0.isOfPositiveClass || predictions.hasPositive
        }
        // The samples are those of the other tables, so equal values have equal intervals.
        let intervals = resampling.bootstrap.intervals { weights in
            let drawn = predictions.weighted(
                by: resampling.weights(weights, of: trial.entry.id))
            return metrics.map { $0.value(drawn) }
        }
        let threshold =
            predictions.isBinary && comparison.split == .test ? analysis.threshold(trial) : nil
        let decided = threshold.map { predictions.decided(at: $0.value) }
        let columns = predictions.isBinary ? [] : Array(classes.indices)
        let rows = zip(metrics, intervals).map { metric, resampled -> [Markdown] in
            var figure = resampling.figure(
                metric, predictions, ofTrial: trial.entry.id, resampled: resampled)
            // The interval of the accuracy is by the report's method, as in the other tables.
            if let value = figure?.value, metric.name == Accuracy().name {
                figure = .init(
                    value: value,
                    interval: analysis.accuracyMethod.interval(of: value, resampled: resampled))
            }
            let format = MetricFormat(metric, figure?.interval)
            let cells =
                [metric.title, format.text(metric.value(predictions)), format.interval(figure)]
                + (decided.map { decided in
                    [metric.isOfDecisions ? format.text(metric.value(decided)) : ""]
                } ?? [])
                + columns.map { format.text(metric.value(predictions, of: $0)) }
            return cells.map { Markdown($0) }
        }
        let header: [Markdown] =
            ["metric", predictions.isBinary ? "value" : "all classes", "95% over \(analysis.unit)"]
            + (threshold.map { ["at threshold \(Formatting.fixed($0.value, 3))"] } ?? [])
            + columns.map { Markdown(classes[$0]) }
        let intro: Markdown =
            predictions.isBinary
            ? positiveIntro(predictions, classes)
            : "Metrics of each class against the rest, and their means over the classes"
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
            "With \(classes[positive]) as the positive class, which is predicted if its probability is the larger one"
    }

    private func note(_ threshold: Threshold, _ images: Int) -> Markdown {
        let few =
            (1..<Self.fewImages).contains(images)
            ? " So few images do not determine a threshold well; take that column as an example."
            : ""
        return "The threshold \(Formatting.fixed(threshold.value, 3)) maximizes sensitivity + "
            + "specificity (Youden's index) on the \(Formatting.plural(images, "validation image")); of "
            + "several such thresholds, it is the one nearest to 0.5. No test image had a part in it.\(few)"
    }
}
