import Tensors

/// The permutation test of the differences between a subgroup and the rest.
///
/// The hypothesis: within each class, predictions do not depend on the attribute. Then the values
/// of the attribute could be exchanged among the patients (Good 2005, chapter 3), and the p-value
/// is the fraction of such exchanges whose difference is at least as far from 0 as the observed
/// one. It needs no assumption about the distribution, also for few images or no errors.
///
/// Exchanges respect patients and classes:
/// - Patients whose images are all in the subgroup, or all in the rest, are exchanged as a whole,
///   among the patients with images of the same classes.
/// - Of a patient with images in both, the images of a class are exchanged with each other.
///
/// So the prevalence of a subgroup stays the same, and a difference in prevalence alone is not
/// significant. Exchanges are drawn until a hundred are as far from 0 as the observed one, at most
/// `mostDraws` (Besag and Clifford 1991), from the random stream of a name, so results are the same
/// on every machine.
struct SubgroupPermutation {
    /// The largest number of exchanges of few images.
    static let mostDraws = 9999
    /// The largest number of images over all exchanges, about a second of computation; at least 999
    /// exchanges are made.
    private static let mostSteps = 50_000_000
    /// The number of differences as far from 0 as the observed one after which drawing stops.
    static let enoughHits = 100

    /// The images whose values are exchanged, and those that both sides have, `[M]`.
    private let predictions: WeightedPredictions
    /// Whether each image is in the subgroup; nil for images that both sides have, `[M]`.
    private let isOwn: [Bool?]
    /// The sets of blocks that are exchanged: each block is a list of images.
    private let strata: [[[Int]]]

    /// - Parameters:
    ///   - own: the images of the subgroup, of all images.
    ///   - rest: the images of the rest.
    ///   - both: other images that both sides are compared with; empty if there are none.
    init(_ images: SubgroupImages, own: [Int], rest: [Int], both: [Int]) {
        let all = own + rest + both
        predictions = images.predictions.restricted(to: all)
        let members = own.map { _ in true } + rest.map { _ in false }
        isOwn = members + both.map { _ in nil }
        let labels = predictions.labels
        var ofUnits: [Int: [Int]] = [:]
        for index in members.indices {
            ofUnits[images.units[all[index]], default: []].append(index)
        }
        var whole: [[Int]: [[Int]]] = [:]
        var strata: [[[Int]]] = []
        for (_, block) in ofUnits.sorted(by: { $0.key < $1.key }) {
            if Set(block.map { members[$0] }).count == 1 {
                whole[Set(block.map { labels[$0] }).sorted(), default: []].append(block)
            } else {
                let ofClass = Dictionary(grouping: block) { labels[$0] }
                strata += ofClass.sorted { $0.key < $1.key }.map { $0.value.map { [$0] } }
            }
        }
        let ofPatients = whole.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
        self.strata = (ofPatients + strata).filter { blocks in
            Set(blocks.map { members[$0[0]] }).count == 2
        }
    }

    /// The two-sided p-values of the differences of metrics, in the order given; nil for a metric
    /// that is undefined.
    /// - Parameter name: the name of the random stream.
    func pValues(_ measures: [SubgroupMeasure], name: String) -> [Double?] {
        var members = isOwn
        let observed = measures.map { difference($0, members) }
        var hits = measures.map { _ in 0 }
        var pValues: [Double?] = measures.map { _ in nil }
        var open = measures.indices.filter { observed[$0] != nil }
        var stream = RandomStream(seed: 0, purpose: .bootstrap, epoch: 1, name: name)
        let most = min(Self.mostDraws, max(999, Self.mostSteps / max(1, isOwn.count)))
        for draw in 1...most where !open.isEmpty {
            exchange(&members, &stream)
            for index in open {
                let value = difference(measures[index], members)
                // An undefined difference counts as far from 0.
                let isFar = value.map { abs($0) >= abs(observed[index] ?? 0) - 1e-12 } ?? true
                if isFar { hits[index] += 1 }
                if hits[index] == Self.enoughHits {
                    pValues[index] = Double(hits[index]) / Double(draw)
                }
            }
            open.removeAll { hits[$0] == Self.enoughHits }
        }
        for index in open {
            pValues[index] = Double(hits[index] + 1) / Double(most + 1)
        }
        return pValues
    }

    private func exchange(_ members: inout [Bool?], _ stream: inout RandomStream) {
        for blocks in strata {
            let order = stream.permutation(of: blocks.count)
            for (block, source) in zip(blocks, order) {
                let value = isOwn[blocks[source][0]]
                for image in block { members[image] = value }
            }
        }
    }

    private func difference(_ measure: SubgroupMeasure, _ members: [Bool?]) -> Double? {
        func value(_ side: Bool) -> Double? {
            measure.value(predictions.weighted(by: members.map { $0 ?? side == side ? 1 : 0 }))
        }
        guard let own = value(true), let rest = value(false) else { return nil }
        return own - rest
    }
}
