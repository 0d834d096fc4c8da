import Datasets
import Files
import Vocabulary

/// The columns of a table.
///
/// The columns of images and classes are named `file` and `label`, or by options. Columns of splits
/// and patients are also recognized by common names, such as `subset` or `patient_id`, because
/// without them a patient could be in two splits. A note reports a recognized column, and the
/// option `none` ignores it.
struct TableColumns {
    /// The index of the column of images.
    let image: Int
    /// The index of the column of classes.
    let label: Int
    /// The index of the column of splits; nil if there is none.
    let split: Int?
    /// The index of the column of patients; nil if there is none.
    let group: Int?
    /// Notes for the user on columns that were recognized without an option.
    private(set) var notes: [String] = []

    /// The name of a column: that of the option, otherwise the default.
    static func name(_ option: String, _ options: ImportOptions) -> String {
        given(option, options) ?? (option == "image" ? "file" : option)
    }

    private static func given(_ option: String, _ options: ImportOptions) -> String? {
        switch option {
        case "image": options.image
        case "label": options.label
        case "split": options.split
        default: options.group
        }
    }

    /// - Throws: `TableError` if a column is missing, or if several can be the column of splits.
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
        // A blank column counts as no column.
        func find(_ option: String, _ recognized: () throws -> Int?) throws -> Int? {
            let name = Self.name(option, options)
            let isGiven = Self.given(option, options) != nil
            if let column = try table.column(name) {
                return candidates.isBlank(column) ? nil : column
            }
            if isGiven {
                guard name.lowercased() == "none" else { throw Self.missing(option, name, table) }
                return nil
            }
            guard let column = try recognized() else { return nil }
            let content = option == "split" ? "splits" : "patients"
            notes.append(
                "column '\(table.header[column])' is used for the \(content); --\(option) none ignores it"
            )
            return column
        }
        split = try find("split") { try candidates.split() }
        let group = try find("group") { candidates.group() }
        self.group = group
        if options.split == nil, split == nil {
            notes += candidates.unreadSplits().map {
                "column '\(table.header[$0])' contains no train, val or test and is not used for splits"
            }
        }
        self.notes = notes
    }

    /// Common names of such columns, by option; only letters and digits are compared, and case is
    /// ignored.
    private static let commonNames = [
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

    /// The letters and digits of a column's name, in lower case.
    private static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    private static func missing(_ option: String, _ name: String, _ table: TableFile) -> TableError
    {
        let names = Self.commonNames[option] ?? []
        let candidates = names.compactMap { name in table.header.first { plain($0) == name } }
        let found = table.header.map { "'\($0)'" }.joined(separator: ", ")
        let hint =
            candidates.first.map { "such as --\(option) '\($0)'" }
            ?? "--\(option) COLUMN"
        return TableError(
            table.path, line: 1,
            reason: "no column '\(name)'; the columns are \(found). Choose one with \(hint) "
                + "(--image for the files, --label for the classes, --split, --group for the patients)"
        )
    }

    /// The columns that can be those of splits or patients by their names or contents.
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

        private func hasCommonName(_ option: String, _ column: Int) -> Bool {
            TableColumns.commonNames[option]?.contains(TableColumns.plain(table.header[column]))
                == true
        }

        /// The splits in a column: if it has a common name, those in some rows; otherwise all rows
        /// that are not blank must contain a split.
        private func splits(in column: Int) -> Set<Split> {
            let hasCommonName = self.hasCommonName("split", column)
            var found: Set<Split> = []
            for row in table.rows where !row.fields[column].isEmpty {
                if let split = Split(word: row.fields[column]) {
                    found.insert(split)
                } else if !hasCommonName {
                    return []
                }
            }
            return found
        }

        /// The column of splits: one with a common name and some splits, or one with another name
        /// that contains only splits, among them `train`.
        /// - Throws: `TableError` if there are several.
        func split() throws -> Int? {
            let found = columns.filter { column in
                let splits = self.splits(in: column)
                return hasCommonName("split", column) ? !splits.isEmpty : splits.contains(.train)
            }
            guard found.count > 1 else { return found.first }
            let names = found.map { "'\(table.header[$0])'" }
            throw TableError(
                table.path, line: 1,
                reason: "the columns \(names.joined(separator: ", ")) all contain splits; "
                    + "choose one with --split \(names[0]), or ignore them with --split none")
        }

        /// The columns with a common name of splits that contain no split.
        func unreadSplits() -> [Int] {
            columns.filter {
                hasCommonName("split", $0) && !isBlank($0) && splits(in: $0).isEmpty
            }
        }

        /// The column of patients: of several, the one whose name is first in the list of common
        /// names.
        func group() -> Int? {
            (TableColumns.commonNames["group"] ?? []).lazy.compactMap { name in
                columns.first {
                    TableColumns.plain(table.header[$0]) == name && !isBlank($0)
                }
            }.first
        }
    }
}
