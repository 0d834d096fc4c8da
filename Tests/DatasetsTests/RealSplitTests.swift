import Datasets
import Foundation
import JSON
import Testing
import TestSupport
import Vocabulary

private let chestXRay = ProcessInfo.processInfo.environment["STUDY_CHEST_XRAY"]

/// Splits of the public chest X-rays in the folder STUDY_CHEST_XRAY.
@Suite(.enabled(if: chestXRay != nil, "STUDY_CHEST_XRAY is not set"))
struct RealSplitTests {
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
        // The rows without groups, which equal the files.
        let rows = SplitManifest(alone).text.split(separator: "\n").map { row in
            row.split(separator: ",", omittingEmptySubsequences: false).dropLast()
                .joined(separator: ",")
        }
        try folder.write(Data(rows.joined(separator: "\n").utf8), "split.csv")
        let path = folder.path + "/split.csv"
        let leaking = try set(ManifestSplit(SettingValues(["path": .string(path)])))
        let groups = Leakage(leaking).groups
        #expect(groups.count > 100)
        // Patients by their names, with images in both splits.
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
