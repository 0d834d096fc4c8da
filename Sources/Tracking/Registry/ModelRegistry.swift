package import JSON
import Vocabulary

/// Where models have versions and aliases: an MLflow server, or this machine.
package protocol ModelRegistry {
    /// Its address or path, for people.
    var place: String { get }

    /// The version that a reference names now.
    /// - Throws: `TrackingError.noModel`, `noLocalModel`, and others.
    func version(_ reference: ModelReference) throws -> ModelVersion

    /// All versions of all models, by name and number.
    /// - Throws: `TrackingError`.
    func versions() throws -> [ModelVersion]

    /// Gives a version a name, which no other version of the model has then.
    /// - Throws: `TrackingError`.
    func setAlias(_ alias: String, of version: ModelVersion) throws

    /// Forgets a version, its aliases and, where the registry keeps them itself, its files.
    /// - Throws: `TrackingError`.
    func remove(_ version: ModelVersion) throws

    /// Finds a version's files, fetching them where that is needed; their digests are right.
    /// - Parameter progress: called with the name of a file, bytes done and, where it is known, in
    ///   all.
    /// - Returns: a folder like that of a trial, and the version.
    /// - Throws: `TrackingError`, `DownloadError`, `FileError`.
    func files(
        _ reference: ModelReference, progress: (String, Int, Int?) -> Void
    ) throws -> (folder: String, version: ModelVersion)
}

/// A version of a registered model.
package struct ModelVersion: Sendable, Hashable {
    package var name: String
    package var version: Int
    package var aliases: [String] = []
    /// The server's id of the run that trained it; empty without a server.
    package var run = ""
    /// The study and the trial that trained it; empty where another program registered it.
    package var study = ""
    package var trial = ""
    /// ISO 8601, in UTC.
    package var created = ""
    /// Of the best epoch, by name, such as `test_accuracy`.
    package var metrics: [String: Double] = [:]
    /// SHA-256 of its files, by name; empty where another program registered it.
    package var digests: [String: String] = [:]

    /// The files of a version.
    static let files = ["trial.json", "best.safetensors"]

    /// The digests in the order of `files`; nil where one is missing.
    var digestList: [String]? {
        let digests = Self.files.compactMap { self.digests[$0] }
        return digests.count == Self.files.count ? digests : nil
    }

    package var json: JSONValue {
        [
            "model": .string("models:/\(name)/\(version)"), "name": .string(name),
            "version": .number(Double(version)), "aliases": .array(aliases.map { .string($0) }),
            "study": .string(study), "trial": .string(trial), "run": .string(run),
            "created": .string(created),
            "metrics": .object(
                metrics.sorted { $0.key < $1.key }.map {
                    JSONValue.Member($0.key, .number($0.value))
                }),
            "files": JSONValue(texts: digests),
        ]
    }
}
