package import Evaluation

extension PredictionTable {
    /// The predictions with calibrated probabilities.
    package func calibrated(by map: CalibrationMap) -> PredictionTable {
        PredictionTable(
            classes: classes, files: files, groups: groups,
            predictions: Predictions(
                labels: predictions.labels,
                probabilities: map.apply(
                    to: predictions.probabilities, classes: classes.count),
                classes: classes.count))
    }

    /// The predictions of some images.
    /// - Parameter images: the rows, in the order of the new table.
    package func rows(_ images: [Int]) -> PredictionTable {
        PredictionTable(
            classes: classes, files: images.map { files[$0] }, groups: images.map { groups[$0] },
            predictions: Predictions(
                labels: images.map { predictions.labels[$0] },
                probabilities: images.flatMap { predictions.probabilities(of: $0) },
                classes: classes.count))
    }

    /// The predictions of several models for different images, one after the other, such as those
    /// of the folds of a cross-validation.
    /// - Returns: nil if the models differ in classes, if an image occurs twice, or without models.
    package static func union(of parts: [PredictionTable]) -> PredictionTable? {
        let files = parts.flatMap(\.files)
        guard let first = parts.first, Set(files).count == files.count,
            parts.allSatisfy({ $0.classes == first.classes })
        else { return nil }
        return PredictionTable(
            classes: first.classes, files: files, groups: parts.flatMap(\.groups),
            predictions: Predictions(
                labels: parts.flatMap(\.predictions.labels),
                probabilities: parts.flatMap(\.predictions.probabilities),
                classes: first.classes.count))
    }

    /// The predictions of an ensemble: the mean of its members' probabilities for each image.
    /// - Parameter members: the predictions of the members.
    /// - Returns: nil if the members differ in classes, images or labels, or if there are none.
    package static func mean(of members: [PredictionTable]) -> PredictionTable? {
        guard let first = members.first,
            members.allSatisfy({
                $0.classes == first.classes && $0.files == first.files
                    && $0.predictions.labels == first.predictions.labels
            })
        else { return nil }
        if members.count == 1 { return first }
        let count = Double(members.count)
        let probabilities = first.predictions.probabilities.indices.map { index in
            members.reduce(0) { $0 + $1.predictions.probabilities[index] } / count
        }
        return PredictionTable(
            classes: first.classes, files: first.files, groups: first.groups,
            predictions: Predictions(
                labels: first.predictions.labels, probabilities: probabilities,
                classes: first.classes.count))
    }
}
