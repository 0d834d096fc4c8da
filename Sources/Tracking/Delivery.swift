import Files
import Foundation
import JSON
package import Results
import Vocabulary

/// Sends the events of an outbox to one server, in order: first all events, then the files. What
/// was sent once may be sent again without harm: runs are found by their tag, the server drops
/// values that it has.
package final class Delivery {
    private let results: ResultsFolder
    private let client: MLflowClient
    private var state: DeliveryState
    /// Events that the server has refused for good, in this process.
    package private(set) var refused = 0
    package private(set) var lastRefusal: String?

    /// The tag by which a run is found there.
    static let runTag = "study.run"
    /// How long events wait while files are sent.
    private static let filesSeconds = 0.5
    private static let (chunkBytes, mostPoints, mostPairs) = (1 << 18, 1000, 100)

    package init(_ results: ResultsFolder, _ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.results = results
        client = MLflowClient(server, timeoutSeconds: timeoutSeconds)
        state = DeliveryState(results, server)
    }

    /// A run as the server knows it; nil where it has not been told of it.
    package func run(_ id: String) -> TrackedRunID? {
        state.runs[id].map { TrackedRunID(id: $0.id, artifacts: $0.artifacts) }
    }

    /// Begins with the first event again.
    package func restart() {
        (state.position, state.filePosition) = (0, 0)
        (state.experiment, state.runs) = (nil, [:])
    }

    /// Events and files that are not there yet.
    /// - Throws: `FileError`, `TrackingError.badOutbox`.
    package func waiting() throws -> Int {
        let path = Outbox.path(in: results)
        let start = min(state.position, state.filePosition)
        return try Outbox.read(path, from: start).count { entry in
            entry.end > (entry.event.isArtifact ? state.filePosition : state.position)
        }
    }

    /// Sends some events, or some files when there are none.
    /// - Returns: false when all is there.
    /// - Throws: `TrackingError` for what may go well later; `FileError`.
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
        // A file that is sent once more, because this was not written, does no harm.
        defer { try? state.write(to: results) }
        let end = Date() + Self.filesSeconds
        for entry in files {
            if Date() >= end { break }
            if entry.event.isArtifact { try settle(entry.event) }
            state.filePosition = entry.end
        }
        return true
    }

    /// Values of metrics are gathered, run by run.
    private func send(_ entries: [Outbox.Entry]) throws {
        var points: [String: [MetricPoint]] = [:]
        func flush() throws {
            for run in points.keys.sorted() {
                try settle(.metrics(run: run, points: points[run] ?? []))
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
                // Its turn comes, but values before it are not there yet.
                if !points.isEmpty { continue }
            default:
                try flush()
                try settle(entry.event)
            }
            state.position = entry.end
        }
        try flush()
        if let last = entries.last { state.position = last.end }
    }

    /// Sends an event; what the server refuses for good is written to `rejected.jsonl`, so that the
    /// others can follow.
    private func settle(_ event: TrackingEvent) throws {
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
        // The answer to an earlier attempt may have been lost.
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
        // It may be gone, as a chart of an older report is.
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let folder = Self.serverPath(store) else {
            throw TrackingError.foreignArtifacts(store: TrackingServer.withoutSecrets(store))
        }
        try client.put(file: path, path: "\(folder)/\(name)")
    }

    /// The path in the server's own store of `mlflow-artifacts:/1/...` or
    /// `mlflow-artifacts://host/1/...`; nil for another.
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
    /// As `runs/log-batch` takes it; JSON has no word for what is no number, protocol buffers do.
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

/// A run as the server knows it.
package struct TrackedRunID: Sendable, Hashable {
    /// The server's id.
    package var id: String
    /// Where its files go.
    package var artifacts: String
}
