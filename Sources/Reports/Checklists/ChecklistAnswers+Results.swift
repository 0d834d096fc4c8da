import Analysis
import Evaluation
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The answers about performance on the images of the study: metrics, intervals and errors.
extension ChecklistAnswers {
    private static let mostErrors = 3
    private static let mostCells = 9

    /// The images on which the results are, such as `624 test images of 428 patients`.
    private var measuredImages: String {
        let split = comparison.split
        let patients = results.variesData ? nil : dataset.patients?[split]
        return results.images(split)
            + (patients.map { " of \(Formatting.plural($0, "patient"))" } ?? "")
    }

    // MARK: - Methods

    /// The metrics and the charts.
    var metrics: ChecklistAnswer {
        guard !results.trials.isEmpty else { return unknownSettings }
        let titles = EvaluationMetrics.all.filter { figures[$0.name] != nil }.map(\.title)
        let measured: Markdown =
            titles.isEmpty
            ? "Metrics: accuracy and loss; predictions for single images are not recorded."
            : "Metrics: \(Formatting.list(titles)); [tables/metrics.csv](tables/metrics.csv) has all of every trial."
        let drawn: [Markdown] =
            charts.isEmpty ? [] : ["Charts: \(Formatting.list(charts))."]
        let missing: [Markdown] =
            analysis.isBinary && analysis.positiveClass == nil
            ? [
                "The positive class, which is not set (\(Markdown.code("dataset.positiveClass"))): sensitivity and specificity are therefore left out."
            ] : []
        return ChecklistAnswer(found: [measured] + drawn, open: missing)
    }

    /// The intervals and tests.
    var uncertainty: ChecklistAnswer {
        var found: [Markdown] = []
        if analysis.accuracyMethod != .none, !results.trials.isEmpty {
            found.append(
                "All intervals are 95% intervals.\(analysis.intervalsSentence)")
        }
        if analysis.groups.contains(where: { $0.trials.count > 2 }) {
            found.append("Intervals over \(results.repeatNoun)s: Student's t.")
        }
        let pairs = comparison.pairwiseComparisons
        let tests = pairs.flatMap(\.tests).map { String($0.name.prefix { $0 != "," }) }.unique
        if !tests.isEmpty {
            let correction =
                pairs.count > 1
                ? ", corrected for \(Formatting.plural(pairs.count, "comparison")) by Holm's method"
                : ""
            found.append(
                "Differences between configurations: \(Formatting.list(tests))\(correction); level \(Formatting.fixed(Comparison.level, 2))."
            )
        }
        return found.isEmpty
            ? .open("The methods for intervals and tests: this folder has no predictions.")
            : ChecklistAnswer(found: found)
    }

    /// The spread over seeds, and the settings that were varied.
    var sensitivityAnalysis: ChecklistAnswer {
        guard !results.trials.isEmpty else { return unknownSettings }
        var found: [Markdown] = []
        if let first = comparison.first, first.accuracies.count > 1 {
            found.append(
                "Over \(first.accuracies.count) \(results.repeatNoun)s, the \(comparison.split.title) accuracy of \(first.group.label) is \(first.text(comparison.decimals)) (mean ± standard deviation)."
            )
        }
        let axes = results.varyingAxes.map { Markdown.code($0.path) }
        if !axes.isEmpty, results.groups.count > 1 {
            found.append(
                "Varied settings: \(Formatting.list(axes)); the section Results of [report.md](report.md) compares all values."
            )
        }
        return ChecklistAnswer(
            found: found,
            open: [
                "Robustness to the quality of images, to devices and to patient groups"
                    + (found.isEmpty ? "; there is one seed and one configuration." : ".")
            ])
    }

    // MARK: - Performance

    /// The accuracy and the area under the ROC curve of the configuration that the report shows.
    var performance: ChecklistAnswer {
        guard let first = comparison.first, comparison.split != .train else {
            return .open("Results on images without a part in the training.")
        }
        let intervals = analysis.intervals[first.group.name]
        func range(_ text: String) -> String { text == "–" ? "" : " (95%: \(text))" }
        let accuracy = range(Formatting.range(intervals?.accuracy, decimals: comparison.decimals))
        let areas = analysis.values(AreaUnderROC(), first.group, comparison.split)
        let area = Statistics.mean(areas).map {
            ", AUROC \(Formatting.fixed($0, 3))\(range(Formatting.plainRange(intervals?.area)))"
        }
        let repeats =
            first.accuracies.count > 1
            ? ", mean ± standard deviation over \(first.accuracies.count) \(results.repeatNoun)s"
            : ""
        let sentence: Markdown =
            "\(first.group.label)\(standing)\(repeats): accuracy \(first.text(comparison.decimals))\(accuracy)\(area ?? "") on \(measuredImages)."
        let folds = analysis.outOfFold?.configurations.first.flatMap { folds in
            Self.list([Accuracy(), AreaUnderROC()], of: folds.metrics).map {
                "Out-of-fold predictions of \(Formatting.plural(folds.images, "image")) with \(folds.label): \($0)."
                    as Markdown
            }
        }
        return ChecklistAnswer(
            found: [sentence] + (folds.map { [$0] } ?? []),
            open: comparison.split == .test
                ? []
                : [
                    "Results on test images: these are validation images, on which choices were made."
                ])
    }

