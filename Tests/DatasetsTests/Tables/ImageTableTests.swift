import Datasets
import Files
import Foundation
import Testing
import Vocabulary

/// Tables of class names as people and programs write them.
@Suite struct ImageTableTests {
    private static let classes = ["a.png": "ill", "b.png": "well", "sub/c.jpeg": "ill"]

    @Test(arguments: [
        "file,label\na.png,ill\nb.png,well\nc.jpeg,ill\n",
        // Other separators, line ends, a byte order mark, quotes, spaces and orders.
        "\u{FEFF}label;file\r\nill;a.png\r\nwell;b.png\r\nill;sub/c.jpeg\r\n",
        "sep=;\nlabel;file\nill;a.png\nwell;b.png\nill;c\n",
        "\"file\"\t\"label\"\n\"a\"\t\"ill\"\n b.png \t well \nsub\\c.jpeg\till\n\n",
        "file,note,label\r./a.png,\"1, 2\n3\",ill\rb.png,,well\rimages/x/../c,x,no\rc.jpeg,,ill",
        // The folders of another machine, and other suffixes.
        "file,label\n/data/set/a.png,ill\n/data/set/b.png,well\n/data/set/sub/c.jpeg,ill\n",
        "file,label\nC:\\set\\a.dcm,ill\nC:\\set\\b.dcm,well\nC:\\set\\c.dcm,ill\n",
        "FILE,Label\na,ill\nb,well\nc,ill\n",
    ])
    func formats(_ text: String) throws {
        let fixture = try TableFixture("a.png", "b.png", "sub/c.jpeg")
        let table = try fixture.table(text, skips: text.contains("..")) {
            $0.image = "file"
            $0.labels.column = "label"
        }
        #expect(table.classesByPath == Self.classes)
        #expect(table.classes == ["ill", "well"])
        #expect(table.paths == ["a.png", "b.png", "sub/c.jpeg"])
        #expect(table.splits == nil)
    }

    @Test func compressed() throws {
        let fixture = try TableFixture("a.png", "b.png")
        let plain = try fixture.write("file,label\na,x\nb,y\n")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-k", plain]
        try process.run()
        process.waitUntilExit()
        var settings = TableSettings(files: [.init(path: plain + ".gz")])
        settings.labels.column = "label"
        #expect(try ImageTable(settings, root: fixture.root).classes == ["x", "y"])
        // A truncated file is an error, not a shorter table.
        let bytes = try OpenFile(path: plain + ".gz").contents()
        try fixture.folder.write(Data(bytes.dropLast(9)), "cut.csv.gz")
        settings.files[0].path = "\(fixture.folder.path)/cut.csv.gz"
        let error = #expect(throws: TableError.self) {
            try ImageTable(settings, root: fixture.root)
        }
        #expect(error?.reason.contains("truncated") == true)
    }

    @Test func splitsGroupsAndAttributes() throws {
        let fixture = try TableFixture("a.png", "b.png", "c.png", "d.png")
        let text =
            "file,label,set,who,sex\na,x,Training,p1,F\nb,y,valid,,M\nc,x,TEST,p2,NA\nd,y,,p3,\n"
        let table = try fixture.table(text) {
            $0.labels.column = "label"
            $0.split = .column("set")
            $0.group = .init(column: "who")
            $0.attributes = ["sex"]
        }
        // The image without a split is left out and counted.
        #expect(table.paths == ["a.png", "b.png", "c.png"])
        #expect(table.splits == [.train, .val, .test])
        #expect(table.groups == ["p1", nil, "p2"])
        #expect(table.attributes.map(\.values) == [["F", "M", nil]])
        #expect(table.notes.contains("table.csv: 1 image left out without a split"))
    }

    @Test func aFileForEachSplit() throws {
        let fixture = try TableFixture("train/1/x.png", "train/2/x.png", "valid/1/x.png")
        var settings = TableSettings(files: [
            .init(
                path: try fixture.write(
                    "p,y\nset/train/1/x.png,a\nset/train/2/x.png,b\n", "t.csv"),
                split: .train),
            .init(path: try fixture.write("y,p\na,set/valid/1/x.png\n", "v.csv"), split: .val),
        ])
        settings.image = "p"
        settings.labels.column = "y"
        settings.group = .init(column: "p", pattern: #"/(\d+)/"#)
        let table = try ImageTable(settings, root: fixture.root)
        #expect(table.splits == [.train, .train, .val])
        #expect(table.groups == ["1", "2", "1"])
        #expect(table.labels == [0, 1, 0])
    }

    @Test func listsOfSplits() throws {
        let fixture = try TableFixture("i/1.png", "i/2.png", "i/3.png")
        let lists: [Split: String] = [
            .train: try fixture.write("1.png\r\n2.png\r\n9.png\r\n", "train.txt"),
            .test: try fixture.write("\u{FEFF}3.png\n", "test.txt"),
        ]
        func table() throws -> ImageTable {
            try fixture.table("file,label\n1.png,a\n2.png,b\n3.png,a\n") {
                $0.labels.column = "label"
                $0.split = .lists(lists)
            }
        }
        #expect(try table().splits == [.train, .train, .test])
        try fixture.write("3.png\n1.png\n", "test.txt")
        let error = #expect(throws: TableError.self) { try table() }
        #expect(error?.reason == "'1.png' is also in the list of train images")
    }

    /// pandas writes whole numbers with decimals if a column has gaps; DICOM writes ages in years,
    /// months, weeks or days.
    @Test func spellingsOfNumbers() throws {
        let fixture = try TableFixture("1.png", "2.png", "3.png", "4.png")
        let other = try fixture.write("study;label\n7.0;x\n8.0;y\n", "studies.csv")
        let table = try fixture.table(
            "file,study,who,age\n1,7,12,058Y\n2,8,12.0,006M\n3,8,1.5,\n4,8,,58\n"
        ) {
            $0.labels.column = "label"
            $0.joins = [.init(path: other, on: "study")]
            $0.group = .init(column: "who")
            $0.attributes = ["age"]
        }
        #expect(table.labels == [0, 1, 1, 1])
        #expect(table.groups == ["12", "12", "1.5", nil])
        #expect(table.attributes.map(\.values) == [["58", "0.5", nil, "58"]])
    }

    @Test func joins() throws {
        let fixture = try TableFixture("1.png", "2.png", "3.png")
        let other = try fixture.write("study;label\ns1;x\ns2;y\n", "studies.csv")
        let text = "file,study\n1,s1\n2,s2\n3,s2\n"
        func change(_ settings: inout TableSettings) {
            settings.labels.column = "label"
            settings.joins = [.init(path: other, on: "study")]
        }
        #expect(try fixture.table(text, change).labels == [0, 1, 1])
        // A row without a partner is an error, not a missing label.
        let partial = fixture.message("file,study\n1,s1\n2,s2\n3,s9\n", change)
        #expect(partial.contains("1 image has no row in a joined table"))
        try fixture.write("study;label\ns1;x\ns2;y\ns2;x\n", "studies.csv")
        #expect(fixture.message(text, change).contains("studies.csv:4: 's2' in column 'study'"))
    }
}
