import Files
package import Images
import JSON
package import Tensors
package import Vocabulary

/// The images of a split, decoded, resized and cropped.
package struct DecodedSplit: Sendable {
    /// The position of an image in the parts.
    package struct Position: Sendable, Hashable {
        /// The index in `parts`.
        package var part: Int
        /// The index in the part.
        package var index: Int
    }

    /// The images by class, then path, without the skipped ones.
    package let samples: [Sample]
    /// The images that cannot be used and were skipped.
    package let skipped: [BadImage]
    /// The decoded images of the folders that contain images of the split; none of them is empty.
    package let parts: [DecodedImages]
    /// The position of each image.
    package let positions: [Position]

    /// The number of images.
    package var count: Int { samples.count }
    /// The key of everything that decides the pixels and their order.
    package var key: String {
        if parts.count == 1, count == parts[0].count,
            positions.enumerated().allSatisfy({ $0.element.index == $0.offset })
        {
            return parts[0].key
        }
        let rows = positions.map { "\($0.part) \($0.index)" }
        return SHA256Digest.of((parts.map(\.key) + rows).joined(separator: "\n"))
    }
    /// The class of each image, `[N]`.
    package var labels: [Int32] { samples.map { Int32($0.label) } }
    /// The labels of each image, `[N, L]`; nil if each image has one class.
    package let labelMatrix: LabelMatrix?
    /// The side of the images, in pixels.
    package let crop: Int
    /// True if the pixels of all images are in the cache; otherwise some are decoded when they are
    /// used.
    package let isKept: Bool

    /// Selects the images in `wanted` that are in `parts` or were skipped there.
    /// - Throws: `DatasetError.emptySplit` if no image is left; `DatasetError.noUsableImage` if no
    ///   image of a class is left.
    init(_ wanted: [Sample], of all: [DecodedImages], in dataset: Dataset, _ split: Split) throws {
        let parts = all.filter { $0.count > 0 }
        var known: [String: Position] = [:]
        for (part, images) in parts.enumerated() {
            for (index, sample) in images.samples.enumerated() {
                known[sample.path] = Position(part: part, index: index)
            }
        }
        let bad = Dictionary(
            all.flatMap(\.skipped).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        samples = wanted.filter { known[$0.path] != nil }
        positions = samples.compactMap { known[$0.path] }
        skipped = wanted.compactMap { bad[$0.path] }
        guard let first = parts.first, !samples.isEmpty else {
            throw DatasetError.emptySplit(dataset.root, split: split)
        }
        let left = Set(samples.map(\.label))
        for label in Set(wanted.map(\.label)).sorted() where !left.contains(label) {
            throw DatasetError.noUsableImage(
                dataset.root, split: split, class: dataset.classes[label],
                bad: wanted.filter { $0.label == label }.compactMap { bad[$0.path] })
        }
        self.parts = parts
        labelMatrix = dataset.labels(of: samples)
        crop = first.crop
        isKept = positions.allSatisfy { $0.index < parts[$0.part].kept }
    }

    /// Opens one split; see `DecodedSet` for all splits.
    /// - Parameter cacheLimit: the maximum size of all caches in bytes; nil: the limit of the
    ///   environment.
    package init(
        _ dataset: Dataset, _ split: Split, transform: EvaluationTransform,
        onBadImage: BadImagePolicy = .stop, cacheFolder: String = UserFolders().cacheFolder,
        cacheLimit: Int? = nil, progress: (Int, Int) -> Void = { _, _ in }
    ) throws {
        let all = dataset.samples(split)
        let folders = Split.allCases.filter { folder in all.contains { $0.folder == folder } }
        let digests = ContentDigests(dataset, cacheFolder: cacheFolder)
        let space = try CacheSpace(
            cacheFolder, counts: folders.map { dataset.samples(in: $0).count }, transform,
            limit: cacheLimit)
        let parts = try folders.map {
            try DecodedImages(
                dataset, in: $0, digests, transform, onBadImage, space: space, progress: progress)
        }
        try self.init(all, of: parts, in: dataset, split)
    }

    /// Calls `body` with the pixels of one image, `[crop, crop, 3]`; see
    /// `DecodedImages.withPixels(at:_:)`.
    package func withPixels<R>(
        at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) throws -> R {
        let position = positions[index]
        return try parts[position.part].withPixels(at: position.index, body)
    }
}
