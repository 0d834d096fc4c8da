import Terminal

/// The rate of a preparation, such as decoding, and its estimated remaining time.
package struct RateEstimator {
    private var task = ""
    private var start = ContinuousClock.now
    private var before = 0

    /// Creates an estimator without measurements.
    package init() {}

    /// A text such as `320 of 5216, 412/s, 12 s left`. The rate is the mean since the first call
    /// for the task.
    /// - Parameter task: the name of the preparation; a new name starts a new measurement.
    package mutating func text(
        of task: String, done: Int, total: Int, now: ContinuousClock.Instant = .now
    ) -> String {
        if task != self.task { (self.task, start, before) = (task, now, done) }
        let (fresh, seconds) = (Double(done - before), (now - start) / .seconds(1))
        guard fresh > 0, seconds > 0 else { return "\(done) of \(total)" }
        let rate = fresh / seconds
        return "\(done) of \(total), \(Formatting.rate(rate))/s, "
            + "\(Formatting.duration(Double(total - done) / rate)) left"
    }
}
