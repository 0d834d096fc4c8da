import Files
package import Images
package import Vocabulary

/// All splits of a data set, decoded, resized and cropped; each image is decoded once.
package struct DecodedSet: Sendable {
    /// The decoded images by folder; none of them is empty.
    package let folders: [Split: DecodedImages]
    /// The images of each split.
    package let splits: [Split: DecodedSplit]
    /// Notes about properties of image files that are not visible in the pixels, to report before
    /// training.
    package let notes: [String]

    /// The images that use less than a quarter of the levels, if they are a tenth or more of those
    /// whose range is known; otherwise nil.
    package let smallRange: SmallRange?

    /// A note if the cache does not keep all images, because its limit is too small; otherwise nil.
    package var cacheNote: String? {
        let (count, kept) = folders.values.reduce((0, 0)) {
            ($0.0 + $1.count, $0.1 + min($1.kept, $1.count))
        }
        guard kept < count else { return nil }
        return
            "the cache keeps \(kept) of \(count) decoded images; the others are decoded whenever they "
            + "are used; a larger \(CacheLimit.variable) makes this faster"
    }

    /// Opens the decoded images; creates their files if necessary.
    /// - Parameters:
    ///   - digests: the digests of the files; nil: they are computed.
    ///   - cacheLimit: the maximum size of all caches in bytes; nil: the limit of the environment.
    ///   - progress: called on the calling thread with (folder, images done, number of images)
    ///     while a file is created; never called if the files exist.
    /// - Throws: `DatasetError`, `FileError`.
    package init(
        _ dataset: Dataset, transform: EvaluationTransform,
        onBadImage: BadImagePolicy = .stop, digests: ContentDigests? = nil,
        cacheFolder: String = UserFolders().cacheFolder, cacheLimit: Int? = nil,
        progress: (Split, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        for split in dataset.splits where dataset.samples(split).isEmpty {
            throw DatasetError.emptySplit(dataset.root, split: split)
        }
        let digests = digests ?? ContentDigests(dataset, cacheFolder: cacheFolder)
        var folders: [Split: DecodedImages] = [:]
        let present = Split.allCases.map { ($0, dataset.samples(in: $0).count) }
            .filter { $0.1 > 0 }
        let space = try CacheSpace(
            cacheFolder, counts: present.map(\.1), transform, limit: cacheLimit)
        for (folder, _) in present {
            folders[folder] = try DecodedImages(
                dataset, in: folder, digests, transform, onBadImage, space: space
            ) { progress(folder, $0, $1) }
        }
        var splits: [Split: DecodedSplit] = [:]
        for split in dataset.splits {
            let samples = dataset.samples(split)
            let used = Set(samples.compactMap(\.folder))
            let parts = Split.allCases.filter { used.contains($0) }.compactMap { folders[$0] }
            splits[split] = try DecodedSplit(samples, of: parts, in: dataset, split)
        }
        let images = Split.allCases.compactMap { folders[$0] }.flatMap { folder in
            folder.samples.enumerated().map {
                (name: $1.path, properties: folder.properties[$0] ?? ImageProperties())
            }
        }
        notes = ImageProperties.notes(of: images)
        smallRange = SmallRange(images, window: transform.window)
        self.folders = folders.filter { $0.value.count > 0 }
        self.splits = splits
    }
}
