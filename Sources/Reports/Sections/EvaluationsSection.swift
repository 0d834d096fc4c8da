import Analysis
import Evaluation
import Markup
import Plotting
import Results
import Studies
import Terminal
import Vocabulary

/// The evaluations of the study's trials on other data, from the records of `evaluations/`.
struct EvaluationsSection {
    /// The folder of an evaluation.
    enum Item: Sendable {
        /// An evaluation with its predictions, the names of the drawn charts, and whether a
        /// trial of the model was trained again or removed since.
        case evaluated(
            name: String, EvaluationRecord, PredictionTable, charts: [String], isOutdated: Bool)
        /// An evaluation whose files cannot be read.
        case damaged(name: String, reason: String)
    }

    let items: [Item]
    /// The tables of the external sets that the study names.
    var sets: [ExternalSetTable] = []
    /// The decisions that the study states for all evaluations; nil: unknown.
    var decisions: DecisionSettings?

    private static let mostWrong = 5

    var markdown: Markdown? {
        guard !items.isEmpty || !sets.isEmpty else { return nil }
        let summarized = sets.reduce(into: Set<String>()) { $0.formUnion($1.summarized) }
        let detailed = items.filter { item in
            guard case .evaluated(let name, _, _, _, false) = item else { return true }
            return !summarized.contains(name)
        }
        return Markdown.section(
            "Evaluations on other data",
            [
                """
                Finished models on other images. Nothing was chosen or fitted on them by the program, and no figure here \
                changes a result above.\(stated ?? "")
                """
            ] + sets.map(\.markdown) + detailed.map(text))
    }

    /// The sentence on the decisions that the study states.
    private var stated: Markdown? {
        guard let decisions, !decisions.isEmpty else { return nil }
        return
            " The study states the decisions of evaluations that have no others: \(Markdown.code(decisions.summary)). They were made on its validation images."
    }

    private func text(_ item: Item) -> Markdown {
        switch item {
        case .damaged(let name, let reason):
            return
                "\(Markdown.heading(3, Markdown(name)))\n\nLeft out: its files are damaged or missing (\(reason))."
        case .evaluated(let name, let record, _, _, true):
            let command = Markdown.code(record.set == nil ? "study evaluate" : "study run")
            return
                "\(Markdown.heading(3, Markdown(name)))\n\nLeft out: \(EvaluatedSetText(record: record).members) was trained again or removed since; \(command) makes the evaluation again."
        case .evaluated(let name, let record, let predictions, let charts, false):
            return text(name, record, predictions, charts)
        }
    }

    private func text(
        _ name: String, _ record: EvaluationRecord, _ predictions: PredictionTable,
        _ names: [String]
    ) -> Markdown {
        let heading = Markdown.heading(3, Markdown(name))
        let folder = "evaluations/\(name)"
        let files: Markdown =
            "\(Markdown.link("Figures", to: "\(folder)/evaluation.json")), \(Markdown.link("predictions", to: "\(folder)/predictions.csv"))."
        let charts = names.map { name -> Markdown in
            let image = Markdown.image(
                "\(Self.titles[name] ?? name) of \(record.name)", "\(folder)/charts/\(name).png")
            return Self.captions[name].map { "\(image)\n\n\($0)" } ?? image
        }
        return
            ([
                heading, EvaluatedSetText(record: record).markdown,
                EvaluatedMetrics(record: record).markdown, areas(record),
                RecalibrationText(record: record).markdown, predictive(record),
                ShiftText(record: record).markdown, gain(record), abstention(record),
                subgroups(record),
                ReaderComparisons(record: record).markdown, wrong(predictions),
            ]
            .compactMap { $0 } + charts + [files]).joined(separator: "\n\n")
    }

    private static let titles = [
        "roc": "ROC curves", "calibration": "Calibration", "confusion": "Confusion matrix",
        "net_benefit": "Decision curve",
        "risk_coverage": "Errors among the most certain predictions",
        "scores": "Distribution of the predicted probabilities",
        "subgroups": "Subgroups",
    ]

    private static let captions: [String: Markdown] = [
        "roc": "True-positive rate against false-positive rate at every threshold.",
        "calibration":
            "Mean probability of the predicted class against the fraction of correct predictions, by bins of the probability; bins of few images are uncertain.",
        "net_benefit":
            "Net benefit of treating the images predicted as positive, at the prevalence of these images; for another prevalence the curve differs.",
        "risk_coverage":
            "Fraction of errors if only the predictions with the largest probabilities are used.",
        "scores":
            "Cumulative fraction of the images of each class up to a predicted probability of the positive class.",
    ]

