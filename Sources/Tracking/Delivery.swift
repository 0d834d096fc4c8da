import Files
package import Foundation
package import Results

/// The delivery of an outbox to one server, in order: first all events, then the files. An event
/// may be sent twice without harm: a run is identified by its tag, and the server ignores values
/// that it already has.
///
/// If a request fails, a simple request shows whether the server works. If it does, the failure is
/// that of the event: it is divided until only the values that the server refuses remain, these
/// are set aside, and the events behind them are sent. Otherwise everything waits.
package final class Delivery {
    private let results: ResultsFolder
    let client: MLflowClient
    /// A client that does not wait long, to test whether the server works.
    private let probe: MLflowClient
    var state: DeliveryState
    private var setAside: SetAsideEvents
    /// The number of events and files that the server has accepted, in this process.
    package private(set) var accepted = 0
    /// The failures in succession that may be due to the server, and the last of them.
    private var failures: (count: Int, last: TrackingError?) = (0, nil)
    /// The items in succession that were not answered in time, and the error of the last.
    private var unanswered: (items: [String], last: TrackingError?) = ([], nil)
    /// The events that are not tried again.
    private var givenUp: Set<TrackingEvent> = []
    private let timeoutSeconds: Double
    private let mostUnanswered: Int?
    /// Called with the name of each item before it is sent.
    package var willSend: ((String) -> Void)?

    /// The tag that identifies a run on the server.
    static let runTag = "study.run"
    /// The maximum number of seconds for which files are sent before the next events.
    private static let filesSeconds = 0.5
    private static let (chunkBytes, mostPoints) = (1 << 18, 1000)
    /// The number of failures in succession after which there is a pause.
    private static let mostFailures = 16

    /// Reads the state of the delivery to the server.
    /// - Parameters:
    ///   - timeoutSeconds: the maximum time without a byte from the server.
    ///   - mostUnanswered: for a user who waits: after so many items in succession that a server
    ///     that works does not answer in time, `sendNext` throws, and no item that can hardly
    ///     succeed is tried twice; nil: items are tried again and again.
    package init(
        _ results: ResultsFolder, _ server: TrackingServer, timeoutSeconds: Double = 30,
        mostUnanswered: Int? = nil
    ) {
        self.results = results
        self.timeoutSeconds = timeoutSeconds
        self.mostUnanswered = mostUnanswered
        client = MLflowClient(server, timeoutSeconds: timeoutSeconds)
        probe = MLflowClient(server, timeoutSeconds: min(timeoutSeconds, 10))
        state = DeliveryState(results, server)
        setAside = SetAsideEvents(results, address: server.address)
    }

    /// The server's id of a run; nil if the run has not been sent.
    package func run(_ id: String) -> TrackedRunID? {
        state.runs[id].map { TrackedRunID(id: $0.id, artifacts: $0.artifacts) }
    }

    /// The events that the server has not accepted, in their order.
    package var missing: [SetAsideEvent] { setAside.items }

    /// The time of the next attempt for an event that is set aside; nil if there is none.
    /// - Parameter withFinal: whether events count that can hardly succeed.
    package func nextAttempt(withFinal: Bool) -> Date? {
        setAside.items.filter {
            (withFinal || !$0.isFinal) && !givenUp.contains($0.event)
        }.map(\.next).min().map {
            Date(timeIntervalSince1970: Double($0) / 1000)
        }
    }

    /// Starts again with the first event.
    package func restart() {
        (state.position, state.filePosition) = (0, 0)
        (state.experiment, state.runs) = (nil, [:])
        setAside.removeAll()
    }

    /// Makes all events that were set aside due now.
    package func retryAll() { setAside.retryAll() }

    /// The number of events and files that are not sent yet, without those that are set aside.
    /// - Throws: `FileError`, `TrackingError.badOutbox`.
    package func waiting() throws -> Int {
        let path = Outbox.path(in: results)
        let start = min(state.position, state.filePosition)
        return try Outbox.read(path, from: start).count { entry in
            entry.end > (entry.event.isArtifact ? state.filePosition : state.position)
        }
    }

    /// The number of events and files that the server does not have; 0 if the outbox is damaged.
    package var remaining: Int { ((try? waiting()) ?? 0) + missing.count }

    /// Sends some events, or some files when there are none, or tries an event again that was set
    /// aside.
    /// - Parameter again: whether events are tried again that were tried since `retryAll`.
    /// - Returns: false if nothing is to be sent now.
    /// - Throws: `TrackingError` if a later attempt can succeed; `FileError`.
    package func sendNext(again: Bool = true) throws -> Bool {
        defer { try? save() }
        let wasActive = try sendEvents() || sendFiles() || retry(again: again)
        if isUnanswered {
            throw TrackingError.unanswered(
                unanswered.items, seconds: timeoutSeconds, address: state.address)
        }
        if failures.count >= Self.mostFailures, let error = failures.last {
            failures = (0, nil)
            throw error
        }
        return wasActive
    }

    /// True if the user waits, and the server has not answered several items in succession.
    private var isUnanswered: Bool {
        mostUnanswered.map { unanswered.items.count >= $0 } ?? false
    }

    /// True if the next events would hardly be accepted now.
    private var isStuck: Bool { isUnanswered || failures.count >= Self.mostFailures }

    /// Writes the state; if that fails, events are sent again, which does no harm.
    private func save() throws {
        try setAside.write()
        try state.write(to: results)
    }

    private func sendEvents() throws -> Bool {
        let path = Outbox.path(in: results)
        let events = try Outbox.read(path, from: state.position, bytes: Self.chunkBytes)
        if !events.isEmpty { try send(events) }
        return !events.isEmpty
    }

    private func sendFiles() throws -> Bool {
        let path = Outbox.path(in: results)
        let files = try Outbox.read(path, from: state.filePosition, bytes: Self.chunkBytes)
        let end = Date() + Self.filesSeconds
        for entry in files where Date() < end && !isStuck {
            if entry.event.isArtifact { try deliver(entry.event) }
            state.filePosition = entry.end
        }
        return !files.isEmpty
    }

    /// Tries the first event again that is due.
    /// - Parameter again: whether events are due that were tried since `retryAll`.
    private func retry(again: Bool) throws -> Bool {
        let now = MLflowTime.now
        let due = setAside.items.first {
            $0.next <= now && (again || $0.attempts == 0) && !givenUp.contains($0.event)
        }
        guard let item = due else { return false }
        let present = state.experiment
        state.experiment = item.experiment
        defer { state.experiment = present }
        try deliver(item.event, partOf: item.event, attempts: item.attempts)
        return true
    }

    /// Sends events; the metric values of a run are combined into few requests.
    private func send(_ entries: [Outbox.Entry]) throws {
        var points: [String: [MetricPoint]] = [:]
        func flush() throws {
            for run in points.keys.sorted() {
                try deliver(.metrics(run: run, points: points[run] ?? []))
            }
            points = [:]
        }
        for entry in entries {
            switch entry.event {
            case .metrics(let run, let more):
                points[run, default: []] += more
                if points.values.reduce(0, { $0 + $1.count }) < Self.mostPoints { continue }
                try flush()
            case .artifact:
                // Files are sent later, but values before this event are not sent yet.
                if !points.isEmpty { continue }
            case .experiment(let name):
                try flush()
                // Without an experiment, nothing else can be sent.
                state.experiment = try client.experiment(name)
            default:
                try flush()
                try deliver(entry.event)
            }
            state.position = entry.end
            if isStuck { return }
        }
        try flush()
        if let last = entries.last { state.position = last.end }
    }

    /// Sends an event; values that the server does not accept, although it works, are set aside.
    /// - Parameters:
    ///   - whole: the event that it is a part of; nil: the event is whole.
    ///   - attempts: the number of earlier attempts.
    /// - Throws: `TrackingError` if the server does not work.
    private func deliver(
        _ event: TrackingEvent, partOf whole: TrackingEvent? = nil, attempts: Int = 0
    ) throws {
        let whole = whole ?? event
        // The rest of an event whose parts are not answered is not tried now.
        if isUnanswered, let error = unanswered.last {
            return add(event, partOf: whole, error, attempts: attempts)
        }
        willSend?(name(of: event))
        let start = ContinuousClock.now
        do {
            try send(event, from: results)
            accepted += 1
            failures = (0, nil)
            unanswered = ([], nil)
            setAside.supersede(by: event, partOf: whole)
            setAside.remove(event)
            // What was set aside because of a missing run can be sent now.
            if case .run(let run) = event { setAside.retry(run: run.id) }
        } catch let error as TrackingError {
            let isTimeout = ContinuousClock.now - start >= .seconds(Int(timeoutSeconds))
            if !error.isOfServerThatWorks {
                guard let id = state.experiment, probe.responds(experiment: id) else { throw error }
                failures = (failures.count + 1, error)
            }
            if mostUnanswered != nil { note(error, of: event, isTimeout: isTimeout) }
            let parts = event.parts
            guard !parts.isEmpty, !isStuck, state.knows(event) else {
                return add(event, partOf: whole, error, attempts: attempts + 1)
            }
            for part in parts { try deliver(part, partOf: whole, attempts: attempts) }
            setAside.remove(event)
        }
    }

    /// Counts items that were not answered in time, and notes those that can hardly succeed now.
    private func note(_ error: TrackingError, of event: TrackingEvent, isTimeout: Bool) {
        switch error {
        case .network where isTimeout, .status where isTimeout:
            unanswered = (unanswered.items + [name(of: event)], error)
            givenUp.insert(event)
        case .refused, .status: unanswered = ([], nil)
        default: break
        }
        if error.isFinal { givenUp.insert(event) }
    }

    private func add(
        _ event: TrackingEvent, partOf whole: TrackingEvent, _ error: TrackingError, attempts: Int
    ) {
        let pause = SetAsideEvent.pauseMilliseconds(attempts: attempts)
        setAside.add(
            SetAsideEvent(
                server: state.address, item: name(of: event),
                reason: error.reason, isFinal: error.isFinal, attempts: attempts,
                next: MLflowTime.now + pause, experiment: state.experiment, event: event),
            partOf: whole)
    }

    /// The item of an event and its run, in words.
    private func name(of event: TrackingEvent) -> String {
        event.item + (event.run.flatMap { name(of: $0, event) }.map { " of \($0)" } ?? "")
    }

    /// The name of a run; nil if it is unknown.
    private func name(of id: String, _ event: TrackingEvent) -> String? {
        if case .run(let run) = event { return run.name }
        if let name = state.runs[id]?.name { return name }
        for item in setAside.items {
            if case .run(let run) = item.event, run.id == id { return run.name }
        }
        return nil
    }

    /// Sends a run's parent later, if the parent is not on the server yet.
    func adoptLater(_ run: String, by parent: String) {
        let event = TrackingEvent.adopted(run: run, by: parent)
        add(event, partOf: event, .waitingForRun, attempts: 0)
    }
}

/// The server's data of a run.
package struct TrackedRunID: Sendable, Hashable {
    /// The server's id.
    package var id: String
    /// The URI of the run's artifacts.
    package var artifacts: String
}
