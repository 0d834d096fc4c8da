import Datasets
import Foundation
import JSON
import Testing
import TestSupport
import Vocabulary

/// Splits by rules.
struct SplitTests: Splitting {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func officialIsWhatTheFoldersSay() throws {
        try writePatients()
        let plain = try Dataset(root: folder.path)
        let official = try dataset(Self.rule("official"))
        for split in Split.allCases { #expect(plain.samples(split) == official.samples(split)) }
        #expect(
            plain.fingerprint(cacheFolder: folder.cache)
                == official.fingerprint(cacheFolder: folder.cache))
    }

    /// The digests that a rule computes are used later; a rule that does not compare files computes
    /// none.
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
            set.fingerprint(cacheFolder: folder.cache)
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
        // The test split of the data set is not mixed with a new one.
        let replaced = try dataset(Self.rule("grouped", ["validation": 0.1, "test": 0.2]))
        #expect(Set(replaced.samples(.test)).isDisjoint(with: all.samples(.test)))
        #expect(replaced.notes.contains { $0.contains(/the split omits \d+ images/) })
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

    /// Without patients with one image, moves and swaps come as close as whole patients allow.
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

    /// A patient with images of both classes is not divided.
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
        #expect(alone.notes.first?.contains("by image and not by patient") == true)
        let set = try dataset(
            Self.rule("manifest", ["path": .string(try write(SplitManifest(alone)))]))
        let leakage = Leakage(set)
        #expect(!leakage.groups.isEmpty)
        #expect(leakage.groups[0].text.contains(", val "))
    }

    /// Identical files with different patients in their names join both patients into one group.
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
                "not a valid regular expression"))
    }
}
