import Vocabulary

/// The images that a rule divides, by group.
struct SplitPool {
    /// The indices in the list of images.
    let members: [Int]
    /// The number of images of each stratum: of each class, or of the `LabelStrata` of images with
    /// several labels.
    let counts: [Int]
    private let groups: [(members: [Int], counts: [Int])]
    private let from: Set<Split>
    private let isMultilabel: Bool

    var groupCount: Int { groups.count }

    init(_ images: [GroupedImage], from: Set<Split>, in set: SplitContext) {
        self.from = from
        isMultilabel = set.labels != nil
        members = images.indices.filter { from.contains(images[$0].official) }
        let strata = set.labels.map { LabelStrata($0) }
        func counts(_ members: [Int]) -> [Int] {
            strata?.counts(members)
                ?? members.reduce(into: [Int](repeating: 0, count: set.classes.count)) {
                    $0[images[$1].sample.label] += 1
                }
        }
        self.counts = counts(members)
        groups = Dictionary(grouping: members) { images[$0].group }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { ($0.value, counts($0.value)) }
    }

    /// The splits of images outside of the pool, which are kept; nil for images of a split that is
    /// replaced by a new one.
    func kept(_ images: [GroupedImage], replacing replaced: Set<Split>) -> [Split?] {
        images.map { image in
            from.contains(image.official) || replaced.contains(image.official)
                ? nil : image.official
        }
    }

    /// The part of every image of the pool, with the index of the image.
    /// - Parameter targets: the number of images of each stratum, for each part.
    func parts(_ targets: [[Int]], seed: UInt64) -> [(index: Int, part: Int)] {
        let counts = groups.map(\.counts)
        let parts =
            isMultilabel
            ? IterativeStratification.parts(of: counts, targets: targets, seed: seed)
            : GroupAssignment.parts(of: counts, targets: targets, seed: seed)
        return zip(groups, parts).flatMap { group, part in group.members.map { ($0, part) } }
    }
}
