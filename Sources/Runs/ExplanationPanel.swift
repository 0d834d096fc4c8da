import Files
import Foundation
package import Inference
import JSON
package import Results
import Studies
import Vocabulary

/// The most confident predictions of a trial, correct and incorrect, and the explanations of their
/// images.
package struct ExplanationPanel {
    /// The chosen predictions of test images, or of validation images if there are none; one row
    /// for each pair of actual and predicted class, but only the most frequent errors.
    package let record: ExplanationRecord
    /// The root folder of the data set.
    private let root: String

    private static let rows = 6
    private static let images = 3

    /// Chooses the predictions of a finished trial.
    /// - Parameter data: the current folder of the data set; nil: the folder in the lock.
    /// - Throws: `ExplanationError` for a trial without predictions, `StudyErrors`.
    package init(
        _ trial: TrialResult, _ lock: StudyLock, _ folder: ResultsFolder, data: String?
    ) throws {
        let id = trial.entry.id
        let splits: [Split] = [.test, .val]
        guard let split = splits.first(where: { trial.predictions[$0]?.files.isEmpty == false }),
            let predictions = trial.predictions[split]
        else {
            throw ExplanationError(
                description:
                    "\(id): no predictions of test or validation images; name the images to explain"
            )
        }
        guard let weights = trial.entry.files["best.safetensors"] else {
            throw ExplanationError(
                description: "\(id): the lock does not list its best.safetensors")
        }
        record = ExplanationRecord(
            trial: id, weights: weights, split: split,
            rows: ExplanationRecord.rows(of: predictions, rows: Self.rows, images: Self.images))
        let study = try lock.readStudy(folder, data: data)
        root =
            study.trials.first { $0.id == id }?.settings.dataset.path
            ?? data ?? lock.dataset.path
    }

    /// Explains the images of each row of the record.
    /// - Parameter progress: called with the number of images done and their total.
    /// - Throws: `ImageError` for an image that no longer exists, `EngineError`,
    ///   `ExplanationError`.
    package func explain(
        _ predictor: Predictor, progress: (Int, Int) -> Void
    ) throws -> [[Explanation]] {
        let count = record.rows.reduce(0) { $0 + $1.images.count }
        var done = 0
        return try record.rows.map { row in
            var explanations: [Explanation] = []
            try predictor.explain(row.images.map { FilePath(root).appending(text: $0.file) }) {
                _, result in
                progress(done, count)
                explanations.append(try result.get())
                done += 1
            }
            return explanations
        }
    }
}
