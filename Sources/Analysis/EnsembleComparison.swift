import Evaluation
import Results
import Vocabulary

/// An ensemble compared with its members on the same images: the gain is the metric of the ensemble
/// minus the mean of the metrics of its members.
package struct EnsembleComparison: Sendable {
    /// The gain in one metric.
    package struct Gain: Sendable {
        /// The metric of the ensemble.
        package let ensemble: Double
        /// The mean of the metrics of the members.
        package let members: Double
        /// The 95% interval of the ensemble's metric; nil without one.
        package let interval: ClosedRange<Double>?
        /// The 95% interval of the gain; nil without one.
        package let gainInterval: ClosedRange<Double>?
        /// The two-sided p-value of the hypothesis that the gain is 0; nil without a test.
        package let probability: Double?
        /// The p-value after Holm's correction for all configurations; nil without a test.
        package fileprivate(set) var corrected: Double?

        /// The gain: the ensemble minus the mean of its members.
        package var value: Double { ensemble - members }
    }

    /// The ensemble.
    package let ensemble: Ensemble
    /// The gain in accuracy, tested by a sign-flip permutation test over images, or patients.
    package private(set) var accuracy: Gain
    /// The gain in the area under the ROC curve, tested by a z-test with the standard deviation of
    /// the bootstrap; nil if an area is undefined.
    package private(set) var area: Gain?

    /// The number of random combinations of signs in a permutation test.
    static let signSamples = 10_000
    /// The smallest number of images of each class, or of patients with such images, for a test of
    /// the area: the distribution of fewer is not normal.
    package static let fewOfClass = 30

    /// The comparisons of all ensembles; p-values are corrected for their number, each metric on
    /// its own.
    /// - Parameters:
    ///   - predictions: the predictions of each trial, by id and split.
    ///   - samples: the bootstrap samples of each ensemble and of its members, by configuration.
    static func all(
        _ ensembles: [Ensemble], split: Split,
        predictions: [String: [Split: WeightedPredictions]], _ resampling: GroupResampling,
        _ samples: [String: [GroupResampling.EnsembleSample]]
    ) -> [EnsembleComparison] {
        var all = ensembles.compactMap { ensemble in
            EnsembleComparison(
                ensemble, ensemble.members.compactMap { predictions[$0]?[split] }, resampling,
                samples[ensemble.group, default: []])
        }
        let accuracies = Statistics.holm(all.map { $0.accuracy.probability ?? 1 })
        let tested = all.indices.filter { all[$0].area?.probability != nil }
        let areas = Statistics.holm(tested.map { all[$0].area?.probability ?? 1 })
        for (index, value) in accuracies.enumerated() { all[index].accuracy.corrected = value }
        for (index, value) in zip(tested, areas) { all[index].area?.corrected = value }
        return all
    }

    private init?(
        _ ensemble: Ensemble, _ members: [WeightedPredictions], _ resampling: GroupResampling,
        _ samples: [GroupResampling.EnsembleSample]
    ) {
        guard let trial = ensemble.members.first else { return nil }
        self.ensemble = ensemble
        let units = resampling.units(ofImagesOf: trial)
        func gain(
            _ metric: any Metric, _ value: (GroupResampling.Means) -> Double?,
            _ probability: (_ gain: Double, _ drawn: [Double]) -> Double?
        ) -> Gain? {
            let values = members.compactMap { metric.value($0) }
            guard let own = metric.value(ensemble.predictions), values.count == members.count,
                let mean = Statistics.mean(values)
            else { return nil }
            let gains = samples.map { sample -> Double? in
                guard let a = value(sample.ensemble), let b = value(sample.members) else {
                    return nil
                }
                return a - b
            }
            let interval = Bootstrap.interval(gains)
            return Gain(
                ensemble: own, members: mean,
                interval: ModelEvaluation.wide(
                    Bootstrap.interval(samples.map { value($0.ensemble) })),
                gainInterval: ModelEvaluation.wide(interval),
                probability: probability(
                    own - mean, interval == nil ? [] : gains.compactMap { $0 }))
        }
        let differences = Self.differences(ensemble.predictions, members)
        let accuracy = gain(Accuracy(), \.accuracy) { _, _ in
            Self.permutation(differences, units)
        }
        guard let accuracy else { return nil }
        self.accuracy = accuracy
        let isLarge = Self.smallestClass(ensemble.predictions, units) >= Self.fewOfClass
        area = gain(AreaUnderROC(), \.area) { gain, drawn in
            isLarge ? Self.normal(gain, drawn) : nil
        }
    }

    /// For each image, 1 if the ensemble is correct and 0 if not, minus the fraction of the members
    /// that are correct.
    private static func differences(
        _ ensemble: WeightedPredictions, _ members: [WeightedPredictions]
    ) -> [Double] {
        func isCorrect(_ predictions: WeightedPredictions, _ image: Int) -> Bool {
            predictions.labels[image] == predictions.predicted[image]
        }
        return ensemble.labels.indices.map { image in
            let correct = members.count { isCorrect($0, image) }
            return (isCorrect(ensemble, image) ? 1 : 0) - Double(correct) / Double(members.count)
        }
    }

    /// The sign-flip test of the differences, summed over the images of each unit.
    private static func permutation(_ differences: [Double], _ units: [Int]) -> Double {
        var sums: [Int: Double] = [:]
        for (difference, unit) in zip(differences, units) { sums[unit, default: 0] += difference }
        // A difference of 0 is the same with either sign.
        let differing = sums.sorted { $0.key < $1.key }.map(\.value).filter { abs($0) > 1e-12 }
        return Statistics.signFlip(differing, samples: signSamples) ?? 1
    }

    /// The z-test of a gain with the standard deviation of its bootstrap samples; 1 if ensemble and
    /// members never differ, and nil if they always differ by the same number or without samples.
    private static func normal(_ gain: Double, _ drawn: [Double]) -> Double? {
        guard let std = Statistics.std(drawn) else { return nil }
        guard std > 1e-12 else { return abs(gain) <= 1e-12 ? 1 : nil }
        return Statistics.normal(gain / std)
    }

    /// The smallest number of units, over the classes, that have images of a class.
    private static func smallestClass(_ predictions: WeightedPredictions, _ units: [Int]) -> Int {
        var all = [Set<Int>](repeating: [], count: predictions.classes)
        for (label, unit) in zip(predictions.labels, units) { all[label].insert(unit) }
        return all.map(\.count).min() ?? 0
    }
}
