import Evaluation
package import Results
import Terminal
package import Vocabulary

/// The configurations of a study: the one that validation chooses, the accuracy of each on the test
/// images, and whether the differences are significant. The test split has no part in the choice.
package struct Comparison {
    /// The significance level: a difference with a smaller p-value is significant.
    package static let level = 0.05

    /// The choice by the monitored metric.
    package let choice: StudyChoice
    /// The evaluation split: test; if there is none, validation, then training.
    package let split: Split
    /// The number of images of the evaluation split.
    package let images: Int
    /// The noun for the repetitions of a configuration, such as `seed`.
    package let repeatNoun: String
    /// The configurations with an accuracy on the evaluation split: the chosen one first, then the
    /// others in the order of the monitored metric. If none is chosen, they are sorted by accuracy,
    /// which describes and does not choose.
    package let scores: [Score]

    /// The accuracies of a configuration on the evaluation split, each at its trial's best epoch.
    package struct Score {
        /// The configuration and its trials.
        package let group: TrialGroup
        /// The accuracies in [0, 1], one for each trial; in the comparison of an axis, one for each
        /// repetition.
        package let accuracies: [Double]
        /// The mean of `accuracies`.
        package let mean: Double
        /// The configuration's values of the monitored metric; nil if it has none.
        package var candidate: StudyChoice.Candidate?
        /// The sample standard deviation of `accuracies` (n - 1); nil for fewer than two.
        package var std: Double? { Statistics.std(accuracies) }

        /// The mean accuracy in percent, with the standard deviation if there is one: `83.1%` or
        /// `83.1% ± 0.4`.
        package func text(_ decimals: Int) -> String {
            Formatting.percent(mean, std, decimals: decimals)
        }
    }

    /// - Parameter isFair: whether all trials were evaluated on the same images; if false, there
    ///   are no tests and no choice.
    package init(_ results: StudyResults, isFair: Bool = true) {
        let groups = results.groups
        let choice = StudyChoice(results, isFair: isFair)
        self.choice = choice
        split = results.evaluationSplit
        repeatNoun = results.repeatNoun
        images = results.lock.dataset.total(self.split)
        let scores = groups.compactMap { [split = self.split] group -> Score? in
            let accuracies = group.bestAccuracies(split)
            return Statistics.mean(accuracies).map { mean in
                Score(
                    group: group, accuracies: accuracies, mean: mean,
                    candidate: choice.candidates.first { $0.group.name == group.name })
            }
        }
        self.scores =
            choice.winners.isEmpty ? Self.sorted(scores) : Self.sorted(scores, by: choice)
        pairwiseComparisons =
            isFair
            ? PairwiseComparison.all(
                self.scores, split: self.split, images: images, repeats: "\(results.repeatNoun)s")
            : []
        axes = isFair ? AxisComparison.all(results, split: self.split, images: images) : []
    }

    /// The scores by descending accuracy; equal ones keep the study's order.
    package static func sorted(_ scores: [Score]) -> [Score] {
        scores.sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
    }

    /// The scores in the order of the choice.
    private static func sorted(_ scores: [Score], by choice: StudyChoice) -> [Score] {
        let order = choice.candidates.map(\.group.name)
        func rank(_ score: Score) -> Int {
            order.firstIndex(of: score.group.name) ?? order.count + score.group.index
        }
        return scores.sorted { rank($0) < rank($1) }
    }

    /// Whether a configuration is chosen. Otherwise the first of `scores` has the highest accuracy
    /// on the evaluation split, which is a description only.
    package var isChosen: Bool { !choice.winners.isEmpty }
    /// The first configuration: the chosen one, or the one with the highest accuracy if none is
    /// chosen.
    package var first: Score? { scores.first }
    /// The configurations that share first place, including `first`.
    package var firsts: [Score] {
        guard let first else { return [] }
        if isChosen {
            let names = Set(choice.winners.map(\.group.name))
            return scores.filter { names.contains($0.group.name) }
        }
        return scores.filter { abs($0.mean - first.mean) < 1e-12 }
    }
    /// The names of the chosen configurations; empty if none is chosen.
    package var chosenNames: Set<String> { Set(choice.winners.map(\.group.name)) }
    /// Whether every configuration was trained once, so that results describe trained networks
    /// rather than configurations.
    package var isSingle: Bool { scores.allSatisfy { $0.accuracies.count == 1 } }

    /// The pairwise comparisons of the first configuration with every other; p-values are corrected
    /// for their number.
    package let pairwiseComparisons: [PairwiseComparison]
    /// The comparisons of the values of each axis; empty if they would not be fair.
    package let axes: [AxisComparison]

    /// The digits after the decimal point for percentages of the evaluation split.
    package var decimals: Int { Formatting.decimals(of: first?.mean ?? 0.5, images: images) }

    /// The trial of the first configuration with the best monitored metric, the first of equals;
    /// without a metric, its first trial.
    package var bestTrial: TrialResult? { first.flatMap { choice.bestTrial(of: $0.group) } }
}
