package import Datasets
import Results
import Vocabulary

/// A first look at a data set: its images by split and class, their sizes, patients, identical
/// files, and files that are not read. No image is decoded.
package struct DataSurvey: Sendable {
    /// The data set by its own folders.
    package let dataset: Dataset
    /// The sizes of the training images.
    package let sizes: ImageSizes
    /// The digests of all files.
    let digests: ContentDigests
    /// The pattern for patients that was given; nil: none.
    let groupPattern: String?

    /// Reads the folder of a data set.
    /// - Parameters:
    ///   - groupPattern: the pattern that finds a patient in a file name; nil: a known pattern, if
    ///     it fits.
    ///   - progress: called before each part of the work with its name.
    /// - Throws: `DatasetError`, `SplitError`, `FileError`.
    package init(
        root: String, groupPattern: String? = nil, progress: (String) -> Void = { _ in }
    ) throws {
        progress("listing the images")
        let dataset = try Dataset(root: root, groupPattern: groupPattern)
        progress("reading the sizes of the images")
        sizes = ImageSizes(of: dataset.samples(.train), in: dataset)
        progress("comparing the files")
        digests = ContentDigests(dataset)
        self.dataset = dataset
        self.groupPattern = groupPattern
    }

    /// The leaks and repeated images of a division of the images into splits.
    func leaks(in dataset: Dataset) -> [LeakRecord] {
        Leakage(dataset, digests: digests).records
    }
}

extension Dataset {
    /// The number of images of all splits.
    var imageCount: Int { splits.reduce(0) { $0 + samples($1).count } }

    /// The number of independent units of splits: patients if they are known, otherwise images. An
    /// image without a patient counts as a patient of its own.
    func unitCount(_ splits: [Split]) -> Int {
        let samples = splits.flatMap { self.samples($0) }
        guard knowsGroups else { return samples.count }
        return Set(zip(samples, groups(of: samples)).map { $1 ?? $0.path }).count
    }
}
