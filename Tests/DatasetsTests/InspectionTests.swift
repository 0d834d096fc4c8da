import Datasets
import Foundation
import Images
import JSON
import Testing
import Vocabulary

struct InspectionTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes a smooth image that depends on `kind`, in any size and quality.
    private func write(
        _ name: String, kind: Int, width: Int = 64, height: Int = 48, quality: Int = 90,
        shade: Double = 0
    ) throws {
        let pixels = (0..<width * height).map { index -> UInt8 in
            let x = Double(index % width) / Double(width)
            let y = Double(index / width) / Double(height)
            let k = Double(kind)
            let wave =
                sin((3 + 2.3 * k) * x + k) * cos((5 + 1.7 * k) * y) + sin((4 + k) * x * y * 3)
            return UInt8(min(255, max(0, 110 + 45 * wave + shade)))
        }
        try folder.write(
            JPEG.encode(gray: pixels, width: width, height: height, quality: quality), "set/\(name)"
        )
    }

    private func inspection(pattern: String? = nil) throws -> Inspection {
        try Inspection(try Dataset(root: folder.path + "/set", groupPattern: pattern))
    }

    @Test func saysWhatThereIs() throws {
        for number in 0..<3 { try write("train/A/p\(number)_1.jpeg", kind: number) }
        try write("train/B/p7_1.jpeg", kind: 7, width: 30, height: 90)
        try write("val/A/p0_2.jpeg", kind: 8)
        try write("val/B/p9_1.jpeg", kind: 9)
        // An identical file in another split.
        try FileManager.default.copyItem(
            atPath: folder.path + "/set/train/A/p1_1.jpeg",
            toPath: folder.path + "/set/val/B/p10_1.jpeg")
        // The same image, smaller, paler and with lower quality.
        try write("val/A/p11_1.jpeg", kind: 2, width: 52, height: 40, quality: 60, shade: 8)
        try folder.write(Data("no image".utf8), "set/train/B/broken.png")
        let found = try inspection(pattern: #"^(p\d+)_"#)
        #expect(found.images.count == 9)
        #expect(found.unreadable.map(\.sample.path) == ["train/B/broken.png"])
        #expect(
            found.duplicates.map { $0.map(\.sample.path) } == [
                ["train/A/p1_1.jpeg", "val/B/p10_1.jpeg"]
            ])
        #expect(
            found.nearDuplicates.map { [$0.first.sample.path, $0.second.sample.path] }
                == [["train/A/p2_1.jpeg", "val/A/p11_1.jpeg"]])
        #expect(found.nearDuplicates[0].isAcrossGroups && found.nearDuplicates[0].isAcrossSplits)
        #expect(found.leakage.groups.map(\.text) == ["p0 (train 1, val 1)"])
        #expect(!found.splitsAreDisjoint)
        #expect(try #require(found.range { $0.width }) == (30, 64, 64))
        #expect(found.modes.map(\.count) == [8])
        let json = found.json
        #expect(json["splits"]?["train"]?["classes"]?["A"]?.int == 3)
        #expect(json["splits"]?["val"]?["majorityBaseline"]?.double == 0.5)
        #expect(json["leakage"]?[0]?["group"]?.text == "p0")
        #expect(json["duplicates"]?[0]?["acrossClasses"]?.bool == true)
        #expect(json["unreadable"]?[0]?["file"]?.text == "train/B/broken.png")
    }

    @Test func aCleanSetIsClean() throws {
        for number in 0..<6 {
            try write("train/\(number % 2 == 0 ? "A" : "B")/p\(number)_1.jpeg", kind: number)
        }
        let found = try inspection()
        #expect(found.splitsAreDisjoint && found.unreadable.isEmpty && found.nearDuplicates.isEmpty)
        #expect(found.dataset.groupPattern == nil)
    }
}

private let chestXRay = ProcessInfo.processInfo.environment["STUDY_CHEST_XRAY"]

@Test(.enabled(if: chestXRay != nil, "STUDY_CHEST_XRAY is not set")) func realChestXRaysInspected()
    throws
{
    let set = try Dataset(root: try #require(chestXRay))
    let found = try Inspection(set)
    #expect(found.images.count == 5856)
    #expect(found.unreadable.isEmpty)
    #expect(found.leakage.groups.isEmpty)
    #expect(found.duplicates.allSatisfy { Set($0.map(\.split)).count == 1 })
    #expect(found.nearDuplicates.isEmpty)
    #expect(set.majorityBaseline(.test) == 390.0 / 624)
}
