import Tensors

/// The bootstrap: resampling with replacement (Efron 1979), which estimates how much statistics
/// would vary over other test sets of the same size. All statistics of a replicate use the same
/// images, so differences between them are paired.
///
/// If images belong to patients, patients are drawn, each with all images (the cluster bootstrap;
/// Davison and Hinkley 1997, section 3.8). Images of one patient are similar, so drawing single
/// images would make the intervals too narrow.
///
/// Replicate r draws from the random stream (seed, bootstrap, index r), so it is the same on every
/// machine and in any order.
package struct Bootstrap: Sendable, Hashable {
    /// The number of images.
    package let images: Int
    /// The number of replicates.
    package let replicates: Int
    /// The seed of the random streams.
    package let seed: UInt64
    /// The patient of each image, counted from 0; nil: single images are drawn.
    package let clusters: [Int]?
    /// The number of patients, or images, that each replicate draws.
    package let draws: Int

    /// - Parameter clusters: the patient of each image, `[images]`, as a number from 0; every
    ///   number up to the largest occurs. Nil: single images are drawn.
    package init(
        images: Int, replicates: Int = 2000, seed: UInt64 = 0, clusters: [Int]? = nil
    ) {
        precondition(clusters == nil || clusters?.count == images)
        self.images = images
        self.replicates = replicates
        self.seed = seed
        self.clusters = clusters
        draws = clusters.map { ($0.max() ?? -1) + 1 } ?? images
    }

    /// The number of times that a replicate counts each image, `[images]`. If single images are
    /// drawn, the sum is `images`.
    package func weights(of replicate: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: draws)
        var stream = RandomStream(seed: seed, purpose: .bootstrap, index: replicate)
        for _ in 0..<draws { counts[stream.nextInteger(below: draws)] += 1 }
        return clusters.map { $0.map { counts[$0] } } ?? counts
    }

    /// The 95% percentile intervals of statistics; nil for a statistic that is undefined in a fifth
    /// of the replicates or more.
    /// - Parameter figures: computes the statistics with each image counted `weights` times,
    ///   `[images]`; it returns the same number of statistics in every call.
    package func intervals(
        _ figures: (_ weights: [Double]) -> [Double?]
    ) -> [ClosedRange<Double>?] {
        var samples: [[Double]] = []
        for replicate in 0..<replicates {
            let values = figures(weights(of: replicate))
            if samples.isEmpty { samples = values.map { _ in [] } }
            for (index, value) in values.enumerated() {
                if let value, value.isFinite { samples[index].append(value) }
            }
        }
        return samples.map { Self.interval($0, replicates: replicates) }
    }

    /// The 95% percentile interval of a statistic; nil if it is undefined in a fifth of the
    /// replicates or more.
    /// - Parameter values: the statistic of each replicate; nil where it is undefined.
    package static func interval(_ values: [Double?]) -> ClosedRange<Double>? {
        interval(values.compactMap { $0 }.filter(\.isFinite), replicates: values.count)
    }

    private static func interval(_ values: [Double], replicates: Int) -> ClosedRange<Double>? {
        guard values.count * 5 > replicates * 4 else { return nil }
        let sorted = values.sorted()
        return Statistics.finiteRange(quantile(sorted, 0.025), quantile(sorted, 0.975))
    }

    /// The quantile of sorted values, interpolated linearly between the two nearest values.
    private static func quantile(_ sorted: [Double], _ fraction: Double) -> Double {
        let position = fraction * Double(sorted.count - 1)
        let low = Int(position)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (position - Double(low)) * (sorted[high] - sorted[low])
    }
}
