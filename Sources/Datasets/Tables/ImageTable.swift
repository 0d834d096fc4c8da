import Files
package import Tensors
package import Vocabulary

/// The images of a folder with the labels, patients, splits and attributes that a table gives them.
///
/// Only images with a row are part of it, sorted by path: N images, L labels.
package struct ImageTable: Sendable, Hashable {
    /// An attribute of the images, such as the age of the patient.
    package struct Attribute: Sendable, Hashable {
        /// The name of the column.
        package let name: String
        /// The value of each image, `[N]`; nil where the field is empty or rows differ.
        package let values: [String?]
    }

    /// The absolute path of the folder.
    package let root: String
    /// The path of the first file of the table.
    package let path: String
    /// The layout that was recognized or given.
    package let layout: TableLayout
    /// The paths of the images relative to the folder, `[N]`, sorted by bytes.
    package let paths: [String]
    /// The names of the classes, or of the labels if an image can have several.
    package let classes: [String]
    /// The class of each image, `[N]`; nil if an image can have several labels.
    package let labels: [Int]?
    /// The labels of the images, `[N, L]`, if an image can have several; otherwise nil.
    package let matrix: LabelMatrix?
    /// The split of each image, `[N]`; nil if the table gives no splits.
    package let splits: [Split]?
    /// The patient or other group of each image, `[N]`; nil where it is unknown.
    package let groups: [String?]
    /// The attributes of the images.
    package let attributes: [Attribute]
    /// The class against which the table's settings set the rest; nil if there is none.
    package let positiveClass: String?
    /// The number of rows.
    package let rowCount: Int
    /// Notes for the user: the layout, the counts, and what is left out.
    package let notes: [String]
    /// The files in the folder that are not read.
    package let unread: UnreadFiles

    /// Reads the table and finds its images.
    /// - Parameters:
    ///   - root: the folder of the images.
    ///   - task: how many labels an image has; nil: several, if the columns allow it.
    ///   - policy: the treatment of rows that cannot be used, and of images without a row.
    /// - Throws: `TableError`; `DatasetError.noFolder`; `FileError` if a folder cannot be listed.
    package init(
        _ settings: TableSettings, root: String, task: ClassificationTask? = .multiclass,
        onBadRow policy: BadRowPolicy = .stop
    ) throws {
        let reading = try TableReading(settings, root: root, task: task, onBadRow: policy)
        self.root = reading.root
        path = reading.path
        layout = reading.layout
        let images = reading.images
        paths = images.map(\.path)
        classes = reading.classes
        if reading.isMultilabel {
            guard !reading.classes.isEmpty else {
                throw TableError(reading.path, line: nil, reason: "has no labels")
            }
            labels = nil
            matrix = LabelMatrix(images.flatMap(\.states), labels: reading.classes.count)
        } else {
            labels = images.map(\.label)
            matrix = nil
        }
        splits = reading.hasSplits ? images.compactMap(\.split) : nil
        groups = images.map(\.group)
        attributes = reading.attributeNames.enumerated().map { column, name in
            Attribute(name: name, values: images.map { $0.attributes[column] })
        }
        positiveClass = reading.positiveClass
        rowCount = reading.rowCount
        notes =
            reading.notes
            + reading.bad.texts(examples: 3).map { "left out: \($0)" }
        unread = reading.unread
    }

    /// The index of the image with a path; nil if the table has none.
    package func index(of path: String) -> Int? {
        var (lower, upper) = (0, paths.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if paths[middle].utf8.lexicographicallyPrecedes(path.utf8) {
                lower = middle + 1
            } else {
                upper = middle
            }
        }
        return lower < paths.count && paths[lower].utf8.elementsEqual(path.utf8) ? lower : nil
    }

    /// The labels of images, `[N, L]`, in the order of `classes`; nil if an image has one class,
    /// and without images.
    /// - Precondition: the table has every path.
    func labels(of paths: [String]) -> LabelMatrix? {
        guard let matrix, !paths.isEmpty else { return nil }
        let rows = paths.map { path in
            guard let row = index(of: path) else { preconditionFailure("\(path) has no row") }
            return row
        }
        return matrix.rows(rows)
    }

    /// The groups of images; nil if none is known.
    func groups(of paths: [String]) -> [String?]? {
        guard groups.contains(where: { $0 != nil }) else { return nil }
        return paths.map { index(of: $0).flatMap { groups[$0] } }
    }

    /// The text of an image's row for a digest: its labels and its patient.
    package func text(of image: Int) -> String {
        var fields: [String] = []
        if let labels { fields.append(classes[labels[image]]) }
        if let matrix {
            fields += matrix.row(image).map { state in
                switch state {
                case .negative: "0"
                case .positive: "1"
                case .ignored: "-"
                }
            }
        }
        return (fields + [groups[image] ?? ""]).joined(separator: "\t")
    }
}
