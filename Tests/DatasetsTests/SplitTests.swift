import Datasets
import Foundation
import JSON
import Testing
import TestSupport
import Vocabulary

struct SplitTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func rule(_ kind: String, _ values: [String: JSONValue] = [:]) throws
        -> any SplitRule
    {
        let entry = try #require(
            SplitRules.all.entries.first { $0.description.kind == kind })
        return try entry.make(SettingValues(entry.description.settings, values))
    }

    /// Patients with several images each in both classes; every tenth image in val, and a test
    /// split.
    private func writePatients(sizes: [Int] = [1, 1, 2, 1, 5, 1, 3, 1, 1, 2], count: Int = 40)
        throws
    {
        for (label, name) in ["A", "B"].enumerated() {
            for patient in 0..<count * (label + 1) {
                for image in 0..<sizes[patient % sizes.count] {
                    let split = patient % 10 == 3 ? "val" : patient % 10 == 8 ? "test" : "train"
                    try folder.touch("\(split)/\(name)/\(name)p\(patient)-\(image).png")
                }
            }
        }
    }

    private static let pattern = #"^(\w+p\d+)-"#

    private func dataset(_ rule: any SplitRule, pattern: String? = Self.pattern) throws -> Dataset {
        try Dataset(root: folder.path, rule: rule, groupPattern: pattern)
    }

    @Test func officialIsWhatTheFoldersSay() throws {
        try writePatients()
        let plain = try Dataset(root: folder.path)
        let official = try dataset(Self.rule("official"))
        for split in Split.allCases { #expect(plain.samples(split) == official.samples(split)) }
        #expect(
            try plain.fingerprint(cacheFolder: folder.cache)
                == official.fingerprint(cacheFolder: folder.cache))
    }

    /// The digests that a rule compares files by serve for all that follows; a rule that compares
    /// none computes none.
    @Test func theDigestsOfARuleAreHandedOn() throws {
        try writePatients()
        for (kind, comparesFiles) in [("grouped", true), ("official", false)] {
            var digests: ContentDigests?
            let set = try Dataset(
                root: folder.path, limit: [.train: 20], rule: Self.rule(kind),
                groupPattern: Self.pattern, cacheFolder: folder.cache, digests: &digests)
            #expect((digests != nil) == comparesFiles, "\(kind)")
            if let digests {
                #expect(set.fingerprint(digests) == set.fingerprint(cacheFolder: folder.cache))
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func groupedIsDisjointStratifiedAndSeeded(_ seed: Int) throws {
        try writePatients()
        let official = try Dataset(root: folder.path)
        let values: [String: JSONValue] = ["validation": 0.15, "seed": .number(Double(seed))]
        let set = try dataset(Self.rule("grouped", values))
        #expect(Leakage(set).groups.isEmpty)
        #expect(set.samples(.test) == official.samples(.test))
        for label in 0..<2 {
            let all = official.counts(.train)[label] + official.counts(.val)[label]
            #expect(set.counts(.train)[label] + set.counts(.val)[label] == all)
            #expect(abs(Double(set.counts(.val)[label]) - 0.15 * Double(all)) <= 1)
        }
        #expect(try dataset(Self.rule("grouped", values)) == set)
        let other: [String: JSONValue] = ["validation": 0.15, "seed": .number(Double(seed + 1))]
        #expect(try dataset(Self.rule("grouped", other)).samples(.val) != set.samples(.val))
        #expect(
            try set.fingerprint(cacheFolder: folder.cache)
                != official.fingerprint(cacheFolder: folder.cache))
    }

    @Test func groupedCutsATestSplitToo() throws {
        try writePatients()
        let all = try Dataset(root: folder.path)
        let total = Split.allCases.reduce(0) { $0 + all.samples($1).count }
        let set = try dataset(
            Self.rule(
                "grouped", ["validation": 0.1, "test": 0.2, "from": ["train", "val", "test"]]))
        #expect(Leakage(set).groups.isEmpty)
        #expect(Split.allCases.reduce(0) { $0 + set.samples($1).count } == total)
        #expect(abs(Double(set.samples(.test).count) - 0.2 * Double(total)) <= 2)
        #expect(set.notes.isEmpty)
        // The set's own test split is not mixed with a new one.
        let replaced = try dataset(Self.rule("grouped", ["validation": 0.1, "test": 0.2]))
        #expect(Set(replaced.samples(.test)).isDisjoint(with: all.samples(.test)))
        #expect(replaced.notes.contains { $0.contains("images out") })
    }

    @Test(arguments: [3, 5, 10])
    func foldsArePartsOfOnePartition(_ k: Int) throws {
        try writePatients()
        let official = try Dataset(root: folder.path)
        let pool = Set(official.samples(.train) + official.samples(.val))
        var seen: Set<Sample> = []
        var counts: [[Int]] = []
        for fold in 0..<k {
            let set = try dataset(
                Self.rule("folds", ["k": .number(Double(k)), "fold": .number(Double(fold))]))
            #expect(Leakage(set).groups.isEmpty)
            #expect(seen.isDisjoint(with: set.samples(.val)))
            #expect(Set(set.samples(.train) + set.samples(.val)) == pool)
            #expect(set.samples(.test) == official.samples(.test))
            seen.formUnion(set.samples(.val))
            counts.append(set.counts(.val))
        }
        #expect(seen == pool)
        for label in 0..<2 {
            let ofLabel = counts.map { $0[label] }
            #expect((ofLabel.max() ?? 0) - (ofLabel.min() ?? 0) <= 1)
        }
    }

    /// Without patients of one image, moves and swaps still come as near as whole patients can.
    @Test func swapsMakeUpForMissingSingles() throws {
        try writePatients(sizes: [4, 3, 5, 3, 4, 3, 7, 3, 2, 5])
        for fold in 0..<4 {
            let set = try dataset(Self.rule("folds", ["k": 4, "fold": .number(Double(fold))]))
            let all = zip(set.counts(.train), set.counts(.val)).map { $0 + $1 }
            for label in 0..<2 {
                #expect(abs(Double(set.counts(.val)[label]) - Double(all[label]) / 4) <= 1)
            }
        }
    }

    /// A patient with images of both classes stays whole.
    @Test func groupsMayHaveSeveralClasses() throws {
        for patient in 0..<80 {
            for image in 0..<(1 + patient % 3) {
                try folder.touch("train/\(image % 2 == 0 ? "A" : "B")/p\(patient)-\(image).png")
            }
        }
        let set = try dataset(Self.rule("grouped", ["validation": 0.25]), pattern: #"^(p\d+)-"#)
        #expect(Leakage(set).groups.isEmpty)
        let all = zip(set.counts(.train), set.counts(.val)).map { $0 + $1 }
        for label in 0..<2 {
            #expect(abs(Double(set.counts(.val)[label]) - 0.25 * Double(all[label])) <= 2)
        }
    }

    @Test func imagesAloneLeakAndAreSaidToBe() throws {
        try writePatients()
        let alone = try dataset(Self.rule("grouped", ["validation": 0.3]), pattern: nil)
        #expect(alone.groupPattern == nil)
        #expect(alone.notes.first?.contains("image by image") == true)
        let set = try dataset(
            Self.rule("manifest", ["path": .string(try write(SplitManifest(alone)))]))
        let leakage = Leakage(set)
        #expect(!leakage.groups.isEmpty)
        #expect(leakage.groups[0].text.contains(", val "))
    }

    /// A name that says another patient than the file shows makes one group of both.
    @Test func groupsThatShareAFileStayTogether() throws {
        try writePatients(sizes: [2, 1])
        for (from, to) in [(0, 1), (2, 4), (4, 6), (6, 7)] {
            let data = try Data(
                contentsOf: URL(fileURLWithPath: "\(folder.path)/train/A/Ap\(from)-0.png"))
            try folder.write(data, "train/B/Bp\(to + 1)0-9.png")
            try folder.write(data, "train/A/Ap\(to)-9.png")
        }
        let joined = [
            ["Ap0", "Ap1", "Bp20"], ["Ap2", "Ap4", "Ap6", "Ap7", "Bp50", "Bp70", "Bp80"],
        ]
        var apart = 0
        for fold in 0..<3 {
            let values: [String: JSONValue] = ["k": 3, "fold": .number(Double(fold))]
            let set = try dataset(Self.rule("folds", values))
            for split in [Split.train, .val] {
                let groups = Set(set.groups(of: set.samples(split)).compactMap { $0 })
                for names in joined where groups.contains(names[0]) {
                    #expect(groups.isSuperset(of: names))
                    apart += split == .val ? 1 : 0
                }
            }
            #expect(Leakage(set).groups.isEmpty)
        }
        #expect(apart == 2)
    }

    /// The column of a CSV file counts, unless a pattern is given.
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

    /// Images without a group are named whatever the rule.
    @Test func imagesWithoutAGroupAreNamed() throws {
        try writePatients(count: 10)
        try folder.touch("train/A/stray.png")
        for rule in try [
            Self.rule("official"), Self.rule("grouped", ["validation": 0.2]),
            Self.rule("folds", ["k": 3, "fold": 0]),
        ] {
            let notes = try dataset(rule).notes.filter { $0.contains("do not fit") }
            #expect(notes.count == 1)
            #expect(
                notes[0].contains("names, such as train/A/stray.png, do not fit the group pattern"))
        }
        let all = try dataset(Self.rule("official"), pattern: "^(none)")
        #expect(all.notes.count == 1 && !all.knowsGroups)
        // In a table of a split.
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

    private func write(_ manifest: SplitManifest) throws -> String {
        try folder.write(Data(manifest.text.utf8), "split.csv")
        return folder.path + "/split.csv"
    }

    @Test func aManifestGivesTheSameSplit() throws {
        try writePatients()
        let set = try dataset(Self.rule("grouped", ["validation": 0.15, "seed": 7]))
        let path = try write(SplitManifest(set))
        let again = try dataset(Self.rule("manifest", ["path": .string(path)]))
        for split in Split.allCases { #expect(again.samples(split) == set.samples(split)) }
        #expect(
            try again.fingerprint(cacheFolder: folder.cache)
                == set.fingerprint(cacheFolder: folder.cache))
        let text = SplitManifest(set).text
        #expect(text.hasPrefix("file,label,split,group\ntest/A/Ap18-0.png,A,test,Ap18\n"))
    }

    @Test(arguments: [
        ("file,label\n", "split.csv:1: no column 'split'; the header has file, label"),
        ("", "split.csv:1: expected a header file,label,split; the file is empty"),
        (
            "file,label,split\ntrain/A/Ap0-0.png,A,holdout\n",
            "split.csv:2: column 'split': expected train, val, test or nothing; got 'holdout'"
        ),
        (
            "file,label,split\ntrain/A/Ap0-0.png,B,val\n",
            "split.csv:2: 'train/A/Ap0-0.png' is of class 'A' by its folder; got 'B'"
        ),
        (
            "file,label,split\n\ntrain/A/no.png,A,val\nx,A,val\n",
            "split.csv:3: ROOT has no image 'train/A/no.png', nor do 1 others"
        ),
        (
            "file,label,split\ntrain/A/Ap0-0.png,A,val\ntrain/A/Ap0-0.png,A,val\n",
            "split.csv:3: 'train/A/Ap0-0.png' is in line 2 already"
        ),
        ("file,label,split\na,b\n", "split.csv:2: expected 3 fields as in the header, got 2"),
        ("file,label,split\n\"a,b\n", "split.csv:2: a quoted field has no closing '\"'"),
        (
            "file,label,split\ntrain/A/Ap0-0.png,A,train\n",
            "ROOT: leaves no image of class 'B' to train on"
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

    @Test func whatCannotBeIsNamed() throws {
        try writePatients(count: 10)
        func failure(_ kind: String, _ values: [String: JSONValue], pattern: String? = nil) throws
            -> SplitError
        {
            try #require(
                #expect(throws: SplitError.self) {
                    try dataset(Self.rule(kind, values), pattern: pattern)
                })
        }
        #expect(try failure("folds", ["k": 3, "fold": 3]) == .noSuchFold(3, k: 3))
        #expect(try failure("folds", ["k": 900, "fold": 3]).setting == "split.k")
        #expect(
            try failure("grouped", ["validation": 0.5, "test": 0.5]).setting == "split.validation")
        let pattern = try failure("official", [:], pattern: #"^\w+"#)
        #expect(pattern.setting == "groupPattern")
        #expect(pattern.description.hasSuffix(#"got '^\w+': it has no capture group"#))
        #expect(
            try failure("official", [:], pattern: "(").description.hasSuffix(
                "no regular expression"))
    }

    @Test func patientsOfTheChestXRays() throws {
        let pattern = try GroupPattern("chest-xray")
        let names = [
            "train/PNEUMONIA/person1_bacteria_1.jpeg": "person1_bacteria",
            "train/PNEUMONIA/person1_bacteria_2.jpeg": "person1_bacteria",
            "train/PNEUMONIA/person1_virus_6.jpeg": "person1_virus",
            "train/PNEUMONIA/person1949_bacteria_4880_1.jpeg": "person1949_bacteria",
            "train/NORMAL/IM-0115-0001.jpeg": "IM-0115",
            "train/NORMAL/IM-0115-0001-0002.jpeg": "IM-0115",
            "train/NORMAL/NORMAL2-IM-0115-0001.jpeg": "NORMAL2-IM-0115",
        ]
        for (path, group) in names { #expect(pattern.groups(of: [path]) == [group]) }
        #expect(GroupPattern.recognized(Array(names.keys)) == pattern)
        #expect(GroupPattern.recognized(["a/person1_bacteria_1.png", "a/b.png"]) == nil)
        #expect(pattern.groups(of: ["train/A/cat.png"]) == [nil])
    }
}

private let chestXRay = ProcessInfo.processInfo.environment["STUDY_CHEST_XRAY"]

@Suite(.enabled(if: chestXRay != nil)) struct RealSplitTests {
    private func set(_ rule: any SplitRule, pattern: String? = nil) throws -> Dataset {
        try Dataset(root: try #require(chestXRay), rule: rule, groupPattern: pattern)
    }

    @Test func theOfficialSplitIsByPatient() throws {
        let official = try set(OfficialSplit(SettingValues([:])))
        #expect(official.groupPattern?.name == "chest-xray")
        #expect(Leakage(official).groups.isEmpty)
    }

    @Test func anImageWiseSplitLeaks() throws {
        let alone = try set(
            GroupedSplit(SettingValues(GroupedSplit.settings)), pattern: "(.+)")
        #expect(alone.notes.isEmpty)
        let folder = try TemporaryFolder()
        // Without its groups, which are the files.
        let rows = SplitManifest(alone).text.split(separator: "\n").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).dropLast()
                .joined(separator: ",")
        }
        try folder.write(Data(rows.joined(separator: "\n").utf8), "split.csv")
        let path = folder.path + "/split.csv"
        let leaking = try set(ManifestSplit(SettingValues(["path": .string(path)])))
        let groups = Leakage(leaking).groups
        #expect(groups.count > 100)
        // By the names of the patients, with the images on both sides.
        let pattern = try GroupPattern("chest-xray")
        let names = [Split.train, .val].map { split in
            pattern.groups(of: leaking.samples(split).map(\.path))
        }
        for group in groups {
            let counts = names.map { $0.count { $0 == group.name } }
            #expect(group.counts == [.train: counts[0], .val: counts[1]])
            #expect(counts.allSatisfy { $0 > 0 })
        }
    }

    @Test func aGroupedSplitDoesNot() throws {
        let grouped = try set(GroupedSplit(SettingValues(GroupedSplit.settings)))
        #expect(Leakage(grouped).groups.isEmpty)
        #expect(grouped.counts(.val) == [135, 388])
        #expect(grouped.counts(.train) == [1349 - 135, 3883 - 388])
        #expect(grouped.counts(.test) == [234, 390])
    }

    @Test func foldsAreEven() throws {
        for fold in 0..<5 {
            let values: [String: JSONValue] = ["fold": .number(Double(fold))]
            let set = try set(FoldSplit(SettingValues(FoldSplit.settings, values)))
            #expect(Leakage(set).groups.isEmpty)
            #expect([269, 270].contains(set.counts(.val)[0]))
            #expect([776, 777].contains(set.counts(.val)[1]))
        }
    }
}
