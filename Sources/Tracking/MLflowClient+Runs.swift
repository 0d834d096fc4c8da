import JSON
import Vocabulary

extension MLflowClient {
    /// The id of the experiment with a name. A missing experiment is created, and a deleted one is
    /// restored.
    /// - Throws: `TrackingError`.
    package func experiment(_ name: String) throws(TrackingError) -> String {
        if let id = try existingExperiment(name) { return id }
        do throws(TrackingError) {
            let json = try post("experiments/create", ["name": .string(name)])
            guard let id = json["experiment_id"]?.text else {
                throw TrackingError.badResponse(
                    call: "experiments/create", expected: "experiment_id", got: json.canonical)
            }
            return id
        } catch {
            // Another client has created it meanwhile, or the first response was lost.
            guard error.code == "RESOURCE_ALREADY_EXISTS", let id = try existingExperiment(name)
            else { throw error }
            return id
        }
    }

    /// The id of the experiment with a name; nil if there is none.
    /// - Parameter restoring: whether to restore a deleted experiment.
    /// - Throws: `TrackingError`.
    package func existingExperiment(
        _ name: String, restoring: Bool = true
    ) throws(TrackingError) -> String? {
        let call = "experiments/get-by-name"
        do throws(TrackingError) {
            let json = try get(call, ["experiment_name": name])
            guard let id = json["experiment"]?["experiment_id"]?.text else {
                throw TrackingError.badResponse(
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

    /// Whether the server answers a simple request: the description of an experiment.
    func responds(experiment id: String) -> Bool {
        do throws(TrackingError) {
            try get("experiments/get", ["experiment_id": id])
            return true
        } catch {
            return error.isOfServerThatWorks
        }
    }

    /// The id of a run and the URI of its artifacts.
    struct Run {
        var id: String
        var artifacts: String

        init?(_ json: JSONValue?) {
            guard let info = json?["info"], let id = info["run_id"]?.text else { return nil }
            self.id = id
            artifacts = info["artifact_uri"]?.text ?? ""
        }
    }

    /// The run with a tag; nil if there is none.
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

    /// Creates a run.
    /// - Parameters:
    ///   - time: the start in milliseconds since 1970.
    ///   - tags: the values of the tags by name.
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
            throw .badResponse(call: "runs/create", expected: "run_id", got: json.canonical)
        }
        return run
    }

    /// A list of objects with `key` and `value`, as MLflow's API expects it.
    static func pairs(_ values: [String: String]) -> JSONValue {
        .array(
            values.sorted { $0.key < $1.key }.map {
                ["key": .string($0.key), "value": .string($0.value)]
            })
    }
}
