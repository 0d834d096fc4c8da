package import Evaluation
package import Results
package import Terminal
package import Vocabulary

/// The configurations of a study: which one validation chooses, what each comes to on the test
/// images, and whether the differences there are more than chance. The test split measures; it has
/// no part in the choice.
package struct Comparison {
    /// Below this probability, a difference counts as more than chance.
    package static let level = 0.05

    /// What the monitored metric chooses.
    package let choice: StudyChoice
    /// The split that measures: test; without one validation, then training.
    package let split: Split
    /// The images of the split.
    package let images: Int
    /// What the trials of a group differ by, such as `seed`.
    package let repeatNoun: String
    /// The configurations with an accuracy on the split that measures: the chosen one first, then
    /// the others by the monitored metric; where nothing is chosen, by that accuracy, which
    /// describes and chooses nothing.
    package let scores: [Score]

    /// A group's accuracies at the epochs that count.
    package struct Score {
        package let group: TrialGroup
        package let accuracies: [Double]
        package let mean: Double
        /// By the monitored metric; nil where there is none.
        package var candidate: StudyChoice.Candidate?
        package var deviation: Double? { Statistics.deviation(accuracies) }

        /// `83.1%` or `83.1% ± 0.4`
        package func text(_ decimals: Int) -> String {
            Numbers.percent(mean, deviation, decimals: decimals)
        }
    }

    /// - Parameter isFair: whether all trials were measured on the same images; else there are no
    ///   tests, and no choice.
    package init(_ results: StudyResults, isFair: Bool = true) {
        let groups = results.groups
        let choice = StudyChoice(results, isFair: isFair)
        self.choice = choice
        split = results.measuringSplit
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
        duels =
            isFair
            ? Duel.all(
                self.scores, split: self.split, images: images, repeats: "\(results.repeatNoun)s")
            : []
        axes = isFair ? AxisComparison.all(results, split: self.split, images: images) : []
    }

    /// From the highest accuracy on; equals in the study's order.
    package static func sorted(_ scores: [Score]) -> [Score] {
        scores.sorted { ($0.mean, $1.group.index) > ($1.mean, $0.group.index) }
    }

    /// In the order of the choice.
    private static func sorted(_ scores: [Score], by choice: StudyChoice) -> [Score] {
        let order = choice.candidates.map(\.group.name)
        func place(_ score: Score) -> Int {
            order.firstIndex(of: score.group.name) ?? order.count + score.group.index
        }
        return scores.sorted { place($0) < place($1) }
    }

    /// Whether a configuration is chosen; else the first of `scores` is the highest on the split
    /// that measures, which is a description.
    package var isChosen: Bool { !choice.winners.isEmpty }
    /// The first configuration: the chosen one, or the one with the highest accuracy where nothing
    /// is chosen.
    package var first: Score? { scores.first }
    /// Those that share the first place with it, itself among them.
    package var firsts: [Score] {
        guard let first else { return [] }
        if isChosen {
            let names = Set(choice.winners.map(\.group.name))
            return scores.filter { names.contains($0.group.name) }
        }
        return scores.filter { abs($0.mean - first.mean) < 1e-12 }
    }
    /// The names of the configurations that are chosen; empty where none is.
    package var chosenNames: Set<String> { Set(choice.winners.map(\.group.name)) }
    /// Whether every configuration was trained once, so that figures are of trained networks and
    /// not of configurations.
    package var isSingle: Bool { scores.allSatisfy { $0.accuracies.count == 1 } }

    /// Every other group against the first, corrected for their number.
    package let duels: [Duel]
    /// The values of each axis against each other, where that is a fair match.
    package let axes: [AxisComparison]

    /// Digits behind the point that percentages of the split deserve.
    package var decimals: Int { Numbers.decimals(of: first?.mean ?? 0.5, images: images) }

    /// The trial of the first group with the best monitored metric, the first of equals; without a
    /// metric its first trial.
    package var bestTrial: TrialResult? {
        guard let first else { return nil }
        let trials = first.group.trials
        guard let metric = choice.metric else { return trials.first }
        return trials.dropFirst().reduce(trials.first) { best, trial in
            let values = [best, trial].map { $0?.best?.value(of: metric.name) ?? .nan }
            return metric.isBetter(values[1], than: values[0]) ? trial : best
        }
    }
}
