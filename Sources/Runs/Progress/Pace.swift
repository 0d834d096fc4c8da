import Terminal

/// How fast a work goes on, and what is left of it.
package struct Pace {
    private var work = ""
    private var start = ContinuousClock.now
    private var before = 0

    package init() {}

    /// `320 of 5216, 412/s, 12 s left`; the pace is that since the first call for this work.
    package mutating func text(
        of work: String, done: Int, total: Int, now: ContinuousClock.Instant = .now
    ) -> String {
        if work != self.work { (self.work, start, before) = (work, now, done) }
        let (fresh, seconds) = (Double(done - before), (now - start) / .seconds(1))
        guard fresh > 0, seconds > 0 else { return "\(done) of \(total)" }
        let rate = fresh / seconds
        return "\(done) of \(total), \(Wording.rate(rate))/s, "
            + "\(Wording.duration(Double(total - done) / rate)) left"
    }
}
