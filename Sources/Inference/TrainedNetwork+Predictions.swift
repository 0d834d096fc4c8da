import Engine
import Evaluation
import Files
import Foundation
import Images
import Results
import Studies
import Tensors
import Vocabulary

extension TrainedNetwork {
    /// The trial's folder, or the path of the checkpoint, for messages.
    var title: String { trial?.path ?? path }

    /// The SHA-256 of the checkpoint in the trial's record; nil for any other checkpoint.
    package var digest: String? {
        record?.files[URL(fileURLWithPath: path).lastPathComponent]
    }

    /// The predictions that the trial stored for the images of a split; nil if there are none.
    /// - Throws: `PredictionError` if the file is not that of the trial; errors of files.
    func storedPredictions(of split: Split) throws -> PredictionTable? {
        try stored(split) { try $0.readPredictions(split) }
    }

    /// The predictions of several labels that the trial stored for the images of a split; nil if
    /// there are none.
    /// - Throws: as of `storedPredictions(of:)`.
    func storedLabelPredictions(of split: Split) throws -> LabelPredictionTable? {
        try stored(split) { try $0.readLabelPredictions(split) }
    }

    private func stored<Table>(
        _ split: Split, _ read: (TrialFolder) throws -> Table?
    ) throws -> Table? {
        guard let trial, let table = try read(trial) else { return nil }
        let path = trial.predictionsPath(split)
        let file = URL(fileURLWithPath: path).lastPathComponent
        guard try record?.files[file] == trial.digest(file) else {
            throw PredictionError(
                "\(path): is not the file that the trial wrote (its SHA-256 is not that in "
                    + "trial.json); restore it, or train the trial again")
        }
        return table
    }

    /// The largest difference between a probability and the stored one of the same image that is
    /// not taken for another image; features of frozen layers may be stored in 16 bits.
    private static let tolerance = 5e-3
    /// The same if one of them was computed in bf16, and the other in fp32.
    private static let toleranceOfFormats = 0.1

    /// Predicts the images of a split of the study, with test-time augmentation.
    /// - Parameters:
    ///   - data: the folder of the study's data; nil: that in the lock.
    ///   - progress: called with the number of images done; its error is thrown.
    /// - Returns: nil if the trial has no predictions of the split.
    /// - Throws: `PredictionError` if an image cannot be read, or if the images are not those that
    ///   the trial predicted; `EngineError`, errors of files.
    func augmentedPredictions(
        of split: Split, _ augmentation: [TestTimeAugmentation], on device: any Device,
        precision: PrecisionSetting?, data: String?, progress: (Int) throws -> Void
    ) throws -> PredictionTable? {
        guard let stored = try storedPredictions(of: split) else { return nil }
        let probabilities = try augmentedProbabilities(
            of: split, stored.files, known: stored.predictions.probabilities, augmentation,
            on: device, precision: precision, data: data, progress: progress)
        return PredictionTable(
            classes: stored.classes, files: stored.files, groups: stored.groups,
            predictions: Predictions(
                labels: stored.predictions.labels, probabilities: probabilities,
                classes: stored.classes.count))
    }

    /// Predicts several labels of the images of a split of the study, with test-time augmentation.
    /// - Parameters: as of `augmentedPredictions`.
    /// - Returns: nil if the trial has no predictions of the split.
    /// - Throws: as of `augmentedPredictions`.
    func augmentedLabelPredictions(
        of split: Split, _ augmentation: [TestTimeAugmentation], on device: any Device,
        precision: PrecisionSetting?, data: String?, progress: (Int) throws -> Void
    ) throws -> LabelPredictionTable? {
        guard let stored = try storedLabelPredictions(of: split) else { return nil }
        let probabilities = try augmentedProbabilities(
            of: split, stored.files, known: stored.predictions.probabilities, augmentation,
            on: device, precision: precision, data: data, progress: progress)
        return stored.with(probabilities: probabilities)
    }

    /// The probabilities of images with test-time augmentation, `[N, K]`.
    /// - Parameters:
    ///   - files: the N images.
    ///   - known: the stored probabilities without augmentation, `[N, K]`.
    private func augmentedProbabilities(
        of split: Split, _ files: [String], known: [Double],
        _ augmentation: [TestTimeAugmentation], on device: any Device,
        precision: PrecisionSetting?, data: String?, progress: (Int) throws -> Void
    ) throws -> [Double] {
        guard let trial else { return [] }
        guard let root = try data ?? trial.readStudyLock()?.dataRoot else {
            throw PredictionError(
                "\(trial.path): is not in a results folder, so that the folder of its "
                    + "\(split.title) images, which must be predicted with test-time augmentation, "
                    + "is not known; set --data")
        }
        let predictor = try Predictor(
            TrainedModel(self, ModelDecisions(augmentation: augmentation)), on: device,
            precision: precision, asInTraining: true)
        let (paths, count) = (files.map { FilePath(root).appending(text: $0) }, classes.count)
        let isMultilabel = description.task.isMultilabel
        let trained: ComputePrecision =
            record?.settings.training?.precision == .bf16 ? .bf16 : .fp32
        let tolerance =
            predictor.precision == trained ? Self.tolerance : Self.toleranceOfFormats
        var probabilities: [Double] = []
        try predictor.forEachBatch(of: paths) { batch, images in
            let first = probabilities.count / count
            func differs(_ index: Int, _ reason: String) -> PredictionError {
                PredictionError(
                    "\(files[first + index]) in \(root): \(reason); decisions with "
                        + "test-time augmentation need the \(split.title) images of the study; set "
                        + "--data to their folder")
            }
            let decoded = try images.enumerated().map { index, image in
                switch image {
                case .success(let image): return image.image
                case .failure(let error): throw differs(index, error.reason)
                }
            }
            for (index, members) in try predictor.logits(decoded).enumerated() {
                let logits = members[0][0]
                let plain = isMultilabel ? logits.map { sigmoid($0) } : softmax(logits[...])
                let own = known[(first + index) * count..<(first + index + 1) * count]
                guard zip(plain, own).allSatisfy({ abs(Double($0) - $1) <= tolerance })
                else { throw differs(index, "is not the image that the trial predicted") }
                probabilities +=
                    isMultilabel
                    ? Prediction(labelsOf: members, ModelDecisions()).probabilities
                    : Prediction(members: members, ModelDecisions(), positive: nil).probabilities
            }
            try progress(first + batch.count)
        }
        return probabilities
    }
}
