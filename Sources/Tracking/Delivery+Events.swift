import Files
import Foundation
import JSON
import Results
import Vocabulary

extension Delivery {
    private static let (mostPoints, mostPairs) = (1000, 100)

    /// Sends an event.
    /// - Throws: `TrackingError`.
    func send(_ event: TrackingEvent, from results: ResultsFolder) throws {
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
        case .artifact(let run, let file, let name):
            try send(file: "\(results.path)/\(file)", name, of: run)
        }
    }

    private func id(_ run: String) throws(TrackingError) -> String {
        guard let known = state.runs[run] else { throw .waitingForRun }
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
        state.runs[run.id] = DeliveryState.Run(
            id: made.id, artifacts: made.artifacts, name: run.name)
        if let parent = run.parent, state.runs[parent] == nil { adoptLater(run.id, by: parent) }
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

    private func send(file path: String, _ name: String, of run: String) throws {
        _ = try id(run)
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
