import JSON
package import Vocabulary

/// The median stopping rule of Golovin et al., "Google Vizier" (2017), section 3.2, with all trials
/// at the same epoch: a trial stops if its best value so far is worse than the median of the
/// running averages of the others.
package struct MedianStopping: PruningRule {
    package static let kind = "median"
    package static let summary =
        "Stops trials whose best value is worse than the median of the others' averages."
    package static let settings = [
        PruningRules.minEpochs,
        Setting(
            "every", .integer(1...1_000_000), default: 1, "Epochs from one comparison to the next."),
        Setting(
            "minTrials", .integer(2...1_000_000), default: 3,
            "No trial is stopped if fewer than this many are left to compare; seeds of one "
                + "configuration count as one."),
    ]

    private let minEpochs: Int
    private let every: Int
    private let minTrials: Int

    package init(_ values: SettingValues) {
        minEpochs = values.integer("minEpochs")
        every = values.integer("every")
        minTrials = values.integer("minTrials")
    }

    package func rungs(epochs: Int) -> [Int] {
        Array(stride(from: minEpochs, to: epochs, by: every))
    }

    /// The candidates whose best value is worse than the median of the averages of the others.
    package func stopped(in field: PruningField) -> [Int: String] {
        guard field.candidates.count >= minTrials else { return [:] }
        var stopped: [Int: String] = [:]
        for (index, candidate) in field.candidates.enumerated() {
            let otherAverages = field.candidates.indices.filter { $0 != index }
                .map { field.candidates[$0].average }
            let median = Self.median(field.sorted(otherAverages))
            guard field.isWorse(candidate.best, than: median) else { continue }
            stopped[index] =
                "its best \(field.metric), \(PruningField.text(candidate.best)), is worse than "
                + "\(PruningField.text(median)), the median of \(otherAverages.count) others"
        }
        return stopped
    }

    /// - Parameter values: sorted values, at least one.
    private static func median(_ values: [Double]) -> Double {
        let middle = values.count / 2
        return values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2
    }
}
