import Datasets
import Images
import JSON
import Tensors
import Testing
import Vocabulary

/// Augmented training images: pure functions of seed, epoch and index.
struct AugmentedImagesTests {
    let folder: TemporaryFolder
    let split: DecodedSplit

    init() throws {
        folder = try TemporaryFolder()
        split = try folder.training(resize: 16, crop: 14)
    }

    private func plan(_ kinds: [String], _ values: [String: JSONValue] = [:]) throws
        -> AugmentationPlan
    {
        let steps = try kinds.map { kind in
            let entry = try #require(
                Augmentations.all.entries.first { $0.description.kind == kind })
            return try entry.make(SettingValues(entry.description.settings, values))
        }
        return AugmentationPlan(steps)
    }

    private func values(_ source: any ExampleSource, _ index: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: source.width) { buffer, count in
            do {
                try source.write(index, into: buffer.baseAddress!)
            } catch { Issue.record(error) }
            count = source.width
        }
    }

    private static let all = Augmentations.all.entries.map(\.description.kind)

    @Test(arguments: all) func aPureFunctionOfSeedEpochAndIndex(_ kind: String) throws {
        let plan = try plan([kind], ["probability": 1])
        let images = AugmentedImages(split, plan, PixelNormalization(.imageNet), seed: 3)
        let forwards = (0..<split.count).map { values(images.inEpoch(2), $0) }
        let backwards = (0..<split.count).reversed().map { values(images.inEpoch(2), $0) }
        #expect(forwards == backwards.reversed())
        #expect(forwards == (0..<split.count).map { values(images.inEpoch(2), $0) })
        // A flip with probability 1 is the same in every epoch.
        guard kind != "horizontalFlip" else { return }
        #expect(forwards != (0..<split.count).map { values(images.inEpoch(3), $0) })
        let other = AugmentedImages(split, plan, PixelNormalization(.imageNet), seed: 4)
        #expect(forwards != (0..<split.count).map { values(other.inEpoch(2), $0) })
    }

    @Test(arguments: [1, 2, 5]) func sameBatchesOnAnyNumberOfThreads(_ threads: Int) throws {
        let images = AugmentedImages(
            split, try plan(["horizontalFlip", "rotation", "noise", "mixup", "cutmix"]),
            PixelNormalization(.imageNet), seed: 3
        ).inEpoch(1)
        var stream = RandomStream(seed: 3, purpose: .shuffle, epoch: 1)
        let order = stream.permutation(of: split.count)
        let loader = BatchLoader(
            images, order: order, batchSize: 5, classes: 2, threads: threads)
        var seen = 0
        while let batch = try loader.next() {
            let probabilities = try #require(batch.targets.probabilities)
            for row in 0..<batch.count {
                let index = order[seen]
                let start = row * images.width
                #expect(Array(batch.values[start..<start + images.width]) == values(images, index))
                var expected: [Float] = [0, 0]
                let mixed = images.mixedLabel(index)
                expected[Int(images.labels[index])] = mixed?.fraction ?? 1
                if let mixed {
                    expected[Int(images.labels[mixed.other])] += 1 - mixed.fraction
                }
                #expect(Array(probabilities[2 * row..<2 * row + 2]) == expected)
                seen += 1
            }
        }
        #expect(seen == split.count)
    }

    @Test func withoutChangesTheImagesAreTheOriginals() throws {
        let plain = NormalizedImages(split, PixelNormalization(.imageNet))
        let untouched = AugmentedImages(
            split, try plan(["rotation", "noise", "mixup"], ["probability": 0]),
            PixelNormalization(.imageNet), seed: 1)
        for index in 0..<split.count {
            #expect(values(untouched, index) == values(plain, index))
            #expect(untouched.mixedLabel(index) == nil)
        }
    }

    @Test func flipsHappenAboutHalfTheTime() throws {
        let plain = NormalizedImages(split, PixelNormalization(.imageNet))
        let images = AugmentedImages(
            split, try plan(["horizontalFlip"]), PixelNormalization(.imageNet), seed: 1)
        let flips = (0..<20).reduce(0) { sum, epoch in
            let source = images.inEpoch(epoch)
            return sum + (0..<split.count).count { values(source, $0) != values(plain, $0) }
        }
        // The number of images is 480; five standard deviations are 55.
        #expect(abs(flips - 240) < 55)
    }

    /// A mixed image consists of both images as augmented in the epoch.
    @Test func mixturesAreOfAugmentedImages() throws {
        let alone = AugmentedImages(
            split, try plan(["rotation"]), PixelNormalization(.imageNet), seed: 6
        ).inEpoch(4)
        let mixed = AugmentedImages(
            split, try plan(["rotation", "mixup"], ["alpha": 1]), PixelNormalization(.imageNet),
            seed: 6
        )
        .inEpoch(4)
        for index in 0..<split.count {
            let label = try #require(mixed.mixedLabel(index))
            let (own, result) = (values(alone, index), values(mixed, index))
            let isOfAPair = (0..<split.count).contains { partner in
                guard partner == label.other else { return false }
                let other = values(alone, partner)
                let (first, second) = (label.fraction, 1 - label.fraction)
                return result.indices.allSatisfy {
                    abs(result[$0] - first * own[$0] - second * other[$0]) < 1e-5
                }
            }
            #expect(isOfAPair)
        }
    }

    @Test func eachOfSeveralMixingsIsDrawn() throws {
        let both = try plan(["mixup", "cutmix"])
        var boxes = 0
        for index in 0..<400 {
            let drawn = both.mixture(seed: 1, epoch: 0, index: index, side: 14) { _ in 0 }
            boxes += drawn?.mixture.box == nil ? 0 : 1
        }
        #expect(abs(boxes - 200) < 50)
    }

    @Test func epochsWithoutAugmentationAreAlike() {
        let plain = NormalizedImages(split, PixelNormalization(.imageNet))
        #expect(values(plain.inEpoch(5), 3) == values(plain, 3))
        #expect(!plain.mixesLabels && plain.mixedLabel(0) == nil)
    }
}

