package import Engine
import Evaluation
import Files
import Foundation
package import Results
package import Studies
package import Vocabulary

/// A trained network, or an ensemble of several, whose probabilities are the mean of theirs, with
/// the decisions that travel with it.
package struct TrainedModel {
    /// The networks: one, or those of an ensemble.
    package let members: [TrainedNetwork]
    /// The decisions made on validation images.
    package internal(set) var decisions: ModelDecisions

    /// The names of the classes, the same for all networks.
    package var classes: [String] { members[0].classes }
    /// The positive class of two, the same for all networks; nil if it is unknown.
    package var positiveClass: String? { members[0].positiveClass }

    /// True if images can have several labels: `classes` are then the names of the labels, and each
    /// has a probability of its own.
    package var isMultilabel: Bool { members[0].description.task.isMultilabel }

    /// Refuses a model of several labels.
    /// - Parameter purpose: the use that needs classes which exclude each other, such as `study
    ///   explain` without images.
    /// - Throws: `PredictionError`.
    package func requireClasses(for purpose: String) throws(PredictionError) {
        guard isMultilabel else { return }
        throw PredictionError(
            "\(members[0].title): its images can have several labels (dataset.task is multilabel), "
                + "which \(purpose) does not support; use study predict")
    }

    /// Creates the model of a single network.
    /// - Parameter decisions: the decisions; nil: those in the file of the network.
    package init(_ network: TrainedNetwork, _ decisions: ModelDecisions? = nil) {
        members = [network]
        self.decisions = decisions ?? network.description.decisions
    }

    /// Reads finished trials; of several, the model is their ensemble.
    /// - Parameter trials: the folders of the trials, or that of a registered model, whose
    ///   `model.json` lists its members and decisions.
    /// - Throws: `PredictionError` if they do not distinguish the same classes, if one is given
    ///   twice, or if a member is not the trial that `model.json` lists; `ResultsError` for a
    ///   damaged `model.json`; the errors of `TrainedNetwork`.
    package init(trials: [String]) throws {
        for folder in trials {
            guard let file = try ModelFile.read(in: folder) else { continue }
            guard trials.count == 1 else {
                throw PredictionError(
                    "\(folder): contains \(ModelFile.name), so it is a registered model with "
                        + "members or decisions of its own; an ensemble consists of trials")
            }
            try self.init(file, in: folder)
            return
        }
        try self.init(trials.map { try TrainedNetwork(trial: $0) })
    }

    /// Creates the ensemble of networks.
    /// - Throws: `PredictionError` if they do not distinguish the same classes, or if one is given
    ///   twice.
    package init(
        _ members: [TrainedNetwork], _ decisions: ModelDecisions = ModelDecisions()
    ) throws {
        guard let first = members.first else { throw PredictionError("no trial is given") }
        var digests: Set<String> = []
        for member in members {
            guard member.classes == first.classes, member.positiveClass == first.positiveClass,
                member.description.task.isMultilabel == first.description.task.isMultilabel
            else {
                throw PredictionError(
                    "the classes of \(member.title) are \(Self.text(member)), but those of "
                        + "\(first.title) are \(Self.text(first)); the members of an ensemble must "
                        + "have the same")
            }
            guard let digest = member.digest else { continue }
            guard digests.insert(digest).inserted else {
                throw PredictionError("\(member.title): is given twice")
            }
        }
        self.members = members
        self.decisions = decisions
    }

    private static func text(_ network: TrainedNetwork) -> String {
        network.classes.joined(separator: ", ")
            + (network.positiveClass.map { " (positive: \($0))" } ?? "")
    }

    /// The number format in which all networks compute.
    /// - Parameter wanted: the number format; nil: that of the training.
    /// - Throws: `PredictionError` if the networks differ in it.
    package func precision(_ wanted: PrecisionSetting?) throws -> ComputePrecision {
        let hasBFloat16 = OneDNNLibrary.supports(.bf16)
        let all = members.map { $0.precision(wanted, hasBFloat16: hasBFloat16) }
        guard let first = all.first, all.allSatisfy({ $0 == first }) else {
            throw PredictionError(
                "the members of the ensemble were trained in different number formats; set "
                    + "--precision fp32 or bf16")
        }
        return first
    }

    /// True if the files contain the descriptions of their networks; otherwise they consist of
    /// options and defaults.
    package var isDescribed: Bool { members.allSatisfy(\.isDescribed) }

    /// Notes for the user about the entries of the checkpoints.
    package var notes: [String] { members.flatMap(\.notes) }

    /// A note for the user on the number format of predictions; nil if it is fp32, as in the
    /// training.
    package func note(on precision: ComputePrecision) -> String? {
        members.lazy.compactMap { $0.note(on: precision) }.first
    }

    // MARK: - Predictions of the study's images

    /// The mean of the networks' probabilities for the images of a split of the study, as the
    /// trials stored them: without augmentation and calibration. If validation images are different
    /// ones, as in a cross-validation, each has the probabilities of the networks that were not
    /// trained on it. nil if a network has no predictions, or if they have
    /// only some images in common.
    /// - Throws: `PredictionError` if a file is not that of the trial; errors of files.
    package func storedPredictions(of split: Split) throws -> PredictionTable? {
        PredictionTable.combined(
            try members.map { try $0.storedPredictions(of: split) }, split)
    }

    /// The predictions of `storedPredictions(of:)`, augmented as the model augments, without
    /// calibration.
    /// - Parameters:
    ///   - data: the folder of the study's data; nil: that in the lock.
    ///   - progress: called with the number of images done and their total, if images must be
    ///     predicted again because of the augmentation; its error is thrown.
    /// - Throws: `PredictionError`; `EngineError`, errors of files.
    package func predictions(
        of split: Split, on device: any Device, precision: PrecisionSetting? = nil,
        data: String? = nil, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> PredictionTable? {
        let stored = try members.map { try $0.storedPredictions(of: split) }
        guard let known = PredictionTable.combined(stored, split) else { return nil }
        guard !decisions.augmentation.isEmpty else { return known }
        let (starts, total) = PredictionTable.starts(of: stored)
        let tables = try members.enumerated().map { number, member in
            try member.augmentedPredictions(
                of: split, decisions.augmentation, on: device, precision: precision, data: data
            ) { try progress(starts[number] + $0, total) }
        }
        return PredictionTable.combined(tables, split)
    }

    // MARK: - Decisions

    /// The model with decisions that are made from its validation predictions. Decisions that it
    /// already has are replaced if settings are given.
    /// - Parameters:
    ///   - device: the device that predicts augmented validation images.
    ///   - data: the folder of the study's data; nil: that in the lock.
    ///   - progress: called with the number of predictions of augmented images, and their total;
    ///     its error is thrown.
    /// - Throws: `PredictionError` if the model has no validation predictions that allow a
    ///   decision; `EngineError`, errors of files.
    package func decided(
        by settings: DecisionSettings, on device: any Device, precision: PrecisionSetting? = nil,
        data: String? = nil, progress: (Int, Int) throws -> Void = { _, _ in }
    ) throws -> TrainedModel {
        if settings.isEmpty { return self }
        if isMultilabel {
            return try decidedLabels(
                by: settings, on: device, precision: precision, data: data, progress: progress)
        }
        guard try decisions.isEmpty || storedPredictions(of: .val) != nil else {
            throw Self.hasDecisions
        }
        var model = self
        model.decisions = ModelDecisions(augmentation: settings.augmentation)
        let mean =
            settings.needsValidation
            ? try model.predictions(
                of: .val, on: device, precision: precision, data: data, progress: progress) : nil
        let calibration = try model.calibration(settings.calibration, mean)
        model.decisions.calibration = calibration
        let table = calibration.map { mean?.calibrated(by: $0.map) } ?? mean
        if let wanted = settings.threshold {
            model.decisions.threshold = try model.threshold(wanted, table)
        } else if let rule = settings.usualThreshold {
            model.decisions.threshold = try model.threshold(rule, table)
        }
        model.decisions.abstention = try settings.abstention.map {
            try model.abstention($0, table)
        }
        if model.decisions.isOfValidation {
            model.decisions.areOutOfFold = try model.hasFolds
        }
        return model
    }

    /// The error of other decisions for a model that has its own.
    static let hasDecisions = PredictionError(
        "--calibrate, --threshold, --tta, --abstain: a registered or exported model has its own "
            + "decisions, and no validation predictions for others; leave these options out, or "
            + "give them to study register or study export")

    /// The calibration, fitted to validation predictions; nil if there is none.
    /// - Throws: `PredictionError` if the fit is not possible.
    private func calibration(
        _ wanted: CalibrationSetting, _ table: PredictionTable?
    ) throws -> ModelDecisions.Calibration? {
        if wanted == .none { return nil }
        guard let table else {
            throw PredictionError(
                "--calibrate: the model has no validation predictions\(ofSameImages), to which a "
                    + "calibration is fitted")
        }
        let predictions = try table.weighted(positive: positiveClass)
        guard case .method(let method) = wanted else {
            return CalibrationMap.chosen(for: predictions, groups: table.groups).map {
                .init(map: $0, images: table.files.count)
            }
        }
        guard method == .temperature || classes.count == 2,
            let map = CalibrationMap(method, fit: predictions)
        else {
            throw PredictionError(
                "--calibrate \(method.rawValue): requires two classes with validation images each; "
                    + "the classes are \(classes.joined(separator: ", "))")
        }
        return .init(map: map, images: table.files.count)
    }

    /// The decision threshold.
    /// - Parameter table: the calibrated validation predictions.
    /// - Throws: `PredictionError` if the wanted rule cannot be applied.
    private func threshold(
        _ wanted: ThresholdSetting, _ table: PredictionTable?
    ) throws -> ModelDecisions.Threshold {
        guard positiveClass != nil else {
            throw PredictionError(
                "--threshold requires two classes with a positive class; the classes are "
                    + classes.joined(separator: ", "))
        }
        switch wanted {
        case .given(let value): return .init(rule: wanted.text, value: value, images: nil)
        case .rule(let rule):
            if let chosen = try threshold(rule, table) { return chosen }
            throw PredictionError(
                "--threshold \(wanted.text): the model has no validation predictions\(ofSameImages) "
                    + "of both classes that allow such a threshold; give a probability")
        }
    }

    /// The threshold that a rule chooses; nil if the calibrated validation predictions do not allow
    /// it.
    private func threshold(
        _ rule: ThresholdRule, _ table: PredictionTable?
    ) throws -> ModelDecisions.Threshold? {
        guard let table, positiveClass != nil,
            let chosen = rule.threshold(try table.weighted(positive: positiveClass))
        else { return nil }
        return .init(
            rule: ThresholdSetting.rule(rule).text, value: chosen.value,
            images: table.files.count)
    }

    /// The rule of abstention: the smallest certainty of the validation predictions that are kept.
    /// - Parameters:
    ///   - fraction: the fraction of validation predictions that are not kept, in (0, 1); fewer if
    ///     several have the same certainty.
    ///   - table: the calibrated validation predictions.
    /// - Throws: `PredictionError` without validation predictions.
    private func abstention(
        _ fraction: Double, _ table: PredictionTable?
    ) throws -> ModelDecisions.Abstention {
        guard let table else {
            throw PredictionError(
                "--abstain: the model has no validation predictions\(ofSameImages), from which the "
                    + "smallest certainty is chosen")
        }
        let positive = positiveClass.flatMap { classes.firstIndex(of: $0) }
        let certainties = table.files.indices.map { image in
            decisions.certainty(
                of: Array(table.predictions.probabilities(of: image)), positive: positive)
        }.sorted()
        let dropped = Int((fraction * Double(certainties.count)).rounded(.down))
        return .init(
            fraction: fraction, certainty: certainties[min(dropped, certainties.count - 1)],
            images: certainties.count)
    }

    /// Whether the networks have different validation images.
    var hasFolds: Bool {
        get throws {
            let files = try members.compactMap { member in
                isMultilabel
                    ? try member.storedLabelPredictions(of: .val)?.files
                    : try member.storedPredictions(of: .val)?.files
            }
            return Set(files).count > 1
        }
    }

    var ofSameImages: String {
        members.count > 1 ? " of the same images for all members" : ""
    }
}
