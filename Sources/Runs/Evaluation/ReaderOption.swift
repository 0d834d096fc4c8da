import Files
import Foundation

/// A file of somebody else's predictions that an evaluation is compared with, as `--predictions`
/// names it: `FILE`, whose name without suffix is that of the reader, or `NAME=FILE`.
package struct ReaderOption: Sendable, Hashable {
    /// The name of the reader, which is part of file names and of reports.
    package let name: String
    /// The path of the file.
    package let path: String
    /// The path as the user wrote it, which the record of an evaluation contains.
    package let written: String

    /// Creates an option with a name that is a plain file name.
    /// - Parameter written: the path as in the study file.
    init(name: String, path: String, written: String) {
        (self.name, self.path, self.written) = (name, path, written)
    }

    /// Reads the values of `--predictions`, each with one file or several, separated by commas.
    /// - Throws: `EvaluationFailure` for a file that does not exist, a name that is not a plain
    ///   file name, and two readers of one name.
    package static func list(_ texts: [String]) throws(EvaluationFailure) -> [ReaderOption] {
        var readers: [ReaderOption] = []
        for text in texts {
            for part in parts(text) {
                let reader = try ReaderOption(part)
                // Some file systems ignore the case of names.
                if let other = readers.first(where: {
                    $0.name.lowercased() == reader.name.lowercased()
                }) {
                    throw EvaluationFailure(
                        "--predictions: \(other.path) and \(reader.path) are both named "
                            + "'\(reader.name)'; give them names, such as a=\(other.path)")
                }
                readers.append(reader)
            }
        }
        return readers
    }

    /// The files in a value; a comma may be part of a file name.
    private static func parts(_ text: String) -> [String] {
        let one = named(text).map { isFile($0.path) && $0.name == $0.name.plainFileName }
        if isFile(text) || one == true { return [text] }
        return text.split(separator: ",", omittingEmptySubsequences: false).map { String($0) }
    }

    private static func named(_ text: String) -> (name: String, path: String)? {
        text.firstIndex(of: "=").map {
            (String(text[..<$0]), String(text[text.index(after: $0)...]))
        }
    }

    private static func isFile(_ path: String) -> Bool { FileManager.default.isFile(path) }

    private init(_ text: String) throws(EvaluationFailure) {
        let named = Self.isFile(text) ? nil : Self.named(text)
        path = named?.path ?? text
        written = path
        let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        let usual = String(stem.plainFileName.drop { $0 == "." })
        name = named?.name ?? (usual.isEmpty ? "predictions" : usual)
        guard !path.isEmpty else {
            throw EvaluationFailure(
                "--predictions '\(text)': expected a CSV file, or NAME=FILE")
        }
        guard Self.isFile(path) else {
            let exists = FileManager.default.fileExists(atPath: path)
            throw EvaluationFailure(
                "--predictions \(path): \(exists ? "is not a file" : "no such file")")
        }
        guard name == name.plainFileName, !name.isEmpty, !name.hasPrefix("."),
            name.utf8.count <= 100
        else {
            throw EvaluationFailure(
                "--predictions \(text): the name '\(name)' must be at most 100 letters, digits, "
                    + "'.', '_' and '-', such as reader-1=\(path)")
        }
    }
}

extension String {
    /// The text with a hyphen for every character that is not a letter or digit of ASCII, `.`, `_`
    /// or `-`: a file name on every system.
    var plainFileName: String {
        String(
            map { character in
                character.isASCII
                    && (character.isLetter || character.isNumber || "._-".contains(character))
                    ? character : "-"
            })
    }
}
