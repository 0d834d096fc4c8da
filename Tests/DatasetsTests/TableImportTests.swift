import Datasets
import Files
import Foundation
import Testing
import TestSupport
import Vocabulary

/// Tables as people and programs write them.
struct TableImportTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in Self.names { try folder.touch("set/\(name)") }
    }

    private static let names = (0..<8).map { "train/p\($0)/view\($0).png" }
    private static func label(_ number: Int) -> String { number % 2 == 0 ? "A" : "B" }

    private var output: String { folder.path + "/out" }

    private func load(
        _ data: Data, _ options: ImportOptions = ImportOptions(), _ name: String = "t.csv"
    )
        throws -> DatasetImport
    {
        try folder.write(data, "set/\(name)")
        return try DatasetImport(from: "\(folder.path)/set/\(name)", to: output, options)
    }

    private func load(_ text: String, _ options: ImportOptions = ImportOptions()) throws
        -> DatasetImport
    {
        try load(Data(text.utf8), options)
    }

    private static func table(
        _ header: String, _ row: (Int, String) -> String, end: String = "\n"
    ) -> String {
        ([header] + names.enumerated().map { row($0, $1) }).joined(separator: end) + end
    }

    private func expectAll(_ imported: DatasetImport) throws {
        #expect(imported.count == 8)
        #expect(try imported.write())
        let set = try Dataset(root: output)
        #expect(set.classes == ["A", "B"])
        #expect(set.counts(.train) == [4, 4])
        for (number, name) in Self.names.enumerated() {
            let file = name.replacingOccurrences(of: "/", with: "_")
            let path = "\(output)/train/\(Self.label(number))/\(file)"
            #expect(FileManager.default.contents(atPath: path) == Data("set/\(name)".utf8))
        }
    }

    private func refused(
        _ text: String, _ options: ImportOptions = ImportOptions(), _ reasons: String...
    ) throws {
        let error = #expect(throws: (any Error).self) { try load(text, options) }
        let message = "\(try #require(error))"
        for reason in reasons { #expect(message.contains(reason), "\(message)") }
        #expect(!FileManager.default.fileExists(atPath: output))
    }

    @Test(arguments: [",", ";", "\t", "|"], ["\n", "\r\n", "\r"])
    func separatorsAndLineEndsAreFoundOut(_ separator: String, _ end: String) throws {
        let text = Self.table(
            "file\(separator)label", { "\($1)\(separator)\(Self.label($0))" }, end: end)
        try expectAll(load("\u{FEFF}" + text))
    }

    @Test func excelsHabitsAreRead() throws {
        let text = Self.table(
            "sep=;\r\nfile;label;score;", { "\"\($1)\" ; \(Self.label($0)) ;0,5;" }, end: "\r\n")
        try expectAll(load(text + ";;;\r\n"))
    }

    @Test(arguments: [TextEncoding.utf16LittleEndian, .utf16BigEndian])
    func utf16IsReadByItsMarkOrAsSaid(_ encoding: TextEncoding) throws {
        let text = Self.table("file\tlabel", { "\($1)\t\(Self.label($0))" })
        let isLittle = encoding == .utf16LittleEndian
        let data = try #require(
            text.data(using: isLittle ? .utf16LittleEndian : .utf16BigEndian))
        try expectAll(load(Data(isLittle ? [0xFF, 0xFE] : [0xFE, 0xFF]) + data))
        let error = #expect(throws: TableError.self) { try load(data) }
        #expect(error?.reason.contains("--encoding utf-16le") == true)
        var options = ImportOptions()
        options.encoding = encoding
        #expect(try load(data, options).count == 8)
    }

    @Test func windows1252IsReadAsSaid() throws {
        let text = Self.table("file;label", { "\($1);\($0 % 2 == 0 ? "gesund" : "Entzündung")" })
        let data = try #require(text.data(using: .windowsCP1252))
        let error = #expect(throws: TableError.self) { try load(data) }
        #expect(error?.line == 3)
        #expect(error?.reason.contains("--encoding windows-1252") == true)
        var options = ImportOptions()
        options.encoding = .windows1252
        #expect(try load(data, options).write())
        #expect(try Dataset(root: output).classes == ["Entzündung", "gesund"])
    }

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

    @Test func pathsAreFoundAsScriptsWriteThem() throws {
        let spellings: [(String, (String) -> String)] = [
            ("./", { "./" + $0 }), (#"\"#, { $0.replacingOccurrences(of: "/", with: #"\"#) }),
            ("no suffix", { String($0.dropLast(4)) }),
            ("name", { String($0.split(separator: "/")[2]) }),
            ("name without suffix", { String($0.split(separator: "/")[2].dropLast(4)) }),
            ("folder before", { "CheXpert-v1.0-small/" + $0 }),
        ]
        for (what, spelling) in spellings {
            let text = Self.table("file,label", { "\(spelling($1)),\(Self.label($0))" })
            #expect(try load(text).count == 8, "\(what)")
        }
        try expectAll(load(Self.table("file,label", { "./\($1),\(Self.label($0))" })))
    }

    @Test func namesThatFitSeveralImagesAreAnError() throws {
        try folder.touch("set/train/p9/view0.png")
        let text = Self.table(
            "file,label", { "\($1.split(separator: "/")[2]),\(Self.label($0))" })
        try refused(text, ImportOptions(), ":2: 'view0.png' can be 2 images", "train/p9/view0.png")
        // A file of another site is not taken for one that is missing.
        try refused(
            "file,label\ntrain/p0/view0.png,A\ntest/p1/view1.png,B\n", ImportOptions(),
            "line 3: 'test/p1/view1.png'")
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

    /// Patients and splits that a table says are never passed over without a word.
    @Test(arguments: [
        "patient_id", "Patient ID", "PatientID", "patientId", "subject", "Subject-ID", "MRN",
        "participant_id", "lesion_id",
    ])
    func patientsAreFoundByUsualNames(_ column: String) throws {
        let text = Self.table("file,label,\(column)", { "\($1),\(Self.label($0)),\($0 / 2)" })
        let imported = try load(text)
        #expect(
            imported.notes.contains(
                "column '\(column)' says the patients; --group none does without"))
        #expect(try imported.write())
        let set = try Dataset(root: output)
        #expect(set.groupPattern?.name == "imported")
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }) == ["0", "1", "2", "3"])
        #expect(ImportMark.saysGroups(FilePath(output)))
        try FileManager.default.removeItem(atPath: output)
        var options = ImportOptions()
        options.group = "none"
        try expectAll(load(text, options))
        #expect(!ImportMark.saysGroups(FilePath(output)))
        // One that is blank here and there does not say them, and can be done without.
        let gaps = Self.table(
            "file,label,\(column)", { "\($1),\(Self.label($0)),\($0 == 3 ? "" : "1")" })
        try FileManager.default.removeItem(atPath: output)
        try refused(gaps, ImportOptions(), ":5:", "'\(column)' is blank", "--group none")
    }

    @Test(arguments: ["subset", "Set", "partition", "Usage", "data_split", "tvt"])
    func splitsAreFoundByUsualNamesAndByTheirWords(_ column: String) throws {
        let words = ["Train", "Train", "valid", "valid", "Test", "Test", "train", "train"]
        let text = Self.table("file,label,\(column)", { "\($1),\(Self.label($0)),\(words[$0])" })
        let imported = try load(text)
        #expect(
            imported.notes.contains("column '\(column)' says the splits; --split none does without")
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
        try refused(both, ImportOptions(), "'subset', 'phase' all say splits", "--split 'subset'")
        let usage = Self.table(
            "file,label,Usage",
            { "\($1),\(Self.label($0)),\($0 < 6 ? "Training" : "PublicTest")" })
        try refused(
            usage, ImportOptions(), ":8: column 'Usage'", "'PublicTest'", "--split none")
        let folds = Self.table("file,label,fold", { "\($1),\(Self.label($0)),\($0 % 5)" })
        #expect(
            try load(folds).notes == [
                "column 'fold' has no train, val or test, and is not read as splits"
            ])
        // A word that is one of splits by chance.
        let quality = Self.table("file,label,quality", { "\($1),\(Self.label($0)),valid" })
        #expect(try load(quality).notes.isEmpty)
    }

    /// Known patterns find the patients in the names that an import gives.
    @Test(arguments: [
        ("nih", "images_001/images/", "0000001%_000.png"),
        ("chexpert", "CheXpert-v1.0-small/train/", "patient0000%/study1/view1_frontal.png"),
        (
            "mimic-cxr", "files/p10/",
            "p1000003%/s5041426%/02aa804e-bde0afdd-112c0b34-7bc16630-4e38401%.png"
        ),
    ])
    func namesKeepTheirPatients(_ pattern: String, _ place: String, _ name: String) throws {
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        let paths = (0..<6).map {
            place + name.replacingOccurrences(of: "%", with: "\($0)")
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

    @Test func rowsOfFilesThatAreLeftOutAreCounted() throws {
        try folder.touch("set/masks/m0.png", "set/masks/view1.png", "set/x.tif")
        let text =
            Self.table("file,label", { "\($1),\(Self.label($0))" })
            + "masks/m0.png,A\nm0,A\n/data/masks/view1.png,B\nx.tif,A\nmasks/gone.png,A\n"
        var options = ImportOptions()
        options.exclude = ["masks", "*.tif"]
        let imported = try load(text, options)
        #expect(
            imported.notes == [
                "3 files fit --exclude, skipped: masks/m0.png, masks/view1.png, x.tif",
                "5 rows whose files fit --exclude, left out: line 10: 'masks/m0.png', line 11: 'm0', "
                    + "line 12: '/data/masks/view1.png', line 13: 'x.tif', line 14: 'masks/gone.png'",
            ])
        try expectAll(imported)
    }

    @Test(arguments: [
        "/data/", "/home/me/set/", #"C:\data\"#, #"\\server\share\set\"#, "file:///mnt/set/",
        "s3://bucket/", "~/set/", "//x/./y/",
    ])
    func absolutePathsAreFoundByTheirEnds(_ place: String) throws {
        let separator = place.contains(#"\"#) ? #"\"# : "/"
        let text = Self.table(
            "file,label",
            { place + $1.replacingOccurrences(of: "/", with: separator) + ",\(Self.label($0))" })
        try expectAll(load(text))
        // Of the last part alone.
        let names = Self.table(
            "file,label",
            { "\(place)\($1.split(separator: "/")[2]),\(Self.label($0))" })
        #expect(try load(names).count == 8)
        // A file that is not there is missing, and the other ones are found.
        let gone = ["train", "p9", "none.png,A\n"].joined(separator: separator)
        try FileManager.default.removeItem(atPath: output)
        try refused(text + place + gone, ImportOptions(), "1 row", "none.png")
    }

    @Test func absolutePathsOfSeveralPlacesAreNotMixedUp() throws {
        for site in ["siteA", "siteB"] { try folder.touch("set/\(site)/1.png") }
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        let imported = try load("file,label\n/data/siteA/1.png,A\n/mnt/siteB/1.png,B\n")
        #expect(imported.count == 2)
        try refused(
            "file,label\n/data/siteA/1.png,A\n/mnt/siteC/1.png,B\n", ImportOptions(),
            "line 3: '/mnt/siteC/1.png'")
    }

    @Test func blankCellsAreMissing() throws {
        let text = Self.table("file,label", { "\($0 == 2 ? " " : $1),\(Self.label($0))" })
        try refused(text, ImportOptions(), ":4:", "line 4: no file", "--missing skip")
        var options = ImportOptions()
        options.skipsMissing = true
        #expect(try load(text, options).count == 7)
    }

    /// A blank that nobody sees makes no class of its own.
    @Test(arguments: [
        "\u{A0}", "\u{FEFF}", "\u{2003}", "\u{3000}", "\u{200B}", "\u{202F}", "\t", "\u{B}",
        " \u{A0} \u{2060}",
    ])
    func blanksOfAnyKindAreTrimmed(_ blank: String) throws {
        let text = Self.table(
            "\(blank)file,label\(blank)",
            { number, name in
                let (before, after) = (number < 3 ? blank : "", number > 5 ? blank : "")
                return "\(blank)\(name)\(blank),\(before)\(Self.label(number))\(after)"
            })
        try expectAll(load(text))
        try FileManager.default.removeItem(atPath: output)
        let quoted = Self.table(
            "file,label", { "\($1)\(blank),\"\(Self.label($0))\($0 == 0 ? blank : "")\"" })
        try refused(quoted, ImportOptions(), "differ in case, blanks or Unicode form alone")
    }

    @Test func whatIsMissingIsNamedOrSkippedWhenAsked() throws {
        let text =
            "file,label\n"
            + Self.names.dropLast(2).enumerated().map { "\($1),\(Self.label($0))\n" }.joined()
        try refused(text, ImportOptions(), "2 images", Self.names[6], "--missing skip")
        let more = text + "gone.png,A\n\(Self.names[6]),\n"
        try refused(more, ImportOptions(), ":8", "2 rows", "'gone.png'", "--missing skip")
        var options = ImportOptions()
        options.skipsMissing = true
        let imported = try load(more, options)
        #expect(imported.count == 6)
        #expect(imported.notes.contains { $0.hasPrefix("2 rows without a file or a label") })
        #expect(
            imported.notes.contains("1 image without a row, left out: \(Self.names[7])"))
    }

    @Test func rowsOfTheSameFileAreAnErrorOfBoth() throws {
        for label in ["A", "B"] {
            let text = Self.table("file,label", { "\($1),\(Self.label($0))" })
            try refused(
                text + "./\(Self.names[0]),\(label)\n", ImportOptions(), ":10:", "in line 2 already"
            )
        }
    }

    @Test func groupsKeepTheirPatients() throws {
        // The underscore before a combining mark is one too.
        let groups = ["a", "a_", "a__b", "a__\u{301}b", "p/1", "p%2F1", "_\u{301}", ".x"]
        let text = Self.table("file,label,group", { "\($1),\(Self.label($0)),\(groups[$0])" })
        #expect(try load(text).write())
        let set = try Dataset(root: output)
        #expect(set.samples(.train).count == 8)
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }).count == 8)
        try FileManager.default.removeItem(atPath: output)
        try refused(
            Self.table("file,label,group", { "\($1),\(Self.label($0)),\($0 == 3 ? "" : "g")" }),
            ImportOptions(), ":5:", "'group' is blank")
    }

    /// The text form of a name depends on all of it; that of its group must not.
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

    /// Killed or repeated, an import into the table's own folder sees the same images.
    @Test func theOutputMayLieBesideTheTable() throws {
        let output = folder.path + "/set/made"
        let text = Self.table("file,label", { "\($1),\(Self.label($0))" })
        try folder.write(Data(text.utf8), "set/t.csv")
        func load() throws -> DatasetImport {
            try DatasetImport(from: folder.path + "/set/t.csv", to: output)
        }
        try folder.touch("set/made.partial/train/A/1.png")
        #expect(try load().count == 8)
        #expect(try load().write())
        #expect(try load().count == 8)
        #expect(try !load().write())
    }

    @Test func longAndEqualNamesAreToldApart() throws {
        let long = (0..<2).map { "\(String(repeating: "x", count: 150))\($0)" }
        let paths =
            long.flatMap { a in long.map { b in "set/\(a)/\(b).png" } } + [
                "set/a/b.png", "set/a_b.png",
            ]
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        for path in paths { try folder.write(Data(path.utf8), path) }
        let rows = paths.enumerated().map { number, path in
            "\(path.dropFirst(4)),\(number == 0 ? "B" : "A"),p\(number)\n"
        }
        let imported = try load("file,label,group\n" + rows.joined())
        #expect(try imported.write())
        let set = try Dataset(root: output)
        #expect(set.samples(.train).count == 6)
        #expect(Set(set.groups(of: set.samples(.train)).compactMap { $0 }).count == 6)
        let rest = paths.suffix(2).map { "\($0.dropFirst(4)),A\n" }.joined()
        let all = "file,label\n" + rows.prefix(4).map { $0.dropLast(4) + "\n" }.joined() + rest
        try FileManager.default.removeItem(atPath: output)
        #expect(try load(all).write())
        let written = try BytesInFolders.files(in: output)
        #expect(written.count == 6)
        #expect(Set(written.values) == Set(paths.map { Data($0.utf8) }))
        #expect(written[Array("train/A/a%2Fb.png".utf8)] == Data("set/a/b.png".utf8))
    }

    @Test func linksInsideAreFollowedAndOthersNamed() throws {
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        // What the links lead to is read under their names, so that it is not unread under its own.
        let start = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        for (number, name) in ["a.png", "b.png"].enumerated() {
            try folder.write(start + Data("\(number)".utf8), "set/store/\(number).bin")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/set/\(name)", withDestinationPath: "store/\(number).bin")
        }
        #expect(try load("file,label\na.png,A\nb.png,B\n").write())
        #expect(
            FileManager.default.contents(atPath: output + "/train/B/b.png")
                == start + Data("1".utf8))
        try FileManager.default.removeItem(atPath: output)
        try folder.write(Data("x".utf8), "other.png")
        for target in ["../other.png", "nothing.png"] {
            let link = folder.path + "/set/c.png"
            try? FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            try refused("file,label\na.png,A\nb.png,B\n", ImportOptions(), "'c.png' is a link")
        }
    }

    @Test(arguments: ["\u{301}", "\u{200D}", "\u{FE0F}", "\u{E33}"])
    func namesThatBeginWithACombiningMarkAreFound(_ mark: String) throws {
        try FileManager.default.removeItem(atPath: folder.path + "/set/train")
        try folder.touch("set/\(mark)x.png", "set/sub/\(mark)y.png")
        let imported = try load("file,label\n\(mark)x.png,A\nsub/\(mark)y.png,B\n")
        #expect(try imported.write())
        let written = try BytesInFolders.files(in: output)
        #expect(written[Array("train/A/\(mark)x.png".utf8)] == Data("set/\(mark)x.png".utf8))
        #expect(
            written[Array("train/B/\(mark)y.png".utf8)] == Data("set/sub/\(mark)y.png".utf8))
    }

    /// The same reader reads the splits that a study names.
    @Test func manifestsAreReadAsTablesAre() throws {
        let path = folder.path + "/split.csv"
        try AtomicFile.write(
            "File;Label;Split\r\na, b.png;A;Train\r\n c ;B;valid\r\nd;A;\r\n", to: path)
        let rows = try SplitManifest(path: path).rows
        #expect(rows.map(\.file) == ["a, b.png", "c"])
        #expect(rows.map(\.split) == [.train, .val])
        let table = CSVTable(
            header: ["file", "label", "split", "group"], rows: [[" a ", "A", "train", ""]])
        try AtomicFile.write(table.text, to: path)
        #expect(try SplitManifest(path: path).rows.map(\.file) == [" a "])
    }
}
