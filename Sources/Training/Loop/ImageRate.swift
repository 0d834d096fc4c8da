/// The rate of training in images per second. The time before the end of the first step is not
/// included.
struct ImageRate {
    private var start: ContinuousClock.Instant?
    private var images = 0
    /// The latest rate; nil until a second step is added.
    private(set) var latest: Double?

    /// Adds a step that has just ended. The first step, and the first step after a pause, only
    /// start the clock.
    /// - Returns: the rate in images per second; at the first step after a pause the rate before
    ///   the pause; nil if there is none yet.
    mutating func add(_ count: Int, now: ContinuousClock.Instant = .now) -> Double? {
        guard let start else {
            start = now
            return latest
        }
        images += count
        let seconds = (now - start) / .seconds(1)
        if seconds > 0 { latest = Double(images) / seconds }
        return latest
    }

    /// Stops the clock: the time until the next step is not included.
    mutating func pause() {
        start = nil
        images = 0
    }
}
