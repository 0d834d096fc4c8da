import Files

/// The rows of a table of somebody else's predictions that belong to evaluated images.
struct ReaderRows {
    /// The index of each row in the table, with the number of its image.
    let found: [(row: Int, image: Int)]

    /// The largest number of examples in a message.
    private static let mostExamples = 3

    /// - Throws: `TableError` for a row without an image's name, a name of several images, two rows
    ///   of one image, and, unless `commonOnly`, for rows and images without a counterpart.
    init(
        _ table: TableFile, _ columns: ReaderColumns, _ images: [String], _ classes: [String],
        commonOnly: Bool
    ) throws(TableError) {
        let names = table.rows.map { $0.fields[columns.image] }
        let column = table.header[columns.image]
        func fail(_ row: Int?, _ reason: String) -> TableError {
            TableError(table.path, line: row.map { table.rows[$0].line }, reason: reason)
        }
        func examples(_ texts: [String]) -> String {
            texts.prefix(Self.mostExamples).joined(separator: ", ")
                + (texts.count > Self.mostExamples ? ", ..." : "")
        }
        if let empty = names.firstIndex(of: "") {
            throw fail(empty, "column '\(column)' is empty; expected an image")
        }
        var found: [(row: Int, image: Int)] = []
        var (unknown, several): ([Int], [(row: Int, images: [Int])]) = ([], [])
        for (row, match) in NamedImages(images, classes: classes).matches(names, isUniform: true)
            .enumerated()
        {
            switch match {
            case .image(let image): found.append((row, image))
            case .none: unknown.append(row)
            case .several(let images): several.append((row, images))
            }
        }
        if let first = several.first {
            throw fail(
                first.row,
                "\(several.count) of \(names.count) rows name several images, such as "
                    + "'\(names[first.row])': \(examples(first.images.map { images[$0] })); write "
                    + "the paths of the images in the data set")
        }
        var rows: [Int: Int] = [:]
        for (row, image) in found {
            if let first = rows.updateValue(row, forKey: image) {
                throw fail(
                    row,
                    "'\(names[row])' is the image of line \(table.rows[first].line), "
                        + "\(images[image]); keep one of the rows")
            }
        }
        guard let any = found.first else {
            throw fail(
                0,
                "column '\(column)': no row names an evaluated image; got \(examples(names)); "
                    + "expected paths or file names such as \(examples(images))")
        }
        if let first = unknown.first, !commonOnly {
            throw fail(
                first,
                "\(unknown.count) of \(names.count) rows name no evaluated image: "
                    + examples(unknown.map { "'\(names[$0])'" })
                    + " (line \(table.rows[any.row].line) is \(images[any.image])); remove the "
                    + "rows, or set --common-images (\"commonImages\" in a study file) to "
                    + "compare the images that both have")
        }
        let missing = images.indices.filter { rows[$0] == nil }
        if !missing.isEmpty, !commonOnly {
            throw fail(
                nil,
                "has no row for \(missing.count) of \(images.count) evaluated images: "
                    + examples(missing.map { images[$0] })
                    + "; add the rows, or set --common-images (\"commonImages\" in a study file) to "
                    + "compare the images that both have")
        }
        self.found = found
    }
}
