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
