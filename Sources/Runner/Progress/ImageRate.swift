/// Images a second, from the first step that it is told of on: what lies before that step is not measured.
struct ImageRate {
    private var start: ContinuousClock.Instant?
    private var images = 0

    /// Adds a step that has just ended; nil after the first one.
    mutating func add(_ count: Int, now: ContinuousClock.Instant = .now) -> Double? {
        guard let start else {
            start = now
            return nil
        }
        images += count
        let seconds = (now - start) / .seconds(1)
        return seconds > 0 ? Double(images) / seconds : nil
    }
}
