/// The schedule of checkpoints: at the end of an epoch, and every two minutes within a long epoch.
/// Checkpoints are skipped if writing them would take more than a twentieth of the time.
struct CheckpointSchedule {
    private var last = ContinuousClock.now
    private var cost = Duration.zero

    private static let longest = Duration.seconds(120)
    /// The minimum time between two checkpoints, as a multiple of the time to write one.
    private static let costFactor = 20

    /// True if a checkpoint is to be saved now.
    func isDue(atEndOfEpoch: Bool) -> Bool {
        let since = ContinuousClock.now - last
        return since >= cost * Self.costFactor && (atEndOfEpoch || since >= Self.longest)
    }

    /// Saves a checkpoint by calling `body`, whose duration is measured.
    mutating func save(_ body: () throws -> Void) rethrows {
        let start = ContinuousClock.now
        try body()
        last = ContinuousClock.now
        cost = last - start
    }
}
