package import Evaluation
package import Results

extension ModelEvaluation {
    /// The figures of the predictions that are certain enough to be made.
    /// - Parameters:
    ///   - table: the calibrated predictions of all images.
    ///   - positive: the positive class of two; nil if it is unknown or there are more.
    ///   - decisions: the decisions of the model.
    /// - Returns: nil without a rule of abstention; without metrics if no prediction is made.
    /// - Throws: `EvaluationError` for probabilities that are not numbers.
    package static func abstention(
        _ table: PredictionTable, positive: String?, _ decisions: ModelDecisions
    ) throws(EvaluationError) -> EvaluationRecord.Abstention? {
        guard let rule = decisions.abstention else { return nil }
        let column = positive.flatMap { table.classes.firstIndex(of: $0) }
        let kept = table.files.indices.filter {
            !decisions.abstains(Array(table.predictions.probabilities(of: $0)), positive: column)
        }
        let counts = kept.reduce(into: [Int](repeating: 0, count: table.classes.count)) {
            $0[table.predictions.labels[$1]] += 1
        }
        guard !kept.isEmpty else { return .init(rule: rule, counts: counts, metrics: [:]) }
        let own = try ModelEvaluation(
            table.rows(kept), positive: positive, threshold: decisions.threshold?.value)
        return .init(
            rule: rule, counts: counts,
            metrics: decisions.threshold == nil ? own.metrics : own.decided)
    }
}
