import Foundation
package import Images

/// An inspection of all images of a data set: counts, duplicates, and images or groups that are in
/// several splits.
package struct Inspection: Sendable {
    /// The inspected data set.
    package let dataset: Dataset
    /// All images, sorted by split, class and path.
    package let images: [InspectedImage]
    /// The groups that are in several splits.
    package let leakage: Leakage
    /// Lists of two or more identical files, sorted by the first path.
    package let duplicates: [[InspectedImage]]
    /// Pairs of different files that look the same.
    package let nearDuplicates: [NearDuplicate]
    /// The maximum distance of perceptual hashes at which two images count as near duplicates.
    package let distance: Int

    /// - Parameters:
    ///   - distance: the maximum distance of perceptual hashes, 0 to 64.
    ///   - progress: called on the calling thread with (images done, number of images).
    package init(
        _ dataset: Dataset, distance: Int = Look.distance,
        progress: (Int, Int) -> Void = { _, _ in }
    ) {
        self.dataset = dataset
        self.distance = distance
        let items = dataset.splits.flatMap { split in
            let samples = dataset.samples(split)
            return zip(samples, dataset.groups(of: samples)).map {
                (sample: $0, split: split, group: $1)
            }
        }
        let chunk = Parallel.chunk
        var images: [InspectedImage] = []
        for start in stride(from: 0, to: items.count, by: chunk) {
            let part = Array(items[start..<min(start + chunk, items.count)])
            images += Parallel.map(count: part.count) {
                InspectedImage(part[$0].sample, part[$0].split, group: part[$0].group, of: dataset)
            }
            progress(images.count, items.count)
        }
        self.images = images
        leakage = Leakage(dataset)
        duplicates = Dictionary(grouping: images.filter { !$0.digest.isEmpty }, by: \.digest)
            .values.filter { $0.count > 1 }
            .map { $0.sorted { $0.sample.path < $1.sample.path } }
            .sorted { $0[0].sample.path < $1[0].sample.path }
        nearDuplicates = NearDuplicate.all(images, distance: distance)
    }

    /// The images that cannot be read.
    package var unreadable: [InspectedImage] { images.filter { $0.failure != nil } }

    /// Notes about properties of image files that are not visible in the pixels, one sentence for
    /// each kind.
    package var imageNotes: [String] {
        ImageProperties.notes(
            of: images.compactMap { image in
                image.content.map { (name: image.sample.path, properties: $0.properties) }
            })
    }

    /// True if no group and no identical file is in more than one split.
    package var splitsAreDisjoint: Bool {
        leakage.groups.isEmpty && !duplicates.contains { Set($0.map(\.split)).count > 1 }
    }

    /// The number of images in each color mode.
    package var modes: [(mode: ColorMode, count: Int)] {
        ColorMode.allCases.map { mode in (mode, images.count { $0.content?.mode == mode }) }
            .filter { $0.1 > 0 }
    }

    /// The minimum, median and maximum of a quantity over the images that can be read; nil if there
    /// are none.
    package func range(
        _ value: (InspectedImage.Content) -> Int
    ) -> (least: Int, median: Int, most: Int)? {
        let values = images.compactMap(\.content).map(value).sorted()
        guard let least = values.first, let most = values.last else { return nil }
        return (least, values[values.count / 2], most)
    }
}

/// A pair of different files that look the same.
package struct NearDuplicate: Sendable, Hashable {
    /// The first image, in the order of the inspection.
    package var first: InspectedImage
    /// The second image.
    package var second: InspectedImage
    /// The number of bits in which the perceptual hashes differ.
    package var distance: Int

    /// All pairs of different files that look the same, sorted by distance.
    static func all(_ images: [InspectedImage], distance: Int) -> [NearDuplicate] {
        let seen = images.compactMap { image in
            image.content.map { (image: image, look: $0.look) }
        }
        let hashes = seen.map(\.look.hash)
        let rows = Parallel.map(count: seen.count) { index in
            (index + 1..<hashes.count).filter { hashes[$0].distance(to: hashes[index]) <= distance }
        }
        return rows.enumerated().flatMap { first, candidates in
            candidates.compactMap { second -> NearDuplicate? in
                let (one, two) = (seen[first], seen[second])
                guard one.image.digest != two.image.digest,
                    one.look.isSame(as: two.look, distance: distance)
                else { return nil }
                return NearDuplicate(
                    first: one.image, second: two.image,
                    distance: one.look.hash.distance(to: two.look.hash))
            }
        }.sorted {
            ($0.distance, $0.first.sample.path, $0.second.sample.path)
                < ($1.distance, $1.first.sample.path, $1.second.sample.path)
        }
    }

    /// True if the files are in different splits.
    package var isAcrossSplits: Bool { first.split != second.split }
    /// True if the files are in different classes.
    package var isAcrossClasses: Bool { first.sample.label != second.sample.label }
    /// True if the files are known to be of different groups.
    package var isAcrossGroups: Bool {
        first.group != nil && second.group != nil && first.group != second.group
    }
}
