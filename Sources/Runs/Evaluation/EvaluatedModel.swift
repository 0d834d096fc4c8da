import Engine
import Evaluation
import Files
import Foundation
import Inference
import Results
import Vocabulary

/// The model of an evaluation: a finished trial, or the ensemble of several trials, whose
/// probability is the mean of theirs. Its threshold and calibration come from its predictions of
/// the study's validation images.
struct EvaluatedModel {
    /// A trial of the model.
    struct Member {
        let folder: TrialFolder
        let network: TrainedNetwork
        let record: EvaluationRecord.Member

        fileprivate init(_ path: String) throws {
            let id = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
            folder = TrialFolder(path, id: id)
            network = try TrainedNetwork(trial: path)
            let record = try folder.readRecord()
            let file = URL(fileURLWithPath: folder.bestPath).lastPathComponent
            self.record = EvaluationRecord.Member(
                id: record.id, key: record.key, weights: record.files[file] ?? "")
        }
    }

    let members: [Member]
    /// The names of the classes, the same for all members.
    let classes: [String]
    /// The positive class of two, the same for all members; nil if it is unknown.
    let positive: String?

    /// - Parameter trials: the folders of the finished trials.
    /// - Throws: `EvaluationFailure` if the members do not distinguish the same classes, or if one
    ///   is given twice; `PredictionError` and errors of files.
    init(trials: [String]) throws {
        members = try trials.map { try Member($0) }
        guard let first = members.first else { throw EvaluationFailure("no trial is given") }
        (classes, positive) = (first.network.classes, first.network.positiveClass)
        for (index, member) in members.enumerated() {
            let own = member.network
            guard own.classes == classes, own.positiveClass == positive else {
                throw EvaluationFailure(
                    "the classes of \(member.folder.path) are \(Self.text(own)), but those of "
                        + "\(first.folder.path) are \(Self.text(first.network)); the members of an "
                        + "ensemble must have the same")
            }
            guard !members[..<index].contains(where: { $0.record.weights == member.record.weights })
            else { throw EvaluationFailure("\(member.folder.path): is given twice") }
        }
    }

    private static func text(_ network: TrainedNetwork) -> String {
        network.classes.joined(separator: ", ")
            + (network.positiveClass.map { " (positive: \($0))" } ?? "")
    }

    /// The name of the model in that of an evaluation.
    var name: String { members.count == 1 ? members[0].folder.id : "ensemble-of-\(members.count)" }

    /// The number format in which all members compute.
    /// - Parameter wanted: the number format; nil: that of the training.
    /// - Throws: `EvaluationFailure` if the members differ in it.
    func precision(_ wanted: PrecisionSetting?) throws -> ComputePrecision {
        let hasBFloat16 = OneDNNLibrary.supports(.bf16)
        let all = members.map { $0.network.precision(wanted, hasBFloat16: hasBFloat16) }
        guard let first = all.first, all.allSatisfy({ $0 == first }) else {
            throw EvaluationFailure(
                "the members of the ensemble were trained in different number formats; set "
                    + "--precision fp32 or bf16")
        }
        return first
    }

    /// The predictions of the images of a split of the study; nil if a member has none, or if the
    /// members have predictions of different images.
    /// - Throws: `EvaluationFailure` if a file is not that of the trial; errors of files.
    func predictions(of split: Split) throws -> PredictionTable? {
        let tables = try members.compactMap { member -> PredictionTable? in
            guard let table = try member.folder.readPredictions(split) else { return nil }
            let path = member.folder.predictionsPath(split)
            let file = URL(fileURLWithPath: path).lastPathComponent
            guard try member.network.record?.files[file] == member.folder.digest(file) else {
                throw EvaluationFailure(
                    "\(path): is not the file that the trial wrote (its SHA-256 is not that in "
                        + "trial.json); restore it, or train the trial again")
            }
            return table
        }
        guard tables.count == members.count, tables.allSatisfy({ !$0.files.isEmpty }) else {
            return nil
        }
        return PredictionTable.mean(of: tables)
    }

    /// The calibration, fitted to the validation predictions; nil if there is none.
    /// - Throws: `EvaluationFailure` if the fit is not possible; errors of files.
    func calibration(
        _ wanted: EvaluationOptions.Calibration
    ) throws -> (map: CalibrationMap, images: Int)? {
        if wanted == .none { return nil }
        guard let table = try predictions(of: .val) else {
            throw EvaluationFailure(
                "--calibrate: the model has no validation predictions\(ofSameImages), to which a "
                    + "calibration is fitted")
        }
        let predictions = try table.weighted(positive: positive)
        guard case .method(let method) = wanted else {
            return CalibrationMap.chosen(for: predictions).map { ($0, table.files.count) }
        }
        guard method == .temperature || classes.count == 2,
            let map = CalibrationMap(method, fit: predictions)
        else {
            throw EvaluationFailure(
                "--calibrate \(method.rawValue): requires two classes with validation images each; "
                    + "the classes are \(classes.joined(separator: ", "))")
        }
        return (map, table.files.count)
    }

    /// The decision threshold; nil without a positive class, or if none was asked for and there are
    /// no validation predictions for Youden's index.
    /// - Parameter map: the calibration of the predictions.
    /// - Throws: `EvaluationFailure` if the wanted rule cannot be applied; errors of files.
    func threshold(
        _ wanted: EvaluationOptions.Threshold?, _ map: CalibrationMap?
    ) throws -> EvaluationRecord.Threshold? {
        guard positive != nil else { return nil }
        let rule: ThresholdRule
        switch wanted {
        case .given(let value): return .init(rule: "given", value: value, images: nil)
        case .rule(let wanted): rule = wanted
        case nil: rule = .youden
        }
        if let table = try calibratedPredictions(of: .val, map),
            let chosen = rule.threshold(try table.weighted(positive: positive))
        {
            return .init(
                rule: EvaluationOptions.Threshold.rule(rule).text, value: chosen.value,
                images: table.files.count)
        }
        guard let wanted else { return nil }
        throw EvaluationFailure(
            "--threshold \(wanted.text): the model has no validation predictions\(ofSameImages) of "
                + "both classes that allow such a threshold; give a probability")
    }

    /// The predictions of the images of a split of the study, calibrated if there is a calibration.
    func calibratedPredictions(
        of split: Split, _ map: CalibrationMap?
    ) throws -> PredictionTable? {
        let table = try predictions(of: split)
        return map.map { table?.calibrated(by: $0) } ?? table
    }

    private var ofSameImages: String {
        members.count > 1 ? " of the same images for all members" : ""
    }
}
