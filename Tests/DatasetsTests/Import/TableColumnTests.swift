import Datasets
import Files
import Foundation
import Import
import Testing
import TestSupport
import Vocabulary

/// The columns of tables: labels, splits and patients.
struct TableColumnTests: TableImporting {
    let folder: TemporaryFolder

    init() throws { folder = try Self.images() }

    @Test func namesOfColumnsAreTheSameInAnyCase() throws {
        try expectAll(load(Self.table(" File , LABEL ", { "\($1), \(Self.label($0))" })))
    }

    @Test func otherNamesOfColumnsAreSaidByOptions() throws {
        let text = Self.table(
            "Path,Sex,Finding Labels,Patient", { "\($1),M,\(Self.label($0)),\($0 / 2)" })
        try refused(text, ImportOptions(), "t.csv:1", "'Sex'", "--image 'Path'", "--label")
        var options = ImportOptions()
        options.image = "path"
        try refused(text, options, "--label 'Finding Labels'")
        options.label = "Finding Labels"
        options.group = "Pat"
        try refused(text, options, "no column 'Pat'", "--group 'Patient'")
        options.group = "none"
        try expectAll(load(text, options))
        options.group = "Patient"
        try FileManager.default.removeItem(atPath: output)
        #expect(try load(text, options).write())
        #expect(try Dataset(root: output).groupPattern?.name == "imported")
    }

    @Test func splitsAreWordsInAnyCase() throws {
        let words = ["Train", "TRAINING", "valid", "Validation", "dev", "Val", "Testing", "train"]
        let splits: [Split] = [.train, .train, .val, .val, .val, .val, .test, .train]
        let text = Self.table(
            "file,label,split", { "\($1),\($0 == 7 ? "B" : Self.label($0)),\(words[$0])" })
        #expect(try load(text).write())
        let set = try Dataset(root: output)
        for split in Split.allCases {
            #expect(set.samples(split).count == splits.count { $0 == split })
        }
        try FileManager.default.removeItem(atPath: output)
        try expectAll(load(Self.table("file,label,split", { "\($1),\(Self.label($0)), " })))
        try FileManager.default.removeItem(atPath: output)
        try refused(
            Self.table("file,label,split", { "\($1),\(Self.label($0)),holdout" }), ImportOptions(),
            ":2: column 'split'", "'holdout'")
    }

