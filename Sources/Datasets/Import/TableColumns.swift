import Files
import Vocabulary

/// Which columns of a table say what.
///
/// The columns of images and classes are called `file` and `label`, or an option names them. A
/// column of splits or of patients is also found by a usual name, such as `subset` or `patient_id`,
/// for a set that is imported without them would let a patient be in two splits; a note says so,
/// and the option `none` prevents it.
struct TableColumns {
    let image: Int
    let label: Int
    let split: Int?
    let group: Int?
    /// Notes for the user on columns that were recognized without an option.
    private(set) var notes: [String] = []

    /// The name of a column: as it was said, or the usual one.
    static func name(_ option: String, _ options: ImportOptions) -> String {
        said(option, options) ?? (option == "image" ? "file" : option)
    }

    private static func said(_ option: String, _ options: ImportOptions) -> String? {
        switch option {
        case "image": options.image
        case "label": options.label
        case "split": options.split
        default: options.group
        }
    }

    /// - Throws: `TableError` when a column is missing, or when several can be that of the splits.
    init(_ table: TableFile, _ options: ImportOptions) throws {
        func need(_ option: String) throws -> Int {
            let name = Self.name(option, options)
            guard let column = try table.column(name) else {
                throw Self.missing(option, name, table)
            }
            return column
        }
        image = try need("image")
        label = try need("label")
        let candidates = Candidates(table, besides: [image, label])
        var notes: [String] = []
        // Blanks alone are as no column at all.
        func find(_ option: String, _ usual: () throws -> Int?) throws -> Int? {
            let name = Self.name(option, options)
            let isSaid = Self.said(option, options) != nil
            if let column = try table.column(name) {
                return candidates.isBlank(column) ? nil : column
            }
            if isSaid {
                guard name.lowercased() == "none" else { throw Self.missing(option, name, table) }
                return nil
            }
            guard let column = try usual() else { return nil }
            let what = option == "split" ? "splits" : "patients"
            notes.append(
                "column '\(table.header[column])' says the \(what); --\(option) none does without")
            return column
        }
        split = try find("split") { try candidates.split() }
        let group = try find("group") { candidates.group() }
        self.group = group
        if options.split == nil, split == nil {
            notes += candidates.unreadSplits().map {
                "column '\(table.header[$0])' has no train, val or test, and is not read as splits"
            }
        }
        self.notes = notes
    }

    /// Names that such a column often has, by option; only letters and digits count, in any case.
    private static let usual = [
        "image": [
            "path", "image", "imageindex", "imagepath", "filename", "filepath", "imageid",
            "imagename", "imagefile", "img", "images", "imgpath", "imgname", "dicom", "dicomid",
            "id", "files",
        ],
        "label": [
            "label", "labels", "class", "category", "target", "diagnosis", "finding", "findings",
            "findinglabels", "dx", "pathology", "disease", "y", "classname",
        ],
        "split": [
            "split", "splits", "set", "subset", "fold", "partition", "dataset", "phase", "usage",
            "datasettype", "settype", "splitset", "datasplit", "mode", "traintest", "trainvaltest",
            "istest", "istrain",
        ],
        "group": [
            "group", "groups", "patient", "patients", "patientid", "patientids", "patientno",
            "patientnum", "patientnumber", "patientnr", "patientname", "patientkey", "patientcode",
            "patientidentifier", "patientindex", "anonymizedpatientid", "patid", "ptid", "pid",
            "subject", "subjects", "subjectid", "subjectno", "subjectnum", "subjectnumber",
            "subjectcode", "subjectname", "participant", "participantid", "personid", "person",
            "individualid", "mrn", "empi", "empianon", "caseid", "lesionid", "groupid",
        ],
    ]

    /// Letters and digits of a column's name, in lower case.
    private static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func missing(_ option: String, _ name: String, _ table: TableFile) -> TableError
    {
        let names = Self.usual[option] ?? []
        let candidates = names.compactMap { name in table.header.first { plain($0) == name } }
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

    /// Columns that can be those of splits or patients by their names or contents.
    private struct Candidates {
        private let table: TableFile
        private let columns: [Int]

        init(_ table: TableFile, besides used: [Int]) {
            self.table = table
            columns = table.header.indices.filter { !used.contains($0) }
        }

        func isBlank(_ column: Int) -> Bool {
            table.rows.allSatisfy { $0.fields[column].isEmpty }
        }

        private func isUsual(_ option: String, _ column: Int) -> Bool {
            TableColumns.usual[option]?.contains(TableColumns.plain(table.header[column])) == true
        }

        /// The splits that a column says: of a usual name, in some of its rows; of another name, in
        /// all that are not blank.
        private func splits(in column: Int) -> Set<Split> {
            let isUsual = self.isUsual("split", column)
            var found: Set<Split> = []
            for row in table.rows where !row.fields[column].isEmpty {
                if let split = Split(word: row.fields[column]) {
                    found.insert(split)
                } else if !isUsual {
                    return []
                }
            }
            return found
        }

        /// A column of a usual name with words of splits in it, or one of another name with nothing
        /// else and with `train`.
        /// - Throws: `TableError` when there are several.
        func split() throws -> Int? {
            let found = columns.filter { column in
                let splits = self.splits(in: column)
                return isUsual("split", column) ? !splits.isEmpty : splits.contains(.train)
            }
            guard found.count > 1 else { return found.first }
            let names = found.map { "'\(table.header[$0])'" }
            throw TableError(
                table.path, line: 1,
                reason: "the columns \(names.joined(separator: ", ")) all say splits; "
                    + "say which one counts: --split \(names[0]), or --split none")
        }

        /// Columns with the name of one of splits, and without a word of one.
        func unreadSplits() -> [Int] {
            columns.filter {
                isUsual("split", $0) && !isBlank($0) && splits(in: $0).isEmpty
            }
        }

        /// The column with the name that comes first in the list of usual ones.
        func group() -> Int? {
            (TableColumns.usual["group"] ?? []).lazy.compactMap { name in
                columns.first {
                    TableColumns.plain(table.header[$0]) == name && !isBlank($0)
                }
            }.first
        }
    }
}
