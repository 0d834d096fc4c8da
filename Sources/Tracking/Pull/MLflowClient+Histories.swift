import Settings

extension MLflowClient: RunSource {
    package var place: String { server.address }

    package func experiments() throws -> [String] {
        let pages = try pages("experiments/search", ["max_results": 1000], "experiments")
        return pages.compactMap { $0["name"]?.text }
    }

    package func runs(
        _ experiment: String, progress: (Int, Int) -> Void
    ) throws -> [ForeignRun]? {
        guard let id = try existingExperiment(experiment, restoring: false) else { return nil }
        let found = try pages(
            "runs/search",
            [
                "experiment_ids": [.string(id)], "max_results": 1000,
                "order_by": ["attributes.start_time ASC"],
            ], "runs")
        var runs: [ForeignRun] = []
        for (index, json) in found.enumerated() {
            progress(index, found.count)
            runs.append(try run(json))
        }
        return runs
    }

    /// What all pages of an answer list.
    private func pages(_ call: String, _ body: JSON, _ member: String) throws -> [JSON] {
        var (body, elements) = (body, [JSON]())
        while true {
            let json = try post(call, body)
            elements += json[member]?.elements ?? []
            guard let token = json["next_page_token"]?.text, !token.isEmpty else { return elements }
            body["page_token"] = .string(token)
        }
    }

    private func run(_ json: JSON) throws -> ForeignRun {
        let (info, data) = (json["info"], json["data"])
        guard let info, let id = info["run_id"]?.text else {
            throw TrackingError.badAnswer(
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

    private static func values(_ pairs: JSON?) -> [String: String] {
        Dictionary(
            (pairs?.elements ?? []).compactMap { pair in
                pair["key"]?.text.map { ($0, pair["value"]?.text ?? "") }
            }, uniquingKeysWith: { $1 })
    }

    private func history(of key: String, run: String) throws -> [MetricPoint] {
        var query = ["run_id": run, "metric_key": key, "max_results": "25000"]
        var points: [MetricPoint] = []
        while true {
            let json = try get("metrics/get-history", query)
            for point in json["metrics"]?.elements ?? [] {
                guard let value = Self.number(point["value"]), let step = point["step"]?.int else {
                    throw TrackingError.badAnswer(
                        call: "metrics/get-history", expected: "value and step",
                        got: point.canonical)
                }
                points.append(
                    MetricPoint(
                        key: key, value: value, step: step, time: point["timestamp"]?.int ?? 0))
            }
            guard let token = json["next_page_token"]?.text, !token.isEmpty else { return points }
            query["page_token"] = token
        }
    }

    /// What is no number in JSON comes as a word.
    private static func number(_ json: JSON?) -> Double? {
        json?.double ?? json?.text.flatMap { Double($0) }
    }
}
