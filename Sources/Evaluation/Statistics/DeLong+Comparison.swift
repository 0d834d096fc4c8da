extension DeLong {
    /// The difference of two areas under ROC curves, and its test.
    package struct Comparison: Sendable, Hashable {
        /// The first area minus the second, from -1 to 1.
        package let difference: Double
        /// The standard error of the difference.
        package let standardError: Double
        /// The two-sided p-value of the hypothesis that both areas are equal.
        package let pValue: Double

        /// The 95% confidence interval of the difference: `difference ± 1.96 standardError`,
        /// clipped to -1...1; nil if the standard error is 0.
        package var interval: ClosedRange<Double>? {
            Statistics.normalInterval(difference, standardError: standardError, within: -1...1)
        }
    }

    /// The z-test of two areas on the same images (DeLong, DeLong and Clarke-Pearson 1988), which
    /// takes the correlation of the areas into account.
    ///
    /// If both models order the images in the same way, the p-value is 1 and the standard error 0,
    /// as in pROC.
    /// - Parameters:
    ///   - first: the area of one model.
    ///   - second: the area of another model on the same images in the same order.
    /// - Returns: nil if the labels of the images are not the same, for fewer than two positive or
    ///   two negative images, and if the components of all images differ by one number other than
    ///   0, since the variance of the difference is then 0.
    package static func paired(_ first: DeLong, _ second: DeLong) -> Comparison? {
        guard first.labels == second.labels else { return nil }
        let difference = first.area - second.area
        let components = zip(first.components, second.components).map { $0 - $1 }
        guard let variance = first.variance(components, mean: difference) else { return nil }
        // Components that differ only by rounding are equal.
        if components.allSatisfy({ abs($0 - difference) <= 1e-12 }) {
            guard abs(difference) <= 1e-12 else { return nil }
            return Comparison(difference: 0, standardError: 0, pValue: 1)
        }
        return Comparison(difference: difference, variance: variance)
    }

    /// The z-test of two areas on different images, which are independent: the variance of the
    /// difference is the sum of both variances. pROC uses Student's t instead of the normal
    /// distribution here, which matters for few images only.
    /// - Parameters:
    ///   - first: the area on some images.
    ///   - second: the area on other images.
    /// - Returns: nil if a variance is unknown, and if both are 0.
    package static func unpaired(_ first: DeLong, _ second: DeLong) -> Comparison? {
        guard let one = first.variance, let other = second.variance, one + other > 0 else {
            return nil
        }
        return Comparison(difference: first.area - second.area, variance: one + other)
    }
}

extension DeLong.Comparison {
    fileprivate init(difference: Double, variance: Double) {
        self.difference = difference
        standardError = variance.squareRoot()
        pValue = Statistics.normal(difference / standardError)
    }
}
