import Analysis
import Datasets
package import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
package import Results
import Vocabulary

/// The evaluation of a finished trial, or of the ensemble of several trials, on labeled images: its
/// predictions, its metrics, and their difference from those on the internal test images.
///
/// Nothing is chosen or fitted on the evaluated images. The threshold comes from the validation
/// predictions of the model, or is given.
package struct ModelEvaluator {
    private let model: EvaluatedModel
    private let images: LabeledImages
    /// The path of the images' folder as the user wrote it.
    private let path: String
    private let options: EvaluationOptions
    private let precision: ComputePrecision
    private let overlaps: [EvaluationRecord.Overlap]?
    /// The number of images that repeat another one.
    private let repeats: Int
    /// The name of the evaluation.
    package let name: String
    /// Notes for the user.
    package let notes: [String]

    /// The result of an evaluation.
    package struct Outcome {
        /// The record, whose `files` are empty.
        package let record: EvaluationRecord
        /// The predictions of the images.
        package let predictions: PredictionTable
        /// Notes for the user on properties of the image files that the pixels do not show.
        package let notes: [String]
    }

    /// Reads the model and the index of the images, and compares them with the study's data.
    /// - Parameters:
    ///   - trials: the folders of the finished trials; of several, the model is the mean of their
    ///     probabilities.
    ///   - dataset: the folder of the images.
    /// - Throws: `EvaluationFailure` if the evaluation is not possible or would be misleading;
    ///   `LabeledImagesError`, `PredictionError`, and errors of files.
    package init(
        trials: [String], dataset: String, _ options: EvaluationOptions = EvaluationOptions()
    ) throws {
        model = try EvaluatedModel(trials: trials)
        guard model.positive != nil || options.threshold == nil && options.prevalences.isEmpty
        else {
            throw EvaluationFailure(
                "--threshold and --prevalence require two classes with a positive class; the classes "
                    + "are \(model.classes.joined(separator: ", "))")
        }
        precision = try model.precision(options.precision)
        images = try LabeledImages(
            root: dataset, split: options.split, classes: model.classes,
            groupPattern: options.groupPattern)
        path = dataset
        self.options = options
        name = try Self.name(options.name, dataset, images.split, model)
        let study = StudyImages(model.members.map(\.folder), data: options.data)
        overlaps = study.missing == nil ? study.overlaps(with: images) : nil
        repeats = images.repeats.count
        let notes = [
            try Self.unread(images, dataset, options),
            try Self.comparison(images, dataset, options, study.missing, overlaps),
            try Self.repeats(images, dataset, options), Self.gaps(images),
        ].flatMap { $0 }
        self.notes = notes.map { "\(dataset): \($0)" }
    }

    // MARK: - Checks, each with its notes

    /// - Throws: `EvaluationFailure` for a name that is not a plain file name.
    private static func name(
        _ given: String?, _ dataset: String, _ split: Split?, _ model: EvaluatedModel
    ) throws -> String {
        func plain(_ name: String) -> String {
            String(
                name.map { character in
                    character.isASCII
                        && (character.isLetter || character.isNumber || "._-".contains(character))
                        ? character : "-"
                })
        }
        let folder = URL(fileURLWithPath: dataset).standardizedFileURL.lastPathComponent
        let suffix = split.map { $0 == .test ? "" : "-\($0.rawValue)" } ?? ""
        let name = given ?? plain("\(folder)\(suffix)-\(model.name)")
        guard name == plain(name), !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 200
        else {
            throw EvaluationFailure(
                "--name \(name): expected at most 200 letters, digits, '.', '_' and '-', such as "
                    + "hospital-b")
        }
        return name
    }

    /// - Throws: `EvaluationFailure` for files that look like images but are not read.
    private static func unread(
        _ images: LabeledImages, _ dataset: String, _ options: EvaluationOptions
    ) throws -> [String] {
        let suspicions = images.unread.suspicions
        guard suspicions.isEmpty || options.ignoresUnread else {
            throw EvaluationFailure(
                "\(dataset): files that look like images are not read: "
                    + suspicions.joined(separator: "; ")
                    + "; move them into class folders, or set --ignore-unread")
        }
        return (suspicions + [images.unread.note].compactMap { $0 }).map { "not read: \($0)" }
    }

    /// - Throws: `EvaluationFailure` for images that the model has seen, and for a given folder of
    ///   the study's data that does not have them.
    private static func comparison(
        _ images: LabeledImages, _ dataset: String, _ options: EvaluationOptions,
        _ missing: String?, _ overlaps: [EvaluationRecord.Overlap]?
    ) throws -> [String] {
        if let missing {
            if options.data != nil { throw EvaluationFailure("--data: \(missing)") }
            return [
                "images were not compared with the training images of the model: \(missing); set "
                    + "--data to their folder"
            ]
        }
        for overlap in overlaps ?? [] where overlap.split != .test && !options.allowsOverlap {
            throw EvaluationFailure(
                "\(dataset): \(overlap.images) of \(images.samples.count) images are also "
                    + "\(overlap.split.title) images of the model (identical files): "
                    + overlap.examples.joined(separator: ", ")
                    + "; an evaluation on them says nothing about new images; remove them, or set "
                    + "--allow-overlap")
        }
        return []
    }

    /// - Throws: `EvaluationFailure` for identical files with different classes.
    private static func repeats(
        _ images: LabeledImages, _ dataset: String, _ options: EvaluationOptions
    ) throws -> [String] {
        let repeats = images.repeats
        if let wrong = repeats.first(where: { $0.image.label != $0.first.label }),
            !options.allowsOverlap
        {
            throw EvaluationFailure(
                "\(dataset): \(wrong.first.path) and \(wrong.image.path) are identical files with "
                    + "different classes, so one label is wrong; correct it, or set --allow-overlap"
            )
        }
        return repeats.first.map { first in
            [
                "\(repeats.count) of \(images.samples.count) images repeat another image (identical "
                    + "files), such as \(first.image.path) = \(first.first.path); the intervals "
                    + "treat them as different images"
            ]
        } ?? []
    }

    /// The notes on what the images do not have.
    private static func gaps(_ images: LabeledImages) -> [String] {
        let patients =
            images.knowsGroups
            ? []
            : [
                "patients are unknown, so intervals are over images; set --group-pattern if file "
                    + "names contain patients"
            ]
        return patients
            + zip(images.classes, images.counts).filter { $0.1 == 0 }.map {
                "no images of \($0.0); metrics that need every class are left out"
            }
    }

    /// Whether a record is of this model and these images, although it may have another threshold
    /// or calibration.
    package func isSubject(of record: EvaluationRecord) -> Bool {
        record.images.fingerprint == images.fingerprint
            && record.model.map(\.key) == model.members.map(\.record.key)
            && record.model.map(\.weights) == model.members.map(\.record.weights)
    }

    // MARK: - Evaluation

    /// Predicts the images and computes the figures.
    /// - Parameter progress: called with the number of predictions done and the total.
    /// - Throws: `EvaluationFailure` for an image that cannot be read, unless such images are
    ///   skipped; `EngineError`, `EvaluationError`, and errors of files.
    package func evaluate(
        on device: any Device, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> Outcome {
        let total = images.samples.count * model.members.count
        let parts = try model.members.enumerated().map { number, member in
            let predictor = try Predictor(
                member.network, on: device, precision: precision == .bf16 ? .bf16 : .fp32,
                images: images.samples.count, asInTraining: true)
            return try predictions(of: predictor) {
                progress(number * images.samples.count + $0, total)
            }
        }
        guard let mean = PredictionTable.mean(of: parts.map(\.table)) else {
            throw EvaluationFailure("\(path): an image changed during the evaluation")
        }
        let calibration = try model.calibration(options.calibration)
        let table = calibration.map { mean.calibrated(by: $0.map) } ?? mean
        var record = try record(of: table, parts[0], calibration?.map)
        if let calibration {
            record.calibration = try Self.calibration(calibration, of: mean, model.positive)
        }
        if parts.count > 1 { try addGains(of: mean, over: parts.map(\.table), to: &record) }
        return Outcome(record: record, predictions: table, notes: parts[0].notes)
    }

    /// The predictions of a member, the images that cannot be read, and notes on the image files.
    private struct MemberPredictions {
        let table: PredictionTable
        let skipped: [String]
        let notes: [String]
    }

    private func predictions(
        of predictor: Predictor, progress: (Int) -> Void
    ) throws -> MemberPredictions {
        var (rows, skipped): ([(index: Int, probabilities: [Double])], [String]) = ([], [])
        var properties: [(name: String, properties: ImageProperties)] = []
        var done = 0
        try predictor.predict(images.files) { _, prediction, found in
            let name = images.samples[done].path
            properties.append((name, found))
            switch prediction {
            case .success(let prediction):
                rows.append((done, prediction.probabilities.map { Double($0) }))
            case .failure(let error):
                guard options.skipsBadImages else {
                    throw EvaluationFailure(
                        "\(path): \(name): \(error.reason); repair or remove the file, or set "
                            + "--skip-bad-images")
                }
                skipped.append("\(name): \(error.reason)")
            }
            done += 1
            progress(done)
        }
        guard !rows.isEmpty else {
            throw EvaluationFailure("\(path): none of the images can be read")
        }
        let used = rows.map { images.samples[$0.index] }
        let table = PredictionTable(
            classes: model.classes, files: used.map(\.path),
            groups: rows.map { images.groups[$0.index] },
            predictions: Predictions(
                labels: used.map(\.label), probabilities: rows.flatMap(\.probabilities),
                classes: model.classes.count))
        return MemberPredictions(
            table: table, skipped: skipped, notes: ImageProperties.notes(of: properties))
    }

    private func record(
        of table: PredictionTable, _ part: MemberPredictions, _ map: CalibrationMap?
    ) throws -> EvaluationRecord {
        let threshold = try model.threshold(options.threshold, map)
        let own = try ModelEvaluation(
            table, positive: model.positive, threshold: threshold?.value)
        let inside = try internalEvaluation(threshold, map)
        return EvaluationRecord(
            name: name, model: model.members.map(\.record), classes: model.classes,
            positiveClass: model.positive, precision: precision,
            images: EvaluationRecord.Images(
                path: path, split: images.split,
                counts: table.predictions.labels.reduce(
                    into: [Int](repeating: 0, count: model.classes.count)
                ) { $0[$1] += 1 }, patients: table.patients, fingerprint: images.fingerprint,
                skipped: part.skipped, unread: images.unread.suspicions, repeats: repeats,
                notes: part.notes),
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
    }

    /// The model on the internal test images; nil if there are no predictions of them, or if they
    /// are among the evaluated images, so that the two sets are not independent.
    private func internalEvaluation(
        _ threshold: EvaluationRecord.Threshold?, _ map: CalibrationMap?
    ) throws -> (evaluation: ModelEvaluation, images: Int)? {
        guard overlaps?.contains(where: { $0.split == .test }) != true,
            let table = try model.calibratedPredictions(of: .test, map),
            table.classes == model.classes
        else { return nil }
        let evaluation = try ModelEvaluation(
            table, positive: model.positive, threshold: threshold?.value, seed: 1)
        return (evaluation, table.files.count)
    }

    /// The record of a calibration, with the figures of the predictions without it.
    private static func calibration(
        _ calibration: (map: CalibrationMap, images: Int), of table: PredictionTable,
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
            try ModelEvaluation($0, positive: model.positive, threshold: nil)
        }
        record.gains = try ModelEvaluation(mean, positive: model.positive, threshold: nil)
            .gains(over: parts)
        for (index, part) in parts.enumerated() {
            record.model[index].metrics = part.metrics.mapValues(\.value)
        }
    }
}
