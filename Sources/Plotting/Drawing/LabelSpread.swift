/// The heights of labels that would overlap at their preferred heights.
enum LabelSpread {
    /// Heights at least `pitch` apart within `range`, in the order of the preferred heights and
    /// close to them.
    ///
    /// Labels that would overlap form a cluster around the mean of their preferred heights;
    /// clusters that touch are merged.
    /// - Parameter preferred: the preferred height of each label.
    static func spread(
        _ preferred: [Double], pitch: Double, range: ClosedRange<Double>
    ) -> [Double] {
        struct Cluster {
            var preferred: [Double]
            var bottom: Double
        }
        let order = preferred.indices.sorted { (preferred[$0], $0) < (preferred[$1], $1) }
        func cluster(_ preferred: [Double]) -> Cluster {
            let height = pitch * Double(preferred.count - 1)
            let mean = preferred.reduce(0, +) / Double(preferred.count)
            let bottom = max(range.lowerBound, min(mean - height / 2, range.upperBound - height))
            return Cluster(preferred: preferred, bottom: bottom)
        }
        var clusters: [Cluster] = []
        for index in order {
            var next = cluster([preferred[index]])
            while let below = clusters.last,
                next.bottom < below.bottom + pitch * Double(below.preferred.count)
            {
                clusters.removeLast()
                next = cluster(below.preferred + next.preferred)
            }
            clusters.append(next)
        }
        let heights = clusters.flatMap { cluster in
            cluster.preferred.indices.map { cluster.bottom + pitch * Double($0) }
        }
        var result = preferred
        for (index, height) in zip(order, heights) { result[index] = height }
        return result
    }
}
