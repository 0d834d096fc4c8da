import Files
import Foundation
import JSON
import Vocabulary

/// Reading of study files.
package enum StudyFile {
    /// Reads and checks a study.
    /// - Parameters:
    ///   - path: the study file; if it does not exist, case is ignored in a second search.
    ///   - overrides: texts of the form `KEY=VALUE`; the last one wins.
    ///   - currentDirectory: the folder at which relative paths in `path` and in overrides start.
    /// - Throws: all errors of the file and of the overrides.
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
            folder: FileManager.parentPath(
                FileManager.absolutePath(found, in: currentDirectory)),
            overrides: overrides, catalog: catalog, currentDirectory: currentDirectory)
        if found != written { study.notes.insert(note(path, name), at: 0) }
        return study
    }

    /// Reads and checks a study from its text.
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - file: the name of the file in errors.
    ///   - folder: the folder at which relative paths in the study start.
    package static func read(
        bytes: [UInt8], file: String, folder: String, overrides: [String] = [], catalog: Catalog,
        currentDirectory: String = FileManager.default.currentDirectoryPath
    ) throws(StudyErrors) -> Study {
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes: bytes, file: file)
        } catch {
            let source = Diagnostic.Source.file(file, error.location)
            throw StudyErrors([Diagnostic(source, path: JSONPath(), .syntax(error.issue))])
        }
        var reader = StudyReader(
            document: document, catalog: catalog, folder: folder, currentDirectory: currentDirectory
        )
        return try reader.study(overrides: overrides)
    }

    /// The existing file or folder at a path as typed. If there is none, the only one whose name
    /// differs in case alone, with a note about it.
    package static func locate(_ path: String) -> (path: String, note: String?)? {
        if FileManager.default.fileExists(atPath: path) { return (path, nil) }
        return Paths.ignoringCase(path).map { ($0, note(path, $0)) }
    }

    private static func note(_ typed: String, _ found: String) -> String {
        "\(typed) does not exist; using \(found)"
    }

    private static func shorten(_ path: String, in folder: String) -> String {
        path.hasPrefix(folder + "/") ? String(path.dropFirst(folder.count + 1)) : path
    }

    private static func unreadable(_ file: String, _ reason: String) -> StudyErrors {
        StudyErrors([Diagnostic(.file(file, nil), path: JSONPath(), .unreadable(reason))])
    }
}