    /// Why the report describes this configuration; empty for the only one.
    private var standing: String {
        guard comparison.scores.count > 1 else { return "" }
        if comparison.isChosen { return ", the configuration that validation chose" }
        return
            ", the configuration with the highest \(comparison.split.title) accuracy of \(comparison.scores.count) (nothing was chosen, so this value is biased upwards)"
    }

    /// Sensitivity, specificity and further metrics of one trial, with intervals.
    var diagnosticAccuracy: ChecklistAnswer {
        guard let trial = comparison.bestTrial, comparison.split != .train else {
            return performance
        }
        let shown: [any Metric] =
            analysis.isBinary
            ? [Sensitivity(), Specificity(), AreaUnderROC(), AveragePrecision()]
            : [BalancedAccuracy(), AreaUnderROC()]
        let list = Self.list(shown, of: figures)
        let positive = analysis.positiveClass.map { ", with \($0) as the positive class" } ?? ""
        let ofTrial = list.map { list -> Markdown in
            "Trial \(Markdown.code(trial.entry.id))\(positive): \(list), with 95% intervals over \(analysis.unit)."
        }
        let missing: [Markdown] =
            analysis.isBinary && analysis.positiveClass == nil
            ? ["Sensitivity and specificity: the positive class is not set."]
            : list == nil ? ["Sensitivity and specificity: no predictions are recorded."] : []
        return performance + ChecklistAnswer(found: ofTrial.map { [$0] } ?? [], open: missing)
    }

    /// How well the probabilities agree with the frequencies.
    var calibration: ChecklistAnswer {
        let list = Self.list([LogLoss(), BrierScore(), CalibrationError()], of: figures)
        let own = list.map {
            "Calibration on the \(comparison.split.title) images: \($0)." as Markdown
        }
        let fitted = evaluations.compactMap { evaluation in
            evaluation.record.calibration.map {
                "Evaluation \(Markdown.code(evaluation.name)): probabilities calibrated by \($0.map.method.rawValue) on \(Formatting.plural($0.images, "validation image"))."
                    as Markdown
            }
        }
        let slopes = evaluations.compactMap { evaluation -> Markdown? in
            guard case .fitted(let slope, _, let inTheLarge) = evaluation.record.recalibration
            else { return nil }
            func text(_ figure: EvaluationRecord.Figure) -> String {
                let interval = figure.interval.map {
                    " (\(Formatting.plainRange($0, decimals: 2)))"
                }
                return Formatting.fixed(figure.value, 2) + (interval ?? "")
            }
            return
                "Evaluation \(Markdown.code(evaluation.name)): calibration slope \(text(slope)), calibration in the large \(text(inTheLarge))."
        }
        return own.map { ChecklistAnswer(found: [$0] + fitted + slopes) }
            ?? .open("The calibration of the probabilities.")
    }

    // MARK: - Errors

    /// The number of images by actual and predicted class.
    var crossTabulation: ChecklistAnswer {
        guard let trial = comparison.bestTrial, let predictions else {
            return .open("The number of images by actual and predicted class.")
        }
        let classes = dataset.classes
        let counts = ConfusionMatrix(predictions).counts
        guard counts.count == classes.count, counts.count * counts.count <= Self.mostCells else {
            return .found(
                "The section \"Predictions of one trial\" and the charts of [report.md](report.md) have the confusion matrix."
            )
        }
        let rows = classes.indices.map { label in
            let cells = classes.indices.map {
                "\(Formatting.count(Int(counts[label][$0].rounded()))) predicted \(classes[$0])"
            }
            return "actual \(classes[label]): \(Formatting.list(cells))"
        }
        return .found(
            "\(comparison.split.title.capitalizedFirst) images of \(Markdown.code(trial.entry.id)), \(rows.joined(separator: "; "))."
        )
    }

    /// The most confident errors.
    var errors: ChecklistAnswer {
        guard let trial = comparison.bestTrial, predictions != nil,
            let table = trial.matchingPredictions(comparison.split)
        else { return .open("An analysis of incorrect results: no predictions are recorded.") }
        let predictions = table.predictions
        func probability(_ image: Int) -> Double {
            predictions.probabilities(of: image)[predictions.predicted[image]]
        }
        let wrong = table.files.indices.filter { !predictions.isCorrect($0) }.sorted {
            (-probability($0), $0) < (-probability($1), $1)
        }
        guard !wrong.isEmpty else {
            return .found(
                "All \(Formatting.count(table.files.count)) predictions of \(Markdown.code(trial.entry.id)) are correct."
            )
        }
        let examples = wrong.prefix(Self.mostErrors).map { image -> Markdown in
            let name = table.classes[predictions.predicted[image]]
            return
                "\(Markdown.code(table.files[image])) (predicted \(name), \(Formatting.fixed(probability(image), 3)))"
        }
        return .found(
            "\(Formatting.count(wrong.count)) of \(Formatting.count(table.files.count)) \(comparison.split.title) images are misclassified by \(Markdown.code(trial.entry.id)); the most confident errors: \(examples.joined(separator: ", "))."
        ) + .open("What these images have in common, seen by a reader.")
    }

    /// The heat maps.
    var explainability: ChecklistAnswer {
        guard let explanation else {
            return .open(
                "Whether a method of explanation was used: this folder has no heat maps (\(Markdown.code("study explain")) draws them)."
            )
        }
        return .found(
            "Grad-CAM on the last feature map of \(Markdown.code(explanation.trial)), for the \(explanation.split.title) images with the most confident predictions, correct and incorrect: section Heat maps of [report.md](report.md)."
        ) + .open("Whether experts checked the heat maps, and how.")
    }
}
