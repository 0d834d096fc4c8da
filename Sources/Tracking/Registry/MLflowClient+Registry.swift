import Files
import Foundation
import JSON
import Results
import Vocabulary

extension ModelVersion {
    static let digestTag = "study.sha256."
    private static let (studyTag, trialTag) = ("study.name", "study.trial")
    /// The folder of a model among a run's files.
    static let folder = "model"

    /// Reads a version from a response of the server; nil if it has no name or version.
    init?(_ json: JSONValue?) {
        guard let json, let name = json["name"]?.text,
            let version = json["version"]?.text.flatMap({ Int($0) }) ?? json["version"]?.int
        else { return nil }
        self.init(name: name, version: version)
        run = json["run_id"]?.text ?? ""
        aliases = (json["aliases"]?.elements ?? []).compactMap(\.text)
        created = json["creation_timestamp"]?.int.map(MLflowTime.text) ?? ""
        for tag in json["tags"]?.elements ?? [] {
            guard let key = tag["key"]?.text, let value = tag["value"]?.text else { continue }
            if key.hasPrefix(Self.digestTag) {
                digests[String(key.dropFirst(Self.digestTag.count))] = value
            } else if Self.metricNames.contains(key) {
                metrics[key] = Double(value)
            }
            if key == Self.studyTag { study = value }
            if key == Self.trialTag { trial = value }
        }
    }

    private static let metricNames = Set(
        Split.allCases.flatMap { ["\($0.rawValue)_accuracy", "\($0.rawValue)_loss"] })

    /// The folder of the version among a run's files. A version with decisions or members has a
    /// folder of its own, so that it does not replace the files of other versions of the run.
    var folder: String {
        guard digests[ModelFile.name] != nil, let filesDigest else { return Self.folder }
        return "\(Self.folder)-\(filesDigest.prefix(12))"
    }

    /// The tags of the version on a server.
    func tags(key: String) -> [String: String] {
        var tags = [Self.studyTag: study, Self.trialTag: trial, "study.key": key]
        for (file, digest) in digests { tags[Self.digestTag + file] = digest }
        for (metric, value) in metrics { tags[metric] = CSVTable.text(of: value) }
        return tags
    }
}

extension MLflowClient {
    /// Registers a new version of a model. Its files are uploaded to the artifacts of a run; its
    /// digests and metrics become tags.
    /// - Parameters:
    ///   - run: the server's data of the run of the first trial.
    ///   - alias: an alias of the version; another version of the model loses it.
    /// - Throws: `TrackingError`, `ResultsError`, `FileError`.
    package func register(
        _ model: ModelRegistration, run: TrackedRunID, as name: String, alias: String?
    ) throws -> ModelVersion {
        guard let store = Delivery.serverPath(run.artifacts) else {
            throw TrackingError.foreignArtifacts(
                store: TrackingServer.withoutSecrets(run.artifacts))
        }
        let made = try model.version(of: name)
        for (file, path) in model.files.paths {
            do throws(TrackingError) {
                try put(file: path, path: "\(store)/\(made.folder)/\(file)")
            } catch {
                throw TrackingError.upload(path, reason: error.reason, address: server.address)
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
                "name": .string(name), "run_id": .string(run.id),
                "tags": Self.pairs(made.tags(key: model.key)),
                "source": .string("runs:/\(run.id)/\(made.folder)"),
            ])
        guard let version = ModelVersion(json["model_version"]) else {
            throw TrackingError.badResponse(call: call, expected: "version", got: json.canonical)
        }
        if let alias { try setAlias(alias, of: version) }
        return version
    }

    package func setAlias(_ alias: String, of version: ModelVersion) throws {
        try post(
            "registered-models/alias",
            [
                "name": .string(version.name), "alias": .string(alias),
                "version": .string("\(version.version)"),
            ])
    }

    package func remove(_ version: ModelVersion) throws {
        try delete(
            "model-versions/delete",
            ["name": .string(version.name), "version": .string("\(version.version)")])
    }

    package func versions() throws -> [ModelVersion] {
        var aliases: [String: [Int: [String]]] = [:]
        let models = try pages(
            "registered_models", getting: "registered-models/search", ["max_results": "1000"])
        for model in models {
            for alias in model["aliases"]?.elements ?? [] {
                guard let name = model["name"]?.text, let word = alias["alias"]?.text,
                    let number = alias["version"]?.text.flatMap({ Int($0) })
                        ?? alias["version"]?.int
                else { continue }
                aliases[name, default: [:]][number, default: []].append(word)
            }
        }
        let versions = try pages(
            "model_versions", getting: "model-versions/search", ["max_results": "1000"]
        ).compactMap { json in
            ModelVersion(json).map { found in
                var version = found
                version.aliases = aliases[version.name]?[version.version]?.sorted() ?? []
                return version
            }
        }
        return versions.sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    }

    package func version(_ reference: ModelReference) throws(TrackingError) -> ModelVersion {
        let (call, query) =
            switch reference.choice {
            case .alias(let alias):
                ("registered-models/alias", ["name": reference.name, "alias": alias])
            case .version(let version):
                ("model-versions/get", ["name": reference.name, "version": "\(version)"])
            }
        let json: JSONValue
        do throws(TrackingError) { json = try get(call, query) } catch {
            guard case .refused(_, let message, _) = error else { throw error }
            throw .noModel("\(reference)", message: message, address: server.address)
        }
        guard let version = ModelVersion(json["model_version"]) else {
            throw .badResponse(call: call, expected: "version", got: json.canonical)
        }
        return version
    }

    /// The path of a version's files in the server's artifact store.
    /// - Throws: `TrackingError`.
    func storePath(_ version: ModelVersion) throws(TrackingError) -> String {
        let call = "model-versions/get-download-uri"
        let json = try get(call, ["name": version.name, "version": "\(version.version)"])
        guard let uri = json["artifact_uri"]?.text else {
            throw .badResponse(call: call, expected: "artifact_uri", got: json.canonical)
        }
        if let path = Delivery.serverPath(uri) { return path }
        let run = Run(try get("runs/get", ["run_id": version.run])["run"])
        guard uri.hasPrefix("runs:/"), let path = run.flatMap({ Delivery.serverPath($0.artifacts) })
        else { throw .foreignArtifacts(store: TrackingServer.withoutSecrets(uri)) }
        return "\(path)/\(version.folder)"
    }
}
