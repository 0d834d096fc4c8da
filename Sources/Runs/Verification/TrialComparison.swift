import Foundation
package import JSON
import Results
import Vocabulary

/// The comparison of a retrained trial with the original.
package struct TrialComparison: Sendable {
    /// The trial's id.
    package let id: String
    /// The message of the failed training; nil if the trial was retrained.
    package let failure: String?
    /// The number of files that were compared.
    package let compared: Int
    /// The files that differ or are missing on one side, by name; empty if the training failed.
    package let differences: [FileDifference]
    /// The differences in machine, libraries, program and kernels.
    package let platform: [JSONDifference]

    /// True if the trial was retrained and all compared files are identical, the times in
    /// `epochs.csv` aside.
    package var isSame: Bool { failure == nil && differences.isEmpty }

    /// The trial as an element of `trials` in the output of `study verify --json`.
    package var json: JSONValue {
        [
            "id": .string(id), "same": .boolean(isSame),
            "failure": failure.map { .string($0) } ?? .null,
            "filesCompared": .number(Double(compared)),
            "differences": .array(differences.map(\.json)),
            "platform": .array(platform.map(\.json)),
        ]
    }

    /// Creates the comparison of a trial whose retraining failed.
    init(_ id: String, failure: String, platform: [JSONDifference]) {
        self.id = id
        self.failure = failure
        self.platform = platform
        (compared, differences) = (0, [])
    }

    /// Compares all files of a trial; in `epochs.csv` the times are ignored.
    /// - Parameters:
    ///   - expected: the SHA-256 digests of the original files, by name.
    ///   - old: the folder of the original files, some of which may be missing.
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

    /// Compares a file; nil if it is identical.
    private static func difference(
        _ name: String, _ expected: String?, _ found: String?, _ old: String, _ new: String
    ) throws -> FileDifference? {
        if expected == found { return nil }
        guard expected != nil else { return FileDifference(name, note: "is not in the original") }
        guard found != nil else { return FileDifference(name, note: "was not written again") }
        let (before, after) = ("\(old)/\(name)", "\(new)/\(name)")
        guard FileManager.default.fileExists(atPath: before) else {
            return FileDifference(
                name,
                note: "differs; the original is missing, so the size of the difference is unknown")
        }
        if name.hasSuffix(".safetensors") {
            return try FileDifference.ofTensors(name, before, after)
        }
        // Predictions of earlier versions do not contain the group of an image.
        let isTimed = name == "epochs.csv"
        let isOfPredictions = name.hasPrefix("predictions-")
        let hasGroups = try ResultsFolder.csv(before).has("group")
        return try FileDifference.ofTables(
            name, before, after,
            ignoring: isTimed ? ["seconds"] : isOfPredictions && !hasGroups ? ["group"] : [])
            ?? (isTimed || isOfPredictions && !hasGroups
                ? nil : FileDifference(name, note: "the bytes differ, but all values are equal"))
    }
}
