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

    /// The number of images that the networks before each one predict, and the total, for the
    /// progress of predictions that are computed again.
    /// - Parameter stored: the stored predictions of each network.
    static func starts(of stored: [Self?]) -> (starts: [Int], total: Int) {
        var (starts, total): ([Int], Int) = ([], 0)
        for table in stored {
            starts.append(total)
            total += table?.files.count ?? 0
        }
        return (starts, total)
    }
}
