import Files
import Foundation
import Vocabulary

/// The settings of a table, with what they leave out taken from the layout of its columns.
struct RecognizedTable {
    let settings: TableSettings
    let layout: TableLayout
    /// Notes for the user on the layout and the columns that it gives.
    let notes: [String]

    /// - Parameter files: the files of the table.
    /// - Throws: `TableError` for a file beside the table that cannot be read.
    init(_ given: TableSettings, _ files: [TableFile]) throws {
        guard let first = files.first else {
            preconditionFailure("a table has at least one file")
        }
        let layout = given.layout ?? TableLayout.recognized(first.header)
        self.layout = layout
        var settings = given
        var partners: [String] = []
        if layout != .none, given.joins.isEmpty {
            for (names, column) in layout.partners(of: first.path) {
                let folder = FileManager.parentPath(FileManager.absolutePath(first.path))
                let paths = names.map { "\(folder)/\($0)" }
                guard let path = paths.first(where: FileManager.default.fileExists(atPath:)) else {
                    continue
                }
                settings.joins.append(.init(path: path, on: column))
                partners.append(FilePath(path).name.text)
            }
        }
        let joined = try settings.joins.flatMap {
            try TableRows.file($0.path, given, names: [$0.on]).header
        }
        let defaults = layout.settings((first.header + joined).unique)
        settings.fill(from: defaults)
        settings.restrictColumns()
        if settings.image == nil { settings.image = try Self.image(first) }
        self.settings = settings
        guard layout != .none else {
            notes = []
            return
        }
        notes = [
            "\(FilePath(first.path).name.text): \(layout.title)"
                + (partners.isEmpty ? "" : ", with \(partners.joined(separator: " and "))")
                + "; " + settings.summary
        ]
    }

    /// A column whose name can only mean the image; nil if there is none, or if there are several.
    private static func image(_ table: TableFile) throws -> String? {
        let found = try ["file", "filename", "image", "path"].filter { try table.column($0) != nil }
        return found.count == 1 ? found[0] : nil
    }
}

extension TableSettings {
    /// Fills settings that are not given with those of a layout.
    fileprivate mutating func fill(from layout: TableSettings) {
        image = image ?? layout.image
        group = group ?? layout.group
        attributes = attributes ?? layout.attributes
        let hasOwnSplits = files.contains { $0.split != nil }
        split = split ?? (hasOwnSplits ? nil : layout.split)
        rows = rows ?? layout.rows
        if rows == .majority { reader = reader ?? layout.reader }
        let own = layout.labels
        if labels.column == nil, labels.columns.isEmpty {
            labels.column = own.column
            labels.columns = own.columns
            labels.separator = labels.separator ?? own.separator
            labels.none = labels.none ?? own.none
            if labels.names.isEmpty {
                labels.names = own.names
                labels.positive = labels.positive ?? own.positive
            }
        }
        labels.uncertain = labels.uncertain ?? own.uncertain
        labels.missing = labels.missing ?? own.missing
    }

    /// Leaves only the columns of the positive and the negative label, if these are given.
    fileprivate mutating func restrictColumns() {
        guard let positive = labels.positive, !labels.columns.isEmpty else { return }
        let wanted = [positive, labels.negative].compactMap { $0 }
        let kept = labels.columns.filter { labels.name(of: $0).map(wanted.contains) ?? false }
        if wanted.allSatisfy({ name in kept.contains { labels.name(of: $0) == name } }) {
            labels.columns = kept
        }
    }

    /// The columns that are used, in a sentence.
    fileprivate var summary: String {
        var parts = ["images '\(image ?? "")'"]
        if let column = labels.column {
            parts.append(
                "labels '\(column)'" + (labels.separator.map { " separated by '\($0)'" } ?? ""))
        } else {
            parts.append(
                labels.columns.count < 4
                    ? "labels " + labels.columns.map { "'\($0)'" }.joined(separator: ", ")
                    : "\(labels.columns.count) columns of labels")
            let policies = [("uncertain", labels.uncertain), ("missing", labels.missing)]
            parts += policies.compactMap { word, policy in
                policy.map { "\(word) labels: \($0.rawValue)" }
            }
        }
        if let group {
            parts.append(
                "patients '\(group.column)'" + (group.pattern.map { " by \($0)" } ?? ""))
        }
        if case .column(let column)? = split { parts.append("splits '\(column)'") }
        if let rows { parts.append("rows of an image: \(rows.rawValue)") }
        return parts.joined(separator: ", ")
    }
}
