/// Places labels beside the ends of lines so that none covers another.
enum LabelSpread {
    /// Moves positions as little as it takes for neighbours to stand `gap` apart within 0...1.
    /// - Parameter wanted: where each label would stand by itself, in any order; fractions of the height.
    /// - Returns: the places, in the order of `wanted`.
    static func places(_ wanted: [Double], gap: Double) -> [Double] {
        let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
        var clusters: [(members: [Int], center: Double)] = []
        for index in order {
            var cluster = (members: [index], center: bounded(wanted[index], count: 1, gap))
            while let below = clusters.last, overlaps(below, cluster, gap) {
                clusters.removeLast()
                let members = below.members + cluster.members
                let mean = members.reduce(0) { $0 + wanted[$1] } / Double(members.count)
                cluster = (members, bounded(mean, count: members.count, gap))
            }
            clusters.append(cluster)
        }
        var places = wanted
        for cluster in clusters {
            let start = cluster.center - Double(cluster.members.count - 1) * gap / 2
            for (step, index) in cluster.members.enumerated() {
                places[index] = start + Double(step) * gap
            }
        }
        return places
    }

    private static func overlaps(
        _ below: (members: [Int], center: Double), _ above: (members: [Int], center: Double),
        _ gap: Double
    ) -> Bool {
        let half = Double(below.members.count + above.members.count) * gap / 2
        return above.center - below.center < half - 1e-9
    }

    private static func bounded(_ center: Double, count: Int, _ gap: Double) -> Double {
        let half = min(Double(count - 1) * gap / 2, 0.5)
        return min(max(center, half), 1 - half)
    }
}
