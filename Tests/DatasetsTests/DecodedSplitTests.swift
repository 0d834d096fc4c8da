import Datasets
import Files
import Foundation
import Images
import JSON
import Synchronization
import Testing
import Vocabulary

struct DecodedSplitTests {
    let folder: TemporaryFolder
    let transform = EvaluationTransform(resize: 12, crop: 10)

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeSet(perClass: 5)
    }

    private func open(
        _ split: Split = .train, policy: BadImagePolicy = .stop,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> DecodedSplit {
        try DecodedSplit(
            folder.dataset, split, transform: transform, onBadImage: policy,
            cacheFolder: folder.cache, progress: progress)
    }

    private func expectRightPixels(_ split: DecodedSplit) throws {
        let root = folder.path + "/set"
        for (index, sample) in split.samples.enumerated() {
            let image = try RGBImage(path: "\(root)/\(sample.path)")
            #expect(try split.withPixels(at: index) { Array($0) } == transform.apply(image).pixels)
        }
    }

    @Test func decodesOnceAndThenReads() throws {
        var calls: [[Int]] = []
        let made = try open { calls.append([$0, $1]) }
        #expect(made.count == 10)
        #expect(made.labels == [0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
        #expect(calls.last == [10, 10])
        try expectRightPixels(made)
        let again = try open { _, _ in Issue.record("made again") }
        try expectRightPixels(again)
        #expect(again.parts[0].path == made.parts[0].path)
        #expect(try open(.val).parts[0].path != made.parts[0].path)
    }

    @Test func everyTransformHasAFileOfItsOwn() throws {
        var transforms = [EvaluationTransform(resize: 12, crop: 12)]
        for filter in Interpolation.allCases {
            transforms += DecodeMode.allCases.map {
                EvaluationTransform(resize: 12, crop: 10, interpolation: filter, decode: $0)
            }
        }
        let keys = try transforms.map {
            try DecodedSplit(folder.dataset, .val, transform: $0, cacheFolder: folder.cache).key
        }
        #expect(Set(keys).count == 7)
        // The key of JPEG files with the default filter does not change.
        let content = try folder.dataset.samples(.val).map {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder.dataset.path($0).text))
            return "\(SHA256Digest.of(data))  \($0.path)\n"
        }.joined()
        #expect(keys[1] == SHA256Digest.of("3 12 10 \(SHA256Digest.of(content))"))
    }

    /// The properties of images are stored with the pixels, so that they are reported without
    /// decoding.
    @Test func factsAreKept() throws {
        let classes = try folder.dataset.classes
        try folder.writeDeepImage(
            "\(folder.path)/set/train/\(classes[0])/0-deep.png", values: [0, 17, 4000, 4095])
        let dataset = try Dataset(root: folder.path + "/set")
        func notes() throws -> [String] {
            try DecodedSet(dataset, transform: transform, cacheFolder: folder.cache).notes
        }
        let first = try notes()
        #expect(first.count == 1 && first[0].contains("to 4095 (12 of 16 bits)"))
        #expect(try notes() == first)
        let split = try DecodedSplit(
            dataset, .train, transform: transform, cacheFolder: folder.cache)
        #expect(split.parts[0].properties.values.map { $0.levels?.values } == [0...4095])
    }

    /// The mean and standard deviation of all pixels, with the precision of sums of integers.
    @Test func normalizationOfItsOwnPixels() throws {
        let split = try open()
        let numbers = try #require(try Normalization(pixelsOf: split))
        for channel in 0..<3 {
            var values: [Double] = []
            for index in 0..<split.count {
                try split.withPixels(at: index) { pixels in
                    values += stride(from: channel, to: pixels.count, by: 3).map {
                        Double(pixels[$0]) / 255
                    }
                }
            }
            let mean = values.reduce(0, +) / Double(values.count)
            let variance =
                values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            #expect(abs(numbers.mean[channel] - mean) < 1e-12)
            #expect(abs(numbers.std[channel] - variance.squareRoot()) < 1e-12)
        }
        #expect(try Normalization(pixelsOf: split) == numbers)
    }

    @Test(arguments: [0, 100, 4096, 5000, -1]) func aShortFileIsMadeAgain(length: Int) throws {
        let path = try open().parts[0].path
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let end = length < 0 ? data.count + length : length
        try data.prefix(end).write(to: URL(fileURLWithPath: path))
        var done = 0
        let again = try open { count, _ in done = count }
        #expect(done == 10)
        try expectRightPixels(again)
    }

    @Test(arguments: [0, 30, 120, 200]) func aDamagedHeaderIsMadeAgain(position: Int) throws {
        let path = try open().parts[0].path
        var data = try Data(contentsOf: URL(fileURLWithPath: path))
        data[position] ^= 1
        try data.write(to: URL(fileURLWithPath: path))
        var done = 0
        try expectRightPixels(try open { count, _ in done = count })
        #expect(done == 10)
    }

    @Test func isDecodedOnceByManyAndLockedWhileInUse() throws {
        let (dataset, transform, cacheFolder) = (try folder.dataset, transform, folder.cache)
        let decoded = Mutex(0)
        let paths = Mutex<Set<String>>([])
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            do {
                let split = try DecodedSplit(
                    dataset, .train, transform: transform, cacheFolder: cacheFolder
                ) { done, all in
                    if done == all { decoded.withLock { $0 += 1 } }
                }
                paths.withLock { _ = $0.insert(split.parts[0].path) }
            } catch { Issue.record(error) }
        }
        #expect(decoded.withLock { $0 } == 1)
        #expect(paths.withLock { $0.count } == 1)

        let cache = CacheFolder(.images, path: "\(cacheFolder)/images")
        let split = try open()
        let entry = try #require(cache.entries().first)
        #expect(entry.path == split.parts[0].path)
        #expect(DecodedImages.title(of: entry) == "10 images, 10 px")
        #expect(cache.clear([.images]).inUse == [entry])
        try expectRightPixels(split)
    }

    @Test func aDamagedFileIsFoundAndRemoved() throws {
        let path = try open().parts[0].path
        let cache = CacheFolder(.images, path: "\(folder.cache)/images")
        let entry = try #require(cache.entries().first)
        #expect(DecodedImages.verify(entry) == nil)
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        try data.dropLast().write(to: URL(fileURLWithPath: path))
        #expect(DecodedImages.title(of: entry) == nil)
        #expect(DecodedImages.verify(entry) == "\(path): invalid header or length")
        #expect(cache.entries() == [])
    }

    @Test func aChangedImageIsDecodedAnew() throws {
        let first = try open()
        try folder.writeImage("set/train/A/0.jpeg", tone: 77)
        let second = try open()
        #expect(first.parts[0].path != second.parts[0].path)
        try expectRightPixels(second)
    }

    @Test func badImagesStopTogetherOrAreSkipped() throws {
        try folder.write(Data("text".utf8), "set/train/A/2.jpeg")
        try folder.write(Data(), "set/train/B/4.jpeg")
        let error = try #require(#expect(throws: DatasetError.self) { try open() })
        guard case .badImages(let bad) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(bad.map(\.path) == ["train/A/2.jpeg", "train/B/4.jpeg"])
        #expect(error.description.contains("2 images cannot be used"))
        #expect(error.description.contains("is empty"))
        for _ in 0..<2 {
            let split = try open(policy: .skip)
            #expect(split.count == 8)
            #expect(split.skipped == bad)
            try expectRightPixels(split)
        }
        #expect(throws: error) { try open() }
    }

    /// A file of decoded images matches the digests of its images: a file that was changed or
    /// removed since is not a skipped image.
    @Test(arguments: [Data("text".utf8), Data(), nil])
    func anImageThatChangesMeanwhileIsNotKept(content: Data?) throws {
        let dataset = try folder.dataset
        let digests = ContentDigests(dataset, cacheFolder: folder.cache)
        let path = "set/train/A/2.jpeg"
        let good = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(path)"))
        try FileManager.default.removeItem(atPath: "\(folder.path)/\(path)")
        if let content { try folder.write(content, path) }
        for policy in BadImagePolicy.allCases {
            let error = #expect(throws: DatasetError.self) {
                try DecodedSet(
                    dataset, transform: transform, onBadImage: policy, digests: digests,
                    cacheFolder: folder.cache)
            }
            guard case .changedImages(let images) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(images.map(\.path) == ["train/A/2.jpeg"])
        }
        try folder.write(good, path)
        let split = try open(policy: .skip)
        #expect(split.skipped.isEmpty && split.count == 10)
        try expectRightPixels(split)
    }

    /// Images are decoded once, whatever the split rule is.
    @Test func foldsShareTheirImages() throws {
        let pattern = #"^(.+)\.jpeg$"#
        var decoded: [String] = []
        func open(_ rule: any SplitRule) throws -> DecodedSet {
            try DecodedSet(
                Dataset(root: folder.path + "/set", rule: rule, groupPattern: pattern),
                transform: transform, cacheFolder: folder.cache
            ) { folder, done, all in if done == all { decoded.append("\(folder) \(all)") } }
        }
        let official = try open(OfficialSplit(SettingValues([:])))
        #expect(decoded == ["train 10", "val 2"])
        var keys: Set<String> = []
        var seen: [String] = []
        for fold in 0..<3 {
            let values: [String: JSONValue] = ["k": 3, "fold": .number(Double(fold))]
            let set = try open(FoldSplit(SettingValues(FoldSplit.settings, values)))
            #expect(set.folders.mapValues(\.path) == official.folders.mapValues(\.path))
            for split in set.splits.values { try expectRightPixels(split) }
            let val = try #require(set.splits[.val])
            #expect(val.labels.count == val.count && val.crop == 10)
            keys.formUnion(set.splits.values.map(\.key))
            seen += val.samples.map(\.path)
        }
        #expect(decoded.count == 2)
        #expect(keys.count == 6)
        #expect(seen.sorted() == official.splits.values.flatMap { $0.samples.map(\.path) }.sorted())
    }

    @Test func aFolderOfBadImagesAloneIsNoPart() throws {
        for name in ["A", "B"] { try folder.write(Data("text".utf8), "set/val/\(name)/v.jpeg") }
        let values: [String: JSONValue] = ["k": 3, "fold": 0]
        let rule = try FoldSplit(SettingValues(FoldSplit.settings, values))
        let set = try DecodedSet(
            Dataset(root: folder.path + "/set", rule: rule), transform: transform,
            onBadImage: .skip, cacheFolder: folder.cache)
        #expect(set.folders.keys.map(\.self) == [.train])
        #expect(set.splits.values.flatMap(\.skipped).count == 2)
        #expect(set.splits.values.reduce(0) { $0 + $1.count } == 10)
    }

    @Test func anAbsentSplitIsNamed() throws {
        #expect(throws: DatasetError.emptySplit(folder.path + "/set", split: .test)) {
            try open(.test)
        }
    }
}
