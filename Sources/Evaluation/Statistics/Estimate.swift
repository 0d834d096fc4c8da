/// A number with its 95% interval.
package struct Estimate: Sendable, Hashable {
    /// The number.
    package var value: Double
    /// The interval; nil if it is undefined or has no width.
    package var interval: ClosedRange<Double>?
    /// The method of the interval of a proportion for which the bootstrap has none; nil: the
    /// bootstrap, or the method of the test that the number belongs to.
    package var method: ProportionInterval.Method?

    /// Creates a number with its interval.
    package init(
        value: Double, interval: ClosedRange<Double>?, method: ProportionInterval.Method? = nil
    ) {
        self.value = value
        self.interval = interval
        self.method = method
    }

    /// Creates a number with the interval of the bootstrap, or if there is none, with that of a
    /// proportion.
    package init(
        value: Double, resampled: ClosedRange<Double>?, proportion: ProportionInterval?
    ) {
        let proportion = resampled == nil ? proportion : nil
        self.init(
            value: value, interval: resampled ?? proportion?.range, method: proportion?.method)
    }

    /// The interval of the bootstrap; nil if there is none.
    package var resampled: ClosedRange<Double>? { method == nil ? interval : nil }
}
