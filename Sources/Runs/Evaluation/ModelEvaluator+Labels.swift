import Analysis
import Datasets
import Engine
import Evaluation
import Images
import Inference
import Results
import Studies
import Tensors
import Vocabulary

/// The evaluation of a model whose images can have several labels.
extension ModelEvaluator {
    /// The number of entries, images times labels times resamplings, that intervals may compute.
    private static let mostEntries = 200_000_000

    /// - Throws: `EvaluationFailure` for options that need classes which exclude each other.
    static func checkLabels(_ options: EvaluationOptions) throws {
        let given: [(Bool, String)] = [
            (!options.readers.isEmpty, "--predictions"), (options.subgroups != nil, "--by"),
            (!options.prevalences.isEmpty, "--prevalence"),
            (options.decisions.abstention != nil, "--abstain"),
        ]
        guard let option = given.first(where: { $0.0 })?.1 else { return }
        throw EvaluationFailure(
            "\(option): is for classes that exclude each other, but the images of the model can "
                + "have several labels (dataset.task is multilabel); leave it out")
    }

    /// Computes the figures of each label.
    /// - Parameters:
    ///   - parts: the predictions of each member.
    ///   - truth: the labels of all images.
    func evaluateLabels(
        _ model: TrainedModel, _ parts: [MemberPredictions], _ truth: LabelMatrix,
        on device: any Device, _ progress: (EvaluationProgress) throws -> Void
    ) throws -> Outcome {
        let decisions = model.decisions
        let tables = parts.map { self.table($0, truth) }
        guard let mean = LabelPredictionTable.mean(of: tables) else {
            throw EvaluationFailure("\(path): an image changed during the evaluation")
        }
        let table = decisions.calibrated(mean)
        let predictions = try WeightedLabelPredictions(table.predictions)
            .decided(at: decisions.thresholds(ofLabels: model.classes.count))
        let entries = max(1, predictions.count * predictions.labels)
        let bootstrap = Bootstrap(
            images: predictions.count, replicates: min(2000, max(200, Self.mostEntries / entries)),
            clusters: table.clusters)
        let own = LabelEvaluation(predictions, bootstrap: bootstrap)
        let inside = try internalLabels(model, on: device, progress)
        let other = inside.predictions.map { LabelEvaluation($0) }
        var record = self.record(table, predictions, own, bootstrap, parts[0])
        record.labels = EvaluationRecord.Labels(
            labels: self.figures(predictions, own, decisions, comparedWith: other),
            micro: Self.figures(own.metrics, own.micro))
        if let other, let count = inside.predictions?.count {
            record.shift = EvaluationRecord.Internal(
                split: .test, images: count, metrics: Self.metrics(other), differences: [:],
                prevalence: nil, meanProbability: nil)
        }
        record.augmentation = decisions.augmentation
        record.areDecisionsOutOfFold = decisions.areOutOfFold
        if tables.count > 1 {
            for (index, table) in tables.enumerated() {
                let own = LabelEvaluation(try WeightedLabelPredictions(table.predictions))
                // Of the metrics that do not depend on the decisions.
                record.model[index].metrics = Self.metrics(own).mapValues(\.value)
                    .filter { ["auroc", "average_precision"].contains($0.key) }
            }
        }
        return Outcome(
            record: record, predictions: .labels(table), readers: [],
            notes: parts[0].notes + [inside.note, decisions.outOfFoldSentence].compactMap { $0 })
    }

    private func table(_ part: MemberPredictions, _ truth: LabelMatrix) -> LabelPredictionTable {
        LabelPredictionTable(
            labels: model.classes, files: part.used.map { images.samples[$0].path },
            groups: part.used.map { images.groups[$0] },
            predictions: LabelPredictions(
                truth: truth.rows(part.used), probabilities: part.probabilities))
    }

    /// The predictions of the internal test images with the decisions; nil if there are none, or if
    /// these images are among the evaluated ones. The note says if they cannot be predicted.
    private func internalLabels(
        _ model: TrainedModel, on device: any Device,
        _ progress: (EvaluationProgress) throws -> Void
    ) throws -> (predictions: WeightedLabelPredictions?, note: String?) {
        if overlaps?.contains(where: { $0.split == .test }) == true { return (nil, nil) }
        let table: LabelPredictionTable?
        do {
            table = try model.labelPredictions(
                of: .test, on: device, precision: setting, data: options.data
            ) { try progress(EvaluationProgress(.predictingTest, $0, of: $1)) }
        } catch let error as PredictionError where !model.decisions.augmentation.isEmpty {
            return (nil, "not compared with the internal test images: \(error)")
        }
        guard let table else { return (nil, nil) }
        let predictions = try WeightedLabelPredictions(
            model.decisions.calibrated(table).predictions)
        return (
            predictions.decided(at: model.decisions.thresholds(ofLabels: model.classes.count)), nil
        )
    }

    // MARK: - Record

    private func record(
        _ table: LabelPredictionTable, _ predictions: WeightedLabelPredictions,
        _ evaluation: LabelEvaluation, _ bootstrap: Bootstrap, _ part: MemberPredictions
    ) -> EvaluationRecord {
        var evaluated = EvaluationRecord.Images(
            path: path, split: images.split, counts: predictions.counts.map(\.positive),
            patients: table.clusters.map { Set($0).count }, fingerprint: images.fingerprint,
            skipped: part.skipped, unread: images.unread.suspicions, repeats: repeats,
            notes: part.notes + [patientNote].compactMap { $0 })
        evaluated.all = predictions.count
        return EvaluationRecord(
            name: name, model: members, classes: model.classes, positiveClass: nil,
            precision: precision, images: evaluated, overlaps: overlaps, threshold: nil,
            replicates: bootstrap.replicates,
            unit: bootstrap.clusters == nil ? "images" : "patients",
            metrics: Self.metrics(evaluation), decided: [:], confusion: [], prevalence: nil,
            meanProbability: nil, shift: nil, program: CodeVersion.program, files: [:])
    }

    /// The figures of each label, and the values on the internal test images.
    private func figures(
        _ predictions: WeightedLabelPredictions, _ evaluation: LabelEvaluation,
        _ decisions: ModelDecisions, comparedWith other: LabelEvaluation?
    ) -> [EvaluationRecord.Label] {
        model.classes.enumerated().map { label, name in
            let inside = other.map { Self.figures($0.metrics, $0.labels[label]) } ?? [:]
            return EvaluationRecord.Label(
                decision: decisions.labels.isEmpty
                    ? LabelDecision(label: name) : decisions.labels[label],
                counts: predictions.counts[label],
                metrics: Self.figures(evaluation.metrics, evaluation.labels[label]),
                shift: inside.mapValues(\.value),
                omission: predictions.undefined(AreaUnderROC(), of: label)?.description)
        }
    }

    /// The means over labels by name, the exact match ratio and the Hamming loss.
    private static func metrics(
        _ evaluation: LabelEvaluation
    ) -> [String: EvaluationRecord.Figure] {
        figures(
            evaluation.metrics + ["exact_match", "hamming_loss"],
            evaluation.macro + [evaluation.exactMatch, evaluation.hammingLoss])
    }

    /// Figures by name, without those that are undefined.
    private static func figures(
        _ names: [String], _ figures: [LabelEvaluation.Figure]
    ) -> [String: EvaluationRecord.Figure] {
        var named: [String: EvaluationRecord.Figure] = [:]
        for (name, figure) in zip(names, figures) {
            guard let value = figure.value else { continue }
            named[name] = EvaluationRecord.Figure(
                value: value, interval: ModelEvaluation.wide(figure.interval))
        }
        return named
    }
}
