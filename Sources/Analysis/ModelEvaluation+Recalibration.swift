package import Evaluation
package import Results

extension ModelEvaluation {
    /// The calibration slope, intercept and calibration in the large of predictions of two classes,
    /// with the bootstrap intervals of the metrics.
    /// - Parameters:
    ///   - positive: the positive class of two; nil if it is unknown or there are more.
    ///   - seed: the seed of the bootstrap.
    /// - Returns: nil without a positive class of two.
    /// - Throws: `EvaluationError` for probabilities that are not numbers.
    package static func recalibration(
        of table: PredictionTable, positive: String?, seed: UInt64 = 0,
        replicates: Int = StudyAnalysis.replicates
    ) throws(EvaluationError) -> EvaluationRecord.Recalibration? {
        let predictions = try table.weighted(positive: positive)
        guard predictions.isBinary, predictions.positive != nil else { return nil }
        let fit: LogisticRecalibration
        do {
            fit = try LogisticRecalibration(fit: predictions)
        } catch {
            return .undefined(error)
        }
        let resampling = TableResampling(table, seed: seed, replicates: replicates)
        let samples = (0..<resampling.bootstrap.replicates).map { replicate in
            try? LogisticRecalibration(
                fit: predictions.weighted(by: resampling.weights(of: replicate)), from: fit)
        }
        func figure(
            _ value: KeyPath<LogisticRecalibration, Double>
        ) -> EvaluationRecord.Figure {
            .init(
                value: fit[keyPath: value],
                interval: wide(Bootstrap.interval(samples.map { $0?[keyPath: value] })))
        }
        return .fitted(
            slope: figure(\.slope), intercept: figure(\.intercept),
            inTheLarge: figure(\.inTheLarge))
    }
}
