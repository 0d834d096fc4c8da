/// Images a second, from the first step that it is told of on: what lies before that step is not
/// measured.
struct ImageRate {
    private var start: ContinuousClock.Instant?
    private var images = 0
    /// Nil until a second step has been told of.
    private(set) var latest: Double?

    /// Adds a step that has just ended. The first one, and the first after a pause, only says when
    /// to count from.
    /// - Returns: images a second; after a pause those before it, nil where there are none yet.
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

    /// What follows is no training: it is not counted.
    mutating func pause() {
        start = nil
        images = 0
    }
}
