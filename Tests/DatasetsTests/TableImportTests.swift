import Datasets
import Files
import Foundation
import TestSupport
import Testing

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
        options.group = nil
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
        let groups = ["a", "a_", "a__b", "_a", "p/1", "p%2F1", ".x", "x"]
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
        for (number, name) in ["a.png", "b.png"].enumerated() {
            try folder.write(Data("\(number)".utf8), "set/.store/\(number).bin")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/set/\(name)", withDestinationPath: ".store/\(number).bin")
        }
        #expect(try load("file,label\na.png,A\nb.png,B\n").write())
        #expect(FileManager.default.contents(atPath: output + "/train/B/b.png") == Data("1".utf8))
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
            written[Array("train/B/sub_\(mark)y.png".utf8)] == Data("set/sub/\(mark)y.png".utf8))
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
