import Analysis
import Datasets
package import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import JSON
package import Results
import Studies
import Vocabulary

/// The evaluation of a finished trial, or of the ensemble of several trials, on labeled images: its
/// predictions, its metrics, and their difference from those on the internal test images.
///
/// Nothing is chosen or fitted on the evaluated images. The threshold comes from the validation
/// predictions of the model, or is given.
package struct ModelEvaluator {
    /// A trial of the model.
    private struct Member {
        let folder: TrialFolder
        let network: TrainedNetwork
    }

    private let members: [Member]
    private let images: LabeledImages
    /// The path of the images' folder as the user wrote it.
    private let path: String
    private let options: EvaluationOptions
    private let overlaps: [EvaluationRecord.Overlap]?
    /// The number of images that repeat another one.
    private let repeats: Int
    /// The name of the evaluation.
    package let name: String
    /// Notes for the user.
    package private(set) var notes: [String]

    private var classes: [String] { members[0].network.classes }
    private var positive: String? { members[0].network.positiveClass }

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
        let members = try trials.map { path in
            let id = URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
            return Member(
                folder: TrialFolder(path, id: id), network: try TrainedNetwork(trial: path))
        }
        guard let first = members.first else { throw EvaluationFailure("no trial is given") }
        try Self.checkSame(members)
        self.members = members
        images = try LabeledImages(
            root: dataset, split: options.split, classes: first.network.classes,
            groupPattern: options.groupPattern)
        self.path = dataset
        self.options = options
        name = options.name ?? Self.plain(Self.name(dataset, images.split, members))
        guard name == Self.plain(name), !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 200
        else {
            throw EvaluationFailure(
                "--name \(name): expected at most 200 letters, digits, '.', '_' and '-', such as "
                    + "hospital-b")
        }
        guard
            first.network.positiveClass != nil
                || options.threshold == nil
                    && options.prevalences.isEmpty
        else {
            throw EvaluationFailure(
                "--threshold and --prevalence require two classes with a positive class; the classes "
                    + "are \(first.network.classes.joined(separator: ", "))")
        }
        if images.unread.isSuspicious, !options.ignoresUnread {
            throw EvaluationFailure(
                "\(dataset): files that look like images are not read: "
                    + images.unread.suspicions.joined(separator: "; ")
                    + "; move them into class folders, or set --ignore-unread")
        }
        notes = (images.unread.suspicions + [images.unread.note].compactMap { $0 }).map {
            "\(dataset): not read: \($0)"
        }
        let study = StudyImages(members.map(\.folder), data: options.data)
        if let reason = study.missing, options.data != nil {
            throw EvaluationFailure("--data: \(reason)")
        } else if let reason = study.missing {
            notes.append(
                "images were not compared with the training images of the model: \(reason)"
                    + (options.data == nil ? "; set --data to their folder" : ""))
        }
        overlaps = study.missing == nil ? study.overlaps(with: images) : nil
        for overlap in overlaps ?? [] where overlap.split != .test && !options.allowsOverlap {
            throw EvaluationFailure(
                "\(dataset): \(overlap.images) of \(images.samples.count) images are also "
                    + "\(overlap.split.title) images of the model (identical files): "
                    + overlap.examples.joined(separator: ", ")
                    + "; an evaluation on them says nothing about new images; remove them, or set "
                    + "--allow-overlap")
        }
        repeats = images.repeats.count
        if let wrong = images.repeats.first(where: { $0.image.label != $0.first.label }),
            !options.allowsOverlap
        {
            throw EvaluationFailure(
                "\(dataset): \(wrong.first.path) and \(wrong.image.path) are identical files with "
                    + "different classes, so one label is wrong; correct it, or set --allow-overlap"
            )
        }
        if let first = images.repeats.first {
            notes.append(
                "\(dataset): \(repeats) of \(images.samples.count) images repeat another image "
                    + "(identical files), such as \(first.image.path) = \(first.first.path); the "
                    + "intervals treat them as different images")
        }
        if images.patients == nil {
            notes.append(
                "\(dataset): patients are unknown, so intervals are over images; set "
                    + "--group-pattern if file names contain patients")
        }
        for (name, count) in zip(classes, images.counts) where count == 0 {
            notes.append("\(dataset): no images of \(name); some metrics are undefined")
        }
    }

    /// - Throws: `EvaluationFailure` if the members of an ensemble do not distinguish the same
    ///   classes, or if one is given twice.
    private static func checkSame(_ members: [Member]) throws {
        for member in members.dropFirst() {
            let (first, own) = (members[0].network, member.network)
            guard own.classes == first.classes, own.positiveClass == first.positiveClass else {
                func text(_ network: TrainedNetwork) -> String {
                    network.classes.joined(separator: ", ")
                        + (network.positiveClass.map { " (positive: \($0))" } ?? "")
                }
                throw EvaluationFailure(
                    "the classes of \(member.folder.path) are \(text(own)), but those of "
                        + "\(members[0].folder.path) are \(text(first)); the members of an ensemble "
                        + "must have the same")
            }
        }
        let weights = try members.map { try member($0).weights }
        for (index, digest) in weights.enumerated() where weights[..<index].contains(digest) {
            throw EvaluationFailure("\(members[index].folder.path): is given twice")
        }
    }

    /// The name of an evaluation that the user has not named.
    private static func name(_ dataset: String, _ split: Split?, _ members: [Member]) -> String {
        let folder = URL(fileURLWithPath: dataset).standardizedFileURL.lastPathComponent
        let suffix = split.map { $0 == .test ? "" : "-\($0.rawValue)" } ?? ""
        let model =
            members.count == 1 ? members[0].folder.id : "ensemble-of-\(members.count)"
        return "\(folder)\(suffix)-\(model)"
    }

    private static func plain(_ name: String) -> String {
        String(
            name.map { character in
                character.isASCII
                    && (character.isLetter || character.isNumber || "._-".contains(character))
                    ? character : "-"
            })
    }

    /// Predicts the images and computes the figures.
    /// - Parameter progress: called with the number of predictions done and the total.
    /// - Returns: the record, whose `files` are empty, and the predictions.
    /// - Throws: `EvaluationFailure` for an image that cannot be read, unless such images are
    ///   skipped; `EngineError`, `EvaluationError`, and errors of files.
    package func evaluate(
        on device: any Device, progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> (record: EvaluationRecord, predictions: PredictionTable) {
        let total = images.samples.count * members.count
        var tables: [PredictionTable] = []
        var skipped: [String] = []
        var precision = ComputePrecision.fp32
        for (number, member) in members.enumerated() {
            let predictor = try Predictor(
                member.network, on: device, precision: options.precision,
                images: images.samples.count, asInTraining: true)
            precision = predictor.precision
            let result = try predictions(of: predictor) {
                progress(number * images.samples.count + $0, total)
            }
            skipped = result.skipped
            tables.append(result.table)
        }
        guard let mean = PredictionTable.mean(of: tables) else {
            throw EvaluationFailure("\(path): an image changed during the evaluation")
        }
        let map = try calibration()
        let table = map.map { mean.calibrated(by: $0.map) } ?? mean
        var record = try record(of: table, skipped, precision, map?.map)
        if members.count > 1 {
            // The members are not calibrated, so the ensemble is compared as it was before.
            let parts = try tables.map {
                try ModelEvaluation($0, positive: positive, threshold: nil)
            }
            record.gains = try ModelEvaluation(mean, positive: positive, threshold: nil)
                .gains(over: parts)
            for (index, part) in parts.enumerated() {
                record.model[index].metrics = part.metrics.mapValues(\.value)
            }
        }
        record.calibration = try map.map { map in
            let before = try ModelEvaluation(
                mean, positive: positive, threshold: nil, replicates: 0)
            let shown: [any Metric] = [LogLoss(), BrierScore(), CalibrationError()]
            return EvaluationRecord.Calibration(
                map: map.map, images: map.images,
                before: Dictionary(
                    uniqueKeysWithValues: shown.compactMap { metric in
                        before.metrics[metric.name].map { (metric.name, $0.value) }
                    }))
        }
        return (record, table)
    }

    /// The predictions of a member, and the images that cannot be read.
    private func predictions(
        of predictor: Predictor, progress: (Int) -> Void
    ) throws -> (skipped: [String], table: PredictionTable) {
        var (rows, skipped): ([(index: Int, probabilities: [Double])], [String]) = ([], [])
        var done = 0
        try predictor.predict(images.files) { _, prediction, _ in
            switch prediction {
            case .success(let prediction):
                rows.append((done, prediction.probabilities.map { Double($0) }))
            case .failure(let error):
                let text = "\(images.samples[done].path): \(error.reason)"
                guard options.skipsBadImages else {
                    throw EvaluationFailure(
                        "\(path): \(text); repair or remove the file, or set --skip-bad-images")
                }
                skipped.append(text)
            }
            done += 1
            progress(done)
        }
        guard !rows.isEmpty else {
            throw EvaluationFailure("\(path): none of the images can be read")
        }
        let used = rows.map { images.samples[$0.index] }
        let table = PredictionTable(
            classes: classes, files: used.map(\.path), groups: rows.map { images.groups[$0.index] },
            predictions: Predictions(
                labels: used.map(\.label), probabilities: rows.flatMap(\.probabilities),
                classes: classes.count))
        return (skipped, table)
    }

    private func record(
        of table: PredictionTable, _ skipped: [String], _ precision: ComputePrecision,
        _ map: CalibrationMap?
    ) throws -> EvaluationRecord {
        let threshold = try threshold(map)
        let own = try ModelEvaluation(table, positive: positive, threshold: threshold?.value)
        let inside = try internalEvaluation(threshold, map)
        return EvaluationRecord(
            name: name,
            model: try members.map(Self.member), classes: classes, positiveClass: positive,
            precision: precision,
            images: EvaluationRecord.Images(
                path: path, split: images.split,
                counts: table.predictions.labels.reduce(
                    into: [Int](repeating: 0, count: classes.count)
                ) { $0[$1] += 1 }, patients: table.patients, fingerprint: images.fingerprint,
                skipped: skipped, unread: images.unread.suspicions, repeats: repeats),
            overlaps: overlaps, threshold: threshold, replicates: own.replicates, unit: own.unit,
            metrics: own.metrics, decided: own.decided, confusion: own.confusion,
            prevalence: own.prevalence, meanProbability: own.meanProbability,
            shift: inside.map { shift(of: own, from: $0.evaluation, images: $0.images) },
            area: own.area(comparedWith: inside?.evaluation),
            predictive: own.predictive(at: options.prevalences), program: CodeVersion.program,
            files: [:])
    }

    private static func member(_ member: Member) throws -> EvaluationRecord.Member {
        let record = try member.folder.readRecord()
        let file = URL(fileURLWithPath: member.folder.bestPath).lastPathComponent
        return EvaluationRecord.Member(
            id: record.id, key: record.key, weights: record.files[file] ?? "")
    }

    /// Whether a record is of this model and these images, although it may have another threshold
    /// or calibration.
    package func isSubject(of record: EvaluationRecord) throws -> Bool {
        let model = try members.map(Self.member)
        return record.images.fingerprint == images.fingerprint
            && record.model.map(\.key) == model.map(\.key)
            && record.model.map(\.weights) == model.map(\.weights)
    }

    /// The predictions of the model on a split of its study; nil if a member has none, or if the
    /// members have different images.
    private func internalPredictions(_ split: Split) throws -> PredictionTable? {
        let tables = try members.compactMap { member -> PredictionTable? in
            guard let table = try member.folder.readPredictions(split) else { return nil }
            let file = URL(fileURLWithPath: member.folder.predictionsPath(split)).lastPathComponent
            let expected = member.network.record?.files[file]
            guard try expected == nil || member.folder.digest(file) == expected else {
                throw EvaluationFailure(
                    "\(member.folder.predictionsPath(split)): is not the file that the trial wrote "
                        + "(its SHA-256 is not that in trial.json); restore it, or train the trial "
                        + "again")
            }
            return table
        }
        guard tables.count == members.count, tables.allSatisfy({ !$0.files.isEmpty }) else {
            return nil
        }
        return PredictionTable.mean(of: tables)
    }

    /// The calibration, fitted to the validation predictions; nil if there is none.
    private func calibration() throws -> (map: CalibrationMap, images: Int)? {
        if options.calibration == .none { return nil }
        guard let table = try internalPredictions(.val) else {
            throw EvaluationFailure(
                "--calibrate: the model has no validation predictions"
                    + (members.count > 1 ? " of the same images for all members" : "")
                    + ", to which a calibration is fitted")
        }
        let predictions = try table.weighted(positive: positive)
        guard case .method(let method) = options.calibration else {
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

    private func threshold(_ map: CalibrationMap?) throws -> EvaluationRecord.Threshold? {
        guard positive != nil else { return nil }
        let wanted = options.threshold ?? .rule(.youden)
        switch wanted {
        case .given(let value): return .init(rule: "given", value: value, images: nil)
        case .rule(let rule):
            if let uncalibrated = try internalPredictions(.val) {
                let table = map.map { uncalibrated.calibrated(by: $0) } ?? uncalibrated
                if let chosen = rule.threshold(try table.weighted(positive: positive)) {
                    return .init(rule: wanted.text, value: chosen.value, images: table.files.count)
                }
            }
            guard options.threshold == nil else {
                throw EvaluationFailure(
                    "--threshold \(wanted.text): the model has no validation predictions "
                        + (members.count > 1 ? "of the same images for all members " : "")
                        + "of both classes that allow such a threshold; give a probability")
            }
            return nil
        }
    }

    /// The model on the internal test images; nil if there are no predictions of them, or if they
    /// are among the evaluated images, so that the two sets are not independent.
    private func internalEvaluation(
        _ threshold: EvaluationRecord.Threshold?, _ map: CalibrationMap?
    ) throws -> (evaluation: ModelEvaluation, images: Int)? {
        guard overlaps?.contains(where: { $0.split == .test }) != true,
            let uncalibrated = try internalPredictions(.test), uncalibrated.classes == classes
        else { return nil }
        let table = map.map { uncalibrated.calibrated(by: $0) } ?? uncalibrated
        let evaluation = try ModelEvaluation(
            table, positive: positive, threshold: threshold?.value, seed: 1)
        return (evaluation, table.files.count)
    }

    private func shift(
        of own: ModelEvaluation, from other: ModelEvaluation, images: Int
    ) -> EvaluationRecord.Internal {
        EvaluationRecord.Internal(
            split: .test, images: images, metrics: other.metrics,
            differences: own.differences(from: other), prevalence: other.prevalence,
            meanProbability: other.meanProbability)
    }
}

/// The data sets that the members of a model were trained on.
private struct StudyImages {
    private var datasets: [Dataset] = []
    /// The reason why a data set is not available; nil if all are.
    private(set) var missing: String?

    /// - Parameter data: the folder of the data on this machine; nil: that in the study.
    init(_ trials: [TrialFolder], data: String?) {
        for trial in trials {
            do {
                guard let lock = try trial.readStudyLock() else {
                    missing = "\(trial.path) is not in a results folder"
                    return
                }
                let study = try lock.readStudy(trial.results, data: data)
                guard let own = study.trials.first(where: { $0.id == trial.id }) else {
                    missing = "the study has no trial \(trial.id)"
                    return
                }
                let settings = own.settings.dataset
                var digests: ContentDigests?
                let dataset = try Dataset(settings, root: settings.path, digests: &digests)
                let found = dataset.fingerprint(digests ?? ContentDigests(dataset))
                if let expected = try trial.readRecord().data, expected != found {
                    missing =
                        "the images in \(dataset.root) are not those that \(trial.id) was trained on"
                    return
                }
                datasets.append(dataset)
            } catch {
                missing = "\(error)"
                return
            }
        }
    }

    /// The images that are also in one of the data sets, by split.
    func overlaps(with images: LabeledImages) -> [EvaluationRecord.Overlap] {
        Split.allCases.compactMap { split in
            var found: [String: String] = [:]
            for dataset in datasets {
                for (image, copy) in images.copies(in: split, of: dataset) {
                    found[image.path] = found[image.path] ?? copy.path
                }
            }
            guard !found.isEmpty else { return nil }
            let examples = found.sorted { $0.key < $1.key }.prefix(LeakRecord.mostExamples)
            return EvaluationRecord.Overlap(
                split: split, images: found.count,
                examples: examples.map { "\($0.key) = \($0.value)" })
        }
    }
}

extension PredictionTable {
    /// The number of patients; nil if they are unknown. An image without a group counts as a
    /// patient of its own.
    fileprivate var patients: Int? {
        let known = groups.compactMap { $0 }
        return known.isEmpty ? nil : Set(known).count + groups.count - known.count
    }
}
