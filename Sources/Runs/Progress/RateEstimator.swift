import Terminal

/// The rate of a preparation, such as decoding, and its estimated remaining time.
package struct RateEstimator {
    private var work = ""
    private var start = ContinuousClock.now
    private var before = 0

    /// Creates a pace that has no measurement.
    package init() {}

    /// A text such as `320 of 5216, 412/s, 12 s left`; the rate is the mean since the first
    /// call for this work.
    package mutating func text(
        of work: String, done: Int, total: Int, now: ContinuousClock.Instant = .now
    ) -> String {
        if work != self.work { (self.work, start, before) = (work, now, done) }
        let (fresh, seconds) = (Double(done - before), (now - start) / .seconds(1))
        guard fresh > 0, seconds > 0 else { return "\(done) of \(total)" }
        let rate = fresh / seconds
        return "\(done) of \(total), \(Formatting.rate(rate))/s, "
            + "\(Formatting.duration(Double(total - done) / rate)) left"
    }
}
