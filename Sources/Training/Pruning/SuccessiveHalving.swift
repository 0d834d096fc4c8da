package import JSON
package import Vocabulary

/// After `first` epochs, and whenever trials have trained `factor` times as long, the best one in
/// `factor` goes on: Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and
/// Hyperparameter Optimization" (2016).
///
/// Of n, n / factor go on, rounded up, and those that are as good as the last of them.
package struct SuccessiveHalving: PruningRule {
    package static let kind = "successiveHalving"
    package static let summary =
        "Continues only the best fraction of the trials, at epochs that grow by a constant factor."
    package static let settings = [
        PruningRules.first,
        Setting(
            "factor", .integer(2...1000), default: 2,
            "One in so many goes on, to train so many times as long."),
    ]

    private let first: Int
    private let factor: Int

    package init(_ values: SettingValues) {
        first = values.integer("first")
        factor = values.integer("factor")
    }

    package func rungs(epochs: Int) -> [Int] {
        var rungs: [Int] = []
        var rung = first
        while rung < epochs {
            rungs.append(rung)
            let (next, isTooLarge) = rung.multipliedReportingOverflow(by: factor)
            if isTooLarge { break }
            rung = next
        }
        return rungs
    }

    /// The candidates that are worse than the last of those that continue.
    package func stopped(in field: PruningField) -> [Int: String] {
        let count = field.candidates.count
        let kept = (count + factor - 1) / factor
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
