import Files
package import JSON
import Results
import Vocabulary

/// A registry of models with versions and aliases: an MLflow server, or the registry on this
/// machine.
package protocol ModelRegistry {
    /// The server's address or the folder's path.
    var location: String { get }

    /// The version to which a reference refers now.
    /// - Throws: `TrackingError.noModel`, `noLocalModel`, and others.
    func version(_ reference: ModelReference) throws -> ModelVersion

    /// All versions of all models, ordered by name and number.
    /// - Throws: `TrackingError`.
    func versions() throws -> [ModelVersion]

    /// Sets an alias of a version; another version of the model loses it.
    /// - Throws: `TrackingError`.
    func setAlias(_ alias: String, of version: ModelVersion) throws

    /// Removes a version and its aliases. The registry on this machine also removes the files.
    /// - Throws: `TrackingError`.
    func remove(_ version: ModelVersion) throws

    /// The files of a version, which are downloaded if necessary and compared with their digests.
    /// - Parameter progress: called with the name of a file, the number of bytes done, and the
    ///   total if it is known.
    /// - Returns: a folder that `TrainedModel(trials:)` of the module `Inference` reads, and the
    ///   version.
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
    /// The server's id of the training run; empty without a server.
    package var run = ""
    /// The name of the study; empty if another program has registered the version.
    package var study = ""
    /// The id of the trial, or the ids of the members of an ensemble; empty if another program has
    /// registered the version.
    package var trial = ""
    /// The time of the registration in ISO 8601, in UTC.
    package var created = ""
    /// The metrics at the best epoch, or those of an ensemble, by name, such as `test_accuracy`.
    package var metrics: [String: Double] = [:]
    /// The SHA-256 digests of the files by name; empty if another program has registered the
    /// version.
    package var digests: [String: String] = [:]

    /// The names of the files of a trial in a version.
    static let trialFiles = ["trial.json", "best.safetensors"]

    /// The name of a trial's file in a version.
    /// - Parameter member: the number of the trial in an ensemble; nil for a single trial.
    static func name(of file: String, member: Int?) -> String {
        member.map { "\(ModelFile.folder(ofMember: $0))/\(file)" } ?? file
    }

    /// The names of the files that `study` reads, in a fixed order; a version also has the files of
    /// an MLflow model. nil if one is missing.
    var ownFiles: [String]? {
        func files(_ member: Int?) -> [String] {
            Self.trialFiles.map { Self.name(of: $0, member: member) }
        }
        let members = (0...).prefix { number in files(number).contains { digests[$0] != nil } }
        let hasDescription = !members.isEmpty || digests[ModelFile.name] != nil
        let names =
            (members.isEmpty ? files(nil) : members.flatMap { files($0) })
            + (hasDescription ? [ModelFile.name] : [])
        return names.allSatisfy { digests[$0] != nil } ? names : nil
    }

    /// A digest of the files that `study` reads; nil if one is missing.
    var filesDigest: String? {
        ownFiles.map { names in
            SHA256Digest.of(names.compactMap { digests[$0] }.joined(separator: " "))
        }
    }

    /// The version as `study models list --json` prints it.
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
