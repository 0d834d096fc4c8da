extension Statistics {
    /// The 95% confidence interval of an estimate with a normal distribution, `estimate ± 1.96
    /// standardError`, clipped to the range of possible values.
    /// - Returns: nil if the standard error is 0, since an interval of width 0 would claim
    ///   certainty, or if it is not finite.
    package static func normalInterval(
        _ estimate: Double, standardError: Double, within range: ClosedRange<Double>
    ) -> ClosedRange<Double>? {
        guard standardError > 0 else { return nil }
        let half = 1.959963984540054 * standardError
        return finiteRange(
            max(range.lowerBound, estimate - half), min(range.upperBound, estimate + half))
    }
}
