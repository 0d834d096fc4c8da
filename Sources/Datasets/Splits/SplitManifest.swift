import Files
import Foundation
package import Vocabulary

/// A split as a CSV file `file,label,split,group` with a row for every image that is used.
package struct SplitManifest: Sendable, Hashable {
    /// A row of the file.
    package struct Row: Sendable, Hashable {
        /// The path of the image, relative to the data set's folder.
        package var file: String
        /// The name of the class, or the names of the positive labels, separated by `|`.
        package var label: String
        /// The split of the image.
        package var split: Split
        /// The group, such as the patient; empty if it is unknown.
        package var group: String
        /// The line in the file, from 1.
        var line = 0
    }

    /// The rows of the file.
    package var rows: [Row]

    /// The current split of a data set, sorted by file.
    package init(_ dataset: Dataset) {
        let rows = dataset.splits.flatMap { split in
            let samples = dataset.samples(split)
            let context = SplitContext(
                root: dataset.root, classes: dataset.classes, labels: dataset.labels(of: samples))
            return zip(samples, dataset.groups(of: samples)).enumerated().map { index, item in
                Row(
                    file: item.0.path, label: context.label(of: item.0, at: index), split: split,
                    group: item.1 ?? "")
            }
        }
        self.rows = rows.sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
    }

    /// The text of the file.
    package var text: String {
        CSVTable(
            header: Self.columns,
            rows: rows.map { [$0.file, $0.label, $0.split.rawValue, $0.group] }
        ).text
    }

    /// Reads a manifest. Additional columns are ignored, `group` is optional, and rows without a
    /// split are omitted.
    /// - Throws: `SplitError.badManifest`.
    package init(path: String) throws {
        do {
            self = try SplitManifest(TableFile(path: path, names: Array(Self.columns.dropLast())))
        } catch let error as TableError {
            throw SplitError.badManifest(path, line: error.line, reason: error.reason)
        }
    }

    private static let columns = ["file", "label", "split", "group"]

    /// - Throws: `TableError`.
    private init(_ table: TableFile) throws {
        func bad(_ line: Int?, _ reason: String) -> TableError {
            TableError(table.path, line: line, reason: reason)
        }
        let columns = try Self.columns.dropLast().map { name in
            guard let column = try table.column(name) else {
                let found = table.header.joined(separator: ", ")
                throw bad(1, "no column '\(name)'; the header has \(found)")
            }
            return column
        }
        let group = try table.column("group")
        var first: [String: Int] = [:]
        rows = try table.rows.compactMap { record in
            let (file, label) = (record.fields[columns[0]], record.fields[columns[1]])
            // Two Unicode forms of a name are two files.
            let key = FileName.text(meantBy: file)
            if let line = first.updateValue(record.line, forKey: key) {
                throw bad(record.line, "'\(file)' is already in line \(line)")
            }
            let word = record.fields[columns[2]]
            if word.isEmpty { return nil }
            guard let split = Split(word: word) else {
                throw bad(
                    record.line,
                    "column 'split': expected train, val, test or an empty field; got '\(word)'")
            }
            return Row(
                file: file, label: label, split: split,
                group: group.map { record.fields[$0] } ?? "", line: record.line)
        }
    }
}
