import JSON
package import Vocabulary

/// Successive halving (Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and
/// Hyperparameter Optimization", 2016): trials are compared after `minEpochs` epochs, and again
/// whenever they have trained `reductionFactor` times as long; only the best of them continue.
///
/// The number of trials that continue is n / reductionFactor of n, rounded up. Trials that are as
/// good as the last of them continue, too.
package struct SuccessiveHalving: PruningRule {
    package static let kind = "successiveHalving"
    package static let summary =
        "Continues only the best fraction of the trials, at epochs that grow by a constant factor."
    package static let settings = [
        PruningRules.minEpochs,
        Setting(
            "reductionFactor", .integer(2...1000), default: 2,
            "The best 1 in this many trials continue, each time for this many times as long."),
    ]

    private let minEpochs: Int
    private let reductionFactor: Int

    package init(_ values: SettingValues) {
        minEpochs = values.integer("minEpochs")
        reductionFactor = values.integer("reductionFactor")
    }

    package func rungs(epochs: Int) -> [Int] {
        var rungs: [Int] = []
        var rung = minEpochs
        while rung < epochs {
            rungs.append(rung)
            let (next, isTooLarge) = rung.multipliedReportingOverflow(by: reductionFactor)
            if isTooLarge { break }
            rung = next
        }
        return rungs
    }

    /// The candidates that are worse than the last of those that continue.
    package func stopped(in field: PruningField) -> [Int: String] {
        let count = field.candidates.count
        let kept = (count + reductionFactor - 1) / reductionFactor
        guard kept > 0, kept < count else { return [:] }
        let last = field.sorted(field.candidates.map(\.best))[kept - 1]
        var stopped: [Int: String] = [:]
        for (index, candidate) in field.candidates.enumerated()
        where field.isWorse(candidate.best, than: last) {
            stopped[index] =
                "its best \(field.metric), \(PruningField.text(candidate.best)), is worse than "
                + "\(PruningField.text(last)), the last of the best \(kept) of \(count)"
        }
        return stopped
    }
}
