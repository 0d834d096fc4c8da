import Files

/// Which columns of a table say what.
struct TableColumns {
    let image: Int
    let label: Int
    let split: Int?
    let group: Int?

    /// The name of a column: as it was said, or the usual one.
    static func name(_ option: String, _ options: ImportOptions) -> String {
        switch option {
        case "image": options.image ?? "file"
        case "label": options.label ?? "label"
        case "split": options.split ?? "split"
        default: options.group ?? "group"
        }
    }

    /// - Throws: `TableError` when a column is missing.
    init(_ table: TableFile, _ options: ImportOptions) throws {
        func find(_ option: String, isNeeded: Bool) throws -> Int? {
            let name = Self.name(option, options)
            let column = try table.column(name)
            guard isNeeded, column == nil else { return column }
            throw Self.missing(option, name, table)
        }
        func need(_ option: String) throws -> Int {
            guard let column = try find(option, isNeeded: true) else {
                preconditionFailure("a needed column is found, or an error is thrown")
            }
            return column
        }
        image = try need("image")
        label = try need("label")
        let said = try find("split", isNeeded: options.split != nil)
        // Blanks alone are as no column at all.
        split = said.flatMap { column in
            table.rows.allSatisfy { $0.fields[column].isEmpty } ? nil : column
        }
        let group = try find("group", isNeeded: options.group != nil)
        self.group = group.flatMap { column in
            table.rows.allSatisfy { $0.fields[column].isEmpty } ? nil : column
        }
    }

    /// Names that such a column often has, by option, in lower case.
    private static let usual = [
        "image": [
            "path", "image", "image index", "image_path", "imagepath", "filename", "file_name",
            "file name", "filepath", "file_path", "image_id", "imageid", "image_name", "img",
            "images", "dicom", "dicom_id", "dicomid", "id", "files",
        ],
        "label": [
            "label", "labels", "class", "category", "target", "diagnosis", "finding", "findings",
            "finding labels", "dx", "pathology", "disease", "y",
        ],
        "split": ["split", "set", "subset", "fold", "partition", "dataset"],
        "group": ["group", "patient id", "patient_id", "patientid", "patient", "subject_id"],
    ]

    private static func missing(_ option: String, _ name: String, _ table: TableFile) -> TableError
    {
        let names = Self.usual[option] ?? []
        let candidates = names.compactMap { name in
            table.header.first { $0.lowercased() == name }
        }
        let found = table.header.map { "'\($0)'" }.joined(separator: ", ")
        let hint =
            candidates.first.map { "such as --\(option) '\($0)'" }
            ?? "--\(option) COLUMN"
        return TableError(
            table.path, line: 1,
            reason: "no column '\(name)'; the columns are \(found). Say which one it is: \(hint) "
                + "(--image for the files, --label for the classes, --split, --group for the patients)"
        )
    }
}
