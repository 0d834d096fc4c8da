package import Files
package import Images
package import Vocabulary

/// All splits of a data set, decoded, resized and cropped, each picture once.
package struct DecodedSet: Sendable {
    /// By the folder that the pictures lie in; none of them is empty.
    package let folders: [Split: DecodedImages]
    package let splits: [Split: DecodedSplit]
    /// What should be said of the images before training: what their files say that the pixels do
    /// not show.
    package let notes: [String]

    /// Opens the decoded pictures, making their files first if need be.
    /// - Parameters:
    ///   - digests: of the files; nil: computed here.
    ///   - progress: called on the calling thread with (folder, pictures done, pictures in all)
    ///     while a file is being made, never when it is there.
    /// - Throws: `DatasetError`, `FileError`.
    package init(
        _ dataset: Dataset, transform: EvaluationTransform,
        onBadImage: BadImagePolicy = .stop, digests: ContentDigests? = nil,
        cacheFolder: String = XDG.cacheFolder,
        progress: (Split, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        for split in dataset.splits where dataset.samples(split).isEmpty {
            throw DatasetError.emptySplit(dataset.root, split: split)
        }
        let digests = digests ?? ContentDigests(dataset, cacheFolder: cacheFolder)
        var folders: [Split: DecodedImages] = [:]
        for folder in Split.allCases where !dataset.samples(in: folder).isEmpty {
            folders[folder] = try DecodedImages(
                dataset, in: folder, digests, transform, onBadImage, cacheFolder: cacheFolder
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
        self.folders = folders.filter { $0.value.count > 0 }
        self.splits = splits
    }
}
