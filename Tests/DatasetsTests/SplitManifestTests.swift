import Datasets
import Foundation
import JSON
import Testing
import TestSupport
import Vocabulary

/// Splits by tables, and images whose patients are unknown.
struct SplitManifestTests: Splitting {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The groups of a CSV file are used, unless a pattern is given.
    @Test func theGroupsOfAManifestAreChecked() throws {
        try folder.touch(
            "train/A/a.png", "train/A/b.png", "train/B/c.png", "val/A/d.png", "val/B/e.png")
        func leaks(_ text: String, pattern: String? = nil) throws -> [String] {
            try folder.write(Data("file,label,split,group\n\(text)".utf8), "split.csv")
            let path = JSONValue.string(folder.path + "/split.csv")
            return Leakage(try dataset(Self.rule("manifest", ["path": path]), pattern: pattern))
                .groups.map(\.text)
        }
        let rows = "train/A/a.png,A,train,one\ntrain/B/c.png,B,train,two\nval/A/d.png,A,val,"
        #expect(try leaks(rows + "one\n") == ["one (train 1, val 1)"])
        #expect(try leaks(rows + "three\n").isEmpty)
        #expect(try leaks(rows + "\n").isEmpty)
        #expect(try leaks(rows + "three\n", pattern: "[.](png)") == ["png (train 2, val 1)"])
    }

    /// Images without a group are reported for every rule.
    @Test func imagesWithoutAGroupAreNamed() throws {
        try writePatients(count: 10)
        try folder.touch("train/A/stray.png")
        for rule in try [
            Self.rule("official"), Self.rule("grouped", ["validation": 0.2]),
            Self.rule("folds", ["k": 3, "fold": 0]),
        ] {
            let notes = try dataset(rule).notes.filter { $0.contains("do not match") }
            #expect(notes.count == 1)
            #expect(
                notes[0].contains(
                    "names, such as train/A/stray.png, do not match the group pattern"))
        }
        let all = try dataset(Self.rule("official"), pattern: "^(none)")
        #expect(all.notes.count == 1 && !all.knowsGroups)
        // In the table of a split.
        let text =
            "file,label,split,group\ntrain/A/Ap0-0.png,A,train,a\ntrain/B/Bp0-0.png,B,train,b\n"
        for (row, count) in [("train/A/stray.png,A,val,c\n", 0), ("train/A/stray.png,A,val,\n", 1)]
        {
            try folder.write(Data((text + row).utf8), "split.csv")
            let path = JSONValue.string(folder.path + "/split.csv")
            let set = try dataset(Self.rule("manifest", ["path": path]), pattern: nil)
            let notes = set.notes.filter { $0.contains("have no group in the table") }
            #expect(notes.count == count)
            let expected: [String?] = count == 0 ? ["c"] : [nil]
            #expect(set.groups(of: set.samples(.val)) == expected)
        }
    }

    /// Names that differ in their Unicode form are two files in a table too.
    @Test func unicodeTwinsInAManifest() throws {
        for name in ["train/A/caf\u{E9}.png", "train/A/cafe\u{301}.png", "train/B/b.png"] {
            BytesInFolders.write(Data(name.utf8), Array(name.utf8), in: folder.path)
        }
        let rows =
            "train/A/caf\u{E9}.png,A,train\ntrain/A/cafe\u{301}.png,A,val\ntrain/B/b.png,B,train\n"
        try folder.write(Data("file,label,split\n\(rows)".utf8), "split.csv")
        let path = JSONValue.string(folder.path + "/split.csv")
        let set = try dataset(Self.rule("manifest", ["path": path]), pattern: nil)
        #expect(set.samples(.val).map(\.path) == ["train/A/cafe\\xCC\\x81.png"])
        #expect(set.counts(.train) == [1, 1])
    }

    @Test func aManifestGivesTheSameSplit() throws {
        try writePatients()
        let set = try dataset(Self.rule("grouped", ["validation": 0.15, "seed": 7]))
        let path = try write(SplitManifest(set))
        let again = try dataset(Self.rule("manifest", ["path": .string(path)]))
        for split in Split.allCases { #expect(again.samples(split) == set.samples(split)) }
        #expect(
            again.fingerprint(cacheFolder: folder.cache)
                == set.fingerprint(cacheFolder: folder.cache))
        let text = SplitManifest(set).text
        #expect(text.hasPrefix("file,label,split,group\ntest/A/Ap18-0.png,A,test,Ap18\n"))
    }

    @Test(arguments: [
        ("file,label\n", "split.csv:1: no column 'split'; the header has file, label"),
        ("", "split.csv:1: expected a header file,label,split; the file is empty"),
        (
            "file,label,split\ntrain/A/Ap0-0.png,A,holdout\n",
            "split.csv:2: column 'split': expected train, val, test or an empty field; got 'holdout'"
        ),
        (
            "file,label,split\ntrain/A/Ap0-0.png,B,val\n",
            "split.csv:2: the label of 'train/A/Ap0-0.png' must be 'A', the name of its folder; got 'B'"
        ),
        (
            "file,label,split\n\ntrain/A/no.png,A,val\nx,A,val\n",
            "split.csv:3: ROOT has no image 'train/A/no.png' and 1 other"
        ),
        (
            "file,label,split\ntrain/A/Ap0-0.png,A,val\ntrain/A/Ap0-0.png,A,val\n",
            "split.csv:3: 'train/A/Ap0-0.png' is already in line 2"
        ),
        ("file,label,split\na,b\n", "split.csv:2: expected 3 fields as in the header, got 2"),
        ("file,label,split\n\"a,b\n", "split.csv:2: a quoted field has no closing '\"'"),
        (
            "file,label,split\ntrain/A/Ap0-0.png,A,train\n",
            "ROOT: the split leaves no training image of class 'B'"
        ),
    ])
    func aBrokenManifestIsNamed(_ text: String, _ message: String) throws {
        try writePatients(count: 10)
        try folder.write(Data(text.utf8), "split.csv")
        let path = folder.path + "/split.csv"
        let error = #expect(throws: SplitError.self) {
            try dataset(Self.rule("manifest", ["path": .string(path)]))
        }
        let words = "\(try #require(error))".replacingOccurrences(
            of: folder.path + "/split", with: "split"
        )
        .replacingOccurrences(of: folder.path, with: "ROOT")
        #expect(words == message)
    }
}
