package import Evaluation
package import Results
package import Terminal
package import Vocabulary

/// What report and tables are made from, computed once: the comparison, every trial's answers, and
/// how far figures would move with other images.
package struct Findings: Sendable {
    /// Resamplings of the images for an interval; fewer when there are very many answers.
    package static let replicates = 2000

    package let results: StudyResults
    package let comparison: Comparison
    /// Trials that differ by their seed alone.
    package let groups: [TrialGroup]
    /// Digits behind the point that percentages of a split deserve: those of the mean over all
    /// trials.
    package let decimals: [Split: Int]
    /// By trial and split; what does not match the best epoch, or is no number, is left out.
    package let answers: [String: [Split: Answers]]
    /// 95% over the images of the deciding split, or over its patients, by group.
    package let intervals: [String: Intervals]
    /// How the intervals of accuracies were found, the same for all groups.
    package let accuracyMethod: IntervalMethod
    /// What the intervals are resampled from.
    package let resampling: GroupResampling
    /// Every configuration against a constant prediction.
    package let constantTests: [ConstantTest]

    /// Of the mean over a group's trials; nil where a trial has no answers.
    package struct Intervals: Sendable {
        package var accuracy: ClosedRange<Double>?
        package var area: ClosedRange<Double>?
        /// Of how far the first group's accuracy lies above this one's.
        package var lead: ClosedRange<Double>?
    }

    /// - Parameter isFair: whether all trials were measured on the same images, so that one may be
    ///   said to be better.
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
                return (split, Numbers.decimals(of: mean ?? 0.5, images: images))
            })
        var answers: [String: [Split: Answers]] = [:]
        for trial in results.trials {
            for split in Split.allCases {
                answers[trial.entry.id, default: [:]][split] = trial.answers(
                    split, positive: results.lock.dataset.positiveClass)
            }
        }
        self.answers = answers
        resampling = GroupResampling(
            groups, split: comparison.split, answers: answers, replicates: replicates)
        let resampled = resampling.intervals(first: comparison.first?.group.name)
        accuracyMethod = IntervalMethod(comparison, resampling, resampled)
        intervals = accuracyMethod.applied(to: resampled, comparison)
    }

    /// How many resamplings the intervals come from.
    package var replicates: Int { resampling.replicates }
    /// What was resampled: `images`, or `patients` where they are known and some have several
    /// images.
    package var unit: String { resampling.patients == nil ? "images" : "patients" }

    /// Whether a group has several trials.
    package var hasSeeds: Bool { groups.contains { $0.trials.count > 1 } }

    /// The answers of a group's trials on a split; empty when one has none.
    package func answers(_ group: TrialGroup, _ split: Split) -> [Answers] {
        let all = group.trials.compactMap { answers[$0.entry.id]?[split] }
        return all.count == group.trials.count ? all : []
    }

    /// The classes where there are two: only then is there a curve for the study.
    package var isBinary: Bool { results.lock.dataset.classes.count == 2 }
    /// The class that counts as positive of two; nil where nothing says which, or there are more.
    package var positiveClass: String? { isBinary ? results.lock.dataset.positiveClass : nil }

    /// The accuracy of a constant prediction of the largest class of the training images; nil where
    /// trials differ in their images, so that it is not one number.
    package func majorityBaseline(_ split: Split) -> Double? {
        results.variesData ? nil : results.lock.dataset.majorityBaseline(split)
    }

    /// Groups of which every trial has answers on the deciding split.
    package var answeredGroups: [TrialGroup] {
        groups.filter { !answers($0, comparison.split).isEmpty }
    }

    /// A measure of each of a group's trials; those where it is not defined are left out.
    package func values(_ measure: any Measure, _ group: TrialGroup, _ split: Split) -> [Double] {
        answers(group, split).compactMap { measure.value($0) }
    }

    /// The threshold of a trial, fixed on the validation images; nil without predictions on them.
    package func threshold(_ trial: TrialResult) -> Threshold? {
        answers[trial.entry.id]?[.val].flatMap { Threshold.youden($0) }
    }
}