    /// The sentences on predictions that are not made.
    private func abstention(_ record: EvaluationRecord) -> Markdown? {
        guard let abstention = record.abstention else { return nil }
        let rule = abstention.rule
        let (total, covered) = (record.images.total, abstention.covered)
        let classes = zip(record.classes, zip(abstention.counts, record.images.counts)).map {
            "\(Formatting.count($1.0)) of \(Formatting.count($1.1)) \($0)"
        }
        let start: Markdown =
            "Predictions of a certainty below \(Formatting.fixed(rule.certainty, 3)) are not made; this limit was fixed before, on the \(Formatting.plural(rule.images, "validation image")) of the study, of which it leaves out \(Formatting.percent(rule.fraction)). Predictions are made for \(Formatting.count(covered)) of \(Formatting.plural(total, "image")) (\(Formatting.percent(Double(covered) / Double(total)))): \(Formatting.list(classes))."
        let all = record.threshold == nil ? record.metrics : record.decided
        let figures = ["accuracy", "sensitivity", "specificity"].compactMap { name -> String? in
            guard let kept = abstention.metrics[name], let before = all[name] else { return nil }
            return
                "\(name) \(Formatting.percent(kept.value)) (95%: \(Formatting.range(kept))) instead of \(Formatting.percent(before.value)) for all images"
        }
        guard !figures.isEmpty else { return start }
        return "\(start) Of these: \(Formatting.list(figures))."
    }

    /// The sentence on the area under the ROC curve by DeLong's method.
    private func areas(_ record: EvaluationRecord) -> Markdown? {
        guard let area = record.area, let interval = area.interval,
            let value = record.metrics["auroc"]?.value
        else { return nil }
        let format = MetricFormat(AreaUnderROC(), interval)
        let patients =
            record.unit == "patients" ? ", which treats images of one patient as independent" : ""
        let difference = area.difference.map { difference in
            "; minus the internal test images \(format.difference(difference))"
                + (area.pValue.map {
                    ", p \($0 < 0.001 ? "" : "= ")\(Formatting.shortProbability($0))"
                } ?? "")
        }
        return
            "By DeLong's method\(patients), the AUROC \(format.text(value)) has the 95% interval \(format.text(interval))\(difference ?? "")."
    }

    /// The predictive values at stated prevalences.
    private func predictive(_ record: EvaluationRecord) -> Markdown? {
        guard !record.predictive.isEmpty else { return nil }
        func text(_ figure: EvaluationRecord.Figure?) -> Markdown {
            guard let figure else { return "–" }
            return
                "\(Formatting.percent(figure.value)) (\(Formatting.range(figure)))"
        }
        let rows = record.predictive.map { values -> [Markdown] in
            [
                Markdown(Formatting.percent(values.prevalence)), text(values.positive),
                text(values.negative),
            ]
        }
        let table = Markdown.table(
            ["prevalence", "positive predictive value (95%)", "negative predictive value (95%)"],
            rows: rows)
        let decisions: Markdown = record.decided.isEmpty ? "" : " at the threshold"
        let exact =
            ProportionIntervals(record: record).ofPredictiveValues.map {
                "\n\n\($0)" as Markdown
            } ?? ""
        return
            "Predictive values\(decisions) where another fraction of the patients is \(record.positiveClass ?? "positive"), from the sensitivity and specificity here:\n\n\(table)\(exact)"
    }

    /// The sentence on what an ensemble gains over its members.
    private func gain(_ record: EvaluationRecord) -> Markdown? {
        let shown: [any Metric] = [Accuracy(), AreaUnderROC(), LogLoss()]
        let parts = shown.compactMap { metric -> String? in
            record.gains[metric.name].map {
                "\(metric.title) \(MetricFormat(metric, $0.interval).difference($0))"
            }
        }
        return parts.isEmpty
            ? nil
            : "The ensemble minus the mean of its members on the same images\(record.calibration == nil ? "" : ", all without calibration"), with 95% intervals: \(Formatting.list(parts))."
    }

    private func subgroups(_ record: EvaluationRecord) -> Markdown? {
        record.subgroups.map { subgroups in
            let text = SubgroupsText(
                subgroups: subgroups, classes: record.classes, positive: record.positiveClass,
                counts: record.images.counts, patients: record.images.patients, unit: record.unit,
                hasThreshold: !record.decided.isEmpty)
            return "\(Markdown.heading(4, "Subgroups"))\n\n\(text.markdown)"
        }
    }

    /// The most confident errors.
    private func wrong(_ table: PredictionTable) -> Markdown? {
        let predictions = table.predictions
        let errors = table.files.indices.filter { !predictions.isCorrect($0) }
        guard !errors.isEmpty else { return "All predictions are correct." }
        func probability(_ image: Int) -> Double {
            predictions.probabilities(of: image)[predictions.predicted[image]]
        }
        let first = errors.sorted {
            probability($0) == probability($1) ? $0 < $1 : probability($0) > probability($1)
        }.prefix(Self.mostWrong)
        let list = first.map { image -> Markdown in
            let name = table.classes[predictions.predicted[image]]
            let value = Formatting.fixed(probability(image), 3)
            return "\(Markdown.code(table.files[image])) (\(name), \(value))"
        }
        return
            "With the most probable class predicted, the most confident errors among \(Formatting.count(errors.count)), each with the predicted class and its probability: \(list.joined(separator: ", "))."
    }
}

extension MetricFormat {
    /// A difference with its sign, and its interval.
    func difference(_ figure: EvaluationRecord.Figure) -> String {
        func signed(_ value: Double) -> String {
            inPercent
                ? Formatting.signed(100 * value, decimals) : Formatting.signed(value, decimals)
        }
        let unit = inPercent ? " points" : ""
        guard let interval = figure.interval else { return signed(figure.value) + unit }
        return
            "\(signed(figure.value))\(unit) (\(signed(interval.lowerBound)) to \(signed(interval.upperBound)))"
    }
}
