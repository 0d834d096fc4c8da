import Datasets
import Files
import Foundation
import Images
import Tensors
import Testing
import Vocabulary

/// Data sets that are larger than the limit of the cache.
struct CacheSpaceTests {
    let folder: TemporaryFolder
    let transform = EvaluationTransform(resize: 12, crop: 10)
    private let imageSize = 300

    init() throws {
        folder = try TemporaryFolder()
        try folder.writeSet(perClass: 8)
    }

    private func open(
        limit: Int?, cache: String = "small", policy: BadImagePolicy = .stop,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws -> DecodedSplit {
        try DecodedSplit(
            folder.dataset, .train, transform: transform, onBadImage: policy,
            cacheFolder: "\(folder.path)/\(cache)", cacheLimit: limit, progress: progress)
    }

    private func pixels(_ split: DecodedSplit) throws -> [[UInt8]] {
        try (0..<split.count).map { try split.withPixels(at: $0) { Array($0) } }
    }

    private func batches(_ split: DecodedSplit, threads: Int) throws -> [Float] {
        let loader = BatchLoader(
            NormalizedImages(split, PixelNormalization(.imageNet)),
            order: Array((0..<split.count).reversed()), batchSize: 3, threads: threads)
        var values: [Float] = []
        while let batch = try loader.next() { values += Array(batch.values) }
        return values
    }

    @Test(arguments: [0, 1, 3, 8, 15]) func theBytesDoNotDependOnTheLimit(kept: Int) throws {
        let whole = try open(limit: nil, cache: "whole")
        #expect(whole.isKept && whole.parts[0].kept == 16)
        // 98% of the limit is for pixels.
        let limit = 4096 + (kept * imageSize * 100 + 97) / 98
        let split = try open(limit: limit)
        #expect(split.parts[0].kept == kept)
        #expect(!split.isKept)
        #expect(split.samples == whole.samples && split.key == whole.key)
        #expect(try pixels(split) == pixels(whole))
        #expect(try Normalization(pixelsOf: split) == Normalization(pixelsOf: whole))
        for threads in [1, 3] {
            #expect(try batches(split, threads: threads) == batches(whole, threads: threads))
        }
        let file = try FileManager.default.attributesOfItem(atPath: split.parts[0].path)
        #expect(try #require(file[.size] as? Int) <= max(limit, 4096))
        // The next time, nothing is decoded in advance.
        let again = try open(limit: limit) { _, _ in Issue.record("made again") }
        #expect(try pixels(again) == pixels(whole))
    }

    @Test func aSetThatFitsIsKept() throws {
        let split = try open(limit: 4096 + 16 * imageSize)
        #expect(split.isKept && split.parts[0].kept == 16)
        #expect(NormalizedImages(split, PixelNormalization(.imageNet)).isComputed == false)
        // A file with all images is used, although a smaller limit would not allow it.
        #expect(try open(limit: 5000).parts[0].path == split.parts[0].path)
    }

    @Test func everySplitHasItsPart() throws {
        let set = try DecodedSet(
            folder.dataset, transform: transform, cacheFolder: "\(folder.path)/set-cache",
            cacheLimit: 2 * 4096 + 10 * imageSize)
        let kept = set.folders.mapValues { Double($0.kept) / Double($0.count) }
        #expect(kept.values.allSatisfy { $0 > 0.1 && $0 < 0.6 }, "\(kept)")
        let note = try #require(set.cacheNote)
        #expect(note.contains("decoded images") && note.contains(CacheLimit.variable))
        let whole = try DecodedSet(
            folder.dataset, transform: transform, cacheFolder: "\(folder.path)/whole")
        #expect(whole.cacheNote == nil)
    }

    /// Unreadable images are found in advance, whether their pixels would be kept or not.
    @Test func unreadableImagesAreKnownBeforeTraining() throws {
        let last = try #require(folder.dataset.samples(.train).last)
        let path = try folder.dataset.path(last).text
        try Data("no image".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: DatasetError.self) { try open(limit: 4096 + 3 * imageSize) }
        let split = try open(limit: 4096 + 4 * imageSize, policy: .skip)
        #expect(split.skipped.map(\.path) == [last.path])
        #expect(split.count == 15)
        #expect(try pixels(split).count == 15)
    }

    /// An image that is replaced during training stops it: its pixels may not be those of the
    /// digest.
    @Test func aChangedImageIsAnError() throws {
        let split = try open(limit: 4096 + 4 * imageSize)
        let last = try folder.dataset.path(try #require(split.samples.last)).text
        let first = try folder.dataset.path(try #require(split.samples.first)).text
        try FileManager.default.removeItem(atPath: last)
        try FileManager.default.copyItem(atPath: first, toPath: last)
        let error = #expect(throws: DatasetError.self) { try batches(split, threads: 2) }
        #expect(error?.description.contains("changed") == true)
        try FileManager.default.removeItem(atPath: last)
        let missing = #expect(throws: DatasetError.self) { try batches(split, threads: 1) }
        #expect(missing?.description.contains("No such file") == true)
    }
}
