package import Files
import Foundation
import JSON
import Studies

/// The study file that a draft is written to.
package struct DraftFile {
    /// The path of the file.
    package let path: String
    /// True if an existing file is replaced.
    private let replaces: Bool
    /// True if the schema of study files is written to the same folder.
    private let hasSchema: Bool

    /// Creates the description of a file; `write` writes it.
    package init(_ path: String, replaces: Bool, hasSchema: Bool) {
        self.path = path
        self.replaces = replaces
        self.hasSchema = hasSchema
    }

    /// The absolute path of the file's folder.
    package var folder: String {
        FileManager.parentPath(FileManager.absolutePath(path))
    }

    private static let schemaName = "study.schema.json"

    /// The value of `$schema`: the schema in the folder of the file or in the parent folder; nil if
    /// there is none.
    package var schema: String? {
        if hasSchema { return Self.schemaName }
        return [Self.schemaName, "../\(Self.schemaName)"].first {
            FileManager.default.fileExists(atPath: "\(folder)/\($0)")
        }
    }

    /// Checks that the file can be written.
    /// - Throws: `FileError`, also if the file exists and is not to be replaced.
    package func check() throws(FileError) {
        guard FileManager.default.isFolder(folder) else {
            throw FileError(operation: "write \(path)", path: folder, reason: "no such folder")
        }
        guard access(folder, W_OK) == 0 else {
            throw FileError(operation: "write a file here", path: folder)
        }
        var information = stat()
        guard replaces || lstat(path, &information) != 0 else {
            throw FileError(
                operation: "write", path: path, reason: "it exists; --force replaces it")
        }
    }

    /// Writes the text of a draft, and the schema if it is asked for and missing.
    /// - Throws: `FileError`, also if the file exists and is not to be replaced.
    package func write(_ text: String) throws {
        try check()
        let schema = "\(folder)/\(Self.schemaName)"
        if hasSchema, !FileManager.default.fileExists(atPath: schema) {
            try AtomicFile.write(Study.schema(catalog: .all).pretty, to: schema)
        }
        try AtomicFile.write(text, to: path)
    }
}
