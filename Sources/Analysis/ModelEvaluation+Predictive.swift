import Evaluation
package import Results

extension ModelEvaluation {
    /// The exact 97.5% intervals of sensitivity and specificity.
    struct Rates: Sendable {
        let sensitivity: ClosedRange<Double>
        let specificity: ClosedRange<Double>

        /// - Parameter patients: the patient of each image, `[N]`; nil: images are independent.
        init?(_ predictions: WeightedPredictions, _ patients: [Int]?) {
            func interval(_ metric: any Metric) -> ClosedRange<Double>? {
                guard let images = metric.images(predictions),
                    let value = metric.value(predictions)
                else { return nil }
                let count = patients.map { units in Set(images.map { units[$0] }).count }
                return Statistics.clopperPearson(
                    value, count: count ?? images.count, level: 0.975)
            }
            guard let sensitivity = interval(Sensitivity()),
                let specificity = interval(Specificity())
            else { return nil }
            self.sensitivity = sensitivity
            self.specificity = specificity
        }
    }

    /// The predictive values at stated prevalences, of decisions at the threshold, or else of those
    /// by the largest probability; empty without a positive class of two.
    /// - Parameter prevalences: fractions of the positive class.
    package func predictive(at prevalences: [Double]) -> [EvaluationRecord.Predictive] {
        func index(_ name: String) -> Int? {
            decided.isEmpty
                ? EvaluationMetrics.all.firstIndex { $0.name == name }
                : Self.ofDecisions.firstIndex { $0.name == name }
                    .map { EvaluationMetrics.all.count + $0 }
        }
        let figures = decided.isEmpty ? metrics : decided
        guard let first = index("sensitivity"), let second = index("specificity"),
            let sensitivity = figures["sensitivity"]?.value,
            let specificity = figures["specificity"]?.value, area != nil
        else { return [] }
        // Samples in which a rate does not vary miss its uncertainty.
        let isResampled =
            figures["sensitivity"]?.resampled != nil && figures["specificity"]?.resampled != nil
        return prevalences.map { prevalence in
            func values(_ sensitivity: Double?, _ specificity: Double?) -> PredictiveValues? {
                guard let sensitivity, let specificity else { return nil }
                return PredictiveValues(
                    sensitivity: sensitivity, specificity: specificity, prevalence: prevalence)
            }
            let drawn = samples.map { values($0[first], $0[second]) }
            func figure(
                _ value: (PredictiveValues) -> Double?
            ) -> EvaluationRecord.Figure? {
                values(sensitivity, specificity).flatMap(value).map {
                    .init(
                        value: $0,
                        resampled: isResampled
                            ? Self.wide(Bootstrap.interval(drawn.map { $0.flatMap(value) })) : nil,
                        proportion: rates.flatMap {
                            ProportionInterval(
                                sensitivity: $0.sensitivity, specificity: $0.specificity,
                                prevalence: prevalence, value)
                        })
                }
            }
            return EvaluationRecord.Predictive(
                prevalence: prevalence, positive: figure(\.positive), negative: figure(\.negative))
        }
    }
}
