/// When to save the state of a training: at the end of an epoch, and every few minutes within a
/// long one, but never so often that it takes more than a twentieth of the time.
struct CheckpointSchedule {
    private var last = ContinuousClock.now
    private var cost = Duration.zero

    private static let longest = Duration.seconds(120)
    private static let share = 20

    /// Whether it is time.
    func isDue(atEndOfEpoch: Bool) -> Bool {
        let since = ContinuousClock.now - last
        return since >= cost * Self.share && (atEndOfEpoch || since >= Self.longest)
    }

    /// Saves, and takes the time.
    mutating func save(_ body: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        try body()
        last = ContinuousClock.now
        cost = last - start
    }
}
