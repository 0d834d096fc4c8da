package import Engine
import Evaluation
package import Results
import Studies
import Tensors
package import Vocabulary

/// Predictions and decisions of models whose images can have several labels.
extension TrainedModel {
    /// The mean of the networks' probabilities of each label for the images of a split of the
    /// study, as the trials stored them; see `storedPredictions(of:)`.
    /// - Throws: `PredictionError` if a file is not that of the trial, or has other labels; errors
    ///   of files.
    package func storedLabelPredictions(of split: Split) throws -> LabelPredictionTable? {
        try checked(
            LabelPredictionTable.combined(
                try members.map { try $0.storedLabelPredictions(of: split) }, split))
    }

    /// The predictions of `storedLabelPredictions(of:)`, augmented as the model augments, without
    /// calibration.
    /// - Parameters: as of `predictions(of:on:precision:data:progress:)`.
    /// - Throws: `PredictionError`; `EngineError`, errors of files.
    package func labelPredictions(
        of split: Split, on device: any Device, precision: PrecisionSetting? = nil,
        data: String? = nil, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> LabelPredictionTable? {
        let stored = try members.map { try $0.storedLabelPredictions(of: split) }
        guard let known = try checked(LabelPredictionTable.combined(stored, split)) else {
            return nil
        }
        guard !decisions.augmentation.isEmpty else { return known }
        let (starts, total) = LabelPredictionTable.starts(of: stored)
        let tables = try members.enumerated().map { number, member in
            try member.augmentedLabelPredictions(
                of: split, decisions.augmentation, on: device, precision: precision, data: data
            ) { try progress(starts[number] + $0, total) }
        }
        return LabelPredictionTable.combined(tables, split)
    }

    /// - Throws: `PredictionError` for predictions of other labels, or in another order.
    private func checked(_ table: LabelPredictionTable?) throws -> LabelPredictionTable? {
        guard let table, table.labels != classes else { return table }
        throw PredictionError(
            "\(members[0].title): its predictions are of the labels "
                + "\(table.labels.joined(separator: ", ")), but its network has "
                + "\(classes.joined(separator: ", ")); train the trial again")
    }

    // MARK: - Decisions

    /// The model with decisions for each label that are made from its validation predictions; see
    /// `decided(by:on:precision:data:progress:)`.
    func decidedLabels(
        by settings: DecisionSettings, on device: any Device, precision: PrecisionSetting?,
        data: String?, progress: (Int, Int) throws -> Void
    ) throws -> TrainedModel {
        guard settings.abstention == nil else {
            throw PredictionError(
                "--abstain: the images of \(members[0].title) can have several labels "
                    + "(dataset.task is multilabel), each with a probability of its own, and "
                    + "abstention is for classes that exclude each other; leave it out")
        }
        guard try decisions.isEmpty || storedLabelPredictions(of: .val) != nil else {
            throw Self.hasDecisions
        }
        var model = self
        model.decisions = ModelDecisions(augmentation: settings.augmentation)
        let table =
            settings.needsValidation
            ? try model.labelPredictions(
                of: .val, on: device, precision: precision, data: data, progress: progress) : nil
        model.decisions.labels = try model.labelDecisions(settings, table)
        if model.decisions.isOfValidation { model.decisions.areOutOfFold = try model.hasFolds }
        return model
    }

    /// The decisions for each label; empty if nothing is decided.
    /// - Parameter table: the validation predictions; nil without any.
    /// - Throws: `PredictionError` if a wanted decision is possible for no label.
    private func labelDecisions(
        _ settings: DecisionSettings, _ table: LabelPredictionTable?
    ) throws -> [LabelDecision] {
        guard let table else {
            if let option = settings.decidedOnValidation.first {
                throw PredictionError(
                    "--\(option): the model has no validation predictions\(ofSameImages), from "
                        + "which it is decided for each label")
            }
            guard case .given(let value)? = settings.threshold else { return [] }
            return given(value)
        }
        let calibrated = try calibrations(settings.calibration, table)
        let decisions = try thresholds(
            settings, calibrated, ModelDecisions(labels: calibrated).calibrated(table))
        return decisions.contains { $0.calibration != nil || $0.threshold != nil }
            ? decisions : []
    }

    /// The same threshold for all labels.
    private func given(_ value: Double) -> [LabelDecision] {
        let threshold = ModelDecisions.Threshold(
            rule: ThresholdSetting.given(value).text, value: value, images: nil)
        return classes.map { LabelDecision(label: $0, threshold: threshold) }
    }

    /// The calibration of each label that has positive and negative validation images.
    private func calibrations(
        _ wanted: CalibrationSetting, _ table: LabelPredictionTable
    ) throws -> [LabelDecision] {
        var all = classes.map { LabelDecision(label: $0) }
        if wanted == .none { return all }
        let predictions = try WeightedLabelPredictions(table.predictions)
        for label in predictions.evaluated {
            guard let own = predictions.of(label) else { continue }
            let map: CalibrationMap?
            if case .method(let method) = wanted {
                map = CalibrationMap(method, fit: own)
            } else {
                map = CalibrationMap.chosen(for: own, groups: table.groups(ofLabel: label))
            }
            all[label].calibration = map.map { .init(map: $0, images: own.count) }
        }
        if case .method(let method) = wanted, all.allSatisfy({ $0.calibration == nil }) {
            throw PredictionError(
                "--calibrate \(method.rawValue): no label has positive and negative validation "
                    + "images")
        }
        return all
    }

    /// The threshold of each label that has positive and negative validation images.
    /// - Parameter table: the calibrated validation predictions.
    private func thresholds(
        _ settings: DecisionSettings, _ calibrated: [LabelDecision], _ table: LabelPredictionTable
    ) throws -> [LabelDecision] {
        let rule: ThresholdRule
        switch (settings.threshold, settings.usualThreshold) {
        case (.given(let value)?, _):
            return zip(calibrated, given(value)).map { decision, given in
                LabelDecision(
                    label: decision.label, calibration: decision.calibration,
                    threshold: given.threshold)
            }
        case (.rule(let wanted)?, _), (nil, let wanted?): rule = wanted
        case (nil, nil): return calibrated
        }
        let predictions = try WeightedLabelPredictions(table.predictions)
        let chosen = LabelThresholds(predictions, rule: rule)
        guard settings.threshold == nil || chosen.undecided.count < classes.count else {
            throw PredictionError(
                "--threshold \(ThresholdSetting.rule(rule).text): no label has positive and "
                    + "negative validation images that allow such a threshold; give a probability")
        }
        return calibrated.enumerated().map { label, decision in
            var decision = decision
            if !chosen.undecided.contains(label) {
                decision.threshold = .init(
                    rule: ThresholdSetting.rule(rule).text, value: chosen.values[label],
                    images: predictions.counts[label].known)
            }
            return decision
        }
    }
}

extension ModelDecisions {
    /// The predictions with the calibrated probability of each label.
    package func calibrated(_ table: LabelPredictionTable) -> LabelPredictionTable {
        table.with(probabilities: calibrated(ofLabels: table.predictions.probabilities))
    }
}

extension LabelPredictionTable {
    /// The patient of each image whose label is known, in their order.
    fileprivate func groups(ofLabel label: Int) -> [String?] {
        files.indices.filter { predictions.truth[$0, label] != .ignored }.map { groups[$0] }
    }
}
