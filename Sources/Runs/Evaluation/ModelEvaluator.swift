import Analysis
import Datasets
package import Engine
import Evaluation
import Files
import Foundation
import Images
package import Inference
package import Results
import Studies
import Vocabulary

/// The evaluation of a finished trial, or of the ensemble of several trials, on labeled images: its
/// predictions, its metrics, and their difference from those on the internal test images.
///
/// Nothing is chosen or fitted on the evaluated images. The threshold comes from the validation
/// predictions of the model, or is given.
package struct ModelEvaluator {
    let model: TrainedModel
    let members: [EvaluationRecord.Member]
    let images: LabeledImages
    let patientNote: String?
    let study: StudyImages
    /// The path of the images' folder as the user wrote it.
    let path: String
    let options: EvaluationOptions
    let precision: ComputePrecision
    let overlaps: [EvaluationRecord.Overlap]?
    /// The number of images that repeat another one.
    let repeats: Int
    /// The attributes of the images; nil: subgroups are not evaluated.
    private let attributes: ImageAttributes?
    /// Somebody else's predictions of the images.
    private let readers: EvaluatedReaders
    /// The name of the evaluation.
    package let name: String
    /// Notes for the user.
    package let notes: [String]

    /// The result of an evaluation.
    package struct Outcome {
        /// The record, whose `files` are empty.
        package let record: EvaluationRecord
        /// The predictions of the images.
        package let predictions: EvaluatedPredictions
        /// Somebody else's predictions of the images, in the order of the record's comparisons.
        package let readers: [ReaderPredictions]
        /// Notes for the user on properties of the image files that the pixels do not show.
        package let notes: [String]
    }

    /// Reads the model and the index of the images, and compares them with the study's data.
    /// - Parameters:
    ///   - trials: the folders of the finished trials; of several, the model is the mean of their
    ///     probabilities.
    ///   - dataset: the folder of the images.
    ///   - progress: called while images are compared with the study's; its error is thrown.
    /// - Throws: `EvaluationFailure` if the evaluation is not possible or would be misleading;
    ///   `LabeledImagesError`, `PredictionError`, and errors of files.
    package init(
        trials: [String], dataset: String, _ options: EvaluationOptions = EvaluationOptions(),
        progress: (EvaluationProgress) throws -> Void = { _ in }
    ) throws {
        try self.init(
            TrainedModel(trials: trials), dataset: dataset, options, progress: progress)
    }

    /// Reads the index of the images, and compares them with the study's data.
    /// - Parameters:
    ///   - model: a finished trial, or an ensemble of several.
    ///   - dataset: the folder of the images.
    /// - Throws: the errors of `init(trials:dataset:_:)`.
    package init(
        _ model: TrainedModel, dataset: String, _ options: EvaluationOptions = EvaluationOptions(),
        progress: (EvaluationProgress) throws -> Void = { _ in }
    ) throws {
        self.model = model
        members = try model.evaluated()
        if model.isMultilabel { try Self.checkLabels(options) }
        guard
            model.positiveClass != nil || model.isMultilabel
                || options.decisions.threshold == nil && options.prevalences.isEmpty
        else {
            throw EvaluationFailure(
                "--threshold and --prevalence require two classes with a positive class; the classes "
                    + "are \(model.classes.joined(separator: ", "))")
        }
        precision = try model.precision(options.precision)
        path = dataset
        self.options = options
        study = StudyImages(model.members.compactMap(\.trial), data: options.data)
        let checked = try EvaluatedImages(
            options.root ?? dataset, name: dataset, classes: model.classes,
            isMultilabel: model.isMultilabel, options, comparedWith: study
        ) { try progress(EvaluationProgress(.comparing, $0, of: $1)) }
        patientNote = checked.patientNote
        (images, overlaps, repeats) = (checked.images, checked.overlaps, checked.repeats)
        attributes = try options.attributes(of: checked.images)
        readers = try EvaluatedReaders(
            options, of: checked.images, classes: model.classes, positive: model.positiveClass)
        notes = checked.notes + (attributes?.notes ?? []) + readers.notes
        name = try Self.name(options.name, dataset, images.split, members)
    }

    /// - Throws: `EvaluationFailure` for a name that is not a plain file name.
    private static func name(
        _ given: String?, _ dataset: String, _ split: Split?, _ members: [EvaluationRecord.Member]
    ) throws -> String {
        let folder = URL(fileURLWithPath: dataset).standardizedFileURL.lastPathComponent
        let model = members.count == 1 ? members[0].id : "ensemble-of-\(members.count)"
        let suffix = split.map { $0 == .test ? "" : "-\($0.rawValue)" } ?? ""
        let name = given ?? "\(folder)\(suffix)-\(model)".plainFileName
        guard name == name.plainFileName, !name.isEmpty, !name.hasPrefix("."),
            name.utf8.count <= 200
        else {
            throw EvaluationFailure(
                "--name \(name): expected at most 200 letters, digits, '.', '_' and '-', such as "
                    + "hospital-b")
        }
        return name
    }

    /// Whether a record is of this model and these images, compared with the same files of other
    /// predictions, although it may have another threshold or calibration.
    package func isSubject(of record: EvaluationRecord) -> Bool {
        record.images.fingerprint == images.fingerprint
            && record.model.map(\.key) == members.map(\.key)
            && record.model.map(\.weights) == members.map(\.weights)
            && readers.areCompared(in: record)
    }

    /// Whether a record is of this model and these images, and was made for the same external set
    /// of the study with the same settings.
    func isUpToDate(_ record: EvaluationRecord) -> Bool {
        isSubject(of: record) && record.set == evaluatedSet && record.overlaps == overlaps
            && record.classes == model.classes && record.positiveClass == model.positiveClass
    }

    /// The external set for which the evaluation is made, with the digest of the attributes.
    private var evaluatedSet: EvaluationRecord.StudySet? {
        options.set.map { set in
            var set = set
            set.attributes = attributes?.digest
            return set
        }
    }

    // MARK: - Evaluation

    /// Makes the decisions, predicts the images and computes the figures.
    /// - Parameter progress: called during the long parts; its error is thrown.
    /// - Throws: `EvaluationFailure` for an image that cannot be read, unless such images are
    ///   skipped; `PredictionError` for a decision that is not possible; `EngineError`,
    ///   `EvaluationError`, errors of files, and those of `progress`.
    package func evaluate(
        on device: any Device, progress: (EvaluationProgress) throws -> Void = { _ in }
    ) throws -> Outcome {
        let model = try decided(on: device, progress)
        let decisions = model.decisions
        let parts = try memberPredictions(of: model, on: device, progress)
        if let matrix = images.matrix {
            return try evaluateLabels(model, parts, matrix, on: device, progress)
        }
        let tables = parts.map { self.table($0) }
        guard let mean = PredictionTable.mean(of: tables) else {
            throw EvaluationFailure("\(path): an image changed during the evaluation")
        }
        let table = decisions.calibration.map { mean.calibrated(by: $0.map) } ?? mean
        let inside = try internalPredictions(model, on: device, progress)
        var record = try record(of: table, parts[0], decisions, inside.table)
        record.subgroups = try attributes.map {
            try Subgroups(
                table, $0.attributes(of: table.files), positive: model.positiveClass,
                threshold: decisions.threshold?.value)
        }
        record.set = evaluatedSet
        func measured(_ done: Int, _ total: Int) throws {
            try progress(EvaluationProgress(.measuring, done, of: total))
        }
        record.images.look = try ImageStatistics(of: images.files, progress: measured)
        if let internalTable = inside.table {
            record.shift?.scoreDistances = ModelEvaluation.scoreDistances(
                table, internalTable, positive: model.positiveClass)
            record.shift?.look = try study.testLook(progress: measured)
        }
        record.augmentation = decisions.augmentation
        record.areDecisionsOutOfFold = decisions.areOutOfFold
        record.abstention = try ModelEvaluation.abstention(
            table, positive: model.positiveClass, decisions)
        if let calibration = decisions.calibration {
            record.calibration = try Self.calibration(calibration, of: mean, model.positiveClass)
        }
        if parts.count > 1 { try addGains(of: mean, over: tables, to: &record) }
        return Outcome(
            record: record, predictions: .classes(table), readers: readers.predictions(for: table),
            notes: parts[0].notes + [inside.note, decisions.outOfFoldSentence].compactMap { $0 })
    }

    /// The model with its decisions: those that were asked for, otherwise those that it has, and
    /// the threshold of Youden's index if there is none.
    private func decided(
        on device: any Device, _ progress: (EvaluationProgress) throws -> Void
    ) throws -> TrainedModel {
        var settings = options.decisions
        if settings.isEmpty, !model.decisions.isEmpty { return model }
        settings.usualThreshold = .youden
        return try model.decided(
            by: settings, on: device, precision: setting, data: options.data
        ) { try progress(EvaluationProgress(.deciding, $0, of: $1)) }
    }

    var setting: PrecisionSetting { precision == .bf16 ? .bf16 : .fp32 }

    /// The predictions of a member, the images that cannot be read, and notes on the image files.
    struct MemberPredictions {
        /// The images that can be read, as indices of the samples, `[N]`.
        let used: [Int]
        /// The probabilities of these images, `[N, K]`.
        let probabilities: [Double]
        let skipped: [String]
        let notes: [String]
    }

    /// The predictions of each member.
    private func memberPredictions(
        of model: TrainedModel, on device: any Device,
        _ progress: (EvaluationProgress) throws -> Void
    ) throws -> [MemberPredictions] {
        let total = images.samples.count * model.members.count
        return try model.members.enumerated().map { number, member in
            let predictor = try Predictor(
                TrainedModel(member, ModelDecisions(augmentation: model.decisions.augmentation)),
                on: device, precision: setting, images: images.samples.count, asInTraining: true)
            return try predictions(of: predictor) {
                let done = number * images.samples.count + $0
                try progress(EvaluationProgress(.predicting, done, of: total))
            }
        }
    }

    /// The table of a member's predictions of classes.
    private func table(_ part: MemberPredictions) -> PredictionTable {
        PredictionTable(
            classes: model.classes, files: part.used.map { images.samples[$0].path },
            groups: part.used.map { images.groups[$0] },
            predictions: Predictions(
                labels: part.used.map { images.samples[$0].label },
                probabilities: part.probabilities, classes: model.classes.count))
    }

    private func predictions(
        of predictor: Predictor, progress: (Int) throws -> Void
    ) throws -> MemberPredictions {
        var (rows, skipped): ([(index: Int, probabilities: [Double])], [String]) = ([], [])
        var properties: [(name: String, properties: ImageProperties)] = []
        var done = 0
        try predictor.predict(images.files) { _, prediction, found in
            let name = images.samples[done].path
            properties.append((name, found))
            switch prediction {
            case .success(let prediction):
                rows.append((done, prediction.probabilities))
            case .failure(let error):
                guard options.skipsBadImages else {
                    throw EvaluationFailure(
                        "\(path): \(name): \(error.reason); repair or remove the file, or set "
                            + options.word(.skipBadImages))
                }
                skipped.append("\(name): \(error.reason)")
            }
            done += 1
            try progress(done)
        }
        guard !rows.isEmpty else {
            throw EvaluationFailure("\(path): none of the images can be read")
        }
        return MemberPredictions(
            used: rows.map(\.index), probabilities: rows.flatMap(\.probabilities),
            skipped: skipped, notes: ImageProperties.notes(of: properties))
    }

    private func record(
        of table: PredictionTable, _ part: MemberPredictions, _ decisions: ModelDecisions,
        _ internalTable: PredictionTable?
    ) throws -> EvaluationRecord {
        let threshold = decisions.threshold
        let own = try ModelEvaluation(
            table, positive: model.positiveClass, threshold: threshold?.value)
        let inside = try internalTable.map {
            (
                evaluation: try ModelEvaluation(
                    $0, positive: model.positiveClass, threshold: threshold?.value, seed: 1),
                images: $0.files.count
            )
        }
        var record = EvaluationRecord(
            name: name, model: members, classes: model.classes,
            positiveClass: model.positiveClass, precision: precision,
            images: EvaluationRecord.Images(
                path: path, split: images.split,
                counts: table.predictions.labels.reduce(
                    into: [Int](repeating: 0, count: model.classes.count)
                ) { $0[$1] += 1 }, patients: table.patients, fingerprint: images.fingerprint,
                skipped: part.skipped, unread: images.unread.suspicions, repeats: repeats,
                notes: part.notes + [patientNote].compactMap { $0 }),
            overlaps: overlaps, threshold: threshold, replicates: own.replicates, unit: own.unit,
            metrics: own.metrics, decided: own.decided, confusion: own.confusion,
            prevalence: own.prevalence, meanProbability: own.meanProbability,
            shift: inside.map { other in
                EvaluationRecord.Internal(
                    split: .test, images: other.images, metrics: other.evaluation.metrics,
                    differences: own.differences(from: other.evaluation),
                    prevalence: other.evaluation.prevalence,
                    meanProbability: other.evaluation.meanProbability)
            }, area: own.area(comparedWith: inside?.evaluation),
            predictive: own.predictive(at: options.prevalences), program: CodeVersion.program,
            files: [:])
        record.decidedConfusion = own.decidedConfusion
        if let inside {
            record.shift?.decided = inside.evaluation.decided
            record.shift?.decidedDifferences = own.differences(
                from: inside.evaluation, atThreshold: true)
        }
        record.comparisons = try readers.comparisons(
            of: table, own, positive: model.positiveClass, threshold: threshold?.value)
        return record
    }

    /// The calibrated predictions of the internal test images; nil if there are none, or if these
    /// images are among the evaluated ones, so that the two sets are not independent. With
    /// test-time augmentation the images must be predicted again; the note says if they cannot.
    private func internalPredictions(
        _ model: TrainedModel, on device: any Device,
        _ progress: (EvaluationProgress) throws -> Void
    ) throws -> (table: PredictionTable?, note: String?) {
        if overlaps?.contains(where: { $0.split == .test }) == true { return (nil, nil) }
        let table: PredictionTable?
        do {
            table = try model.predictions(
                of: .test, on: device, precision: setting, data: options.data
            ) { try progress(EvaluationProgress(.predictingTest, $0, of: $1)) }
        } catch let error as PredictionError where !model.decisions.augmentation.isEmpty {
            return (nil, "not compared with the internal test images: \(error)")
        }
        guard let table, table.classes == model.classes else { return (nil, nil) }
        return (model.decisions.calibration.map { table.calibrated(by: $0.map) } ?? table, nil)
    }

    /// The record of a calibration, with the figures of the predictions without it.
    private static func calibration(
        _ calibration: ModelDecisions.Calibration, of table: PredictionTable,
        _ positive: String?
    ) throws -> EvaluationRecord.Calibration {
        let predictions = try table.weighted(positive: positive)
        let metrics: [any Metric] = [LogLoss(), BrierScore(), CalibrationError()]
        return EvaluationRecord.Calibration(
            map: calibration.map, images: calibration.images,
            before: Dictionary(
                uniqueKeysWithValues: metrics.compactMap { metric in
                    metric.value(predictions).map { (metric.name, $0) }
                }))
    }

    /// Adds the metrics of the members, and those of the ensemble minus their mean. The members are
    /// not calibrated, so the ensemble is compared as it was before.
    private func addGains(
        of mean: PredictionTable, over tables: [PredictionTable],
        to record: inout EvaluationRecord
    ) throws {
        let parts = try tables.map {
            try ModelEvaluation($0, positive: model.positiveClass, threshold: nil)
        }
        record.gains = try ModelEvaluation(mean, positive: model.positiveClass, threshold: nil)
            .gains(over: parts)
        for (index, part) in parts.enumerated() {
            record.model[index].metrics = part.metrics.mapValues(\.value)
        }
    }
}
