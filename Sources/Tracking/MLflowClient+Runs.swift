import JSON
import Vocabulary

extension MLflowClient {
    /// The experiment's id; it is made, or brought back, where it is not there.
    /// - Throws: `TrackingError`.
    package func experiment(_ name: String) throws(TrackingError) -> String {
        if let id = try existingExperiment(name) { return id }
        do throws(TrackingError) {
            let json = try post("experiments/create", ["name": .string(name)])
            guard let id = json["experiment_id"]?.text else {
                throw TrackingError.badAnswer(
                    call: "experiments/create", expected: "experiment_id", got: json.canonical)
            }
            return id
        } catch {
            // Somebody else has made it meanwhile, or the first answer was lost.
            guard error.code == "RESOURCE_ALREADY_EXISTS", let id = try existingExperiment(name)
            else { throw error }
            return id
        }
    }

    /// - Returns: nil where there is none of that name.
    package func existingExperiment(
        _ name: String, restoring: Bool = true
    ) throws(TrackingError) -> String? {
        let call = "experiments/get-by-name"
        do throws(TrackingError) {
            let json = try get(call, ["experiment_name": name])
            guard let id = json["experiment"]?["experiment_id"]?.text else {
                throw TrackingError.badAnswer(
                    call: call, expected: "experiment_id", got: json.canonical)
            }
            if json["experiment"]?["lifecycle_stage"]?.text == "deleted", restoring {
                try post("experiments/restore", ["experiment_id": .string(id)])
            }
            return id
        } catch {
            if error.code == "RESOURCE_DOES_NOT_EXIST" { return nil }
            throw error
        }
    }

    /// A run: its id and where its files go.
    struct Run {
        var id: String
        var artifacts: String

        init?(_ json: JSONValue?) {
            guard let info = json?["info"], let id = info["run_id"]?.text else { return nil }
            self.id = id
            artifacts = info["artifact_uri"]?.text ?? ""
        }
    }

    /// The run with this tag; nil where there is none.
    /// - Throws: `TrackingError`.
    func run(
        tagged tag: String, _ value: String, in experiment: String
    ) throws(TrackingError) -> Run? {
        let json = try post(
            "runs/search",
            [
                "experiment_ids": [.string(experiment)], "max_results": 1,
                "filter": .string("tags.`\(tag)` = '\(value)'"),
            ])
        return Run(json["runs"]?[0])
    }

    /// - Parameter tags: name and value.
    /// - Throws: `TrackingError`.
    func createRun(
        _ name: String, in experiment: String, time: Int, tags: [String: String]
    ) throws(TrackingError) -> Run {
        let json = try post(
            "runs/create",
            [
                "experiment_id": .string(experiment), "run_name": .string(name),
                "start_time": .number(Double(time)), "tags": Self.pairs(tags),
            ])
        guard let run = Run(json["run"]) else {
            throw .badAnswer(call: "runs/create", expected: "run_id", got: json.canonical)
        }
        return run
    }

    /// MLflow's lists of `key` and `value`.
    static func pairs(_ values: [String: String]) -> JSONValue {
        .array(
            values.sorted { $0.key < $1.key }.map {
                ["key": .string($0.key), "value": .string($0.value)]
            })
    }
}
