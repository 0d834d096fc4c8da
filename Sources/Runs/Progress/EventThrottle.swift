/// Chooses which events of a training are sent to the process that started it: progress at most
/// every tenth of a second, everything else always. What ends an epoch or a trial is never left
/// out, however short the steps are.
package struct EventThrottle {
    /// When each trial last sent something: trials that train together report every step one after
    /// the other.
    private var last: [String: ContinuousClock.Instant] = [:]
    private static let interval = Duration.milliseconds(100)

    package init() {}

    /// Whether to send an event.
    package mutating func admits(_ event: TrialEvent, at now: ContinuousClock.Instant = .now)
        -> Bool
    {
        let isDue = last[event.trial].map { now - $0 > Self.interval } ?? true
        guard isDue || !event.isProgressAlone else { return false }
        last[event.trial] = now
        return true
    }
}
