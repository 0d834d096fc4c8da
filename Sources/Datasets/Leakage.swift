package import Vocabulary

/// Groups, such as patients, and identical files that are in several splits. They are computed from
/// the images that are used, after the split rule and `limit`.
package struct Leakage: Sendable, Hashable {
    /// A group with images in more than one split.
    package struct Group: Sendable, Hashable {
        /// The name of the group.
        package var name: String
        /// The number of images in each split that has any.
        package var counts: [Split: Int]

        /// A text such as `person3_bacteria (train 2, val 1)`.
        package var text: String {
            let parts = Split.allCases.compactMap { split in
                counts[split].map { "\(split.rawValue) \($0)" }
            }
            return "\(name) (\(parts.joined(separator: ", ")))"
        }
    }

    /// An image and its split.
    package struct Image: Sendable, Hashable {
        /// The split of the image.
        package var split: Split
        /// The path and the class of the image.
        package var sample: Sample

        package init(split: Split, sample: Sample) {
            self.split = split
            self.sample = sample
        }
    }

    /// The groups with images in more than one split, sorted by name.
    package let groups: [Group]
    /// Lists of two or more images whose files are identical. Each list is in the order train, val,
    /// test, then by path; the lists are sorted by their first image. Empty if no digests were
    /// given.
    package let copies: [[Image]]
    /// The number of images in each split.
    package let counts: [Split: Int]

    /// - Parameters:
    ///   - samples: the images that are used, by split; nil: all images of the data set.
    ///   - digests: the digests of their files; nil: files are not compared.
    package init(
        _ dataset: Dataset, samples: [Split: [Sample]]? = nil, digests: ContentDigests? = nil
    ) {
        let images = Split.allCases.flatMap { split in
            (samples?[split] ?? (samples == nil ? dataset.samples(split) : []))
                .map { Image(split: split, sample: $0) }
        }
        var members: [String: [Split: Int]] = [:]
        for (image, group) in zip(images, dataset.groups(of: images.map(\.sample))) {
            if let group { members[group, default: [:]][image.split, default: 0] += 1 }
        }
        groups = members.filter { $0.value.count > 1 }.map { Group(name: $0, counts: $1) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        counts = Dictionary(grouping: images, by: \.split).mapValues(\.count)
        copies = digests.map { Self.copies(images, $0) } ?? []
    }

    private static func copies(_ images: [Image], _ digests: ContentDigests) -> [[Image]] {
        let order = Dictionary(
            uniqueKeysWithValues: Split.allCases.enumerated().map { ($1, $0) })
        func precedes(_ a: Image, _ b: Image) -> Bool {
            a.split == b.split
                ? a.sample.path.utf8.lexicographicallyPrecedes(b.sample.path.utf8)
                : order[a.split, default: 0] < order[b.split, default: 0]
        }
        return Dictionary(grouping: images) { digests.key($0.sample) }
            .filter { $0.key != nil && $0.value.count > 1 }
            .map { $0.value.sorted(by: precedes) }
            .sorted { precedes($0[0], $1[0]) }
    }

    /// The images of `split` whose file is also in `other`, each with its first copy there.
    package func copies(of split: Split, in other: Split) -> [(image: Image, copy: Image)] {
        copies.flatMap { images -> [(image: Image, copy: Image)] in
            guard let copy = images.first(where: { $0.split == other }) else { return [] }
            return images.filter { $0.split == split }.map { ($0, copy) }
        }
    }

    /// Lists of identical files that are in more than one class.
    package var contradictions: [[Image]] {
        copies.filter { Set($0.map(\.sample.label)).count > 1 }
    }

    /// The images after the first of identical files in one split and class, each with the first
    /// image.
    package var repeats: [(image: Image, first: Image)] {
        copies.flatMap { images in
            Dictionary(grouping: images) { [$0.split.rawValue, "\($0.sample.label)"] }.values
                .flatMap { same in same.dropFirst().map { ($0, same[0]) } }
        }.sorted { $0.0.sample.path.utf8.lexicographicallyPrecedes($1.0.sample.path.utf8) }
    }
}
