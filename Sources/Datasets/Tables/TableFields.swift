import Files
import Foundation
import Vocabulary

/// The columns of a table that are used, by their positions in `TableRow.fields`.
struct TableFields {
    /// The names of the columns, each once.
    private(set) var names: [String] = []
    /// The position of the image names.
    private(set) var image = 0
    /// The positions of the labels.
    private(set) var labels: [Int] = []
    private(set) var group: Int?
    private(set) var split: Int?
    private(set) var reader: Int?
    private(set) var attributes: [(name: String, column: Int)] = []
    private var groupPattern: NSRegularExpression?

    /// - Parameter path: the path of the table, for errors.
    /// - Throws: `TableError` for columns that no setting gives, and for an invalid pattern.
    init(_ settings: TableSettings, path: String) throws {
        guard let image = settings.image else {
            throw TableError(
                path, line: 1,
                reason:
                    "the layout is unknown; set dataset.table.image to the column of image names, "
                    + "and dataset.table.labels to that of the classes")
        }
        self.image = place(image)
        let columns = settings.labels.column.map { [$0] } ?? settings.labels.columns
        guard !columns.isEmpty else {
            throw TableError(
                path, line: 1,
                reason: "no column of labels is given; set dataset.table.labels to the column of "
                    + "class names, or to { \"columns\": [...] } with a column for each label")
        }
        guard settings.reader == nil || settings.rows == .majority else {
            throw TableError(
                path, line: nil, reason: "dataset.table.reader requires \"rows\": \"majority\"")
        }
        labels = columns.map { place($0) }
        group = settings.group.map { place($0.column) }
        if case .column(let column)? = settings.split { split = place(column) }
        reader = settings.reader.map { place($0) }
        attributes = (settings.attributes ?? []).unique.map { ($0, place($0)) }
        if let pattern = settings.group?.pattern {
            guard let expression = try? NSRegularExpression(pattern: pattern),
                expression.numberOfCaptureGroups > 0
            else {
                throw TableError(
                    path, line: nil,
                    reason:
                        "dataset.table.group.pattern must be a regular expression with a capture "
                        + "group, such as (patient\\d+); got '\(pattern)'")
            }
            groupPattern = expression
        }
    }

    private mutating func place(_ name: String) -> Int {
        if let known = names.firstIndex(of: name) { return known }
        names.append(name)
        return names.count - 1
    }

    /// The group in a field; nil if the field is empty or does not match the pattern.
    func group(in field: String) -> String? {
        guard let groupPattern else {
            return field.isEmpty ? nil : FieldText.identifier(field)
        }
        let whole = NSRange(field.startIndex..., in: field)
        guard let match = groupPattern.firstMatch(in: field, range: whole) else { return nil }
        return (1..<match.numberOfRanges).lazy.compactMap { number -> String? in
            guard let range = Range(match.range(at: number), in: field), !range.isEmpty else {
                return nil
            }
            return String(field[range])
        }.first
    }
}

extension TableSettings {
    /// The task that uses all labels of an image.
    var widestTask: ClassificationTask {
        let isWide = labels.separator != nil || labels.columns.count > 1 || rows != nil
        return labels.positive == nil && isWide ? .multilabel : .multiclass
    }

    /// The columns that the settings name, for the detection of the separator.
    var expectedColumns: [String] {
        var names = [image, labels.column, group?.column, reader].compactMap { $0 }
        if case .column(let column)? = split { names.append(column) }
        return names + labels.columns + (attributes ?? [])
    }

    /// The labels in the order that the settings give; empty: all labels of the table. The two
    /// classes of a positive label are no labels.
    var statedLabels: [String] {
        guard labels.positive == nil else { return [] }
        return classes.filter { $0 != labels.noneName }
    }
}
