import Files
import Foundation
import Images
import Testing
import Vocabulary

import Datasets

/// A data set in an archive has the index, the digests and the pixels of the same set in a folder.
@Suite struct ArchiveSetTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeSet(perClass: 4)
        try folder.touch("set/notes.txt")
    }

    private func pixels(_ dataset: Dataset, _ split: Split, cache: String) throws -> [[UInt8]] {
        let decoded = try DecodedSplit(
            dataset, split, transform: EvaluationTransform(resize: 12, crop: 10),
            cacheFolder: "\(folder.path)/\(cache)")
        return try (0..<decoded.count).map { try decoded.withPixels(at: $0) { Array($0) } }
    }

    /// Checks that both sets have the same classes and images in the same order.
    private func expectEqual(_ set: Dataset, _ original: Dataset) throws {
        #expect(set.classes == original.classes)
        #expect(set.splits == original.splits)
        for split in original.splits {
            #expect(set.samples(split).map(\.label) == original.samples(split).map(\.label))
            #expect(set.samples(split).map(\.folder) == original.samples(split).map(\.folder))
            #expect(try pixels(set, split, cache: "a") == pixels(original, split, cache: "b"))
        }
    }

    @Test(arguments: ArchiveForm.allCases)
    func wholeSet(_ form: ArchiveForm) throws {
        try folder.writeArchive("set\(form.suffix)", form, folder.files(in: "set"))
        let original = try folder.dataset
        let set = try Dataset(root: "\(folder.path)/set\(form.suffix)")
        try expectEqual(set, original)
        #expect(set.splits.map { set.samples($0) } == original.splits.map { original.samples($0) })
        #expect(set.unread == original.unread)
        let cache = folder.cache
        #expect(set.fingerprint(cacheFolder: cache) == original.fingerprint(cacheFolder: cache))
        #expect(
            "\(set.path(set.samples(.train)[0]))"
                == "\(folder.path)/set\(form.suffix)/train/A/0.jpeg")
    }

    @Test(arguments: ArchiveForm.allCases)
    func folderInArchive(_ form: ArchiveForm) throws {
        let files = try folder.files(in: "set").map { (name: "outer/\($0.name)", data: $0.data) }
        try folder.writeArchive("set\(form.suffix)", form, files)
        let path = "\(folder.path)/set\(form.suffix)"
        try expectEqual(try Dataset(root: "\(path)/outer"), try folder.dataset)
        #expect(throws: DatasetError.noTrainingSplit(path, inner: "\(path)/outer")) {
            try Dataset(root: path)
        }
    }

    @Test(arguments: [false, true])
    func archiveOfEachSplit(isWrapped: Bool) throws {
        for (name, form) in [("train", ArchiveForm.deflated), ("val", .tar)] {
            let files = try folder.files(in: "set/\(name)").map {
                (name: isWrapped ? "\(name)/\($0.name)" : $0.name, data: $0.data)
            }
            try folder.writeArchive("parts/\(name)\(form.suffix)", form, files)
        }
        let set = try Dataset(root: "\(folder.path)/parts")
        try expectEqual(set, try folder.dataset)
        let start = isWrapped ? "train.zip/train" : "train.zip"
        #expect(set.samples(.train)[0].path == "\(start)/A/0.jpeg")
        #expect(!set.unread.isSuspicious)
    }

    @Test func folderAndArchiveOfSplits() throws {
        let path = "\(folder.path)/set"
        try folder.writeArchive("set/test.tar", .tar, folder.files(in: "set/val"))
        let set = try Dataset(root: path)
        #expect(set.splits == [.train, .val, .test])
        #expect(set.samples(.test).map(\.path) == ["test.tar/A/v.jpeg", "test.tar/B/v.jpeg"])
        // The folder counts, and the archive is named.
        try folder.writeArchive("set/val.zip", .stored, folder.files(in: "set/train"))
        #expect(try Dataset(root: path).samples(.val).map(\.path) == set.samples(.val).map(\.path))
        #expect(try Dataset(root: path).unread.note?.contains("such as val.zip") == true)
        try folder.writeArchive("set/test.zip", .stored, folder.files(in: "set/val"))
        #expect(
            throws: DatasetError.severalArchives(path, split: .test, ["test.tar", "test.zip"])
        ) { try Dataset(root: path) }
    }

    @Test(arguments: [false, true])
    func shards(json: Bool) throws {
        try folder.writeShards("shards", json: json)
        let set = try Dataset(root: "\(folder.path)/shards")
        try expectEqual(set, try folder.dataset)
        #expect(set.samples(.train)[0].path == "train-0000.tar/A_0.jpeg")
        #expect(set.unread.isEmpty)
        let val = try LabeledImages(
            root: "\(folder.path)/shards", split: .val, classes: ["A", "B"],
            cacheFolder: folder.cache)
        #expect(val.samples.map(\.path) == ["val-0000.tar/A_v.jpeg", "val-0001.tar/B_v.jpeg"])
    }

    /// One shard is a set, and classes that are numbers are sorted by number.
    @Test func oneShard() throws {
        let image = try folder.files(in: "set/val")[0].data
        let files = ["10", "9", "10"].enumerated().flatMap { number, label in
            [("\(number).jpeg", image), ("\(number).cls", Data(label.utf8))]
        }
        try folder.writeArchive("one.tar", .tar, files)
        let set = try Dataset(root: "\(folder.path)/one.tar")
        #expect(set.classes == ["9", "10"])
        #expect(set.samples(.train).map(\.path) == ["1.jpeg", "0.jpeg", "2.jpeg"])
    }

    @Test func unusableSamples() throws {
        let image = try folder.files(in: "set/val")[0].data
        try folder.writeArchive(
            "shards/a-0.tar", .tar,
            [
                ("0.jpeg", image), ("0.cls", Data("A".utf8)), ("1.jpeg", image),
                ("2.jpeg", image), ("2.other.jpeg", image), ("2.cls", Data("B".utf8)),
                ("3.jpeg", image), ("3.json", Data(#"{"caption":"x"}"#.utf8)),
            ])
        let bad = [
            ("1.jpeg", "has no .cls or .json file with its class"),
            ("2.jpeg", "the sample '2' also has the image a-0.tar/2.other.jpeg"),
            ("3.jpeg", "a-0.tar/3.json has no member cls, class, label with its class"),
        ].map { BadImage(path: "a-0.tar/\($0)", reason: $1) }
        #expect(throws: DatasetError.badSamples(bad)) {
            try Dataset(root: "\(folder.path)/shards")
        }
    }

    @Test func evaluationOfAnArchive() throws {
        try folder.writeArchive("set.zip", .deflated, folder.files(in: "set"))
        try folder.writeArchive("val.zip", .deflated, folder.files(in: "set/val"))
        let cache = folder.cache
        let original = try LabeledImages(
            root: "\(folder.path)/set", split: .val, classes: ["A", "B"], cacheFolder: cache)
        let whole = try LabeledImages(
            root: "\(folder.path)/set.zip", split: .val, classes: ["A", "B"], cacheFolder: cache)
        #expect(whole.samples == original.samples)
        #expect(whole.fingerprint == original.fingerprint)
        let classes = try LabeledImages(
            root: "\(folder.path)/val.zip", classes: ["A", "B"], cacheFolder: cache)
        #expect(classes.samples.map(\.path) == ["A/v.jpeg", "B/v.jpeg"])
        #expect(classes.repeats.isEmpty)
    }

    @Test func inspection() throws {
        try folder.writeArchive("set.zip", .deflated, folder.files(in: "set"))
        let set = try Inspection(try Dataset(root: "\(folder.path)/set.zip"))
        let original = try Inspection(try folder.dataset)
        #expect(set.images == original.images)
        #expect(set.duplicates == original.duplicates)
    }

    /// Archives in the folders of splits and classes are named, and those beside them are noted.
    @Test func archivesAmongImages() throws {
        let files = try folder.files(in: "set/val/A")
        try folder.writeArchive("set/train/A/more.zip", .stored, files)
        try folder.writeArchive("set/train/C.tar", .tar, files)
        try folder.touch("set/all.tar.gz", "set/testing.zip")
        let unread = try folder.dataset.unread
        #expect(
            unread.suspicions == [
                "testing.zip: did you mean test?", "train: 1 archives (such as train/C.tar)",
                "train/A: 1 archives (such as train/A/more.zip)",
            ])
        #expect(unread.note?.contains("such as all.tar.gz") == true)
    }

    @Test func archivesWithoutATrainingSplit() throws {
        try folder.writeArchive("box/set.zip", .stored, folder.files(in: "set"))
        let box = "\(folder.path)/box"
        #expect(throws: DatasetError.noTrainingSplit(box, inner: "\(box)/set.zip")) {
            try Dataset(root: box)
        }
        try FileManager.default.removeItem(atPath: "\(box)/set.zip")
        try folder.writeArchive("box/A.zip", .stored, folder.files(in: "set/train/A"))
        #expect(throws: DatasetError.noTrainingSplit(box, inner: nil, archives: ["A.zip"])) {
            try Dataset(root: box)
        }
    }

    /// A change of the archive is noticed as that of a file is.
    @Test func changedArchive() throws {
        let path = "\(folder.path)/set.zip"
        try folder.writeArchive("set.zip", .deflated, folder.files(in: "set"))
        let before = try Dataset(root: path).fingerprint(cacheFolder: folder.cache)
        let dataset = try Dataset(root: path)
        let digests = ContentDigests(dataset, cacheFolder: folder.cache)
        try folder.writeImage("set/train/A/0.jpeg", tone: 55)
        try folder.writeArchive("set.zip", .deflated, folder.files(in: "set"))
        #expect {
            try DecodedSet(
                dataset, transform: EvaluationTransform(resize: 12, crop: 10), digests: digests,
                cacheFolder: folder.cache)
        } throws: { error in
            guard case DatasetError.changedImages? = error as? DatasetError else { return false }
            return true
        }
        #expect(try Dataset(root: path).fingerprint(cacheFolder: folder.cache) != before)
    }
}
