/// The metrics of sets of images, and their bootstrap samples, in which all sets are drawn
/// together.
struct SubgroupSamples {
    /// The predictions of the most probable class, from which the calibration error is computed.
    private let predictions: WeightedPredictions
    /// The predictions at the threshold.
    private let decided: WeightedPredictions
    /// The metrics of each set of images.
    private var measures: [[Int]: [SubgroupMeasure]] = [:]
    private var values: [Key: Double?] = [:]
    private var samples: [Key: [Double?]] = [:]
    /// The patient of each image, or the image itself, `[N]`.
    private var units: [Int] = []

    private struct Key: Hashable {
        var images: [Int]
        var measure: SubgroupMeasure
    }

    init(_ predictions: WeightedPredictions, decided: WeightedPredictions) {
        self.predictions = predictions
        self.decided = decided
    }

    /// Adds a metric of a set of images.
    mutating func add(_ images: [Int], _ measure: SubgroupMeasure) {
        if measures[images]?.contains(measure) != true {
            measures[images, default: []].append(measure)
        }
    }

    /// Computes the metrics of all sets, and those of every replicate.
    mutating func draw(_ bootstrap: Bootstrap, _ indices: [Int]) {
        units = indices.map { bootstrap.clusters?[$0] ?? $0 }
        let sets = measures.map { images, measures in
            (
                keys: measures.map { Key(images: images, measure: $0) },
                decided: decided.restricted(to: images),
                probable: measures.contains(.calibrationError)
                    ? predictions.restricted(to: images) : nil,
                indices: images.map { indices[$0] }
            )
        }
        var drawn = sets.map { $0.keys.map { _ in [Double?]() } }
        for replicate in 0..<bootstrap.replicates {
            let weights = bootstrap.weights(of: replicate)
            for (number, set) in sets.enumerated() {
                let own = set.indices.map { weights[$0] }
                let decided = set.decided.weighted(by: own)
                let probable = set.probable?.weighted(by: own) ?? decided
                for (column, key) in set.keys.enumerated() {
                    let isCalibration = key.measure == .calibrationError
                    drawn[number][column].append(
                        key.measure.value(isCalibration ? probable : decided))
                }
            }
        }
        for (set, drawn) in zip(sets, drawn) {
            for (key, samples) in zip(set.keys, drawn) {
                let isCalibration = key.measure == .calibrationError
                values[key] = key.measure.value(
                    isCalibration ? set.probable ?? set.decided : set.decided)
                self.samples[key] = samples
            }
        }
    }

    /// A metric of a set with its interval; nil if it is undefined.
    func estimate(_ images: [Int], _ measure: SubgroupMeasure) -> Estimate? {
        let key = Key(images: images, measure: measure)
        guard let value = values[key] ?? nil else { return nil }
        return Estimate(
            value: value, resampled: Self.interval(samples[key] ?? []),
            proportion: proportion(value, images, measure))
    }

    /// The bootstrap interval; nil if it has no width: samples that are all equal, as those of 20
    /// correct of 20 images, do not mean certainty.
    private static func interval(_ samples: [Double?]) -> ClosedRange<Double>? {
        Bootstrap.interval(samples).flatMap { $0.upperBound - $0.lowerBound > 1e-12 ? $0 : nil }
    }

    /// The interval of a fraction of correct predictions; nil for other metrics.
    private func proportion(
        _ value: Double, _ images: [Int], _ measure: SubgroupMeasure
    ) -> ProportionInterval? {
        let counted: [Int]
        switch measure {
        case .accuracy: counted = images
        case .recall(let column): counted = images.filter { decided.labels[$0] == column }
        case .balancedAccuracy, .areaUnderROC, .areaOfClass, .calibrationError: return nil
        }
        return ProportionInterval(value, count: Set(counted.map { units[$0] }).count)
    }

    /// A metric of a subgroup with its difference from the rest; nil if it is undefined. The
    /// difference has no interval if one of both metrics has none.
    func figure(_ comparison: SubgroupComparison) -> Subgroups.Figure? {
        guard let own = estimate(comparison.own, comparison.measure) else { return nil }
        var figure = Subgroups.Figure(own: own)
        guard let others = comparison.others, let rest = estimate(others, comparison.measure)
        else { return figure }
        let first = samples[Key(images: comparison.own, measure: comparison.measure)] ?? []
        let second = samples[Key(images: others, measure: comparison.measure)] ?? []
        func combined(_ combine: (Double, Double) -> Double?) -> Estimate? {
            guard let value = combine(own.value, rest.value) else { return nil }
            guard own.interval != nil, own.method == nil, rest.interval != nil,
                rest.method == nil
            else { return Estimate(value: value, interval: nil) }
            let drawn = zip(first, second).map { first, second -> Double? in
                guard let first, let second else { return nil }
                return combine(first, second)
            }
            return Estimate(value: value, interval: Self.interval(drawn))
        }
        figure.rest = rest.value
        figure.gap = combined { $0 - $1 }
        figure.ratio = combined { $1 > 0 ? $0 / $1 : nil }
        return figure
    }
}
