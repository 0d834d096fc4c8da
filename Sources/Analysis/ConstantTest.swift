import Evaluation
package import Results

/// A comparison of a configuration with a constant prediction, the majority class of the training
/// images, on the same images.
package struct ConstantTest: Sendable {
    /// The result of the tests.
    package enum Verdict: Hashable {
        case above
        case below
        case notSignificant
    }

    /// The configuration's name.
    package let group: String
    /// The configuration's label, as reports show it.
    package let label: String
    /// The class that is always predicted.
    package let predicted: String
    /// The accuracy of the constant prediction, in [0, 1].
    package let baseline: Double
    /// The configuration's accuracy in [0, 1], a mean over its trials.
    package let mean: Double
    /// The test over the images or patients; with three or more trials, also a test over the
    /// trials.
    package let tests: [PairwiseComparison.Test]
    /// The largest p-value of the tests, after Holm's correction for all configurations; nil
    /// without a test.
    package private(set) var probability: Double?

    /// The result: above or below the baseline if the corrected p-value is less than
    /// `Comparison.level`, otherwise not significant, as without a test.
    package var verdict: Verdict {
        guard (probability ?? 1) < Comparison.level else { return .notSignificant }
        return mean > baseline ? .above : .below
    }

    /// One comparison for each configuration, in the order of the study's comparison; empty if the
    /// classes of the training images are unknown.
    package static func all(_ comparison: Comparison, _ dataset: DatasetRecord) -> [ConstantTest] {
        guard let predicted = dataset.majorityClass else { return [] }
        var all = comparison.scores.compactMap { score in
            ConstantTest(score, predicted, comparison, dataset)
        }
        let tested = all.indices.filter { !all[$0].tests.isEmpty }
        let corrected = Statistics.holm(
            tested.map { all[$0].tests.map(\.probability).max() ?? 1 })
        for (index, value) in zip(tested, corrected) { all[index].probability = value }
        return all
    }

    private init?(
        _ score: Comparison.Score, _ predicted: String, _ comparison: Comparison,
        _ dataset: DatasetRecord
    ) {
        let split = comparison.split
        let correct = CorrectPredictions(score.group, split)
        guard
            let baseline = correct?.fraction(of: predicted) ?? dataset.majorityBaseline(split)
        else { return nil }
        (group, label) = (score.group.name, score.group.label)
        (self.predicted, self.baseline, mean) = (predicted, baseline, score.mean)
        let overImages =
            correct?.test(againstAlways: predicted)
            ?? Self.unpaired(score.mean, baseline, dataset.total(split))
        let overTrials = Self.overTrials(score, baseline, comparison)
        tests = [overTrials, overImages].compactMap { $0 }
    }

    /// A test over the trials; nil for fewer than three, whose spread is not informative.
    private static func overTrials(
        _ score: Comparison.Score, _ baseline: Double, _ comparison: Comparison
    ) -> PairwiseComparison.Test? {
        let accuracies = SeedTest.accuracies(score.group, comparison.split).map(\.value)
        guard accuracies.count > 2 else { return nil }
        return SeedTest.test(
            accuracies.map { $0 - baseline }, comparisons: comparison.scores.count,
            repeats: "\(comparison.repeatNoun)s")
    }

    /// A test from the accuracies alone, as if the constant prediction were correct on the same
    /// fraction of any images.
    private static func unpaired(_ mean: Double, _ baseline: Double, _ images: Int)
        -> PairwiseComparison.Test?
    {
        guard images > 0 else { return nil }
        let error = Statistics.binomialError(baseline, count: images)
        guard error > 0 else { return nil }
        return PairwiseComparison.Test(
            name: "a z-test with a binomial standard error",
            probability: Statistics.normal((mean - baseline) / error))
    }
}
