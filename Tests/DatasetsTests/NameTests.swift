import Datasets
import Files
import Foundation
import Images
import JSON
import Testing
import TestSupport
import Vocabulary

/// Names with arbitrary bytes: every image keeps its pixels and its label.
struct NameTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var root: FilePath { FilePath(folder.path + "/set") }
    private let transform = EvaluationTransform(resize: 8, crop: 8)

    private func write(_ data: [UInt8], _ path: FilePath) {
        BytesInFolders.write(Data(data), path.bytes, in: root.text)
    }

    /// A gray level that depends on the name.
    private func tone(_ path: FilePath) -> UInt8 {
        path.bytes.reduce(UInt8(17)) { ($0 &* 31) &+ $1 }
    }

    private func writeImage(_ path: FilePath) throws {
        let pixels = [UInt8](repeating: tone(path), count: 64)
        write([UInt8](try JPEG.encode(gray: pixels, width: 8, height: 8, quality: 100)), path)
    }

    private func expectOwnPixels(_ split: DecodedSplit) throws {
        for (index, sample) in split.samples.enumerated() {
            try split.withPixels(at: index) { pixels in
                let expected = Int(tone(FilePath(text: sample.path)))
                #expect(pixels.allSatisfy { abs(Int($0) - expected) <= 2 }, "\(sample.path)")
            }
        }
    }

    private func decoded(_ dataset: Dataset) throws -> DecodedSet {
        try DecodedSet(
            dataset, transform: transform, onBadImage: .skip, cacheFolder: folder.cache)
    }

    @Test func randomNamesKeepTheirPixels() throws {
        var (damaged, labels): (Set<String>, [String: Int]) = ([], [:])
        for (number, name) in RandomNames.names(300).enumerated() {
            let path = FilePath("train/\(number % 2 == 0 ? "A" : "B")").appending(name)
            labels[path.text] = number % 2
            if number % 7 == 3 {
                damaged.insert(path.text)
                write([1, 2, 3], path)
            } else {
                try writeImage(path)
            }
        }
        #expect(labels.count == 300)
        let dataset = try Dataset(root: root.text)
        #expect(Set(dataset.samples(.train).map(\.path)) == Set(labels.keys))
        // The second time, the cache is used.
        for _ in 0..<2 {
            let train = try #require(try decoded(dataset).splits[.train])
            #expect(Set(train.skipped.map(\.path)) == damaged)
            #expect(train.count == 300 - damaged.count)
            #expect(train.samples.allSatisfy { labels[$0.path] == $0.label })
            try expectOwnPixels(train)
        }
        let manifest = "\(folder.path)/split.csv"
        try AtomicFile.write(SplitManifest(dataset).text, to: manifest)
        let rule = ManifestSplit(SettingValues(["path": .string(manifest)]))
        let again = try Dataset(root: root.text, rule: rule)
        #expect(again.samples(.train) == dataset.samples(.train))
        let cache = folder.cache
        #expect(again.fingerprint(cacheFolder: cache) == dataset.fingerprint(cacheFolder: cache))
    }

    @Test func unicodeTwinsAreTwoImages() throws {
        let names = [
            "p1_\u{E9}.png", "p1_e\u{301}.png", "\u{301}p2_.png", "\u{200D}p3_.png",
            "p4_\u{1FAC1}.png",
        ]
        for name in names {
            for label in ["A", "B"] { try writeImage(FilePath("train/\(label)").appending(name)) }
        }
        let dataset = try Dataset(root: root.text, groupPattern: #"(p\d+)_"#)
        #expect(dataset.counts(.train) == [5, 5])
        #expect(Set(dataset.groups(of: dataset.samples(.train))).count == 4)
        try expectOwnPixels(try #require(try decoded(dataset).splits[.train]))
    }

    @Test func classesAlikeAreRefused() throws {
        for name in ["Caf\u{E9}", "Cafe\u{301}"] {
            try writeImage(FilePath("train").appending(name).appending("a.png"))
        }
        try writeImage("train/B/a.png")
        let error = #expect(throws: DatasetError.self) { try Dataset(root: root.text) }
        #expect(error?.description.contains("Unicode form") == true)
        #expect(error?.description.contains("Caf\\xC3\\xA9") == true)
        #expect(error?.description.contains("Cafe\\xCC\\x81") == true)
    }

    @Test func aClassInAnotherFormElsewhereIsRefused() throws {
        for path in ["train/Caf\u{E9}", "train/B", "val/Cafe\u{301}", "val/B"] {
            try writeImage(FilePath(path).appending("a.png"))
        }
        let error = #expect(throws: DatasetError.self) { try Dataset(root: root.text) }
        #expect(error?.description.contains("Unicode form") == true)
    }

    @Test func whatIsNotReadIsCounted() throws {
        for path: FilePath in [
            "train/A/a.png", "train/B/a.png", "train/A/b.jfif", "train/A/sub/c.png",
            "train/A/sub/deeper/d.png", "train/B/e.nii", "train/B/noSuffix", "loose.png",
            "train/loose.png", "valid/A/a.png", "other/x.png", "train/@eaDir/SYNO.png",
            "$RECYCLE.BIN/z.png", "train/A/Thumbs.db",
        ] {
            try writeImage(path)
        }
        write(Array("text".utf8), "README.txt")
        let unread = try Dataset(root: root.text).unread
        let counts = Dictionary(
            uniqueKeysWithValues: unread.images.map { ("\($0.folder): \($0.category)", $0.count) })
        #expect(
            counts == [
                ": images outside the class folders": 1,
                "other: in a folder that is not a split": 1,
                "train: images outside the class folders": 1, "train/A: .jfif": 1,
                "train/A: in subfolders": 2, "train/B: .nii": 1, "train/B: without a suffix": 1,
            ])
        #expect(unread.splits.map(\.folder) == ["valid"] && unread.splits.map(\.meant) == [.val])
        #expect(unread.others.reduce(0) { $0 + $1.count } == 4)
        #expect(unread.isSuspicious)
    }

    @Test func skippingThatEmptiesAClassIsAnError() throws {
        try writeImage("train/B/a.png")
        write([0], "train/A/a.png")
        symlink("/nowhere/b", root.appending("train/A/b.png").text)
        mkfifo(root.appending("train/A/c.png").text, 0o600)
        mkdir(root.appending("train/A/d.png").text, 0o700)
        let error = #expect(throws: DatasetError.self) { try decoded(Dataset(root: root.text)) }
        #expect(error?.description.contains("class 'A' would have no train image") == true)
        #expect(error?.description.contains("a link to '/nowhere/b'") == true)
        try writeImage("train/A/e.png")
        let train = try #require(try decoded(Dataset(root: root.text)).splits[.train])
        #expect(train.skipped.count == 4 && train.count == 2)
        try expectOwnPixels(train)
    }
}