/// The images of an epoch.
struct SamplerTests {
    private let sampler = BalancedSampler(SettingValues([:]))
    private let labels =
        [Int32](repeating: 0, count: 70) + [Int32](repeating: 1, count: 20) + [2, 2, 2]

    @Test func classesAreDrawnEquallyOften() {
        let members = ClassMembers(labels)
        for epoch in 0..<5 {
            let order = sampler.order(of: members, seed: 1, epoch: epoch)
            #expect(order.count == labels.count)
            let counts = (0..<3 as Range<Int32>).map { label in order.count { labels[$0] == label }
            }
            #expect(counts == [31, 31, 31])
            // Within a class, all images are used in turn.
            for label in 0..<3 as Range<Int32> {
                let times = Dictionary(grouping: order.filter { labels[$0] == label }) { $0 }
                    .values.map(\.count)
                #expect((times.max() ?? 0) - (times.min() ?? 0) <= 1)
            }
            let small = Set(order.filter { labels[$0] > 0 })
            #expect(small.count == 23)
        }
    }

    @Test func aPureFunctionOfSeedAndEpoch() {
        let members = ClassMembers(labels)
        let order = sampler.order(of: members, seed: 1, epoch: 2)
        #expect(order == sampler.order(of: members, seed: 1, epoch: 2))
        #expect(order != sampler.order(of: members, seed: 1, epoch: 3))
        #expect(order != sampler.order(of: members, seed: 2, epoch: 2))
    }

    /// The remainder of the division goes to different classes in different epochs; absent classes
    /// get no images.
    @Test func restsAndAbsentClasses() {
        let members = ClassMembers([0, 0, 0, 3, 3, 3, 3])
        #expect(members.classes.count == 2)
        let favored = (0..<40).map { epoch in
            sampler.order(of: members, seed: 1, epoch: epoch).count { $0 < 3 }
        }
        #expect(Set(favored) == [3, 4])
        #expect(sampler.order(of: ClassMembers([]), seed: 1, epoch: 0).isEmpty)
    }

    @Test func singleDrawsAreBalancedToo() {
        let members = ClassMembers(labels)
        var stream = RandomStream(seed: 1, purpose: .mixing)
        let drawn = (0..<3000).map { _ in labels[sampler.draw(from: members, &stream)] }
        for label in 0..<3 as Range<Int32> {
            #expect(abs(drawn.count { $0 == label } - 1000) < 130)
        }
    }
}
