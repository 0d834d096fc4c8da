import Datasets
import Foundation
import Images
import JSON
import Tensors
import Testing
import Vocabulary

struct BatchLoaderTests {
    let folder: TemporaryFolder
    let split: DecodedSplit

    init() throws {
        folder = try TemporaryFolder()
        split = try folder.training(resize: 12, crop: 10)
    }

    private struct Copy: Equatable {
        var values: [Float]
        var targets: [Int32]
    }

    private func all(_ loader: BatchLoader) throws -> [Copy] {
        var copies: [Copy] = []
        while let batch = try loader.next() {
            copies.append(
                Copy(values: Array(batch.values), targets: batch.targets.labels))
        }
        return copies
    }

    @Test(arguments: [1, 2, 3]) func sameBatchesOnAnyNumberOfThreads(threads: Int) throws {
        var stream = RandomStream(seed: 3, purpose: .shuffle, epoch: 1)
        let order = stream.permutation(of: split.count)
        let loader = BatchLoader(
            NormalizedImages(split, PixelNormalization(.imageNet)), order: order, batchSize: 5,
            threads: threads)
        let batches = try all(loader)
        #expect(batches.count == loader.batchCount)
        #expect(batches.map(\.targets.count) == [5, 5, 5, 5, 4])
        var left = order[...]
        for batch in batches {
            let indices = left.prefix(batch.targets.count)
            left = left.dropFirst(indices.count)
            #expect(batch.targets == indices.map { split.labels[$0] })
            #expect(try batch.values == indices.flatMap { try normalized($0) })
        }
        #expect(left.isEmpty)
        #expect(try loader.next() == nil)
    }

    /// The image `[3, 10, 10]` normalized by the formula, in torchvision's steps.
    private func normalized(_ index: Int) throws -> [Float] {
        let (mean, std): ([Float], [Float]) = ([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
        let pixels = try split.withPixels(at: index) { Array($0) }
        return (0..<3).flatMap { channel in
            (0..<100).map {
                (Float(pixels[3 * $0 + channel]) / 255 - mean[channel]) / std[channel]
            }
        }
    }

    @Test func aBatchLastsUntilTheNext() throws {
        let order = Array(repeating: Array(0..<split.count), count: 20).flatMap { $0 }
        let loader = BatchLoader(
            NormalizedImages(split, PixelNormalization(.imageNet)), order: order, batchSize: 3,
            threads: 2)
        while let batch = try loader.next() {
            let before = Array(batch.values)
            Thread.sleep(forTimeInterval: 0.0005)
            #expect(Array(batch.values) == before)
        }
    }

    @Test func stopsEarly() throws {
        for threads in [1, 2] {
            let order = Array(repeating: 0, count: 1000)
            let loader = BatchLoader(
                NormalizedImages(split, PixelNormalization(.imageNet)), order: order, batchSize: 2,
                threads: threads)
            #expect(try loader.next() != nil)
            loader.stop()
            #expect(try loader.next() == nil)
            loader.stop()
        }
        weak var gone: BatchLoader?
        do {
            let loader = BatchLoader(
                NormalizedImages(split, PixelNormalization(.imageNet)), order: [0, 1, 2, 3],
                batchSize: 1
            )
            gone = loader
            #expect(try loader.next() != nil)
        }
        #expect(gone == nil)
    }

    @Test func anEmptyOrderHasNoBatch() throws {
        #expect(
            try BatchLoader(
                NormalizedImages(split, PixelNormalization(.imageNet)), order: [], batchSize: 4
            )
            .next() == nil)
    }
}
