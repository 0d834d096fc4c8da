import Evaluation
package import Results

extension ModelEvaluation {
    /// The metrics minus those of another model on the same images, by name, with 95% intervals
    /// of the paired bootstrap: both models are drawn together, so they must have the same images
    /// in the same order, and the same seed. A difference has no interval if one of the metrics has
    /// none by the bootstrap, or if all samples are equal.
    /// - Parameter atThreshold: whether the metrics are those of decisions at the threshold; those
    ///   of the other are always of its predicted classes.
    package func paired(
        minus other: ModelEvaluation, atThreshold: Bool = false
    ) -> [String: EvaluationRecord.Figure] {
        precondition(samples.count == other.samples.count)
        let own = atThreshold ? decided : metrics
        let all = EvaluationMetrics.all
        let first = atThreshold ? Self.ofDecisions : all
        var differences: [String: EvaluationRecord.Figure] = [:]
        for (index, metric) in first.enumerated() {
            guard let a = own[metric.name], let b = other.metrics[metric.name],
                let column = all.firstIndex(where: { $0.name == metric.name })
            else { continue }
            let position = atThreshold ? all.count + index : index
            let drawn = zip(samples, other.samples).map { own, others -> Double? in
                guard let a = own[position], let b = others[column] else { return nil }
                return a - b
            }
            differences[metric.name] = .init(
                value: a.value - b.value,
                interval: a.resampled == nil || b.resampled == nil
                    ? nil : Self.wide(Bootstrap.interval(drawn)))
        }
        return differences
    }
}
