import Foundation
package import Results

/// The sender of an outbox to a server, in a separate thread. It retries until it succeeds; only
/// `finish` waits for it.
package final class Sender: @unchecked Sendable {
    // The variables are only used while `condition` is locked, `delivery` only by the thread.
    private let condition = NSCondition()
    private let delivery: Delivery
    private let report: @Sendable (String) -> Void
    private var isNotified = true
    private var isEnding = false
    private var isIdle = false
    private var failure: (any Error)?
    /// The events that the server has not accepted.
    private var missing: [SetAsideEvent] = []
    /// The time of the last successful request.
    private var lastSent = Date()

    /// The seconds for which events are collected before they are sent together.
    private static let gatheringSeconds = 2.0
    private static let (firstPause, longestPause) = (0.5, 30.0)

    /// Starts the thread.
    /// - Parameter report: called with messages for the user: the server is unavailable, the server
    ///   is available again, the server does not accept an event.
    package init(
        _ results: ResultsFolder, _ server: TrackingServer,
        report: @escaping @Sendable (String) -> Void
    ) {
        delivery = Delivery(results, server)
        self.report = report
        Thread.detachNewThread { [self] in work() }
    }

    /// Wakes the thread, since there are new events.
    package func notify() {
        condition.withLock {
            (isNotified, isIdle) = (true, false)
            condition.broadcast()
        }
    }

    /// Waits until everything is sent, as long as requests succeed.
    /// - Parameter seconds: the maximum time without a successful request.
    /// - Returns: the reason why events remain; nil if the server has accepted everything.
    package func finish(timeoutSeconds seconds: Double = 5) -> (any Error)? {
        condition.withLock {
            (isEnding, isNotified, isIdle) = (true, true, false)
            lastSent = Date()
            condition.broadcast()
            while !isIdle, condition.wait(until: lastSent + seconds) || lastSent + seconds > Date()
            {}
            if !isIdle { return failure ?? TrackingError.slow }
            return missing.isEmpty ? nil : TrackingError.notAccepted(missing)
        }
    }

    private func work() {
        var pause = Self.firstPause
        while true {
            do {
                while try delivery.sendNext() { noteProgress() }
                noteSuccess()
                pause = Self.firstPause
                awaitEvents()
            } catch {
                note(error)
                sleep(pause)
                pause = min(pause * 2, Self.longestPause)
            }
        }
    }

    private func noteProgress() {
        let isFirst = condition.withLock {
            lastSent = Date()
            defer { missing = delivery.missing }
            condition.broadcast()
            return missing.isEmpty
        }
        guard isFirst, let item = delivery.missing.first else { return }
        report("not accepted, and tried again later: \(item.item): \(item.reason)")
    }

    private func noteSuccess() {
        let wasLost = condition.withLock {
            defer { failure = nil }
            return failure != nil
        }
        if wasLost { report("the tracking server is available again; the waiting events are sent") }
    }

    private func note(_ error: any Error) {
        let isNew = condition.withLock {
            defer { failure = error }
            return failure == nil
        }
        if isNew {
            report("\(error); training continues, and events are stored until they can be sent")
        }
    }

    /// Waits for events, and then a short time for more events.
    private func awaitEvents() {
        condition.withLock {
            if !isNotified {
                isIdle = true
                condition.broadcast()
            }
            while !isNotified {
                // An event that was set aside is tried again at its time.
                guard let next = delivery.nextAttempt(withFinal: true) else {
                    condition.wait()
                    continue
                }
                if !condition.wait(until: next) { return }
            }
            isNotified = false
            if isEnding { return }
            let end = Date() + Self.gatheringSeconds
            while !isEnding, condition.wait(until: end) {}
            isNotified = false
        }
    }

    /// Waits before the next attempt, at most one second at the end of the run.
    private func sleep(_ seconds: Double) {
        condition.withLock {
            let start = Date()
            while Date() < start + (isEnding ? min(seconds, 1) : seconds) {
                _ = condition.wait(until: start + (isEnding ? min(seconds, 1) : seconds))
            }
        }
    }
}
