import Files
import Foundation
import JSON
package import Vocabulary

extension TableSettings {
    /// Reads the option `--table`: a CSV file, or a JSON file with the settings of `dataset.table`,
    /// whose paths are relative to it.
    /// - Parameter path: the path of the file, relative to the current directory.
    /// - Throws: all errors in the settings.
    package init(option path: String, catalog: Catalog) throws(StudyErrors) {
        let absolute = FileManager.absolutePath(path)
        guard path.lowercased().hasSuffix(".json") else {
            self.init(files: [File(path: absolute)])
            return
        }
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes: try OpenFile(path: absolute).contents(), file: path)
        } catch let error as JSONError {
            let source = Diagnostic.Source.file(path, error.location)
            throw StudyErrors([Diagnostic(source, path: JSONPath(), .syntax(error.issue))])
        } catch {
            throw StudyErrors([Diagnostic(.file(path, nil), path: JSONPath(), .other("\(error)"))])
        }
        let folder = FileManager.parentPath(absolute)
        var reader = TrialReader(catalog: catalog) { path, _ throws(WrittenPathError) in
            try WrittenPath(path, in: folder).absolute()
        }
        let table = reader.table(LocatedJSON(document)) ?? nil
        guard let table, reader.diagnostics.isEmpty else {
            let missing = Diagnostic(
                .file(path, nil), path: JSONPath(), .other("expected the settings of a table"))
            throw StudyErrors(reader.diagnostics.isEmpty ? [missing] : reader.diagnostics)
        }
        self = table
    }
}
