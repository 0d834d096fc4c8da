import Foundation
package import Results

/// Sends an outbox to a server from a thread of its own, again and again until it succeeds. Nobody
/// waits for it but `finish`.
package final class Sender: @unchecked Sendable {
    // The variables are only touched under `condition`; `delivery` only by the thread, and by
    // `finish` once that is idle or given up.
    private let condition = NSCondition()
    private let delivery: Delivery
    private let report: @Sendable (String) -> Void
    private var isNudged = true
    private var isEnding = false
    private var isIdle = false
    private var failure: (any Error)?
    /// When something was sent last.
    private var lastSent = Date()

    /// What comes within this time goes in one request.
    private static let gatheringSeconds = 2.0
    private static let (firstPause, longestPause) = (0.5, 30.0)

    /// - Parameter report: what people are to know: that the server is lost, that it is there
    ///   again, what it refuses.
    package init(
        _ results: ResultsFolder, _ server: TrackingServer,
        report: @escaping @Sendable (String) -> Void
    ) {
        delivery = Delivery(results, server)
        self.report = report
        Thread.detachNewThread { [self] in work() }
    }

    /// Says that there are events.
    package func nudge() {
        condition.withLock {
            (isNudged, isIdle) = (true, false)
            condition.broadcast()
        }
    }

    /// Waits until all is sent, as long as there is progress.
    /// - Parameter seconds: how long to wait for any.
    /// - Returns: why not all is sent; nil when it is.
    package func finish(patience seconds: Double = 5) -> (any Error)? {
        condition.withLock {
            (isEnding, isNudged, isIdle) = (true, true, false)
            lastSent = Date()
            condition.broadcast()
            while !isIdle, condition.wait(until: lastSent + seconds) || lastSent + seconds > Date()
            {}
            return isIdle ? nil : failure ?? TrackingError.network("it is slow", address: "")
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
        condition.withLock {
            lastSent = Date()
            condition.broadcast()
        }
        noteRefusals()
    }

    private var told = 0
    private func noteRefusals() {
        guard delivery.refused > told else { return }
        if told == 0, let reason = delivery.lastRefusal {
            report("\(reason); kept in tracking/rejected.jsonl, the rest goes on")
        }
        told = delivery.refused
    }

    private func noteSuccess() {
        let wasLost = condition.withLock {
            defer { failure = nil }
            return failure != nil
        }
        if wasLost { report("the tracking server is there again; all that waited is sent") }
    }

    private func note(_ error: any Error) {
        let isNew = condition.withLock {
            defer { failure = error }
            return failure == nil
        }
        if isNew { report("\(error); training goes on, what is to be tracked waits on the disk") }
    }

    /// Waits for events, and for those that come soon after.
    private func awaitEvents() {
        condition.withLock {
            if !isNudged {
                isIdle = true
                condition.broadcast()
            }
            while !isNudged { condition.wait() }
            isNudged = false
            if isEnding { return }
            let end = Date() + Self.gatheringSeconds
            while !isEnding, condition.wait(until: end) {}
            isNudged = false
        }
    }

    /// Waits before the next attempt; the end of the run does not wait long.
    private func sleep(_ seconds: Double) {
        condition.withLock {
            let start = Date()
            while Date() < start + (isEnding ? min(seconds, 1) : seconds) {
                _ = condition.wait(until: start + (isEnding ? min(seconds, 1) : seconds))
            }
        }
    }
}
