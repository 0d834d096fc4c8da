import Tensors

/// Resampling of images with replacement (Efron 1979): how far figures would move if as many other images had been
/// measured. All figures of one replicate see the same images, so that differences between them are paired.
///
/// Replicate r draws its images from the random stream (seed, bootstrap, index r): the same on every machine, in any order.
package struct Bootstrap: Sendable, Hashable {
    /// How many images there are.
    package var images: Int
    package var replicates: Int
    package var seed: UInt64

    package init(images: Int, replicates: Int = 2000, seed: UInt64 = 0) {
        self.images = images
        self.replicates = replicates
        self.seed = seed
    }

    /// How often a replicate draws each image: [images], sum `images`.
    package func weights(of replicate: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: images)
        var stream = RandomStream(seed: seed, purpose: .bootstrap, index: replicate)
        for _ in 0..<images { counts[stream.nextInteger(below: images)] += 1 }
        return counts
    }

    /// The 95% percentile intervals of some figures; nil where a figure is not defined in a fifth of the replicates or more.
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
            return Self.quantile(sorted, 0.025)...Self.quantile(sorted, 0.975)
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
