import Files
import Foundation
import Tensors
import Vocabulary

/// The reading of a table: finds the image of each row, reads the fields, combines the rows of an
/// image, and reduces its labels to a class.
struct TableReading {
    /// An image with the values of its rows.
    struct Image {
        var path: String
        /// The class, as an index into `classes`; 0 if an image can have several labels.
        var label = 0
        /// The states of all labels if an image can have several; otherwise empty.
        var states: [LabelState] = []
        var split: Split?
        var group: String?
        var attributes: [String?] = []
    }

    let root: String
    let path: String
    let layout: TableLayout
    let rowCount: Int
    let unread: UnreadFiles
    let hasSplits: Bool
    let attributeNames: [String]
    let positiveClass: String?
    /// True if an image can have several labels.
    let isMultilabel: Bool
    /// The classes, or the labels.
    private(set) var classes: [String]
    /// The images, sorted by path.
    private(set) var images: [Image] = []
    private(set) var bad = BadRows()
    private(set) var notes: [String] = []

    /// - Parameters:
    ///   - task: how many labels an image has; nil: several, if the columns allow it.
    ///   - policy: the treatment of rows that cannot be used, and of images without a row.
    /// - Throws: `TableError`, `DatasetError`, `FileError`.
    init(
        _ given: TableSettings, root: String, task: ClassificationTask?,
        onBadRow policy: BadRowPolicy
    ) throws {
        let root = FileManager.absolutePath(root)
        guard try FilePath(root).isFolder() else { throw DatasetError.noFolder(root) }
        self.root = root
        let files = try given.files.map { file in
            try TableRows.file(file.path, given, names: given.expectedColumns)
        }
        let resolved = try RecognizedTable(given, files)
        let settings = resolved.settings
        layout = resolved.layout
        notes = resolved.notes
        path = settings.files[0].path
        let columns = try TableFields(settings, path: path)
        let table = try TableRows(
            files, settings, columns: columns.names,
            optional: Set([settings.reader].compactMap { $0 } + (settings.attributes ?? [])))
        rowCount = table.rows.count
        let folder = try TableImages(root: root)
        unread = folder.unread
        attributeNames = columns.attributes.map(\.name)
        let rows = Self.rows(of: folder, table, columns, &bad)
        let splits = try TableSplits(settings, column: columns.split, folder)
        hasSplits = splits.exist
        let states = TableStates(
            settings.labels,
            fields: table.rows.map { row in columns.labels.map { row.fields[$0] } },
            used: Set(rows.values.joined()), classes: settings.statedLabels)
        let task = task ?? settings.widestTask
        let reduction = try ClassReduction(settings, states, task, path: path)
        isMultilabel = task.isMultilabel
        classes = reduction.classes
        positiveClass = reduction.positiveClass
        let counts = read(
            rows, table, folder, splits,
            RowCombination(table, columns, splits, states, settings), reduction)
        note(counts, settings)
        // The reasons are more useful than an empty list of images.
        if !bad.isEmpty, policy == .stop || bad.isAmbiguous || images.isEmpty {
            throw bad.error(path, root: root)
        }
        guard !images.isEmpty else {
            throw TableError(path, line: nil, reason: "names no image in \(root) that can be used")
        }
        try settle(reduction, settings)
    }

    /// The numbers of images and rows that notes mention.
    private struct Counts {
        /// Images that are left out because no row has a split.
        var withoutSplit = 0
        /// Images that are left out because of their labels, as the settings say.
        var byLabel = 0
        /// Rows after the first of an image.
        var repeated = 0
        /// Images whose rows have different attributes.
        var differing = 0
    }

