/// The 95% interval of a proportion by a formula. It replaces the bootstrap where that has no
/// interval: if all samples are equal, as those of 20 correct of 20 images, or too many undefined.
package struct ProportionInterval: Sendable, Hashable {
    /// The method of an interval.
    package enum Method: Sendable, Hashable {
        /// The exact interval of Clopper and Pearson (1934), of none or all of `count` images.
        case clopperPearson(count: Int)
        /// The interval of Wilson (1927), of some of `count` images.
        case wilson(count: Int)
        /// The predictive values at the ends of the exact 97.5% intervals of the sensitivity and
        /// the specificity, which together cover both with at least 95% (Bonferroni).
        case ofSensitivityAndSpecificity

        /// The method's name in JSON.
        package var code: String {
            switch self {
            case .clopperPearson: "clopper-pearson"
            case .wilson: "wilson"
            case .ofSensitivityAndSpecificity: "sensitivity-and-specificity"
            }
        }

        /// The method's name, as tables show it.
        package var name: String {
            switch self {
            case .clopperPearson: "Clopper-Pearson"
            case .wilson: "Wilson"
            case .ofSensitivityAndSpecificity: "from exact intervals"
            }
        }
    }

    /// The interval.
    package let range: ClosedRange<Double>
    /// The method.
    package let method: Method

    /// The interval of a fraction of `count` images. If images belong to patients, `count` is the
    /// number of patients: the interval is that of patients whose images are all predicted in the
    /// same way, and so at least as wide as that of images which differ.
    /// - Returns: nil if `count` is 0, or if `fraction` is not from 0 to 1.
    package init?(_ fraction: Double, count: Int) {
        guard count > 0, 0...1 ~= fraction else { return nil }
        if fraction == 0 || fraction == 1 {
            range = Statistics.clopperPearson(fraction, count: count)
            method = .clopperPearson(count: count)
        } else {
            range = Statistics.wilson(fraction, count: count)
            method = .wilson(count: count)
        }
    }

    /// The interval of a predictive value at a prevalence.
    /// - Parameters:
    ///   - sensitivity: the interval of the sensitivity that has at least the level 97.5%.
    ///   - specificity: that of the specificity.
    ///   - value: selects the predictive value.
    /// - Returns: nil if the value is undefined at an end.
    package init?(
        sensitivity: ClosedRange<Double>, specificity: ClosedRange<Double>, prevalence: Double,
        _ value: (PredictiveValues) -> Double?
    ) {
        // Both predictive values increase with the sensitivity and with the specificity.
        func end(_ sensitivity: Double, _ specificity: Double) -> Double? {
            PredictiveValues(
                sensitivity: sensitivity, specificity: specificity, prevalence: prevalence
            ).flatMap(value)
        }
        guard let low = end(sensitivity.lowerBound, specificity.lowerBound),
            let high = end(sensitivity.upperBound, specificity.upperBound),
            let range = Statistics.finiteRange(low, high)
        else { return nil }
        self.range = range
        method = .ofSensitivityAndSpecificity
    }
}

extension Statistics {
    /// Clopper and Pearson's exact confidence interval (1934) of a proportion that was observed as
    /// `fraction` of `count`; 0 to 1 if `count` is 0.
    /// - Parameter level: the confidence level.
    package static func clopperPearson(
        _ fraction: Double, count: Int, level: Double = 0.95
    ) -> ClosedRange<Double> {
        guard count > 0, fraction.isFinite else { return 0...1 }
        let (n, tail) = (Double(count), (1 - level) / 2)
        let successes = n * min(1, max(0, fraction))
        let lower = successes > 0 ? betaQuantile(tail, successes, n - successes + 1) : 0
        let upper = successes < n ? betaQuantile(1 - tail, successes + 1, n - successes) : 1
        return finiteRange(lower, upper) ?? 0...1
    }

    /// The quantile of the beta distribution, found by bisection to the last digit.
    private static func betaQuantile(_ probability: Double, _ a: Double, _ b: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if middle == low || middle == high { break }
            if incompleteBeta(middle, a, b) < probability { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}

extension Metric {
    /// The interval of the metric as a proportion of images; nil if it is no proportion or
    /// undefined.
    /// - Parameter units: the patient of each image, `[N]`; nil: images are independent.
    package func proportionInterval(
        _ predictions: WeightedPredictions, units: [Int]?
    ) -> ProportionInterval? {
        guard let images = images(predictions), let value = value(predictions) else { return nil }
        let count = units.map { units in Set(images.map { units[$0] }).count } ?? images.count
        return ProportionInterval(value, count: count)
    }
}
