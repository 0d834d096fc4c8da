import Files
import Foundation
import Results
import Vocabulary

/// An event that the server did not accept although it accepted others. It is tried again with
/// growing pauses, so that it never blocks the events behind it.
package struct SetAsideEvent: Codable, Sendable, Hashable {
    /// The server's address, without secrets.
    var server: String
    /// The item and its run, such as `report.md of lr-sweep`.
    package var item: String
    /// The reason of the last refusal.
    package var reason: String
    /// True if the same request can hardly succeed later, such as for a file that is too large.
    var isFinal: Bool
    /// The number of attempts.
    var attempts: Int
    /// The time of the next attempt, in milliseconds since 1970.
    var next: Int
    /// The server's id of the experiment of the event.
    var experiment: String?
    var event: TrackingEvent

    /// The pause before the next attempt: one second after the first, then twice the last one, at
    /// most ten minutes.
    static func pauseMilliseconds(attempts: Int) -> Int {
        min(1000 << min(max(attempts - 1, 0), 16), 600_000)
    }

    /// A line for each reason with the names of its items, of which at most eight are listed.
    static func lines(_ events: [SetAsideEvent]) -> [String] {
        events.map(\.reason).unique.map { reason in
            let items = events.filter { $0.reason == reason }.map(\.item).unique
            let rest = items.count > 8 ? " and \(items.count - 8) more" : ""
            return "\(items.prefix(8).joined(separator: ", "))\(rest): \(reason)"
        }
    }
}

/// The events that one server has not accepted, in their order; the file `tracking/rejected.jsonl`
/// contains one line for each, of all servers.
struct SetAsideEvents {
    private let path: String
    private let address: String
    private(set) var items: [SetAsideEvent] = []
    private var isChanged = false

    /// The name of the file in a results folder.
    static let fileName = "tracking/rejected.jsonl"

    /// Reads the events of a server.
    init(_ results: ResultsFolder, address: String) {
        path = "\(results.path)/\(Self.fileName)"
        self.address = address
        items = lines().compactMap { own($0) }
    }

    private func lines() -> [Substring] {
        let data = FileManager.default.contents(atPath: path) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n")
    }

    /// The event in a line; nil for a line of another server.
    private func own(_ line: Substring) -> SetAsideEvent? {
        let item = try? JSONDecoder.ofStatus.decode(SetAsideEvent.self, from: Data(line.utf8))
        return item.flatMap { $0.server == address ? $0 : nil }
    }

    /// Writes changes; without events of any server, the file is removed.
    /// - Throws: `FileError`.
    mutating func write() throws {
        guard isChanged else { return }
        var data = Data(lines().filter { own($0) == nil }.map { "\($0)\n" }.joined().utf8)
        for item in items {
            data += try JSONEncoder.ofStatus.encode(item) + [UInt8(ascii: "\n")]
        }
        if data.isEmpty {
            try? FileManager.default.removeItem(atPath: path)
        } else {
            try AtomicFile.write(data, to: path)
        }
        isChanged = false
    }

    private func index(of event: TrackingEvent) -> Int? {
        items.firstIndex { $0.event == event }
    }

    /// Adds an event, or updates it if it is set aside already.
    /// - Parameter whole: the event that it is a part of, whose position it gets.
    mutating func add(_ item: SetAsideEvent, partOf whole: TrackingEvent) {
        isChanged = true
        if let index = index(of: item.event) {
            items[index] = item
        } else {
            items.insert(item, at: index(of: whole) ?? items.count)
        }
    }

    /// Removes an event.
    mutating func remove(_ event: TrackingEvent) {
        guard let index = index(of: event) else { return }
        items.remove(at: index)
        isChanged = true
    }

    /// Removes from earlier events what a later event has set to another value.
    /// - Parameters:
    ///   - later: an event that the server has accepted.
    ///   - whole: the event that it is a part of, whose position counts.
    mutating func supersede(by later: TrackingEvent, partOf whole: TrackingEvent) {
        for index in (0..<(index(of: whole) ?? items.count)).reversed() {
            let rest = items[index].event.without(later)
            if rest == items[index].event { continue }
            isChanged = true
            if let rest { items[index].event = rest } else { items.remove(at: index) }
        }
    }

    /// Makes all events due now, and their next pauses short.
    mutating func retryAll() {
        for index in items.indices { (items[index].attempts, items[index].next) = (0, 0) }
    }

    /// Makes the events of a run due now.
    mutating func retry(run: String) {
        for index in items.indices where items[index].event.run == run { items[index].next = 0 }
    }

    /// Removes all events.
    mutating func removeAll() {
        isChanged = isChanged || !items.isEmpty
        items = []
    }
}

extension TrackingEvent {
    /// The run of the event; nil for an experiment.
    var run: String? {
        switch self {
        case .experiment: nil
        case .run(let run): run.id
        case .status(let run, _, _), .adopted(let run, _), .params(let run, _),
            .tags(let run, _), .metrics(let run, _), .data(let run, _, _, _, _),
            .artifact(let run, _, _):
            run
        }
    }

    /// The event without the values that a later event sets again; nil if nothing remains.
    fileprivate func without(_ later: TrackingEvent) -> TrackingEvent? {
        guard run == later.run else { return self }
        switch (self, later) {
        case (.status, .status), (.adopted, .adopted): return nil
        case (.artifact(_, _, let name), .artifact(_, _, let other)):
            return name == other ? nil : self
        case (.tags(let run, let values), .tags(_, let newer)):
            let rest = values.filter { newer[$0.key] == nil }
            return rest.isEmpty ? nil : .tags(run: run, values: rest)
        default: return self
        }
    }

    /// The event as several smaller ones with the same effect; empty if it cannot be divided.
    var parts: [TrackingEvent] {
        switch self {
        case .params(let run, let values):
            Self.halves(values).map { .params(run: run, values: $0) }
        case .tags(let run, let values): Self.halves(values).map { .tags(run: run, values: $0) }
        case .metrics(let run, let points):
            points.count < 2
                ? []
                : [points[..<(points.count / 2)], points[(points.count / 2)...]].map {
                    .metrics(run: run, points: Array($0))
                }
        case .run(let run): Self.parts(run)
        default: []
        }
    }

    private static func halves(_ values: [String: String]) -> [[String: String]] {
        let pairs = values.sorted { $0.key < $1.key }
        guard pairs.count > 1 else { return [] }
        return [pairs.prefix(pairs.count / 2), pairs.dropFirst(pairs.count / 2)].map {
            Dictionary($0.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
        }
    }

    /// A run without tags, and then its tags.
    private static func parts(_ run: TrackedRun) -> [TrackingEvent] {
        guard !run.tags.isEmpty else { return [] }
        var plain = run
        plain.tags = [:]
        return [.run(plain), .tags(run: run.id, values: run.tags)]
    }

    /// The item that the event sends, in words.
    var item: String {
        func named(_ noun: String, _ names: [String]) -> String {
            names.count == 1
                ? "\(noun) \(names[0])" : "\(names.count) \(noun)s (\(names[0]), ...)"
        }
        return switch self {
        case .experiment(let name): "experiment \(name)"
        case .run: "run"
        case .status(_, let status, _): "status \(status.rawValue)"
        case .adopted: "parent"
        case .params(_, let values): named("parameter", values.keys.sorted())
        case .tags(_, let values): named("tag", values.keys.sorted())
        case .metrics(_, let points):
            points.count == 1
                ? "metric \(points[0].key) at step \(points[0].step)"
                : "\(points.count) values of metrics"
        case .data(_, let name, _, _, _): "data set \(name)"
        case .artifact(_, _, let name): name
        }
    }
}
