import Evaluation
package import Results

extension ModelEvaluation {
    /// For the images of each class, by name: the distance between the distributions of the
    /// probabilities of the positive class in two sets; empty without a positive class.
    /// - Parameters:
    ///   - table: the calibrated predictions of one set.
    ///   - other: those of the other set, of the same classes.
    package static func scoreDistances(
        _ table: PredictionTable, _ other: PredictionTable, positive: String?
    ) -> [String: Double] {
        guard let column = positive.flatMap({ table.classes.firstIndex(of: $0) }) else {
            return [:]
        }
        func scores(_ table: PredictionTable, _ label: Int) -> [Double] {
            table.files.indices.filter { table.predictions.labels[$0] == label }.map { image in
                Array(table.predictions.probabilities(of: image))[column]
            }
        }
        return Dictionary(
            uniqueKeysWithValues: table.classes.enumerated().compactMap { label, name in
                KolmogorovSmirnov.distance(scores(table, label), scores(other, label))
                    .map { (name, $0) }
            })
    }
}
