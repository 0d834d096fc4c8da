/// A rate limit for the events that the process of a trial sends: one step in a tenth of a second
/// per trial; the end of an epoch or a trial is always sent.
package struct EventThrottle {
    /// The time of the last event of each trial. Trials that train together report each step one
    /// after another, so a single time would hide all but the first.
    private var last: [String: ContinuousClock.Instant] = [:]
    private static let interval = Duration.milliseconds(100)

    /// Creates a throttle that admits the first event of every trial.
    package init() {}

    /// Returns true if an event is to be sent, and records its time.
    package mutating func admits(_ event: TrialEvent, at now: ContinuousClock.Instant = .now)
        -> Bool
    {
        let isDue = last[event.trial].map { now - $0 > Self.interval } ?? true
        guard isDue || !event.isStep else { return false }
        last[event.trial] = now
        return true
    }
}
