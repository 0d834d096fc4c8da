/// Matthews' correlation coefficient of actual and predicted classes, for several classes as in
/// Gorodkin (2004). It is 0 if all images have one actual class or one predicted class, as in
/// scikit-learn.
package struct MatthewsCorrelation: Metric {
    package init() {}

    package var name: String { "mcc" }
    package var title: String { "MCC" }
    package var isOfDecisions: Bool { true }
    package func range(classes: Int) -> ClosedRange<Double> { -1...1 }

    package func value(_ predictions: WeightedPredictions) -> Double? {
        var truths = [Double](repeating: 0, count: predictions.classes)
        var calls = truths
        var (correct, total) = (0.0, 0.0)
        for image in predictions.labels.indices {
            let (label, predicted) = (predictions.labels[image], predictions.predicted[image])
            let weight = predictions.weights[image]
            truths[label] += weight
            calls[predicted] += weight
            total += weight
            if label == predicted { correct += weight }
        }
        func product(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
        return correlation(
            correct * total - product(truths, calls), total * total - product(truths, truths),
            total * total - product(calls, calls), total)
    }

    package func value(_ predictions: WeightedPredictions, of column: Int) -> Double? {
        let counts = predictions.counts(of: column)
        let called = counts.truePositives + counts.falsePositives
        let uncalled = counts.trueNegatives + counts.falseNegatives
        return correlation(
            counts.truePositives * counts.trueNegatives
                - counts.falsePositives * counts.falseNegatives,
            counts.positives * counts.negatives, called * uncalled,
            counts.positives + counts.negatives)
    }

    private func correlation(
        _ covariance: Double, _ truths: Double, _ calls: Double, _ total: Double
    ) -> Double? {
        guard total > 0 else { return nil }
        guard truths > 0, calls > 0 else { return 0 }
        return covariance / (truths.squareRoot() * calls.squareRoot())
    }
}
