import Results
import Vocabulary

/// A table of predictions that several networks of an ensemble have.
protocol CombinedPredictions {
    /// The paths of the images, `[N]`.
    var files: [String] { get }
    /// The mean of the probabilities for the same images; nil if the images differ.
    static func mean(of members: [Self]) -> Self?
    /// The predictions for different images; nil if an image occurs twice.
    static func union(of parts: [Self]) -> Self?
}

extension PredictionTable: CombinedPredictions {}
extension LabelPredictionTable: CombinedPredictions {}

extension CombinedPredictions {
    /// The predictions of an ensemble for the images of a split. If validation images are different
    /// ones, as in a cross-validation, each has the probabilities of the networks that were not
    /// trained on it.
    /// - Parameter tables: the predictions of each network; nil for one without any.
    /// - Returns: nil if a network has no predictions, or if they have only some images in common.
    static func combined(_ tables: [Self?], _ split: Split) -> Self? {
        let known = tables.compactMap { $0 }
        guard known.count == tables.count, known.allSatisfy({ !$0.files.isEmpty }) else {
            return nil
        }
        if split != .val { return mean(of: known) }
        // Seeds have the same images, folds different ones.
        let sets = Dictionary(grouping: known, by: \.files)
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        let means = sets.compactMap { mean(of: $0.value) }
        return means.count == sets.count ? union(of: means) : nil
    }

    /// The predictions of an ensemble that are computed again, with test-time augmentation.
    /// - Parameters:
    ///   - stored: the predictions of each network without augmentation.
    ///   - progress: called with the number of images done and their total; its error is thrown.
    ///   - predict: predicts the images of a network, and calls a closure with the number done.
    /// - Throws: the errors of the closures.
    static func augmented(
        _ stored: [Self?], _ split: Split, progress: (Int, Int) throws -> Void,
        _ predict: (_ member: Int, _ progress: (Int) throws -> Void) throws -> Self?
    ) throws -> Self? {
        let counts = stored.map { $0?.files.count ?? 0 }
        let total = counts.reduce(0, +)
        let tables = try stored.indices.map { member in
            let before = counts[..<member].reduce(0, +)
            return try predict(member) { try progress(before + $0, total) }
        }
        return combined(tables, split)
    }
}
