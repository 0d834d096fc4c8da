import Foundation
package import JSON
package import Vocabulary

/// Decides which trials of a study are not worth training to their end: a pure function of their
/// metrics, so that neither the time that they take nor their order changes it. Adding one: a file
/// in this folder and a line in `PruningRules.all`.
package protocol PruningRule: Configurable {
    /// The epochs after which trials are compared, from 1 and in rising order, all before the last.
    func rungs(epochs: Int) -> [Int]
    /// Which candidates stop, by their places, and why, for people.
    /// - Parameter field: all that are compared after the same epoch.
    func stopped(in field: PruningField) -> [Int: String]
}

/// Candidates that are compared with each other.
package struct PruningField: Sendable, Hashable {
    /// What they are compared by, such as `val_accuracy`.
    package var metric: String
    package var largerIsBetter: Bool
    /// In the study's order.
    package var candidates: [PruningCandidate]

    package init(metric: String, largerIsBetter: Bool, candidates: [PruningCandidate]) {
        self.metric = metric
        self.largerIsBetter = largerIsBetter
        self.candidates = candidates
    }

    /// Whether `value` is strictly worse; what is no number is worse than any that is.
    package func isWorse(_ value: Double, than other: Double) -> Bool {
        if value.isNaN || other.isNaN { return value.isNaN && !other.isNaN }
        return largerIsBetter ? value < other : value > other
    }

    /// A value for people.
    static func text(_ value: Double) -> String { String(format: "%.4g", value) }

    /// The values from the best to the worst.
    package func sorted(_ values: [Double]) -> [Double] {
        values.sorted { isWorse($1, than: $0) }
    }
}

/// Trials that differ by their seed alone stop together, so that a mean over seeds is never one of
/// the lucky ones.
package struct PruningCandidate: Sendable, Hashable {
    /// The mean over the trials of each one's best value so far.
    package let best: Double
    /// The mean over the trials of the mean of each one's values so far.
    package let average: Double

    /// - Parameter histories: of the trials, up to the epoch of the comparison; at least one value
    ///   each.
    package init(_ histories: [MetricHistory]) {
        best = Self.mean(histories.map { $0.values[$0.bestEpoch] })
        average = Self.mean(histories.map { Self.mean($0.values) })
    }

    private static func mean(_ values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }
}

/// The registry of pruning rules.
package enum PruningRules {
    package static let all = Registry<any PruningRule>([
        .init(KindDescription(MedianStopping.self)) { MedianStopping($0) },
        .init(KindDescription(SuccessiveHalving.self)) { SuccessiveHalving($0) },
    ])

    /// The epoch of the first comparison, which every rule has.
    static let minEpochs = Setting(
        "minEpochs", .integer(1...1_000_000), default: 1,
        "The number of epochs before the first comparison.")
}
