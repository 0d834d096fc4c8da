import Settings

/// The checkpoint that a trial started from.
package struct WeightsRecord: Sendable, Hashable {
    /// The file's name, without its folder.
    package var file: String
    package var sha256: String
    /// The parameters that started from random values, because the checkpoint has another number of classes.
    package var leftOut: [String]

    package init(file: String, sha256: String, leftOut: [String] = []) {
        self.file = file
        self.sha256 = sha256
        self.leftOut = leftOut
    }

    var json: JSON {
        [
            "file": .string(file), "sha256": .string(sha256),
            "leftOut": .array(leftOut.map { .string($0) }),
        ]
    }

    /// Nil where there is none.
    init?(_ reader: JSONReader) throws(ResultsError) {
        if reader.value.isNull { return nil }
        file = try reader.string("file")
        sha256 = try reader.string("sha256")
        leftOut = try reader.strings("leftOut")
    }
}
