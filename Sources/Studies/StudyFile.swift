import Foundation
import JSON
import Vocabulary

/// Reading a study from its file.
package enum StudyFile {
    /// Reads and checks a study.
    /// - Parameters:
    ///   - path: the file; tried again without regard to case when it is not there.
    ///   - overrides: `KEY=VALUE` each; the last one wins.
    ///   - currentDirectory: where relative paths in `path` and in overrides start.
    /// - Throws: all problems of the file and of the overrides at once.
    package static func load(
        path: String, overrides: [String] = [], catalog: Catalog,
        currentDirectory: String = FileManager.default.currentDirectoryPath
    ) throws(StudyErrors) -> Study {
        let written = path.hasPrefix("/") ? path : currentDirectory + "/" + path
        guard let (found, _) = locate(written) else {
            throw unreadable(path, "no such file; give the path of a study file")
        }
        let name = found == written ? path : shorten(found, in: currentDirectory)
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: found, isDirectory: &isFolder)
        if isFolder.boolValue {
            throw unreadable(name, "is a folder; give the path of a study file")
        }
        guard let data = FileManager.default.contents(atPath: found) else {
            throw unreadable(name, "cannot be read; check its permissions")
        }
        var study = try read(
            bytes: Array(data), file: name,
            folder: Paths.parent(of: Paths.absolute(found, in: currentDirectory)),
            overrides: overrides, catalog: catalog, currentDirectory: currentDirectory)
        if found != written { study.notes.insert(note(path, name), at: 0) }
        return study
    }

    /// Reads and checks a study that is at hand as text.
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - file: the name that errors give.
    ///   - folder: where relative paths in the study start.
    package static func read(
        bytes: [UInt8], file: String, folder: String, overrides: [String] = [], catalog: Catalog,
        currentDirectory: String = FileManager.default.currentDirectoryPath
    ) throws(StudyErrors) -> Study {
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes: bytes, file: file)
        } catch {
            let source = Diagnostic.Source.file(file, error.place)
            throw StudyErrors([Diagnostic(source, path: JSONPath(), .syntax(error.issue))])
        }
        var reader = StudyReader(
            document: document, catalog: catalog, folder: folder, currentDirectory: currentDirectory
        )
        return try reader.study(overrides: overrides)
    }

    /// An existing file or folder for a path as typed: itself, or the only one whose name differs
    /// in upper and lower case alone, with a note that says so.
    package static func locate(_ path: String) -> (path: String, note: String?)? {
        if FileManager.default.fileExists(atPath: path) { return (path, nil) }
        return Paths.ignoringCase(path).map { ($0, note(path, $0)) }
    }

    private static func note(_ typed: String, _ found: String) -> String {
        "\(typed) is not there; taking \(found)"
    }

    private static func shorten(_ path: String, in folder: String) -> String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    }

    private static func unreadable(_ file: String, _ reason: String) -> StudyErrors {
        StudyErrors([Diagnostic(.file(file, nil), path: JSONPath(), .unreadable(reason))])
    }
}
