import Datasets
import Files
import Foundation
import Import
import Testing
import TestSupport
import Vocabulary

/// The files in the rows of tables.
struct TablePathTests: TableImporting {
    let folder: TemporaryFolder

    init() throws { folder = try Self.images() }

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
        try refused(text, ImportOptions(), ":2: 'view0.png' matches 2 images", "train/p9/view0.png")
        // A file of another folder does not match a missing file.
        try refused(
            "file,label\ntrain/p0/view0.png,A\ntest/p1/view1.png,B\n", ImportOptions(),
            "line 3: 'test/p1/view1.png'")
    }

    @Test func rowsOfFilesThatAreLeftOutAreCounted() throws {
        try folder.touch("set/masks/m0.png", "set/masks/view1.png", "set/x.dcm")
        let text =
            Self.table("file,label", { "\($1),\(Self.label($0))" })
            + "masks/m0.png,A\nm0,A\n/data/masks/view1.png,B\nx.dcm,A\nmasks/gone.png,A\n"
        var options = ImportOptions()
        options.exclude = ["masks", "*.dcm"]
        let imported = try load(text, options)
        #expect(
            imported.notes == [
                "3 files match --exclude, skipped: masks/m0.png, masks/view1.png, x.dcm",
                "5 rows whose files match --exclude, skipped: line 10: 'masks/m0.png', line 11: 'm0', "
                    + "line 12: '/data/masks/view1.png', line 13: 'x.dcm', line 14: 'masks/gone.png'",
            ])
        try expectAll(imported)
    }

    @Test(arguments: [
        "/data/", "/home/me/set/", #"C:\data\"#, #"\\server\share\set\"#, "file:///mnt/set/",
        "s3://bucket/", "~/set/", "//x/./y/",
    ])
    func absolutePathsAreFoundByTheirEnds(_ folder: String) throws {
        let separator = folder.contains(#"\"#) ? #"\"# : "/"
        let text = Self.table(
            "file,label",
            { folder + $1.replacingOccurrences(of: "/", with: separator) + ",\(Self.label($0))" })
        try expectAll(load(text))
        // A table with the last component only.
        let names = Self.table(
            "file,label",
            { "\(folder)\($1.split(separator: "/")[2]),\(Self.label($0))" })
        #expect(try load(names).count == 8)
        // A missing file is reported, and the others are found.
        let gone = ["train", "p9", "none.png,A\n"].joined(separator: separator)
        try FileManager.default.removeItem(atPath: output)
        try refused(text + folder + gone, ImportOptions(), "1 row", "none.png")
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
            imported.notes.contains("1 image without a row, skipped: \(Self.names[7])"))
    }

    @Test func rowsOfTheSameFileAreAnErrorOfBoth() throws {
        for label in ["A", "B"] {
            let text = Self.table("file,label", { "\($1),\(Self.label($0))" })
            try refused(
                text + "./\(Self.names[0]),\(label)\n", ImportOptions(), ":10:",
                "is already in line 2;")
        }
    }

    /// An import into the folder of the table, killed or repeated, always finds the same images.
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
        // Files that links lead to are read under the names of the links, so they are not unread
        // under their own.
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
        for (target, reason) in [
            ("../other.png", "'c.png' is a link to"), ("nothing.png", "'c.png' is a broken link"),
        ] {
            let link = folder.path + "/set/c.png"
            try? FileManager.default.removeItem(atPath: link)
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
            try refused("file,label\na.png,A\nb.png,B\n", ImportOptions(), reason)
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
}
