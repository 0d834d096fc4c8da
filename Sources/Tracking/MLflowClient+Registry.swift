import Files
package import Results
import Settings

/// A version of a registered model on a server.
package struct ModelVersion: Sendable, Hashable {
    package var name: String
    package var version: Int
    /// The server's id of the run that trained it.
    package var run: String
    /// SHA-256 of its files, by name; empty where another program registered it.
    package var digests: [String: String]

    init?(_ json: JSON?) {
        guard let json, let name = json["name"]?.text,
            let version = json["version"]?.text.flatMap({ Int($0) }) ?? json["version"]?.int
        else { return nil }
        self.name = name
        self.version = version
        run = json["run_id"]?.text ?? ""
        digests = [:]
        for tag in json["tags"]?.elements ?? [] {
            guard let key = tag["key"]?.text, key.hasPrefix(Self.digestTag) else { continue }
            digests[String(key.dropFirst(Self.digestTag.count))] = tag["value"]?.text
        }
    }

    static let digestTag = "study.sha256."
    /// The folder of a model among a run's files, and what is in it.
    static let (folder, files) = ("model", ["trial.json", "best.safetensors"])
}

extension MLflowClient {
    /// Makes a version of a model from a trial: its files beside the others of its run, digests and metrics as tags.
    /// - Parameters:
    ///   - run: the server's id of the trial's run.
    ///   - alias: a name that the version has from now on, and no other version of the model.
    /// - Throws: `TrackingError`, `ResultsError`, `FileError`.
    package func register(
        _ trial: TrialFolder, run: TrackedRunID, as name: String, alias: String?
    ) throws -> ModelVersion {
        guard let store = Delivery.serverPath(run.artifacts) else {
            throw TrackingError.foreignArtifacts(
                store: TrackingServer.withoutSecrets(run.artifacts))
        }
        let record = try trial.readRecord()
        var tags = ["study.trial": record.id, "study.key": record.key]
        for file in ModelVersion.files {
            try put(file: "\(trial.path)/\(file)", path: "\(store)/\(ModelVersion.folder)/\(file)")
            tags[ModelVersion.digestTag + file] = try trial.digest(file)
        }
        if let best = try trial.readEpochs().first(where: { $0.epoch == record.bestEpoch }) {
            for (split, metrics) in best.metrics {
                tags["\(split.rawValue)_accuracy"] = CSVTable.text(of: metrics.accuracy)
                tags["\(split.rawValue)_loss"] = CSVTable.text(of: metrics.loss)
            }
        }
        do throws(TrackingError) {
            try post("registered-models/create", ["name": .string(name)])
        } catch {
            guard error.code == "RESOURCE_ALREADY_EXISTS" else { throw error }
        }
        let call = "model-versions/create"
        let json = try post(
            call,
            [
                "name": .string(name), "run_id": .string(run.id), "tags": Self.pairs(tags),
                "source": .string("runs:/\(run.id)/\(ModelVersion.folder)"),
            ])
        guard let version = ModelVersion(json["model_version"]) else {
            throw TrackingError.badAnswer(call: call, expected: "version", got: json.canonical)
        }
        if let alias {
            try post(
                "registered-models/alias",
                [
                    "name": .string(name), "alias": .string(alias),
                    "version": .string("\(version.version)"),
                ])
        }
        return version
    }

    /// The version that a reference names now.
    /// - Throws: `TrackingError.noModel`, and others.
    package func version(_ reference: ModelReference) throws(TrackingError) -> ModelVersion {
        let (call, query) =
            switch reference.choice {
            case .alias(let alias):
                ("registered-models/alias", ["name": reference.name, "alias": alias])
            case .version(let version):
                ("model-versions/get", ["name": reference.name, "version": "\(version)"])
            }
        let json: JSON
        do throws(TrackingError) { json = try get(call, query) } catch {
            guard case .refused(_, let message, _) = error else { throw error }
            throw .noModel("\(reference)", message: message, address: server.address)
        }
        guard let version = ModelVersion(json["model_version"]) else {
            throw .badAnswer(call: call, expected: "version", got: json.canonical)
        }
        return version
    }

    /// Where the server keeps a version's files, within its own store.
    /// - Throws: `TrackingError`.
    func storePath(_ version: ModelVersion) throws(TrackingError) -> String {
        let call = "model-versions/get-download-uri"
        let json = try get(call, ["name": version.name, "version": "\(version.version)"])
        guard let uri = json["artifact_uri"]?.text else {
            throw .badAnswer(call: call, expected: "artifact_uri", got: json.canonical)
        }
        if let path = Delivery.serverPath(uri) { return path }
        let run = Run(try get("runs/get", ["run_id": version.run])["run"])
        guard uri.hasPrefix("runs:/"), let path = run.flatMap({ Delivery.serverPath($0.artifacts) })
        else { throw .foreignArtifacts(store: TrackingServer.withoutSecrets(uri)) }
        return "\(path)/\(ModelVersion.folder)"
    }
}
