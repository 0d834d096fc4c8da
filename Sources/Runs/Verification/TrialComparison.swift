import Foundation
package import JSON
import Results
package import Vocabulary

/// A trial that was trained again, beside what it was.
package struct TrialComparison: Sendable {
    package let id: String
    /// Why it could not be trained again; nil where it was.
    package let failure: String?
    /// Files whose bits were compared.
    package let compared: Int
    package let differences: [FileDifference]
    /// What differs in machine, libraries, program and kernels.
    package let platform: [JSONDifference]

    package var isSame: Bool { failure == nil && differences.isEmpty }

    package var json: JSONValue {
        [
            "id": .string(id), "same": .boolean(isSame),
            "failure": failure.map { .string($0) } ?? .null,
            "filesCompared": .number(Double(compared)),
            "differences": .array(differences.map(\.json)),
            "platform": .array(platform.map(\.json)),
        ]
    }

    /// A trial whose training failed this time.
    init(_ id: String, failure: String, platform: [JSONDifference]) {
        self.id = id
        self.failure = failure
        self.platform = platform
        (compared, differences) = (0, [])
    }

    /// Compares all files of a trial; of `epochs.csv` all but the times.
    /// - Parameters:
    ///   - expected: the digests of the files of then, by name.
    ///   - old: where those files are, or some of them.
    /// - Throws: `FileError`, `ResultsError`, `WeightsError`.
    init(
        _ id: String, expected: [String: String], _ old: TrialFolder, _ new: TrialFolder,
        platform: [JSONDifference]
    ) throws {
        self.id = id
        self.platform = platform
        failure = nil
        let digests = try new.digests()
        let names = Set(expected.keys).union(digests.keys).sorted()
        compared = names.count
        differences = try names.compactMap { name in
            try Self.difference(name, expected[name], digests[name], old.path, new.path)
        }
    }

    private static func difference(
        _ name: String, _ expected: String?, _ found: String?, _ old: String, _ new: String
    ) throws -> FileDifference? {
        if expected == found { return nil }
        guard expected != nil else { return FileDifference(name, note: "was not there") }
        guard found != nil else { return FileDifference(name, note: "is not there any more") }
        let (before, after) = ("\(old)/\(name)", "\(new)/\(name)")
        guard FileManager.default.fileExists(atPath: before) else {
            return FileDifference(
                name, note: "differs; by how much is not known, for the file of then is not here")
        }
        if name.hasSuffix(".safetensors") {
            return try FileDifference.ofTensors(name, before, after)
        }
        // Predictions of earlier versions do not say whose an image is.
        let isTimed = name == "epochs.csv"
        let isOfPredictions = name.hasPrefix("predictions-")
        let hasGroups = try ResultsFolder.csv(before).has("group")
        return try FileDifference.ofTables(
            name, before, after,
            ignoring: isTimed ? ["seconds"] : isOfPredictions && !hasGroups ? ["group"] : [])
            ?? (isTimed || isOfPredictions && !hasGroups
                ? nil : FileDifference(name, note: "its bytes differ, its values do not"))
    }
}
