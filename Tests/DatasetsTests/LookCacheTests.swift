import Datasets
import Files
import Foundation
import Images
import Testing
import Vocabulary

/// The looks of images, which are stored in the cache folder.
@Suite struct LookCacheTests {
    private struct Stop: Error {}
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ kind: Int) throws {
        let pixels = (0..<32 * 24).map { UInt8(truncatingIfNeeded: $0 * (kind + 3) / 7) }
        try folder.write(
            JPEG.encode(gray: pixels, width: 32, height: 24, quality: 90), "set/train/\(name)")
    }

    /// The looks of all images, and the numbers of images done that were reported.
    private func looks(
        _ progress: (Int) throws -> Void = { _ in }
    ) throws -> (looks: [Look?], reported: [Int]) {
        let dataset = try Dataset(root: folder.path + "/set")
        let digests = ContentDigests(dataset, cacheFolder: folder.cache)
        var reported: [Int] = []
        let looks = try digests.looks(of: dataset.samples(.train)) {
            reported.append($0)
            try progress($0)
        }
        return (looks, reported)
    }

    private var cache: String {
        get throws {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: folder.cache + "/looks")
            return "\(folder.cache)/looks/\(try #require(names.first))"
        }
    }

    @Test func imagesAreDecodedOnce() throws {
        for number in 0..<5 { try write("A/\(number).jpeg", number) }
        try folder.write(Data("no image".utf8), "set/train/B/broken.png")
        let first = try looks()
        #expect(first.reported == [6])
        #expect(first.looks.map { $0 != nil } == [true, true, true, true, true, false])
        #expect(Set(first.looks.compactMap { $0 }).count == 5)
        // Only the image that cannot be read is tried again.
        let second = try looks()
        #expect(second.reported == [6] && second.looks == first.looks)
        try FileManager.default.removeItem(atPath: folder.path + "/set/train/B/broken.png")
        try write("B/5.jpeg", 5)
        #expect(try looks().reported == [6])
        #expect(try looks().reported == [])
        // An image under another name is the same file; a changed one is another.
        try FileManager.default.moveItem(
            atPath: folder.path + "/set/train/A/0.jpeg",
            toPath: folder.path + "/set/train/B/0.jpeg")
        #expect(try looks().reported == [])
        try write("A/1.jpeg", 9)
        let changed = try looks()
        #expect(changed.reported == [6] && changed.looks[0] != first.looks[1])
        #expect(changed.looks[1] == first.looks[2])
    }

    @Test func aDamagedFileIsMadeAgain() throws {
        for number in 0..<3 { try write("\(number < 2 ? "A" : "B")/\(number).jpeg", number) }
        let first = try looks()
        let whole = try Data(contentsOf: URL(fileURLWithPath: cache))
        #expect(whole.count == 14 + 3 * 1072 + 32)
        var changed = whole
        changed[100] ^= 1
        for damaged in [changed, whole.dropLast(), whole.prefix(20), Data(), Data("text".utf8)] {
            try damaged.write(to: URL(fileURLWithPath: cache))
            let again = try looks()
            #expect(again.reported == [3] && again.looks == first.looks)
            #expect(try Data(contentsOf: URL(fileURLWithPath: cache)) == whole)
        }
    }

    @Test func anInterruptionKeepsWhatWasDone() throws {
        let count = Parallel.chunk + 3
        for number in 0..<count {
            try write("\(number < 2 ? "A" : "B")/\(1000 + number).jpeg", number)
        }
        #expect(throws: Stop.self) { try looks { _ in throw Stop() } }
        #expect(try looks().reported == [count])
        #expect(try looks().reported == [])
    }
}
