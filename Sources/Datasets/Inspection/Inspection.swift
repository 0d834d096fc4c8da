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
    /// - Throws: `FileError` if a temporary file cannot be written.
    package init(
        _ dataset: Dataset, distance: Int = Look.distance,
        progress: (Int, Int) -> Void = { _, _ in }
    ) throws {
        self.dataset = dataset
        self.distance = distance
        let total = dataset.splits.reduce(0) { $0 + dataset.samples($1).count }
        let chunk = Parallel.chunk
        let thumbnails = try ThumbnailFile()
        var images: [InspectedImage] = []
        images.reserveCapacity(total)
        for split in dataset.splits {
            let samples = dataset.samples(split)
            for start in stride(from: 0, to: samples.count, by: chunk) {
                let part = Array(samples[start..<min(start + chunk, samples.count)])
                let groups = dataset.groups(of: part)
                let found = Parallel.map(count: part.count) { index in
                    var look: Look?
                    let image = InspectedImage(
                        part[index], split, group: groups[index], of: dataset, look: &look)
                    return (image, look)
                }
                for (image, look) in found {
                    if let look { try thumbnails.write(look.thumbnail, at: images.count) }
                    images.append(image)
                }
                progress(images.count, total)
            }
        }
        self.images = images
        leakage = Leakage(dataset)
        let copies = Dictionary(grouping: images.indices) { images[$0].digest }
        duplicates = copies.filter { $0.key != nil && $0.value.count > 1 }.values
            .map { $0.map { images[$0] }.sorted { $0.sample.path < $1.sample.path } }
            .sorted { $0[0].sample.path < $1[0].sample.path }
        nearDuplicates = try NearDuplicate.all(images, copies, thumbnails, distance: distance)
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
    /// - Parameters:
    ///   - copies: the indices of images by the digests of their files. Of identical files, only
    ///     the first is compared with others.
    ///   - thumbnails: those of the images, by index.
    static func all(
        _ images: [InspectedImage], _ copies: [FileDigest?: [Int]], _ thumbnails: ThumbnailFile,
        distance: Int
    ) throws -> [NearDuplicate] {
        let first = copies.values.compactMap(\.first).filter { images[$0].content != nil }
            .sorted()
        let hashes = first.compactMap { images[$0].content?.hash }
        func look(_ index: Int) throws -> Look? {
            guard let content = images[index].content else { return nil }
            return Look(
                hash: content.hash, brightness: content.brightness,
                thumbnail: try thumbnails.read(index))
        }
        let rows = try Parallel.map(count: first.count) { row -> [Int] in
            var found: [Int] = []
            var own: Look?
            for other in row + 1..<hashes.count
            where hashes[row].distance(to: hashes[other]) <= distance {
                own = try own ?? look(first[row])
                if let own, let seen = try look(first[other]),
                    own.isSame(as: seen, distance: distance)
                {
                    found.append(other)
                }
            }
            return found
        }
        var pairs: [NearDuplicate] = []
        for (row, others) in rows.enumerated() {
            for other in others {
                let bits = hashes[row].distance(to: hashes[other])
                for one in copies[images[first[row]].digest] ?? [] {
                    for two in copies[images[first[other]].digest] ?? [] {
                        pairs.append(
                            NearDuplicate(
                                first: images[min(one, two)], second: images[max(one, two)],
                                distance: bits))
                    }
                }
            }
        }
        return pairs.sorted {
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
