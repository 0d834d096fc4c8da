import Analysis
import Evaluation
import Foundation
import Markup
import Plotting
import Results
import Studies
import Terminal
import Vocabulary

/// The answers of a results folder to the items of reporting guides, each a property; the guides
/// share most of them.
struct ChecklistAnswers: Sendable {
    /// An evaluation on other data whose model is that of the folder.
    struct Evaluation: Sendable {
        let name: String
        let record: EvaluationRecord

        /// Whether the images are other ones than those that the model was made and tested with,
        /// as far as is known.
        var isOfOtherImages: Bool {
            !record.isContaminated && (record.overlaps ?? []).allSatisfy { $0.images == 0 }
        }
    }

    let analysis: StudyAnalysis
    /// The heat maps of the best trial; nil if they were not drawn.
    let explanation: ExplanationRecord?
    /// The evaluations that the report shows.
    let evaluations: [Evaluation]
    /// The names of the evaluations that the report leaves out, because they are outdated or
    /// damaged.
    let omitted: [String]
    /// The titles of the charts of predictions and results in the report.
    let charts: [String]
    /// The metrics of the trial of the report's section "Predictions of one trial", by name.
    let figures: [String: EvaluationRecord.Figure]

    init(_ document: ReportDocument) {
        analysis = document.gallery.analysis
        explanation = document.explanation
        charts =
            Charts.all.filter { chart in
                ![.training, .seeds].contains(chart.part)
                    && document.gallery.drawn.contains(chart.name)
            }.map(\.title).unique
        var evaluations: [Evaluation] = []
        var omitted: [String] = []
        for item in document.evaluations {
            switch item {
            case .evaluated(let name, let record, _, _, isOutdated: false):
                evaluations.append(Evaluation(name: name, record: record))
            case .evaluated(let name, _, _, _, isOutdated: true), .damaged(let name, _):
                omitted.append(name)
            }
        }
        (self.evaluations, self.omitted) = (evaluations, omitted)
        figures = Self.figures(analysis)
    }

    var results: StudyResults { analysis.results }
    var dataset: DatasetRecord { results.lock.dataset }
    var comparison: Comparison { analysis.comparison }

    /// Whether this program trained all networks, so that its rules hold and every setting is
    /// recorded.
    var isOwn: Bool {
        !results.trials.isEmpty && results.lock.origin == nil
            && results.trials.allSatisfy { !$0.record.settings.isOfOtherProgram }
    }

    /// The answer about settings of networks that another program trained, or of a folder without
    /// a complete trial.
    var unknownSettings: ChecklistAnswer {
        results.trials.isEmpty
            ? .open("No trial is complete.")
            : .open(
                "Another program trained the networks; this folder does not record it completely.")
    }

    /// The different values of all trials, in their order; nil if a trial has none.
    func distinct(_ value: (TrialResult) -> String?) -> [String] {
        results.trials.map { value($0) ?? "" }.filter { !$0.isEmpty }.unique
    }

    /// The alternatives of a study, the first three of more than four.
    static func alternatives(_ values: [Markdown]) -> Markdown {
        guard values.count > 4 else { return values.joined(separator: " or ") }
        return
            "\(values.prefix(3).joined(separator: " or ")) or \(values.count - 3) more (section Settings of [report.md](report.md))"
    }

    static func alternatives(_ values: [String]) -> Markdown {
        alternatives(values.map { Markdown($0) })
    }

    /// The largest number of classes that a sentence lists.
    static let mostClasses = 12

    /// The names of the classes, or their number.
    var classNames: String {
        dataset.classes.count > Self.mostClasses
            ? "one of \(Formatting.count(dataset.classes.count)) classes"
            : Formatting.list(dataset.classes)
    }

    /// The numbers of images by class, such as `234 NORMAL and 390 PNEUMONIA`; nil for many
    /// classes.
    static func list(_ counts: [Int], of classes: [String]) -> String? {
        classes.count > mostClasses
            ? nil : Formatting.list(zip(counts, classes).map { "\(Formatting.count($0)) \($1)" })
    }

    // MARK: - Figures

    /// The predictions of the trial that stands for the study on the evaluation split.
    var predictions: WeightedPredictions? {
        comparison.bestTrial.flatMap { analysis.predictions[$0.entry.id]?[comparison.split] }
    }

    private static func figures(_ analysis: StudyAnalysis) -> [String: EvaluationRecord.Figure] {
        guard let trial = analysis.comparison.bestTrial,
            let predictions = analysis.predictions[trial.entry.id]?[analysis.comparison.split]
        else { return [:] }
        let metrics = EvaluationMetrics.all.filter {
            !$0.isOfPositiveClass || predictions.hasPositive
        }
        let resampling = analysis.resampling
        let intervals = resampling.bootstrap.intervals { weights in
            let drawn = predictions.weighted(by: resampling.weights(weights, of: trial.entry.id))
            return metrics.map { $0.value(drawn) }
        }
        var figures: [String: EvaluationRecord.Figure] = [:]
        for (index, metric) in metrics.enumerated() {
            let interval = index < intervals.count ? intervals[index] : nil
            var figure = resampling.figure(
                metric, predictions, ofTrial: trial.entry.id, resampled: interval)
            // The interval of the accuracy is by the report's method, as in its tables.
            if let value = figure?.value, metric.name == Accuracy().name {
                figure = .init(
                    value: value,
                    interval: analysis.accuracyMethod.interval(of: value, resampled: interval))
            }
            figures[metric.name] = figure
        }
        return figures
    }

    /// The metrics that are among the figures, each with its value and its 95% interval.
    static func list(
        _ metrics: [any Metric], of figures: [String: EvaluationRecord.Figure]
    ) -> String? {
        let parts = metrics.compactMap { metric -> String? in
            guard let figure = figures[metric.name], figure.value.isFinite else { return nil }
            let format = MetricFormat(metric, figure.interval)
            let range = format.interval(figure)
            return "\(metric.title) \(format.text(figure.value))"
                + (range == "–" ? "" : " (\(range))")
        }
        return parts.isEmpty ? nil : Formatting.list(parts)
    }
}
