import Files
import Foundation
import JSON
package import Results
import Vocabulary

/// The delivery of an outbox to one server, in order: first all events, then the files. An event
/// may be sent twice without harm: a run is identified by its tag, and the server ignores values
/// that it already has.
package final class Delivery {
    private let results: ResultsFolder
    private let client: MLflowClient
    private var state: DeliveryState
    /// The number of events that the server has permanently refused, in this process.
    package private(set) var refused = 0
    /// The reason of the last refusal.
    package private(set) var lastRefusal: String?

    /// The tag that identifies a run on the server.
    static let runTag = "study.run"
    /// The maximum number of seconds for which files are sent before the next events.
    private static let filesSeconds = 0.5
    private static let (chunkBytes, mostPoints, mostPairs) = (1 << 18, 1000, 100)

    /// Reads the state of the delivery to the server.
    /// - Parameter timeoutSeconds: the maximum time without a byte from the server.
    package init(_ results: ResultsFolder, _ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.results = results
        client = MLflowClient(server, timeoutSeconds: timeoutSeconds)
        state = DeliveryState(results, server)
    }

    /// The server's id of a run; nil if the run has not been sent.
    package func run(_ id: String) -> TrackedRunID? {
        state.runs[id].map { TrackedRunID(id: $0.id, artifacts: $0.artifacts) }
    }

    /// Starts again with the first event.
    package func restart() {
        (state.position, state.filePosition) = (0, 0)
        (state.experiment, state.runs) = (nil, [:])
    }

    /// The number of events and files that are not sent yet.
    /// - Throws: `FileError`, `TrackingError.badOutbox`.
    package func waiting() throws -> Int {
        let path = Outbox.path(in: results)
        let start = min(state.position, state.filePosition)
        return try Outbox.read(path, from: start).count { entry in
            entry.end > (entry.event.isArtifact ? state.filePosition : state.position)
        }
    }

    /// Sends some events, or some files when there are none.
    /// - Returns: false if everything is sent.
    /// - Throws: `TrackingError` if a retry can succeed; `FileError`.
    package func sendNext() throws -> Bool {
        let path = Outbox.path(in: results)
        let events = try Outbox.read(path, from: state.position, bytes: Self.chunkBytes)
        if !events.isEmpty {
            defer { try? state.write(to: results) }
            try send(events)
            return true
        }
        let files = try Outbox.read(path, from: state.filePosition, bytes: Self.chunkBytes)
        guard !files.isEmpty else { return false }
        // If the state cannot be written, a file is sent again, which does no harm.
        defer { try? state.write(to: results) }
        let end = Date() + Self.filesSeconds
        for entry in files {
            if Date() >= end { break }
            if entry.event.isArtifact { try deliver(entry.event) }
            state.filePosition = entry.end
        }
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
            default:
                try flush()
                try deliver(entry.event)
            }
            state.position = entry.end
        }
        try flush()
        if let last = entries.last { state.position = last.end }
    }

    /// Sends an event. An event that the server permanently refuses is written to `rejected.jsonl`,
    /// so that the next events can be sent.
    private func deliver(_ event: TrackingEvent) throws {
        do { try send(event) } catch let error as TrackingError where error.isFinal {
            refused += 1
            lastRefusal = "\(error)"
            let path = "\(Outbox.folder(of: results))/rejected.jsonl"
            let text = String(decoding: try JSONEncoder.ofStatus.encode(event), as: UTF8.self)
            let line: JSONValue = [
                "server": .string(state.address), "reason": .string("\(error)"),
                "event": .string(text),
            ]
            let old = FileManager.default.contents(atPath: path) ?? Data()
            try AtomicFile.write(old + Data("\(line.canonical)\n".utf8), to: path)
        }
    }

    private func send(_ event: TrackingEvent) throws {
        switch event {
        case .experiment(let name): state.experiment = try client.experiment(name)
        case .run(let run): try begin(run)
        case .status(let run, let status, let time):
            var body: JSONValue = [
                "run_id": .string(try id(run)), "status": .string(status.rawValue),
            ]
            if status != .running { body["end_time"] = .number(Double(time)) }
            try client.post("runs/update", body)
        case .params(let run, let values): try send(values, "params", of: run)
        case .tags(let run, let values): try send(values, "tags", of: run)
        case .adopted(let run, let parent):
            try send([MLflowTag.parent: id(parent)], "tags", of: run)
        case .metrics(let run, let points): try send(points, of: run)
        case .data(let run, let name, let digest, let source, let profile):
            let set: JSONValue = [
                "name": .string(name), "digest": .string(digest), "source_type": "local",
                "source": .string(source), "profile": .string(profile),
            ]
            let tags: JSONValue = [["key": "mlflow.data.context", "value": "training"]]
            try client.post(
                "runs/log-inputs",
                ["run_id": .string(id(run)), "datasets": [["dataset": set, "tags": tags]]])
        case .artifact(let run, let file, let name): try send(file: file, name, of: run)
        }
    }

    private func id(_ run: String) throws(TrackingError) -> String {
        guard let known = state.runs[run] else {
            throw .refused(code: "UNKNOWN_RUN", message: "the run is not there", call: "runs")
        }
        return known.id
    }

    private func begin(_ run: TrackedRun) throws {
        let experiment = state.experiment ?? ""
        var tags = run.tags
        tags[Self.runTag] = run.id
        tags[MLflowTag.parent] = run.parent.flatMap { state.runs[$0]?.id }
        // An earlier request may have succeeded although its response was lost.
        let known = try client.run(tagged: Self.runTag, run.id, in: experiment)
        let made =
            try known
            ?? client.createRun(run.name, in: experiment, time: run.time, tags: tags)
        state.runs[run.id] = DeliveryState.Run(id: made.id, artifacts: made.artifacts)
    }

    private func send(_ values: [String: String], _ kind: String, of run: String) throws {
        let pairs = values.sorted { $0.key < $1.key }
        for start in stride(from: 0, to: pairs.count, by: Self.mostPairs) {
            let part = pairs[start..<min(start + Self.mostPairs, pairs.count)]
            try client.post(
                "runs/log-batch",
                [
                    "run_id": .string(id(run)),
                    kind: MLflowClient.pairs(
                        Dictionary(part.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })),
                ])
        }
    }

    private func send(_ points: [MetricPoint], of run: String) throws {
        for start in stride(from: 0, to: points.count, by: Self.mostPoints) {
            let part = points[start..<min(start + Self.mostPoints, points.count)]
            try client.post(
                "runs/log-batch",
                ["run_id": .string(id(run)), "metrics": .array(part.map(\.json))])
        }
    }

    private func send(file: String, _ name: String, of run: String) throws {
        _ = try id(run)
        let path = "\(results.path)/\(file)"
        let store = state.runs[run]?.artifacts ?? ""
        // The file may no longer exist, such as a chart of an older report.
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let folder = Self.serverPath(store) else {
            throw TrackingError.foreignArtifacts(store: TrackingServer.withoutSecrets(store))
        }
        try client.put(file: path, path: "\(folder)/\(name)")
    }

    /// The path within the server's artifact store of a URI such as `mlflow-artifacts:/1/...` or
    /// `mlflow-artifacts://host/1/...`; nil for another scheme.
    static func serverPath(_ store: String) -> String? {
        let scheme = "mlflow-artifacts:"
        guard store.hasPrefix(scheme) else { return nil }
        let rest = store.dropFirst(scheme.count)
        guard rest.hasPrefix("//"), !rest.hasPrefix("///") else {
            return String(rest.drop { $0 == "/" })
        }
        return String(rest.dropFirst(2).drop { $0 != "/" }.drop { $0 == "/" })
    }
}

extension MetricPoint {
    /// The value for `runs/log-batch`. JSON has no notation for NaN and infinity, which are sent as
    /// strings.
    fileprivate var json: JSONValue {
        let number: JSONValue =
            value.isFinite
            ? .number(value)
            : .string(value.isNaN ? "NaN" : value > 0 ? "Infinity" : "-Infinity")
        return [
            "key": .string(key), "value": number, "step": .number(Double(step)),
            "timestamp": .number(Double(time)),
        ]
    }
}

/// The server's data of a run.
package struct TrackedRunID: Sendable, Hashable {
    /// The server's id.
    package var id: String
    /// The URI of the run's artifacts.
    package var artifacts: String
}
