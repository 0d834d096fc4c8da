import JSON
import Vocabulary

extension MLflowClient: RunSource {
    package var location: String { server.address }

    package func experiments() throws -> [String] {
        try pages("experiments", posting: "experiments/search", ["max_results": 1000])
            .compactMap { $0["name"]?.text }
    }

    package func runs(
        _ experiment: String, progress: (Int, Int) -> Void
    ) throws -> [ForeignRun]? {
        guard let id = try existingExperiment(experiment, restoring: false) else { return nil }
        let found = try pages(
            "runs", posting: "runs/search",
            [
                "experiment_ids": [.string(id)], "max_results": 1000,
                "order_by": ["attributes.start_time ASC"],
            ])
        var runs: [ForeignRun] = []
        for (index, json) in found.enumerated() {
            progress(index, found.count)
            runs.append(try run(json))
        }
        return runs
    }

    private func run(_ json: JSONValue) throws -> ForeignRun {
        let (info, data) = (json["info"], json["data"])
        guard let info, let id = info["run_id"]?.text else {
            throw TrackingError.badResponse(
                call: "runs/search", expected: "run_id", got: json.canonical)
        }
        var metrics: [String: [MetricPoint]] = [:]
        for key in (data?["metrics"]?.elements ?? []).compactMap({ $0["key"]?.text }) {
            metrics[key] = try history(of: key, run: id)
        }
        return ForeignRun(
            id: id, name: info["run_name"]?.text ?? id, status: info["status"]?.text ?? "",
            started: info["start_time"]?.int ?? 0, ended: info["end_time"]?.int,
            params: Self.values(data?["params"]), tags: Self.values(data?["tags"]),
            metrics: metrics)
    }

    private static func values(_ pairs: JSONValue?) -> [String: String] {
        Dictionary(
            (pairs?.elements ?? []).compactMap { pair in
                pair["key"]?.text.map { ($0, pair["value"]?.text ?? "") }
            }, uniquingKeysWith: { $1 })
    }

    private func history(of key: String, run: String) throws -> [MetricPoint] {
        let call = "metrics/get-history"
        let query = ["run_id": run, "metric_key": key, "max_results": "25000"]
        return try pages("metrics", getting: call, query).map { point in
            guard let value = Self.number(point["value"]), let step = point["step"]?.int else {
                throw TrackingError.badResponse(
                    call: call, expected: "value and step", got: point.canonical)
            }
            return MetricPoint(
                key: key, value: value, step: step, time: point["timestamp"]?.int ?? 0)
        }
    }

    /// A number; MLflow sends NaN and infinity as strings.
    private static func number(_ json: JSONValue?) -> Double? {
        json?.double ?? json?.text.flatMap { Double($0) }
    }
}
