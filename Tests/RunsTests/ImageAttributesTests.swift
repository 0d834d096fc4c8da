import Evaluation
import Files
import Foundation
import Runs
import Testing
import TestSupport

/// The attributes of images from tables as people write them, from file names and from headers.
@Suite struct ImageAttributesTests {
    private static let images = [
        "test/NORMAL/a.jpeg", "test/NORMAL/b.jpeg", "test/PNEUMONIA/person1_bacteria_2.jpeg",
        "test/PNEUMONIA/person7_virus_9.jpeg",
    ]

    /// The value of each image; nil where it is unknown.
    private func values(
        _ by: String..., table: String? = nil, images: [String] = Self.images
    ) throws -> [[String?]] {
        let found = try read(by, table: table, images: images)
        return found.attributes.map { attribute in
            attribute.values.map { $0.map { attribute.levels[$0] } }
        }
    }

    private func read(
        _ by: [String], table: String?, images: [String] = Self.images
    ) throws -> ImageAttributes {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/attributes.csv"
        if let table { try Data(table.utf8).write(to: URL(fileURLWithPath: path)) }
        return try ImageAttributes(
            by.map { try AttributeSetting($0) }, table: table == nil ? nil : path,
            images: images.map { ($0, FilePath("\(folder.path)/\($0)")) })
    }

    private func message(_ by: String..., table: String? = nil) -> String {
        do {
            let found = try read(by, table: table)
            return "no error: \(found.attributes)"
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        "file,sex\nNORMAL/a.jpeg,F\nNORMAL/b.jpeg,M\nperson1_bacteria_2.jpeg,F\n",
        // Other separators, line ends, a byte order mark, quotes, other columns and orders.
        "\u{FEFF}sex;path\r\nF;test/NORMAL/a.jpeg\r\nM;b.jpeg\r\nF;person1_bacteria_2\r\n",
        "\"image\"\t\"sex\"\na\tF\nb.png\tM\n\"person1_bacteria_2.jpeg\"\t F \n\n",
        "sex,Filename,note\nF,/data/x/test/NORMAL/a.jpeg,\"1, 2\"\nM,.\\NORMAL\\b.jpeg,\n"
            + "F,./person1_bacteria_2.jpeg,x\n",
        // The same row twice, a row of another image, and an unknown value.
        "name,sex\na,F\na,F\nb,M\nother.jpeg,X\nperson1_bacteria_2,F\nperson7_virus_9,NA\n",
    ])
    func tables(_ table: String) throws {
        #expect(try values("sex", table: table) == [["F", "M", "F", nil]])
    }

    @Test func allColumnsAndNotes() throws {
        let table = "file,sex,age\na.jpeg,F,40\nb.jpeg,M,7\nz.jpeg,M,8\n"
        #expect(try values(table: table) == [["F", "M", nil, nil], ["40", "7", nil, nil]])
        let found = try read([], table: table)
        #expect(found.attributes[1].levels == ["7", "40"])
        #expect(found.notes.count == 2)
        #expect(found.notes[0].contains("1 of 3 rows") && found.notes[1].contains("2 of 4 images"))
    }

    @Test func binsOfNumbers() throws {
        let table = "file,age\na,39.9\nb,40\nperson1_bacteria_2,60.0\n"
        #expect(
            try values("years=age:40,60", table: table) == [["< 40", "40 to < 60", ">= 60", nil]])
        let same = "file,stage\na,1\nb,1.0\nperson1_bacteria_2,02\n"
        #expect(try values("stage", table: same) == [["1", "1", "02", nil]])
    }

    @Test func partsOfFileNames() throws {
        let found = try read(["subtype=name:(bacteria|virus)"], table: nil)
        #expect(found.attributes[0].name == "subtype")
        #expect(found.attributes[0].levels == ["bacteria", "virus"])
        #expect(found.attributes[0].values == [nil, nil, 0, 1])
        // The folders are not part of the name.
        #expect(message("name:(NORMAL)").contains("unknown for all images"))
    }

    @Test func pathsTellImagesOfOneNameApart() throws {
        let images = ["test/A/1.png", "test/B/1.png"]
        #expect(
            try values("x", table: "file,x\nA/1.png,u\nB/1.png,v\n", images: images)
                == [["u", "v"]])
        do {
            _ = try values("x", table: "file,x\n1.png,u\n", images: images)
            Issue.record("no error")
        } catch { #expect("\(error)".contains(":2: '1.png' can be test/A/1.png or test/B/1.png")) }
        // A file of the same name in another folder is another image.
        #expect(
            try values("x", table: "file,x\nB/1.png,v\ntrain/A/1.png,w\n", images: images)
                == [[nil, "v"]])
    }

    @Test func errors() {
        #expect(
            message("sx", table: "file,sex\na,F\n").contains(
                "csv:1: no column 'sx'; the attributes are 'sex'; did you mean 'sex'?"))
        #expect(message("sex").contains("no table is given; set --attributes"))
        #expect(message("sex", "sex", table: "file,sex\na,F\n").contains("named twice"))
        #expect(
            message("sex", table: "file,sex\na,F\na.jpeg,M\n").contains(
                "csv:3: sex is 'M', but 'F' in line 2"))
        #expect(message("sex", table: "file,sex\nx,F\n").contains("names an image (such as 'x')"))
        #expect(message("sex", table: "").contains("the file is empty"))
        #expect(message("sex", table: "file,sex\n").contains("the table is empty"))
        #expect(message("sex", table: "file,sex\na,F\nb\n").contains("csv:3: expected 2 fields"))
        #expect(message("sex", table: "file,sex\na,\nb,NA\n").contains("unknown for all images"))
        #expect(
            message("age:40", table: "file,age\na,40\nb,4O\n").contains(
                "csv:3: age must be a number, such as 40.5; got '4O'"))
        #expect(
            message("sex", table: "file,sex\na,Male\nb,male\n").contains("differ only in case"))
        #expect(message("image.size").contains("unknown for all images"))
        #expect(message().contains("no attribute is named"))
    }

    @Test func tooManyValues() throws {
        let images = (0..<40).map { "A/\($0).png" }
        func message(_ value: (Int) -> String) -> String {
            let rows = (0..<40).map { "\($0).png,\(value($0))\n" }
            do {
                _ = try read(["x"], table: "file,x\n" + rows.joined(), images: images)
                return "no error"
            } catch { return "\(error)" }
        }
        #expect(
            message { "\($0)" }.contains(
                "40 different numbers; name the bounds of bins, such as --by 'x:13,26'"))
        #expect(message { "p\($0)" }.contains("40 different values"))
        #expect(message { "\($0 % 12)" } == "no error")
    }
}
