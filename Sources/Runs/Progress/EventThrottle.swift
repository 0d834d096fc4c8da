/// A rate limit for the events that a training sends to the process that started it: steps at most
/// every tenth of a second per trial, the end of an epoch or a trial always.
package struct EventThrottle {
    /// The time of the last event of each trial, since trials that train together report each step
    /// one after another.
    private var last: [String: ContinuousClock.Instant] = [:]
    private static let interval = Duration.milliseconds(100)

    /// Creates a throttle that admits the first event of every trial.
    package init() {}

    /// Whether to send an event; records its time if so.
    package mutating func admits(_ event: TrialEvent, at now: ContinuousClock.Instant = .now)
        -> Bool
    {
        let isDue = last[event.trial].map { now - $0 > Self.interval } ?? true
        guard isDue || !event.isStep else { return false }
        last[event.trial] = now
        return true
    }
}
