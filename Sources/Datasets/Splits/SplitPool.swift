import Vocabulary

/// The pictures that a rule shares out, by group.
struct SplitPool {
    /// Positions in the list of pictures.
    let members: [Int]
    /// Pictures of each class.
    let counts: [Int]
    private let groups: [(members: [Int], counts: [Int])]
    private let from: Set<Split>

    var groupCount: Int { groups.count }

    init(_ pictures: [GroupedImage], from: Set<Split>, classes: Int) {
        self.from = from
        members = pictures.indices.filter { from.contains(pictures[$0].official) }
        func counts(_ members: [Int]) -> [Int] {
            members.reduce(into: [Int](repeating: 0, count: classes)) {
                $0[pictures[$1].sample.label] += 1
            }
        }
        self.counts = counts(members)
        groups = Dictionary(grouping: members) { pictures[$0].group }
            .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { ($0.value, counts($0.value)) }
    }

    /// The splits of pictures outside the pool, which stay, but for those in whose place a new
    /// split is made: these are left out.
    func kept(_ pictures: [GroupedImage], replacing made: Set<Split>) -> [Split?] {
        pictures.map { picture in
            from.contains(picture.official) || made.contains(picture.official)
                ? nil : picture.official
        }
    }

    /// The part that every picture of the pool falls to, with its position.
    /// - Parameter targets: pictures of each class, for each part.
    func shares(_ targets: [[Int]], seed: UInt64) -> [(index: Int, part: Int)] {
        let parts = GroupAssignment.parts(of: groups.map(\.counts), targets: targets, seed: seed)
        return zip(groups, parts).flatMap { group, part in group.members.map { ($0, part) } }
    }
}
