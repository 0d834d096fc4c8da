import Analysis
import Evaluation
import Markup
import Results
import Terminal

/// The comparisons of an evaluation with somebody else's predictions: a table of the metrics and
/// their differences, and the tests and the agreement for each file.
struct ReaderComparisons {
    let record: EvaluationRecord

    private var comparisons: [EvaluationRecord.Comparison] { record.comparisons }

    /// Nil without other predictions.
    var markdown: Markdown? {
        guard !comparisons.isEmpty else { return nil }
        return [
            Markdown.heading(4, "Compared with other predictions"), introduction, table,
            Markdown.bullets(comparisons.map(text)),
        ].joined(separator: "\n\n")
    }

    private var introduction: Markdown {
        let ofPatients: Markdown =
            comparisons.contains { $0.unit == "patients" }
            ? ", also those of one patient," : ""
        let corrected: Markdown =
            comparisons.count > 1
            ? " P-values are corrected for the \(Formatting.count(comparisons.count)) files by Holm's method, each test by itself."
            : ""
        let ofClasses: Markdown =
            comparisons.contains { $0.mostProbable.sensitivity != nil }
            ? " Those of sensitivity and specificity are corrected for both\(comparisons.count > 1 ? " of all files" : "") together by Holm's method."
            : ""
        return
            "Differences are the model minus the other predictions of the same images, with 95% intervals of the paired bootstrap over \(record.unit). McNemar's test, DeLong's test and the intervals of kappa treat images\(ofPatients) as independent.\(corrected)\(ofClasses)"
    }

    private var hasThreshold: Bool { comparisons.contains { $0.atThreshold != nil } }

    private var table: Markdown {
        let rows = comparisons.flatMap { comparison in
            EvaluationMetrics.all.compactMap { metric in row(metric, comparison) }
        }
        let header: [Markdown] =
            [
                "compared with", "metric", "its value (95%)",
                "model minus it, most probable class (95%)",
            ]
            + (hasThreshold ? ["model minus it, at the threshold (95%)"] : [])
        return Markdown.table(
            header, [.left, .left] + header.dropFirst(2).map { _ in .right }, rows: rows)
    }

    private func row(
        _ metric: any Metric, _ comparison: EvaluationRecord.Comparison
    ) -> [Markdown]? {
        guard let figure = comparison.metrics[metric.name] else { return nil }
        let format = MetricFormat(metric, figure.interval)
        func difference(_ decisions: EvaluationRecord.Comparison.Decisions?) -> String {
            decisions?.differences[metric.name].map { format.difference($0) } ?? ""
        }
        let cells =
            [
                comparison.source.name, metric.title,
                "\(format.text(figure.value)) (\(format.interval(figure)))",
                difference(comparison.mostProbable),
            ] + (hasThreshold ? [difference(comparison.atThreshold)] : [])
        return cells.map { Markdown($0) }
    }

    // MARK: - Sentences on a file

    private func text(_ comparison: EvaluationRecord.Comparison) -> Markdown {
        var sentences = [source(comparison)]
        sentences.append(
            "With the most probable class of the model: \(decisions(comparison.mostProbable, comparison))"
        )
        if let decided = comparison.atThreshold {
            let value = record.threshold.map { " \(Formatting.fixed($0.value, 3))" } ?? ""
            sentences.append(
                "With the decisions of the model at its threshold\(value): \(decisions(decided, comparison))"
            )
        }
        sentences.append(
            "The kappa of \(comparison.source.name) and the actual classes is \(kappa(comparison.kappa))."
        )
        if let text = area(comparison) { sentences.append(text) }
        return sentences.joined(separator: " ")
    }

    private func source(_ comparison: EvaluationRecord.Comparison) -> Markdown {
        let source = comparison.source
        let content =
            switch (source.hasDecisions, source.hasProbabilities) {
            case (true, true): "decisions and probabilities"
            case (true, false): "decisions without probabilities"
            case (false, _): "probabilities; its decisions are the most probable classes"
            }
        let total = record.images.total
        let images =
            comparison.images == total
            ? "all \(Formatting.plural(total, "image"))"
            : "\(Formatting.count(comparison.images)) of the \(Formatting.plural(total, "image")), the others are not in it"
        let others =
            source.otherRows == 0
            ? "" : "; \(Formatting.plural(source.otherRows, "row")) of other images not used"
        let notes = source.notes.map { "; \($0)" }.joined()
        return
            "\(Markdown.link("\(source.name)", to: "evaluations/\(record.name)/predictions-\(source.name).csv")), from \(Markdown.code(source.file)) (\(content); \(images)\(others)\(notes))."
    }

    private func decisions(
        _ decisions: EvaluationRecord.Comparison.Decisions,
        _ comparison: EvaluationRecord.Comparison
    ) -> Markdown {
        let name = comparison.source.name
        let accuracies =
            if let own = decisions.metrics["accuracy"]?.value,
                let other = comparison.metrics["accuracy"]?.value
            {
                "accuracy \(Formatting.percent(own)), that of \(name) \(Formatting.percent(other)); "
            } else { "" }
        return
            "\(accuracies)only the model is correct on \(Formatting.plural(decisions.onlyModel, "image")), only \(name) on \(Formatting.count(decisions.onlyOther)) (McNemar's test: \(probability(decisions.pValue, decisions.correctedP))). \(classes(decisions, comparison))Both decide equally for \(Formatting.count(decisions.equal)) of \(Formatting.plural(comparison.images, "image")), kappa \(kappa(decisions.kappa)); the kappa of the model and the actual classes is \(kappa(decisions.modelKappa))."
    }

    /// The sentences on the tests within the images of each class.
    private func classes(
        _ decisions: EvaluationRecord.Comparison.Decisions,
        _ comparison: EvaluationRecord.Comparison
    ) -> String {
        guard let positive = record.positiveClass else { return "" }
        let others = record.classes.filter { $0 != positive }
        let tests = [
            (Sensitivity().title, [positive], decisions.sensitivity),
            (Specificity().title, others, decisions.specificity),
        ]
        return tests.map { title, names, test in
            guard let test else { return "" }
            let images = Formatting.plural(test.images, "\(Formatting.list(names)) image")
            return
                "Of the \(images), only the model decides \(Formatting.count(test.onlyModel)) correctly, only \(comparison.source.name) \(Formatting.count(test.onlyOther)) (\(title), McNemar's test: \(probability(test.pValue, test.correctedP))). "
        }.joined()
    }

    private func area(_ comparison: EvaluationRecord.Comparison) -> Markdown? {
        guard let area = comparison.area else {
            guard comparison.source.hasProbabilities, record.positiveClass != nil else {
                return nil
            }
            return
                "DeLong's test of the AUROCs is undefined, because a class has fewer than two images or the difference has no variance."
        }
        let format = MetricFormat(AreaUnderROC(), area.difference.interval)
        return
            "AUROC of the model minus that of \(comparison.source.name): \(format.difference(area.difference)) (DeLong's test: \(probability(area.pValue, area.correctedP)))."
    }

    private func kappa(_ figure: EvaluationRecord.Figure?) -> String {
        guard let figure else { return "undefined, because both contain one class only" }
        let interval = figure.interval.map { " (95%: \(Formatting.plainRange($0, decimals: 2)))" }
        return Formatting.fixed(figure.value, 2) + (interval ?? "")
    }

    private func probability(_ value: Double, _ corrected: Double?) -> String {
        let value = corrected ?? value
        return
            "p \(value < 0.001 ? "" : "= ")\(Formatting.shortProbability(value)), \(value < Comparison.level ? "significant" : "not significant")"
    }
}
