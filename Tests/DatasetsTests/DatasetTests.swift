import Foundation
import Testing

import Datasets
import Vocabulary

struct DatasetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func failure() throws -> DatasetError {
        let path = folder.path
        return try #require(#expect(throws: DatasetError.self) { try Dataset(root: path) })
    }

    @Test func takesImagesAndNothingElse() throws {
        try folder.touch(
            "train/B/b.JPG", "train/B/a.png", "train/A/z.jpeg", "train/A/.DS_Store",
            "train/A/._z.jpeg", "train/A/notes.txt", "train/A/deeper/y.jpeg", "train/.hidden/x.png",
            "__MACOSX/train/A/q.jpeg", "train/__MACOSX/q.jpeg", "inner/train/A/z.jpeg",
            "train/x.png")
        let set = try Dataset(root: folder.path)
        #expect(set.classes == ["A", "B"])
        #expect(set.splits == [.train])
        #expect(
            set.samples(.train) == [
                Sample(path: "train/A/z.jpeg", label: 0), Sample(path: "train/B/a.png", label: 1),
                Sample(path: "train/B/b.JPG", label: 1),
            ])
        #expect(set.samples(.val).isEmpty)
        #expect(set.counts(.train) == [1, 2])
        #expect(set.majorityBaseline(.train) == 2.0 / 3)
        #expect(set.majorityBaseline(.test) == nil)
    }

    @Test func classesMustAgree() throws {
        try folder.touch("train/A/a.png", "train/B/a.png", "test/A/a.png", "test/C/a.png")
        let error = try failure()
        #expect(
            error
                == .differentClasses(
                    folder.path, split: .test, expected: ["A", "B"], found: ["A", "C"]))
        #expect(error.description.contains("missing B; not in train: C"))
    }

    @Test func wrongFoldersAreNamed() throws {
        #expect(try failure() == .noTrainingSplit(folder.path, inner: nil))
        try folder.touch("chest/train/A/a.png")
        #expect(try failure().description.hasSuffix("did you mean \(folder.path)/chest?"))
        #expect(throws: DatasetError.noFolder("/none")) { try Dataset(root: "/none") }
        try folder.touch("train/A/a.png")
        #expect(try failure() == .tooFewClasses(folder.path, found: ["A"]))
        try folder.touch("train/B/readme.txt")
        #expect(try failure() == .emptyClass(folder.path + "/train/B"))
    }

    @Test func limitKeepsProportionsAndSpread() throws {
        for number in 10..<40 { try folder.touch("train/B/\(number).png") }
        for number in 10..<20 { try folder.touch("train/A/\(number).png") }
        let set = try Dataset(root: folder.path, limit: [.train: 8])
        #expect(set.counts(.train) == [2, 6])
        #expect(
            set.samples(.train).map(\.path) == [
                "train/A/10.png", "train/A/15.png", "train/B/10.png", "train/B/15.png",
                "train/B/20.png", "train/B/25.png", "train/B/30.png", "train/B/35.png",
            ])
    }

    @Test(arguments: [
        ([10, 30], 8, [2, 6]), ([10, 30], 100, [10, 30]), ([1, 999], 10, [1, 9]),
        ([3, 3, 3], 4, [2, 1, 1]), ([0, 5], 3, [0, 3]), ([5, 5], 1, [1, 0]), ([5, 5], 0, [0, 0]),
    ])
    func limitedCounts(counts: [Int], limit: Int, expected: [Int]) {
        #expect(Stratification.counts(of: counts, limit: limit) == expected)
    }

    @Test func fingerprintFollowsContentsAndNames() throws {
        try folder.touch("set/train/A/a.png", "set/train/B/b.png")
        let first = try folder.dataset.fingerprint(cacheFolder: folder.cache)
        #expect(first.count == 64)
        #expect(try folder.dataset.fingerprint(cacheFolder: folder.cache) == first)
        #expect(try folder.dataset.fingerprint(cacheFolder: folder.path + "/other") == first)
        try folder.write(Data("y".utf8), "set/train/B/b.png")
        let changed = try folder.dataset.fingerprint(cacheFolder: folder.cache)
        #expect(changed != first)
        try folder.touch("set/train/B/b.png", "set/train/B/c.png")
        #expect(try folder.dataset.fingerprint(cacheFolder: folder.cache) != first)
        try FileManager.default.removeItem(atPath: folder.path + "/set/train/B/b.png")
        #expect(try folder.dataset.fingerprint(cacheFolder: folder.cache) != first)
    }
}

private let chestXRay = ProcessInfo.processInfo.environment["STUDY_CHEST_XRAY"]

@Test(.enabled(if: chestXRay != nil, "STUDY_CHEST_XRAY is not set")) func realChestXRays() throws {
    let set = try Dataset(root: try #require(chestXRay))
    #expect(set.classes == ["NORMAL", "PNEUMONIA"])
    #expect(set.counts(.train) == [1341, 3875])
    #expect(set.counts(.val) == [8, 8])
    #expect(set.counts(.test) == [234, 390])
}