    /// Patients and splits in a table are never ignored without a note.
    @Test(arguments: [
        "patient_id", "Patient ID", "PatientID", "patientId", "subject", "Subject-ID", "MRN",
        "participant_id", "lesion_id",
    ])
    func patientsAreFoundByUsualNames(_ column: String) throws {
        let text = Self.table("file,label,\(column)", { "\($1),\(Self.label($0)),\($0 / 2)" })
        let imported = try load(text)
        #expect(
            imported.notes.contains(
                "column '\(column)' is used for the patients; --group none ignores it"))
        #expect(try imported.write())
        let set = try Dataset(root: output)
        #expect(set.groupPattern?.name == "imported")
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }) == ["0", "1", "2", "3"])
        #expect(ImportMark.hasGroups(FilePath(output)))
        try FileManager.default.removeItem(atPath: output)
        var options = ImportOptions()
        options.group = "none"
        try expectAll(load(text, options))
        #expect(!ImportMark.hasGroups(FilePath(output)))
        // A column that is partly blank is an error, and can be ignored by an option.
        let gaps = Self.table(
            "file,label,\(column)", { "\($1),\(Self.label($0)),\($0 == 3 ? "" : "1")" })
        try FileManager.default.removeItem(atPath: output)
        try refused(gaps, ImportOptions(), ":5:", "'\(column)' is empty", "--group none")
    }

    @Test(arguments: ["subset", "Set", "partition", "Usage", "data_split", "tvt"])
    func splitsAreFoundByUsualNamesAndByTheirWords(_ column: String) throws {
        let words = ["Train", "Train", "valid", "valid", "Test", "Test", "train", "train"]
        let text = Self.table("file,label,\(column)", { "\($1),\(Self.label($0)),\(words[$0])" })
        let imported = try load(text)
        #expect(
            imported.notes.contains(
                "column '\(column)' is used for the splits; --split none ignores it")
        )
        #expect(try imported.write())
        let set = try Dataset(root: output)
        for split in Split.allCases {
            #expect(set.samples(split).count == words.count { Split(word: $0) == split })
        }
        var options = ImportOptions()
        options.split = "none"
        try FileManager.default.removeItem(atPath: output)
        try expectAll(load(text, options))
    }

    @Test func columnsThatMayBeSplitsAreNamed() throws {
        let both = Self.table("file,label,subset,phase", { "\($1),\(Self.label($0)),train,test" })
        try refused(
            both, ImportOptions(), "'subset', 'phase' all contain splits", "--split 'subset'")
        let usage = Self.table(
            "file,label,Usage",
            { "\($1),\(Self.label($0)),\($0 < 6 ? "Training" : "PublicTest")" })
        try refused(
            usage, ImportOptions(), ":8: column 'Usage'", "'PublicTest'", "--split none")
        let folds = Self.table("file,label,fold", { "\($1),\(Self.label($0)),\($0 % 5)" })
        #expect(
            try load(folds).notes == [
                "column 'fold' contains no train, val or test and is not used for splits"
            ])
        // A word that is accidentally one for a split.
        let quality = Self.table("file,label,quality", { "\($1),\(Self.label($0)),valid" })
        #expect(try load(quality).notes.isEmpty)
    }

    /// Known patterns find the patients in the names that an import makes.
    @Test(arguments: [
        ("nih", "images_001/images/", "0000001%_000.png"),
        ("chexpert", "CheXpert-v1.0-small/train/", "patient0000%/study1/view1_frontal.png"),
        (
            "mimic-cxr", "files/p10/",
            "p1000003%/s5041426%/02aa804e-bde0afdd-112c0b34-7bc16630-4e38401%.png"
        ),
    ])
    func namesKeepTheirPatients(_ pattern: String, _ parent: String, _ name: String) throws {
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        let paths = (0..<6).map {
            parent + name.replacingOccurrences(of: "%", with: "\($0)")
        }
        for path in paths { try folder.touch("set/\(path)") }
        let rows = paths.enumerated().map { "\($1),\(Self.label($0))\n" }
        #expect(try load("file,label\n" + rows.joined()).write())
        let set = try Dataset(root: output)
        #expect(set.groupPattern?.name == pattern)
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }).count == 6)
        if pattern == "nih" {
            #expect(set.samples(.train)[0].path == "train/A/00000010_000.png")
        }
    }

    @Test func groupsKeepTheirPatients() throws {
        // An underscore before a combining mark is an underscore too.
        let groups = ["a", "a_", "a__b", "a__\u{301}b", "p/1", "p%2F1", "_\u{301}", ".x"]
        let text = Self.table("file,label,group", { "\($1),\(Self.label($0)),\(groups[$0])" })
        #expect(try load(text).write())
        let set = try Dataset(root: output)
        #expect(set.samples(.train).count == 8)
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }).count == 8)
        try FileManager.default.removeItem(atPath: output)
        try refused(
            Self.table("file,label,group", { "\($1),\(Self.label($0)),\($0 == 3 ? "" : "g")" }),
            ImportOptions(), ":5:", "'group' is empty")
    }

    /// The text form of a name depends on the whole name; that of its group must not.
    @Test func aPatientHasOneGroupWhateverTheNames() throws {
        let names = ["e.png", "e\u{301}.png", "\u{301}.png", "\u{E9}.png"]
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        for name in names { try folder.touch("set/\(name)") }
        let rows = names.enumerated().map { "\($1),\(Self.label($0)),\u{E9}\($0 / 2)\n" }
        #expect(try load("file,label,group\n" + rows.joined()).write())
        let set = try Dataset(root: output)
        #expect(set.samples(.train).count == 4)
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }).count == 2)
        try FileManager.default.removeItem(atPath: output)
        let other = rows[0] + rows[1] + rows[2] + "\u{E9}.png,B,e\u{301}1\n"
        try refused(
            "file,label,group\n" + other, ImportOptions(), ":5:", "differs from that of line 4",
            "Unicode form")
    }
}
