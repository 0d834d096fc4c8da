import Analysis
import Evaluation
import Markup
import Plotting
import Results
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
                changes a result above.
                """
            ] + sets.map(\.markdown) + detailed.map(text))
    }

    private func text(_ item: Item) -> Markdown {
        switch item {
        case .damaged(let name, let reason):
            return
                "\(Markdown.heading(3, Markdown(name)))\n\nLeft out: its files are damaged or missing (\(reason))."
        case .evaluated(let name, let record, _, _, true):
            let command = Markdown.code(record.set == nil ? "study evaluate" : "study run")
            return
                "\(Markdown.heading(3, Markdown(name)))\n\nLeft out: \(members(record)) was trained again or removed since; \(command) makes the evaluation again."
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
                heading, introduction(record), table(record), areas(record), predictive(record),
                comparison(record), gain(record), abstention(record), subgroups(record),
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

    private func members(_ record: EvaluationRecord) -> Markdown {
        record.model.map { Markdown.code($0.id) }.joined(separator: ", ")
    }

    private func introduction(_ record: EvaluationRecord) -> Markdown {
        let images = record.images
        let counts = zip(images.counts, record.classes).map {
            "\(Formatting.count($0)) \($1)"
        }
        let patients = images.patients.map { ", of \(Formatting.plural($0, "patient"))" } ?? ""
        let split = images.split.map { " (split \($0.rawValue))" } ?? ""
        let model: Markdown =
            record.model.count == 1
            ? members(record)
            : "The ensemble of \(members(record)) (the mean of their probabilities)"
        var sentences: [Markdown] = [
            "\(model) on \(Formatting.plural(images.total, "image")) of \(Markdown.code(images.path))\(split): \(Formatting.list(counts))\(patients)."
        ]
        sentences.append(overlap(record))
        if !record.augmentation.isEmpty {
            let names = Formatting.list(record.augmentation.map(\.rawValue))
            sentences.append(
                "Probabilities are means over each image and its transformed images (test-time augmentation: \(names))."
            )
        }
        if let text = calibration(record) { sentences.append(text) }
        if let threshold = record.threshold {
            let value = Formatting.fixed(threshold.value, 3)
            sentences.append(
                threshold.images.map {
                    "The threshold \(value) was fixed before, by \(rule(threshold)) on the \(Formatting.plural($0, "validation image")) of the study."
                } ?? "The threshold \(value) was given.")
        } else if record.positiveClass != nil {
            sentences.append(
                record.model.count == 1
                    ? "There is no threshold, because the model has no validation predictions of both classes."
                    : "There is no threshold, because the members have no validation predictions of the same images."
            )
        }
        let absent = zip(images.counts, record.classes).filter { $0.0 == 0 }.map(\.1)
        if !absent.isEmpty {
            sentences.append(
                "There are no images of \(Formatting.list(absent)), so metrics that need every class are left out."
            )
        }
        if images.repeats > 0 {
            sentences.append(
                "\(Formatting.plural(images.repeats, "image")) \(images.repeats == 1 ? "repeats" : "repeat") another one (identical files); the intervals treat them as different images, so they are too narrow."
            )
        }
        if let first = images.unread.first {
            sentences.append(
                "Files that look like images were not read: \(first)\(images.unread.count > 1 ? " and others" : "")."
            )
        }
        sentences += images.notes.map { "\($0)." }
        if record.precision != .fp32 {
            sentences.append("The network computed in \(record.precision.rawValue).")
        }
        if !images.skipped.isEmpty {
            sentences.append(
                "\(Formatting.plural(images.skipped.count, "image")) could not be read and \(images.skipped.count == 1 ? "is" : "are") left out, such as \(images.skipped[0])."
            )
        }
        return sentences.joined(separator: " ")
    }

    private func rule(_ threshold: ModelDecisions.Threshold) -> Markdown {
        let parts = threshold.rule.split(separator: ":")
        guard parts.count == 2 else { return "Youden's index" }
        switch parts[0] {
        case "cost":
            return "the smallest expected cost (false positive, false negative: \(parts[1]))"
        default: return "a \(parts[0]) of at least \(parts[1])"
        }
    }

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
                "\(name) \(Formatting.percent(kept.value)) (95%: \(Formatting.range(kept.interval))) instead of \(Formatting.percent(before.value)) for all images"
        }
        guard !figures.isEmpty else { return start }
        return "\(start) Of these: \(Formatting.list(figures))."
    }

    /// The sentence on the calibration.
    private func calibration(_ record: EvaluationRecord) -> Markdown? {
        guard let calibration = record.calibration else { return nil }
        let name =
            switch calibration.map {
            case .temperature(let map):
                "temperature scaling (T = \(Formatting.fixed(map.temperature, 3))\(TemperatureScaling.range.lowerBound < map.temperature && map.temperature < TemperatureScaling.range.upperBound ? "" : ", the limit of the search"))"
            case .platt: "Platt scaling"
            case .isotonic: "isotonic regression"
            }
        let shown: [any Metric] = [LogLoss(), BrierScore(), CalibrationError()]
        let changes = shown.compactMap { metric -> String? in
            guard let before = calibration.before[metric.name],
                let after = record.metrics[metric.name]?.value
            else { return nil }
            return
                "\(metric.title) \(Formatting.fixed(before, 3)) before and \(Formatting.fixed(after, 3)) after"
        }
        return
            "The probabilities are calibrated by \(name), fitted to the \(Formatting.plural(calibration.images, "validation image")) of the study: \(Formatting.list(changes))."
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
                "\(Formatting.percent(figure.value)) (\(Formatting.range(figure.interval)))"
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
        return
            "Predictive values\(decisions) where another fraction of the patients is \(record.positiveClass ?? "positive"), from the sensitivity and specificity here:\n\n\(table)"
    }

    private func overlap(_ record: EvaluationRecord) -> Markdown {
        guard let overlaps = record.overlaps else {
            return
                "The images of the study were not available, so copies of training images would not have been noticed, and the comparison with the internal test images assumes that none is among these."
        }
        guard !overlaps.isEmpty else {
            return "No file is identical to an image of the study, and none looks the same."
        }
        let parts = overlaps.map {
            "\(Formatting.count($0.images)) \($0.images == 1 ? "is a" : "are") \($0.split.title) \($0.images == 1 ? "image" : "images") of the study (\($0.areIdentical ? "identical files" : "they look the same, as copies in another size do"))"
        }
        let shared: Markdown =
            overlaps.contains { $0.split == .test }
            ? " The two sets are therefore not compared." : ""
        let warning: Markdown =
            record.isContaminated
            ? " **The model has seen images of this evaluation, so its figures are too good.**" : ""
        return
            "Of these images, \(Formatting.list(parts)), such as \(overlaps[0].examples[0]).\(shared)\(warning)"
    }

    private func table(_ record: EvaluationRecord) -> Markdown {
        let hasThreshold = !record.decided.isEmpty
        let rows = EvaluationMetrics.all.compactMap { metric -> [Markdown]? in
            guard let figure = record.metrics[metric.name] else { return nil }
            let format = MetricFormat(metric, figure.interval)
            let decided = record.decided[metric.name].map {
                "\(format.text($0.value)) (\(format.text($0.interval)))"
            }
            let inside = record.shift?.metrics[metric.name]
            let difference = record.shift?.differences[metric.name]
            let cells =
                [metric.title, format.text(figure.value), format.text(figure.interval)]
                + (hasThreshold ? [decided ?? ""] : [])
                + (record.shift == nil
                    ? []
                    : [
                        format.text(inside?.value),
                        difference.map { "\(format.difference($0))" } ?? "–",
                    ])
            return cells.map { Markdown($0) }
        }
        let header: [Markdown] =
            ["metric", "most probable class", "95% over \(record.unit)"]
            + (hasThreshold ? ["at the threshold (95%)"] : [])
            + (record.shift.map {
                ["internal \($0.split.title)", "difference (95%)"]
            } ?? [])
        let positive: Markdown =
            record.positiveClass.map { "With \($0) as the positive class. " } ?? ""
        return
            "\(positive)Intervals: \(Formatting.count(record.replicates)) bootstrap samples.\n\n\(Markdown.table(header, rows: rows))"
    }

    /// The sentences on what differs between the images here and those of the study.
    private func comparison(_ record: EvaluationRecord) -> Markdown? {
        guard let shift = record.shift, let positive = record.positiveClass,
            let here = record.prevalence, let there = shift.prevalence,
            let probability = record.meanProbability, let usual = shift.meanProbability
        else { return nil }
        let text: Markdown =
            "\(Formatting.percent(here)) of these images are \(positive), and \(Formatting.percent(there)) of the \(Formatting.count(shift.images)) internal \(shift.split.title) images; the mean probability of \(positive) is \(Formatting.fixed(probability, 3)) here and \(Formatting.fixed(usual, 3)) there. Accuracy, precision, F1, MCC, average precision, log loss, Brier score and calibration depend on that fraction. Sensitivity, specificity and AUROC do not depend on it directly, but change with the severity and mix of cases."
        return [text, scores(shift, positive), looks(record, shift)].compactMap { $0 }
            .joined(separator: " ")
    }

    /// The sentence on the distributions of the scores in both sets.
    private func scores(_ shift: EvaluationRecord.Internal, _ positive: String) -> Markdown? {
        let parts = shift.scoreDistances.sorted { $0.key < $1.key }.map {
            "\(Formatting.fixed($1, 3)) for images of \($0)"
        }
        guard !parts.isEmpty else { return nil }
        return
            "The distance between the distributions of the probability of \(positive) in both sets (Kolmogorov and Smirnov; 0 if equal, 1 if disjoint) is \(Formatting.list(parts))."
    }

    /// The sentence on what the images of both sets look like.
    private func looks(
        _ record: EvaluationRecord, _ shift: EvaluationRecord.Internal
    ) -> Markdown? {
        guard let here = record.images.look, let there = shift.look else { return nil }
        func text(_ look: ImageStatistics) -> String {
            "\(look.width) x \(look.height) pixels, brightness \(Formatting.fixed(look.brightness, 3)) (SD \(Formatting.fixed(look.brightnessSD, 3))), contrast \(Formatting.fixed(look.contrast, 3))"
        }
        let sample =
            here.images < record.images.total
            ? "; \(Formatting.count(here.images)) of these images were looked at" : ""
        return
            "What the images look like (median size; brightness and contrast are the mean and the standard deviation of an image's pixels, from 0 to 1): \(text(here)) here, and \(text(there)) in the internal set\(sample)."
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
