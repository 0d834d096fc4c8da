import Analysis
import Evaluation
import Markup
import Results
import Tensors
import Terminal

/// The evaluations of models of several labels on other data, from the records of `evaluations/`.
struct LabelEvaluationsSection {
    /// The folder of an evaluation.
    enum Item {
        /// An evaluation, and whether a trial of the model was trained again or removed since.
        case evaluated(EvaluationRecord, EvaluationRecord.Labels, isOutdated: Bool)
        /// An evaluation whose files cannot be read.
        case damaged(name: String, reason: String)
    }

    let items: [Item]

    /// The columns of the table; `evaluation.json` has all metrics.
    private static let shown: [any Metric] = [
        AveragePrecision(), Sensitivity(), Specificity(), F1(), BrierScore(), CalibrationError(),
    ]

    var markdown: Markdown? {
        guard !items.isEmpty else { return nil }
        return Markdown.section(
            "Evaluations on other data",
            [
                "Finished models on other images. Nothing was chosen or fitted on them by the program, and no figure here changes a result above."
            ] + items.map(text))
    }

    private func text(_ item: Item) -> Markdown {
        switch item {
        case .damaged(let name, let reason):
            return
                "\(Markdown.heading(3, Markdown(name)))\n\nLeft out: its files are damaged or missing (\(reason))."
        case .evaluated(let record, _, true):
            return
                "\(Markdown.heading(3, Markdown(record.name)))\n\nLeft out: \(EvaluatedSetText(record: record).members) was trained again or removed since; \(Markdown.code("study evaluate")) makes the evaluation again."
        case .evaluated(let record, let labels, false):
            let folder = "evaluations/\(record.name)"
            let files: Markdown =
                "\(Markdown.link("Figures", to: "\(folder)/evaluation.json")), \(Markdown.link("predictions", to: "\(folder)/predictions.csv"))."
            return [
                Markdown.heading(3, Markdown(record.name)),
                EvaluatedSetText(record: record).markdown, decisions(labels),
                table(record, labels), explanation(record), omissions(labels), images(record),
                files,
            ].compactMap { $0 }.joined(separator: "\n\n")
        }
    }

    /// The sentences on calibrations and thresholds, which were fixed before.
    private func decisions(_ labels: EvaluationRecord.Labels) -> Markdown {
        let decisions = ModelDecisions(labels: labels.labels.map(\.decision))
        let usual = Formatting.fixed(LabelDecision.usualThreshold, 1)
        let texts = [
            decisions.labelCalibrationSentence,
            decisions.labelThresholdSentence
                ?? "Every label is predicted from a probability of \(usual) on.",
        ]
        return Markdown(texts.compactMap { $0 }.joined(separator: " "))
    }

    private func table(
        _ record: EvaluationRecord, _ labels: EvaluationRecord.Labels
    ) -> Markdown? {
        let isCompared = record.shift != nil
        let area = AreaUnderROC()
        let header: [Markdown] =
            ["label", "positive", "known", Markdown(area.title)]
            + (isCompared ? ["internal test"] : []) + Self.shown.map { Markdown($0.title) }
        func row(
            _ name: Markdown, _ counts: [Markdown], _ figures: [String: EvaluationRecord.Figure],
            _ inside: Double?
        ) -> [Markdown] {
            [name] + counts + [cell(area, figures)]
                + (isCompared ? [Markdown(MetricFormat(area, nil).text(inside))] : [])
                + Self.shown.map { cell($0, figures) }
        }
        var rows = labels.labels.filter { $0.omission == nil }.map { label in
            row(
                Markdown(label.name),
                [label.counts.positive, label.counts.known].map { Markdown(Formatting.count($0)) },
                label.metrics, label.shift[area.name])
        }
        guard !rows.isEmpty else { return nil }
        rows.append(
            row("*macro*", ["", ""], record.metrics, record.shift?.metrics[area.name]?.value))
        rows.append(row("*micro*", ["", ""], labels.micro, nil))
        return Markdown.table(header, rows: rows)
    }

    private func cell(
        _ metric: any Metric, _ figures: [String: EvaluationRecord.Figure]
    ) -> Markdown {
        guard let figure = figures[metric.name] else { return "–" }
        let format = MetricFormat(metric, figure.interval)
        guard figure.interval != nil else { return Markdown(format.text(figure.value)) }
        return "\(format.text(figure.value)) (\(format.text(figure.interval)))"
    }

    private func explanation(_ record: EvaluationRecord) -> Markdown {
        let compared: Markdown =
            record.shift.map {
                " \"internal test\" is the AUROC on the \(Formatting.plural($0.images, "test image")) of the study, with the same calibrations."
            } ?? ""
        return
            "In parentheses: 95% intervals of the bootstrap over \(record.unit) (\(record.replicates) resamplings). Ignored labels have no part. \"macro\" is the mean over the labels of the table, \"micro\" pools their images.\(compared)"
    }

    /// The labels that are left out, each with the reason.
    private func omissions(_ labels: EvaluationRecord.Labels) -> Markdown? {
        let items = labels.labels.compactMap { label in
            label.omission.map { "\(label.name): left out, \($0)" as Markdown }
        }
        return items.isEmpty ? nil : Markdown.bullets(items)
    }

    /// The sentence on whole images.
    private func images(_ record: EvaluationRecord) -> Markdown? {
        guard let exact = record.metrics["exact_match"]?.value,
            let hamming = record.metrics["hamming_loss"]?.value
        else { return nil }
        return
            "All known labels are predicted correctly for \(Formatting.percent(exact)) of the images (exact match); \(Formatting.percent(hamming)) of the known labels are predicted incorrectly (Hamming loss)."
    }
}

extension LabelEvaluationsSection {
    /// Reads the evaluations of a results folder.
    /// - Throws: `ResultsError`, `JSONError`, `FileError` if the folder or its lock cannot be read.
    init(_ folder: ResultsFolder) throws {
        let lock = try folder.readLock()
        self.init(
            items: try folder.evaluations().map { evaluation -> Item in
                do {
                    let record = try evaluation.readRecord()
                    guard let labels = record.labels else {
                        return .damaged(
                            name: evaluation.name, reason: "it is an evaluation of single classes")
                    }
                    _ = try evaluation.readLabelPredictions(of: record)
                    return .evaluated(record, labels, isOutdated: !record.isCurrent(in: lock))
                } catch { return .damaged(name: evaluation.name, reason: "\(error)") }
            })
    }
}
