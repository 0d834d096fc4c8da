import Files
import Foundation

/// A split written down: a CSV file `file,label,split,group`, a row for every picture that is used.
package struct SplitManifest: Sendable, Hashable {
    /// A row of it.
    package struct Row: Sendable, Hashable {
        /// Relative to the set's folder.
        package var file: String
        /// The name of its class.
        package var label: String
        package var split: Split
        /// Of the patient; empty when nothing says which.
        package var group: String
        /// In the file, from 1.
        var line = 0
    }

    package var rows: [Row]

    /// The split of a set as it stands, sorted by file.
    package init(_ dataset: Dataset) {
        let rows = dataset.splits.flatMap { split in
            let samples = dataset.samples(split)
            return zip(samples, dataset.groups(of: samples)).map { sample, group in
                Row(
                    file: sample.path, label: dataset.classes[sample.label], split: split,
                    group: group ?? "")
            }
        }
        self.rows = rows.sorted { $0.file.utf8.lexicographicallyPrecedes($1.file.utf8) }
    }

    /// The text of the file.
    package var text: String {
        CSVTable(
            header: ["file", "label", "split", "group"],
            rows: rows.map { [$0.file, $0.label, $0.split.rawValue, $0.group] }
        ).text
    }

    /// Reads a manifest; further columns are ignored, and `group` may be absent. Rows without a split are left out.
    /// - Parameter defaultSplit: of all rows, where there is no column `split`; nil: there must be one.
    /// - Throws: `SplitError.badManifest`.
    package init(path: String, defaultSplit: Split? = nil) throws {
        func bad(_ line: Int?, _ reason: String) -> SplitError {
            .badManifest(path, line: line, reason: reason)
        }
        let text: String
        do {
            text = try MappedFile(path: path).withBytes { String(decoding: $0, as: UTF8.self) }
        } catch let error as FileError {
            throw bad(nil, "cannot be read: \(error.reason)")
        }
        var records: [CSVParser.Record]
        do { records = try CSVParser(text).records() } catch {
            throw bad(error.line, "a quoted field has no closing '\"'")
        }
        guard !records.isEmpty else {
            throw bad(1, "expected a header file,label,split; the file is empty")
        }
        let header = records.removeFirst().fields
        let hasSplit = header.contains("split") || defaultSplit == nil
        let columns = try (["file", "label"] + (hasSplit ? ["split"] : [])).map { name in
            guard let column = header.firstIndex(of: name) else {
                throw bad(
                    1, "no column '\(name)'; the header has \(header.joined(separator: ", "))")
            }
            return column
        }
        let group = header.firstIndex(of: "group")
        var first: [String: Int] = [:]
        rows = try records.compactMap { record in
            guard record.fields.count == header.count else {
                throw bad(
                    record.line,
                    "expected \(header.count) fields as in the header, got \(record.fields.count)")
            }
            let (file, label) = (record.fields[columns[0]], record.fields[columns[1]])
            if let line = first.updateValue(record.line, forKey: file) {
                throw bad(record.line, "'\(file)' is in line \(line) already")
            }
            let word = hasSplit ? record.fields[columns[2]] : defaultSplit?.rawValue ?? ""
            if word.isEmpty { return nil }
            guard let split = Split(rawValue: word) else {
                throw bad(
                    record.line,
                    "column 'split': expected train, val, test or nothing; got '\(word)'")
            }
            return Row(
                file: file, label: label, split: split,
                group: group.map { record.fields[$0] } ?? "",
                line: record.line)
        }
    }
}
