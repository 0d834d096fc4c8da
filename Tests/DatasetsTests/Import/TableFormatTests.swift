import Datasets
import Files
import Foundation
import Import
import Testing
import TestSupport
import Vocabulary

/// The text format of tables, as people and programs write them.
struct TableFormatTests: TableImporting {
    let folder: TemporaryFolder

    init() throws { folder = try Self.images() }

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

    @Test func blankCellsAreMissing() throws {
        let text = Self.table("file,label", { "\($0 == 2 ? " " : $1),\(Self.label($0))" })
        try refused(text, ImportOptions(), ":4:", "line 4: no file", "--missing skip")
        var options = ImportOptions()
        options.skipsMissing = true
        #expect(try load(text, options).count == 7)
    }

    /// White space that is not visible does not make a separate class.
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
        try refused(quoted, ImportOptions(), "differ only in case, white space or Unicode form")
    }

    /// The same reader reads the manifest of a split.
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
