package import Files
package import Images
package import JSON
package import Vocabulary

/// A split's images, decoded, resized and cropped.
package struct DecodedSplit: Sendable {
    /// Where an image is.
    package struct TextLocation: Sendable, Hashable {
        /// An index of `parts`.
        package var part: Int
        /// Its index there.
        package var index: Int
    }

    /// The images by class, then path, without the skipped ones.
    package let samples: [Sample]
    package let skipped: [BadImage]
    /// What its images are parts of; none of them is empty.
    package let parts: [DecodedImages]
    /// Of every image.
    package let places: [TextLocation]

    package var count: Int { samples.count }
    /// Of all that decides the pixels and their order.
    package var key: String {
        if parts.count == 1, count == parts[0].count { return parts[0].key }
        let rows = places.map { "\($0.part) \($0.index)" }
        return SHA256Digest.of((parts.map(\.key) + rows).joined(separator: "\n"))
    }
    package var labels: [Int32] { samples.map { Int32($0.label) } }
    /// Pixels of a side.
    package let crop: Int

    /// Those of `wanted` that are in `parts`, or were skipped there.
    /// - Throws: `DatasetError.emptySplit` when none is left.
    init(_ wanted: [Sample], of all: [DecodedImages], in dataset: Dataset, _ split: Split) throws {
        let parts = all.filter { $0.count > 0 }
        var known: [String: TextLocation] = [:]
        for (part, images) in parts.enumerated() {
            for (index, sample) in images.samples.enumerated() {
                known[sample.path] = TextLocation(part: part, index: index)
            }
        }
        let bad = Dictionary(
            all.flatMap(\.skipped).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        samples = wanted.filter { known[$0.path] != nil }
        places = samples.compactMap { known[$0.path] }
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
        crop = first.crop
    }

    /// Opens a single split; see `DecodedSet`.
    package init(
        _ dataset: Dataset, _ split: Split, transform: EvaluationTransform,
        onBadImage: BadImagePolicy = .stop, cacheFolder: String = XDG.cacheFolder,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws {
        let all = dataset.samples(split)
        let folders = Split.allCases.filter { folder in all.contains { $0.folder == folder } }
        let digests = ContentDigests(dataset, cacheFolder: cacheFolder)
        let parts = try folders.map {
            try DecodedImages(
                dataset, in: $0, digests, transform, onBadImage, cacheFolder: cacheFolder,
                progress: progress)
        }
        try self.init(all, of: parts, in: dataset, split)
    }

    /// Calls `body` with the pixels of one image, `[crop, crop, 3]`.
    package func withPixels<R>(
        at index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> R
    ) rethrows -> R {
        let place = places[index]
        return try parts[place.part].withPixels(at: place.index, body)
    }
}
