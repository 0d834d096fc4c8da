import Analysis
import Evaluation
import Files
import Markup
import Plotting
import Results
import Tensors
import Terminal
import Vocabulary

/// The metrics of each label and their means, of the best trial.
struct LabelTables {
    let analysis: LabelAnalysis
    let hasChart: Bool

    /// The columns of the table in the report; the file `tables/labels.csv` has all metrics.
    private static let shown: [any Metric] = [
        AreaUnderROC(), AveragePrecision(), SensitivityAtSpecificity(LabelMetrics.fixedRate),
        Sensitivity(), Specificity(), F1(), BrierScore(), CalibrationError(),
    ]

    var markdown: Markdown? {
        guard let trial = analysis.trial else { return nil }
        guard let evaluation = analysis.evaluation, let predictions = analysis.predictions else {
            return Markdown.section(
                "Labels",
                ["The predictions of \(Markdown.code(trial.entry.id)) do not match its best epoch."]
            )
        }
        let columns = Self.shown.compactMap { metric in
            evaluation.metrics.firstIndex(of: metric.name).map { (metric, $0) }
        }
        let header: [Markdown] =
            ["label", "positive", "known", "threshold"] + columns.map { Markdown($0.0.title) }
        var rows = evaluation.evaluated.map { label -> [Markdown] in
            let counts = predictions.counts[label]
            return [
                Markdown(analysis.labels[label]), Markdown(Formatting.count(counts.positive)),
                Markdown(Formatting.count(counts.known)),
                Markdown(Formatting.fixed(predictions.thresholds[label], 3)),
            ] + columns.map { cell(evaluation.labels[label][$0.1], $0.0) }
        }
        for (name, figures) in [("*macro*", evaluation.macro), ("*micro*", evaluation.micro)]
        where !evaluation.evaluated.isEmpty {
            rows.append(
                [Markdown(source: name), "", "", ""] + columns.map { cell(figures[$0.1], $0.0) })
        }
        return Markdown.section(
            "Labels",
            [
                "Trial \(Markdown.code(trial.entry.id)) on the \(Formatting.count(predictions.count)) \(analysis.split.title) images.",
                rows.isEmpty ? nil : Markdown.table(header, rows: rows), explanation,
                omissions(predictions), rowSentence(evaluation), figure,
            ])
    }

    private func cell(_ figure: LabelEvaluation.Figure, _ metric: any Metric) -> Markdown {
        let format = MetricFormat(metric, figure.interval)
        guard figure.interval != nil else { return Markdown(format.text(figure.value)) }
        return "\(format.text(figure.value)) (\(format.text(figure.interval)))"
    }

    private var explanation: Markdown {
        let unit = analysis.isByPatient ? "patients" : "images"
        let thresholds: Markdown
        if let chosen = analysis.thresholds {
            let undecided = chosen.undecided.map { analysis.labels[$0] }
            thresholds =
                "The threshold of each label has the largest Youden index on the validation images."
                + (undecided.isEmpty
                    ? ""
                    : " Labels without one, since validation has no positive or no negative image, keep 0.5: \(Formatting.list(undecided)).")
        } else {
            thresholds =
                "There are no validation predictions, so the threshold of each label is 0.5."
        }
        return
            "In parentheses: 95% intervals of the bootstrap over \(unit) (\(analysis.replicates) resamplings). Ignored labels have no part. \"macro\" is the mean over the labels of the table, \"micro\" pools their images; in a resample, labels without positive or negative images are left out of the mean. \(thresholds)"
    }

    /// The labels that are left out, each with the reason.
    private func omissions(_ predictions: WeightedLabelPredictions) -> Markdown? {
        let items = analysis.labels.indices.compactMap { label -> Markdown? in
            predictions.undefined(AreaUnderROC(), of: label).map {
                "\(analysis.labels[label]): left out, \($0.description)"
            }
        }
        return items.isEmpty ? nil : Markdown.bullets(items)
    }

    private func rowSentence(_ evaluation: LabelEvaluation) -> Markdown? {
        guard let exact = evaluation.exactMatch.value, let hamming = evaluation.hammingLoss.value
        else { return nil }
        return
            "All known labels are predicted correctly for \(Formatting.percent(exact)) of the images (exact match); \(Formatting.percent(hamming)) of the known labels are predicted incorrectly (Hamming loss)."
    }

    private var figure: Markdown? {
        guard hasChart, let drawing = LabelChart(analysis).drawing else { return nil }
        let name = LabelChart.name
        return
            "\(Markdown.heading(3, Markdown(LabelChart.title)))\n\n\(Markdown.image(LabelChart.title, "charts/\(name).png"))\n\n\(drawing.caption) [Data](charts/\(name).csv), [script](charts/\(name).gp)."
    }

    /// The file `tables/labels.csv`: a row for each label and metric, and for the means. Undefined
    /// values are empty, with the reason in the last column.
    var csv: CSVTable? {
        guard let evaluation = analysis.evaluation, let predictions = analysis.predictions else {
            return nil
        }
        let header = [
            "label", "positive", "negative", "ignored", "metric", "value", "low", "high",
            "undefined",
        ]
        func rows(
            _ name: String, _ counts: [String], _ figures: [LabelEvaluation.Figure],
            _ reason: (any Metric) -> String
        ) -> [[String]] {
            zip(LabelMetrics.all, figures).map { metric, figure in
                [name] + counts + [
                    metric.name, CSVTable.text(of: figure.value),
                    CSVTable.text(of: figure.interval?.lowerBound),
                    CSVTable.text(of: figure.interval?.upperBound),
                    figure.value == nil ? reason(metric) : "",
                ]
            }
        }
        let each = analysis.labels.indices.flatMap { label -> [[String]] in
            let counts = predictions.counts[label]
            return rows(
                analysis.labels[label],
                [counts.positive, counts.negative, counts.ignored].map(String.init),
                evaluation.labels[label]
            ) { predictions.undefined($0, of: label)?.description ?? "" }
        }
        let none = ["", "", ""]
        return CSVTable(
            header: header,
            rows: each + rows("macro", none, evaluation.macro) { _ in "no label" }
                + rows("micro", none, evaluation.micro) { _ in "no label" }
        ).forSpreadsheets
    }
}

/// The table of labels that occur together.
struct LabelCooccurrence {
    let analysis: LabelAnalysis

    /// The largest number of labels of the table.
    static let mostLabels = 30

    var markdown: Markdown? {
        guard let matrix = analysis.predictions?.predictions.truth,
            (2...Self.mostLabels).contains(matrix.labels)
        else { return nil }
        let counts = matrix.cooccurrence
        let rows = analysis.labels.indices.map { label in
            [Markdown("\(label + 1). \(analysis.labels[label])")]
                + counts[label].map { $0 > 0 ? Markdown(Formatting.count($0)) : "·" }
        }
        let table = Markdown.table(
            [""] + analysis.labels.indices.map { Markdown(String($0 + 1)) }, rows: rows)
        return Markdown.section(
            "Labels that occur together",
            [
                "The number of \(analysis.split.title) images for which both labels are positive; on the diagonal all positive images of a label.",
                table,
            ])
    }
}
