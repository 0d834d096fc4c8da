package import Evaluation
package import Results
import Terminal
package import Vocabulary

/// The analysis that reports and tables are made from, computed once: the comparison, the
/// predictions of every trial, and confidence intervals.
package struct StudyAnalysis: Sendable {
    /// The number of bootstrap resamplings for an interval; fewer if there are very many
    /// predictions.
    package static let replicates = 2000

    /// The results that are analyzed.
    package let results: StudyResults
    /// The comparison of the study's configurations on the evaluation split.
    package let comparison: Comparison
    /// The configurations, each with its trials, which differ in their seed only.
    package let groups: [TrialGroup]
    /// The digits after the decimal point for percentages of each split, by the mean accuracy over
    /// all trials.
    package let decimals: [Split: Int]
    /// The predictions by trial id and split; those that do not match the best epoch or are not
    /// numbers are left out.
    package let predictions: [String: [Split: WeightedPredictions]]
    /// The 95% intervals over the images of the evaluation split, or over its patients, by the
    /// configuration's name.
    package let intervals: [String: Intervals]
    /// The method of the accuracies' intervals, the same for all configurations.
    package let accuracyMethod: IntervalMethod
    /// The bootstrap resampling that the intervals come from.
    package let resampling: GroupResampling
    /// The comparisons of every configuration with a constant prediction.
    package let constantTests: [ConstantTest]
    /// The ensemble of each configuration with several trials, compared with its members, in the
    /// order of the report.
    package let ensembles: [EnsembleComparison]
    /// The configurations with several trials and without an ensemble.
    package let ensembleOmissions: [Ensemble.Omission]
    /// The out-of-fold predictions of a cross-validation; nil for other studies.
    package let outOfFold: OutOfFoldAnalysis?
    /// The subgroups of the test images; nil without attributes.
    package let subgroups: StudySubgroups?
    /// The reason why subgroups are left out although the study names attributes; nil otherwise.
    package let subgroupOmission: String?

    /// The 95% intervals of the means over a configuration's trials; nil if a trial has no
    /// predictions.
    package struct Intervals: Sendable {
        /// The interval of the accuracy, within [0, 1].
        package var accuracy: ClosedRange<Double>?
        /// The interval of the area under the ROC curve, within [0, 1].
        package var area: ClosedRange<Double>?
        /// The interval of the first configuration's accuracy minus this one's, within [-1, 1].
        package var lead: ClosedRange<Double>?
    }

    /// - Parameter isFair: whether all trials were evaluated on the same images, so that their
    ///   results can be compared.
    package init(_ results: StudyResults, replicates: Int = Self.replicates, isFair: Bool = true) {
        self.results = results
        comparison = Comparison(results, isFair: isFair)
        constantTests = ConstantTest.all(comparison, results.lock.dataset)
        let groups = results.groups
        self.groups = groups
        decimals = Dictionary(
            uniqueKeysWithValues: Split.allCases.map { split in
                let mean = Statistics.mean(groups.flatMap { $0.bestAccuracies(split) })
                let images = results.lock.dataset.total(split)
                return (split, Formatting.decimals(of: mean ?? 0.5, images: images))
            })
        var predictions: [String: [Split: WeightedPredictions]] = [:]
        for trial in results.trials {
            for split in Split.allCases {
                predictions[trial.entry.id, default: [:]][split] = trial.weightedPredictions(
                    split, positive: results.lock.dataset.positiveClass)
            }
        }
        self.predictions = predictions
        let order = comparison.scores.map(\.group.name)
        let (ensembles, omissions) = Ensemble.all(
            results, split: comparison.split, predictions: predictions)
        resampling = GroupResampling(
            groups, split: comparison.split, predictions: predictions, replicates: replicates,
            ensembles: ensembles)
        let (resampled, samples) = resampling.resampled(first: order.first)
        accuracyMethod = IntervalMethod(comparison, resampling, resampled)
        intervals = accuracyMethod.applied(to: resampled, comparison)
        self.ensembles = EnsembleComparison.all(
            ensembles.inOrder(order, \.group), split: comparison.split, predictions: predictions,
            resampling, samples)
        ensembleOmissions = omissions
        outOfFold = OutOfFoldAnalysis(
            results, order: order, predictions: predictions, replicates: replicates)
        (subgroups, subgroupOmission) = StudySubgroups.of(
            results, comparison,
            threshold: { predictions[$0.entry.id]?[.val].flatMap { Threshold.youden($0) } },
            replicates: replicates)
    }

    /// The number of resamplings that the intervals come from.
    package var replicates: Int { resampling.replicates }
    /// The unit of resampling: `images`, or `patients` if they are known and some have several
    /// images.
    package var unit: String { resampling.patients == nil ? "images" : "patients" }

    /// Whether a configuration has several trials.
    package var hasSeeds: Bool { groups.contains { $0.trials.count > 1 } }

    /// The predictions of a configuration's trials on a split; empty if a trial has none.
    package func predictions(_ group: TrialGroup, _ split: Split) -> [WeightedPredictions] {
        let all = group.trials.compactMap { predictions[$0.entry.id]?[split] }
        return all.count == group.trials.count ? all : []
    }

    /// Whether the data set has two classes, which the ROC and precision-recall curves require.
    package var isBinary: Bool { results.lock.dataset.classes.count == 2 }
    /// The positive class of two; nil if it is unknown or if there are more classes.
    package var positiveClass: String? { isBinary ? results.lock.dataset.positiveClass : nil }

    /// The accuracy of a constant prediction of the majority class of the training images, in [0,
    /// 1]; nil if trials differ in their images, so that it is not a single number.
    package func majorityBaseline(_ split: Split) -> Double? {
        results.variesData ? nil : results.lock.dataset.majorityBaseline(split)
    }

    /// The configurations whose trials all have predictions on the evaluation split.
    package var groupsWithPredictions: [TrialGroup] {
        groups.filter { !predictions($0, comparison.split).isEmpty }
    }

    /// The values of a metric for a configuration's trials; trials for which it is undefined are
    /// left out.
    package func values(_ metric: any Metric, _ group: TrialGroup, _ split: Split) -> [Double] {
        predictions(group, split).compactMap { metric.value($0) }
    }

    /// The decision threshold of a trial (Youden's index), chosen on the validation images; nil
    /// without predictions on them.
    package func threshold(_ trial: TrialResult) -> Threshold? {
        predictions[trial.entry.id]?[.val].flatMap { Threshold.youden($0) }
    }
}

extension Sequence {
    /// The elements in the order of their names, those with other names last.
    func inOrder(_ names: [String], _ name: (Element) -> String) -> [Element] {
        let ranks = Dictionary(
            names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        // Equal ranks keep their order.
        return enumerated().sorted { a, b in
            (ranks[name(a.element)] ?? .max, a.offset) < (ranks[name(b.element)] ?? .max, b.offset)
        }.map(\.element)
    }
}