    /// - Parameter rows: the rows of each image.
    private mutating func read(
        _ rows: [Int: [Int]], _ table: TableRows, _ folder: TableImages, _ splits: TableSplits,
        _ combination: RowCombination, _ reduction: ClassReduction
    ) -> Counts {
        var counts = Counts()
        for image in rows.keys.sorted() {
            let numbers = rows[image] ?? []
            do throws(RowFailure) {
                let row = try combination.row(numbers, image: image)
                guard !splits.exist || row.split != nil else {
                    counts.withoutSplit += 1
                    continue
                }
                counts.repeated += numbers.count - 1
                counts.differing += row.hasDifferences ? 1 : 0
                guard let states = row.states, let label = try reduction.label(of: states) else {
                    counts.byLabel += 1
                    continue
                }
                images.append(
                    Image(
                        path: folder.paths[image], label: label, states: states,
                        split: row.split, group: row.group, attributes: row.attributes))
            } catch {
                let lines = numbers.prefix(3).map { table.origin(table.rows[$0]) }
                bad.add(
                    error.reason,
                    "\(folder.paths[image]) (\(lines.joined(separator: ", "))): \(error.text)")
            }
        }
        return counts
    }

    /// The rows of each image, as indices into the rows of the table. Rows without an image and
    /// images without a row are collected.
    private static func rows(
        of folder: TableImages, _ table: TableRows, _ columns: TableFields, _ bad: inout BadRows
    ) -> [Int: [Int]] {
        var rows: [Int: [Int]] = [:]
        let matches = folder.find(table.rows.map { $0.fields[columns.image] })
        for (number, row) in table.rows.enumerated() {
            let name = row.fields[columns.image]
            switch matches[number] {
            case .image(let image): rows[image, default: []].append(number)
            case .none where name.isEmpty: bad.add(.noName, table.origin(row))
            case .none: bad.add(.noFile, "\(table.origin(row)): '\(name)'")
            case .several(let found):
                let paths = found.prefix(2).map { folder.paths[$0] }
                bad.add(
                    .severalFiles,
                    "\(table.origin(row)): '\(name)' (\(paths.joined(separator: ", ")))")
            }
        }
        for (image, path) in folder.paths.enumerated() where rows[image] == nil {
            bad.add(.noRow, path)
        }
        return rows
    }

    /// Removes classes without an image, unless the settings list the classes, and checks the
    /// number of classes.
    private mutating func settle(_ reduction: ClassReduction, _ settings: TableSettings) throws {
        guard !reduction.task.isMultilabel else { return }
        let used = Set(images.map(\.label))
        if settings.classes.isEmpty, settings.labels.positive == nil, used.count < classes.count {
            let unused = classes.indices.filter { !used.contains($0) }.map { classes[$0] }
            notes.append(
                "\(FilePath(path).name.text): no image has \(unused.joined(separator: ", ")), so "
                    + (unused.count == 1 ? "it is no class" : "they are no classes"))
            let kept = used.sorted()
            let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
            for index in images.indices { images[index].label = places[images[index].label] ?? 0 }
            classes = kept.map { classes[$0] }
        }
        guard classes.count >= 2 else {
            throw TableError(
                path, line: nil,
                reason: "all images have the class '\(classes.first ?? "")'; expected at least two "
                    + "classes")
        }
        guard reduction.task != .binary || classes.count == 2 else {
            throw TableError(
                path, line: nil,
                reason: "has \(classes.count) classes, but dataset.task is binary; set "
                    + "dataset.table.labels.positive to the class against the rest")
        }
    }

    private mutating func note(_ counts: Counts, _ settings: TableSettings) {
        let name = FilePath(path).name.text
        func count(_ count: Int, _ noun: String) -> String {
            count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
        }
        notes.append("\(name): \(count(rowCount, "row")) for \(count(images.count, "image"))")
        if counts.repeated > 0 {
            let rule =
                settings.rows.map { ", combined by the rule '\($0.rawValue)'" }
                ?? ", with equal labels"
            notes.append(
                "\(name): \(count(counts.repeated, "row")) after the first of an image\(rule)")
        }
        if counts.byLabel > 0 {
            notes.append(
                "\(name): \(count(counts.byLabel, "image")) left out because of the label, as the "
                    + "settings say")
        }
        if counts.withoutSplit > 0 {
            notes.append("\(name): \(count(counts.withoutSplit, "image")) left out without a split")
        }
        if counts.differing > 0 {
            notes.append(
                "\(name): the rows of \(count(counts.differing, "image")) differ in attributes, "
                    + "which are unknown")
        }
    }
}
