import Tensors

/// An assignment of groups of images with several labels to parts, so that each part has about its
/// target number of images of every label.
///
/// It is the iterative stratification of Sechidis, Tsoumakas and Vlahavas, "On the Stratification
/// of Multi-Label Data" (2011), with groups in place of single examples. The stratum with the
/// fewest images that are not yet assigned comes first, since it has the least freedom. Its groups
/// are assigned one by one, those with the most images of the stratum first, each to the part that
/// lacks most images of the stratum; among equal parts to the one that lacks most images in all,
/// and then to a random one.
///
/// A part can miss its target of a stratum by about the largest number of images of the stratum in
/// one group, and by more if rarer strata occur on the same images.
struct IterativeStratification {
    /// The number of images that each part lacks for each stratum; negative if it has too many.
    private var missing: [[Int]]
    private let groups: [[Int]]
    private var part: [Int?]

    /// The part of every group.
    /// - Parameters:
    ///   - groups: the number of images of each stratum, for each group; the last stratum has all
    ///     images.
    ///   - targets: the number of images of each stratum, for each part.
    static func parts(of groups: [[Int]], targets: [[Int]], seed: UInt64) -> [Int] {
        var assignment = IterativeStratification(groups, targets)
        var stream = RandomStream(seed: seed, purpose: .split)
        assignment.distribute(&stream)
        return assignment.part.map { $0 ?? 0 }
    }

    private init(_ groups: [[Int]], _ targets: [[Int]]) {
        self.groups = groups
        missing = targets
        part = [Int?](repeating: nil, count: groups.count)
    }

    private mutating func distribute(_ stream: inout RandomStream) {
        let order = stream.permutation(of: groups.count)
        let strata = missing.first?.count ?? 0
        var left = (0..<strata).map { stratum in groups.reduce(0) { $0 + $1[stratum] } }
        while let stratum = left.indices.filter({ left[$0] > 0 }).min(by: { left[$0] < left[$1] }) {
            // The sort is stable and keeps the random order of groups with equal counts.
            let members = order.filter { part[$0] == nil && groups[$0][stratum] > 0 }
                .enumerated().sorted {
                    let (a, b) = (groups[$0.element][stratum], groups[$1.element][stratum])
                    return a == b ? $0.offset < $1.offset : a > b
                }
            for group in members.map(\.element) {
                let chosen = best(stratum, &stream)
                part[group] = chosen
                for (stratum, count) in groups[group].enumerated() {
                    missing[chosen][stratum] -= count
                    left[stratum] -= count
                }
            }
        }
    }

    /// The part that lacks most images of the stratum.
    private func best(_ stratum: Int, _ stream: inout RandomStream) -> Int {
        func lacks(_ part: Int) -> (Int, Int) {
            (missing[part][stratum], missing[part].last ?? 0)
        }
        var best = [0]
        for part in missing.indices.dropFirst() {
            if lacks(part) > lacks(best[0]) {
                best = [part]
            } else if lacks(part) == lacks(best[0]) {
                best.append(part)
            }
        }
        return best.count == 1 ? best[0] : best[stream.nextInteger(below: best.count)]
    }
}

/// The strata of images with several labels: those for which a label is positive, those for which
/// it is negative if it is ignored for others, and, as the last stratum, all images.
///
/// Without ignored entries, parts with the same proportion of positive images have the same
/// proportion of negative ones.
struct LabelStrata {
    private let labels: LabelMatrix
    private let strata: [(label: Int, state: LabelState)]

    init(_ labels: LabelMatrix) {
        self.labels = labels
        strata = labels.counts.enumerated().flatMap { label, counts in
            counts.ignored > 0
                ? [(label, .positive), (label, .negative)] : [(label, LabelState.positive)]
        }
    }

    /// The number of images in each stratum, of the images with the indices `images`.
    func counts(_ images: [Int]) -> [Int] {
        strata.map { stratum in
            images.count { labels[$0, stratum.label] == stratum.state }
        } + [images.count]
    }
}
