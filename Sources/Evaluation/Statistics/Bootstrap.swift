import Tensors

/// Resampling with replacement (Efron 1979): how far figures would move if as many other images had
/// been measured. All figures of one replicate see the same images, so that differences between
/// them are paired.
///
/// Where images belong to patients, patients are drawn, each with all its images (the cluster
/// bootstrap; Davison and Hinkley 1997, section 3.8): images of one patient are alike, and drawn by
/// themselves they make intervals too narrow.
///
/// Replicate r draws from the random stream (seed, bootstrap, index r): the same on every machine,
/// in any order.
package struct Bootstrap: Sendable, Hashable {
    /// How many images there are.
    package let images: Int
    package let replicates: Int
    package let seed: UInt64
    /// The patient of each image, from 0; nil: images are drawn by themselves.
    package let clusters: [Int]?
    /// How many patients, or images, each replicate draws.
    package let draws: Int

    /// - Parameter clusters: [images], the patient of each image as a number from 0, every number
    ///   up to the largest being that of an image; nil: images are drawn.
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

    /// How often a replicate counts each image: [images]; the sum is `images` where images are
    /// drawn.
    package func weights(of replicate: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: draws)
        var stream = RandomStream(seed: seed, purpose: .bootstrap, index: replicate)
        for _ in 0..<draws { counts[stream.nextInteger(below: draws)] += 1 }
        return clusters.map { $0.map { counts[$0] } } ?? counts
    }

    /// The 95% percentile intervals of some figures; nil where a figure is not defined in a fifth
    /// of the replicates or more.
    /// - Parameter figures: of images that count so often; as many of them each time.
    package func intervals(
        _ figures: (_ weights: [Double]) -> [Double?]
    ) -> [ClosedRange<Double>?] {
        var samples: [[Double]] = []
        for replicate in 0..<replicates {
            let values = figures(weights(of: replicate))
            if samples.isEmpty { samples = values.map { _ in [] } }
            for (place, value) in values.enumerated() {
                if let value, value.isFinite { samples[place].append(value) }
            }
        }
        return samples.map { values in
            guard values.count * 5 > replicates * 4 else { return nil }
            let sorted = values.sorted()
            return Statistics.finiteRange(
                Self.quantile(sorted, 0.025), Self.quantile(sorted, 0.975))
        }
    }

    /// Between the two nearest of sorted values, linearly.
    private static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let low = Int(place)
        let high = min(low + 1, sorted.count - 1)
        return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
    }
}
