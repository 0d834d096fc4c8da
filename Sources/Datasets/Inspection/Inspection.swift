import Foundation
import Images

/// A look at every picture of a data set: what there is, what is there twice, and whether splits
/// keep apart.
package struct Inspection: Sendable {
    package let dataset: Dataset
    /// By split, class and path.
    package let pictures: [InspectedImage]
    package let leakage: Leakage
    /// Files with the same bytes, each list with several; sorted by the first path.
    package let duplicates: [[InspectedImage]]
    /// Different files that look the same.
    package let nearDuplicates: [NearDuplicate]
    /// The largest distance of perceptual hashes at which two pictures count as near duplicates.
    package let distance: Int

    /// - Parameters:
    ///   - distance: of perceptual hashes, 0 to 64.
    ///   - progress: called on the calling thread with (pictures done, pictures in all).
    package init(
        _ dataset: Dataset, distance: Int = NearDuplicate.distance,
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
        let chunk = 16 * ProcessInfo.processInfo.activeProcessorCount
        var pictures: [InspectedImage] = []
        for start in stride(from: 0, to: items.count, by: chunk) {
            let part = Array(items[start..<min(start + chunk, items.count)])
            pictures += Parallel.map(count: part.count) {
                InspectedImage(part[$0].sample, part[$0].split, group: part[$0].group, of: dataset)
            }
            progress(pictures.count, items.count)
        }
        self.pictures = pictures
        leakage = Leakage(dataset)
        duplicates = Dictionary(grouping: pictures.filter { !$0.digest.isEmpty }, by: \.digest)
            .values.filter { $0.count > 1 }
            .map { $0.sorted { $0.sample.path < $1.sample.path } }
            .sorted { $0[0].sample.path < $1[0].sample.path }
        nearDuplicates = NearDuplicate.all(pictures, distance: distance)
    }

    /// Pictures that cannot be read.
    package var unreadable: [InspectedImage] { pictures.filter { $0.problem != nil } }

    /// What the images' files say that their pixels do not show, a sentence for each kind.
    package var imageNotes: [String] {
        ImageProperties.notes(
            of: pictures.compactMap { picture in
                picture.content.map { (name: picture.sample.path, properties: $0.properties) }
            })
    }

    /// What the splits share that they must not: groups, or the very same file.
    package var splitsKeepApart: Bool {
        leakage.groups.isEmpty && !duplicates.contains { Set($0.map(\.split)).count > 1 }
    }

    /// The pictures of each colour mode.
    package var modes: [(mode: ColourMode, count: Int)] {
        ColourMode.allCases.map { mode in (mode, pictures.count { $0.content?.mode == mode }) }
            .filter { $0.1 > 0 }
    }

    /// The smallest, middle and largest of a quantity of the pictures that can be read; nil when
    /// there is none.
    package func range(
        _ value: (InspectedImage.Content) -> Int
    ) -> (least: Int, median: Int, most: Int)? {
        let values = pictures.compactMap(\.content).map(value).sorted()
        guard let least = values.first, let most = values.last else { return nil }
        return (least, values[values.count / 2], most)
    }
}

/// Two files that look the same.
package struct NearDuplicate: Sendable, Hashable {
    /// The largest distance by default. Of 150 chest X-rays halved, made brighter by a fifth or
    /// saved at quality 40, all copies were within 6 bits and above the correlation; of all pairs
    /// of the set's own 5,856 images, none is.
    package static let distance = 6
    /// Besides, the correlation of the luminance on a 32 x 32 grid: chest X-rays look alike, and by
    /// their hashes alone hundreds of pairs of different patients would count.
    package static let correlation = 0.98

    package var first: InspectedImage
    package var second: InspectedImage
    /// Bits in which their perceptual hashes differ.
    package var distance: Int

    /// All pairs of different files, the nearest first.
    static func all(_ pictures: [InspectedImage], distance: Int) -> [NearDuplicate] {
        let hashed = pictures.compactMap { picture in
            picture.content.map { (picture: picture, hash: $0.hash) }
        }
        let bits = hashed.map(\.hash)
        let rows = Parallel.map(count: hashed.count) { index in
            let hash = bits[index]
            return (index + 1..<bits.count).filter { bits[$0].distance(to: hash) <= distance }
        }
        return rows.enumerated().flatMap { first, others in
            others.compactMap { second -> NearDuplicate? in
                let (one, two) = (hashed[first], hashed[second])
                guard one.picture.digest != two.picture.digest,
                    let (a, b) = one.picture.content.flatMap({ a in
                        two.picture.content.map { (a.thumbnail, $0.thumbnail) }
                    }), correlation(a, b) >= correlation
                else { return nil }
                return NearDuplicate(
                    first: one.picture, second: two.picture,
                    distance: one.hash.distance(to: two.hash))
            }
        }.sorted {
            ($0.distance, $0.first.sample.path, $0.second.sample.path)
                < ($1.distance, $1.first.sample.path, $1.second.sample.path)
        }
    }

    /// Pearson's; 1 for two even surfaces.
    private static func correlation(_ a: [UInt8], _ b: [UInt8]) -> Double {
        func centred(_ values: [UInt8]) -> [Double] {
            let mean = Double(values.reduce(0) { $0 + Int($1) }) / Double(values.count)
            return values.map { Double($0) - mean }
        }
        let (x, y) = (centred(a), centred(b))
        func product(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let scale = (product(x, x) * product(y, y)).squareRoot()
        return scale > 0 ? product(x, y) / scale : product(x, x) == product(y, y) ? 1 : 0
    }

    package var isAcrossSplits: Bool { first.split != second.split }
    package var isAcrossClasses: Bool { first.sample.label != second.sample.label }
    /// Whether the two are known to be of different groups.
    package var isAcrossGroups: Bool {
        first.group != nil && second.group != nil && first.group != second.group
    }
}
