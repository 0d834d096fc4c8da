import JSON
import Vocabulary

/// The checkpoint that a trial started from.
package struct WeightsRecord: Sendable, Hashable {
    /// The file's name, without its folder.
    package var file: String
    /// The SHA-256 of the file.
    package var sha256: String
    /// The parameters that started from random values because the checkpoint has a different number
    /// of classes.
    package var leftOut: [String]
    /// The differences between the trial's settings and those in the checkpoint's metadata, such as
    /// another crop; one clause each.
    package var differences: [String]

    package init(
        file: String, sha256: String, leftOut: [String] = [], differences: [String] = []
    ) {
        self.file = file
        self.sha256 = sha256
        self.leftOut = leftOut
        self.differences = differences
    }

    var json: JSONValue {
        var json: JSONValue = [
            "file": .string(file), "sha256": .string(sha256),
            "leftOut": .array(leftOut.map { .string($0) }),
        ]
        if !differences.isEmpty { json["differences"] = .array(differences.map { .string($0) }) }
        return json
    }

    /// Reads the record; nil if there is none.
    init?(_ reader: JSONReader) throws(ResultsError) {
        if reader.value.isNull { return nil }
        file = try reader.string("file")
        sha256 = try reader.string("sha256")
        leftOut = try reader.strings("leftOut")
        differences =
            reader["differences"].value.isNull ? [] : try reader.strings("differences")
    }
}
