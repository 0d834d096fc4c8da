import Datasets
import Files
import Foundation
import Testing
import Vocabulary

/// Rows that cannot be used, and images without a row: named if they stop the run, counted if they
/// are left out.
@Suite struct BadRowTests {
    private let fixture: TableFixture

    init() throws { fixture = try TableFixture("a.png", "b.png", "c.png", "x/d.png", "y/d.png") }

    @Test func eachReasonIsNamed() throws {
        let text = """
            file,label,split
            a.png,one,train
            b.png,two,train
            b.png,one,train
            ,one,train
            nowhere.png,two,train
            d.png,one,train
            c.png,,train

            """
        let message = fixture.message(text) {
            $0.labels.column = "label"
            $0.split = .column("split")
        }
        for expected in [
            "1 row has no image name: table.csv:5",
            "1 row names no image in \(fixture.root): table.csv:6: 'nowhere.png'",
            "1 row can mean several images: table.csv:7: 'd.png' (x/d.png, y/d.png)",
            "1 image has no label: c.png (table.csv:8): column 'label' is empty",
            "1 image has contradictory rows: b.png (table.csv:3, table.csv:4)",
            "2 images have no row: x/d.png; y/d.png",
            "write the path of each image in the table",
        ] { #expect(message.contains(expected), "\(expected)\n\(message)") }
    }

    @Test func skippedRowsAreCounted() throws {
        let text = "file,label\na.png,one\nb.png,two\nnowhere.png,two\nx/d.png,\n"
        let table = try fixture.table(text, skips: true)
        #expect(table.classesByPath == ["a.png": "one", "b.png": "two"])
        #expect(table.notes.first == "table.csv: 4 rows for 2 images")
        // Reports contain the notes, but no path of this machine.
        #expect(!table.notes.contains { $0.contains(fixture.root) })
        #expect(
            table.notes.dropFirst().map { $0.prefix(30) } == [
                "left out: 1 row names no image", "left out: 1 image has no label",
                "left out: 2 images have no row",
            ])
    }

    /// If file names are not unique, a row whose image is missing could be that of another image.
    @Test func ambiguousNamesAreNeverSkipped() throws {
        let error = #expect(throws: TableError.self) {
            try fixture.table("file,label\na.png,one\nb.png,two\nd.png,one\n", skips: true)
        }
        #expect(error?.reason.contains("1 row can mean several images") == true)
    }

    /// The folders of a name that are missing on this machine are the same for all names.
    @Test func aMissingImageIsNotReplacedByOneOfAnotherFolder() throws {
        let fixture = try TableFixture("train/1.png", "train/2.png", "test/3.png")
        let table = try fixture.table(
            "file,label\ntrain/1.png,one\ntrain/2.png,two\ntrain/3.png,two\n", skips: true)
        #expect(table.paths == ["train/1.png", "train/2.png"])
        // With another folder before them.
        let other = try fixture.table(
            "file,label\ns/train/1.png,one\ns/train/2.png,two\ns/train/3.png,two\n",
            skips: true)
        #expect(other.paths == ["train/1.png", "train/2.png"])
    }

    @Test func equalRowsOfAnImageAreOneImage() throws {
        let fixture = try TableFixture("a.png", "b.png")
        let table = try fixture.table("file,label,x\na,one,1\na.png,one,2\nb,two,3\na,one,4\n")
        #expect(table.classesByPath == ["a.png": "one", "b.png": "two"])
        #expect(
            table.notes == [
                "table.csv: 4 rows for 2 images",
                "table.csv: 2 rows after the first of an image, with equal labels",
            ])
    }

    @Test func aPatientOrASplitThatDiffersIsAContradiction() throws {
        let fixture = try TableFixture("a.png", "b.png")
        let text =
            "file,label,who,set\na,one,p1,train\na,one,p2,train\nb,two,p1,train\nb,two,p1,test\n"
        let message = fixture.message(text) {
            $0.labels.column = "label"
            $0.group = .init(column: "who")
            $0.split = .column("set")
        }
        #expect(message.contains("2 images have contradictory rows"))
        #expect(message.contains("the patient is 'p1' and 'p2'"))
        #expect(message.contains("the split is train and test"))
    }

    @Test(arguments: [
        ("file,label\na,x\n", "image", "no column 'image'; the columns are 'file', 'label'"),
        (
            "file,labels\na,x\n", "file",
            "no column 'label'; the columns are 'file', 'labels'; did you mean 'labels'?"
        ),
        ("file,label\n", "file", "5 images have no row"),
        ("", "file", "the file is empty"),
        ("file,label\na,x,y\n", "file", "table.csv:2: expected 2 fields as in the header, got 3"),
        ("file,label\na,\"x\n", "file", "a quoted field has no closing"),
        ("file,label,file\na,x,b\n", "file", "two columns are named 'file'"),
    ])
    func tablesThatCannotBeRead(text: String, image: String, expected: String) throws {
        let message = fixture.message(text) {
            $0.image = image
            $0.labels.column = "label"
        }
        #expect(message.contains(expected), "\(message)")
        #expect(!message.hasPrefix("no error"))
    }

    @Test func encodingsAreNotGuessed() throws {
        let path = "\(fixture.folder.path)/t.csv"
        try fixture.folder.write(Data("file,label\na,gesund\nb,entz".utf8 + [0xFC, 10]), "t.csv")
        var settings = TableSettings(files: [.init(path: path)])
        settings.labels.column = "label"
        let error = #expect(throws: TableError.self) {
            try ImageTable(settings, root: fixture.root, onBadRow: .skip)
        }
        #expect(error?.line == 3)
        #expect(error?.reason.contains("dataset.table.encoding: windows-1252") == true)
        settings.encoding = "windows-1252"
        let table = try ImageTable(settings, root: fixture.root, onBadRow: .skip)
        #expect(table.classes == ["entzü", "gesund"])
    }

    @Test func unknownEncodings() {
        let message = fixture.message("file,label\na,x\n") { $0.encoding = "latin1" }
        #expect(message.contains("dataset.table.encoding must be one of \"utf-8\""))
    }

    @Test func oneClassIsNotADataSet() throws {
        let fixture = try TableFixture("a.png")
        #expect(
            fixture.message("file,label\na,x\n").contains(
                "all images have the class 'x'; expected at least two classes"))
    }

    @Test func unknownColumnsAreExplained() throws {
        let message = fixture.message("name,kind\na,x\n") { _ in }
        #expect(message.contains("set dataset.table.image to the column of image names"))
        #expect(
            fixture.message("file,kind\na,x\n") { _ in }.contains(
                "set dataset.table.labels to the column of class names"))
    }
}
