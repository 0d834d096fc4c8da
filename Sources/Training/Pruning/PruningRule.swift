import Foundation
import JSON
package import Vocabulary

/// A rule that stops poor trials of a study early. It is a pure function of their metrics, so it
/// depends neither on their duration nor on their order. To add a rule, add a file in this folder
/// and a line in `PruningRules.all`.
package protocol PruningRule: Configurable {
    /// The epochs after which trials are compared, counted from 1, in ascending order and before
    /// the last epoch.
    func rungs(epochs: Int) -> [Int]
    /// The candidates that stop, by index, with the reason for users.
    /// - Parameter field: the candidates that are compared after the same epoch.
    func stopped(in field: PruningField) -> [Int: String]
}

/// The candidates that are compared with each other.
package struct PruningField: Sendable, Hashable {
    /// The name of the metric, such as `val_accuracy`.
    package var metric: String
    /// True if a larger value of the metric is better.
    package var largerIsBetter: Bool
    /// The candidates in the order of the study.
    package var candidates: [PruningCandidate]

    package init(metric: String, largerIsBetter: Bool, candidates: [PruningCandidate]) {
        self.metric = metric
        self.largerIsBetter = largerIsBetter
        self.candidates = candidates
    }

    /// True if `value` is strictly worse than `other`. NaN is worse than any number.
    package func isWorse(_ value: Double, than other: Double) -> Bool {
        if value.isNaN || other.isNaN { return value.isNaN && !other.isNaN }
        return largerIsBetter ? value < other : value > other
    }

    /// The value in messages, with four significant digits.
    static func text(_ value: Double) -> String { String(format: "%.4g", value) }

    /// The values from the best to the worst.
    package func sorted(_ values: [Double]) -> [Double] {
        values.sorted { isWorse($1, than: $0) }
    }
}

/// Trials that differ only in the seed. They stop together, so that a mean over seeds is never a
/// mean over only the best ones.
package struct PruningCandidate: Sendable, Hashable {
    /// The mean over the trials of their best values so far.
    package let best: Double
    /// The mean over the trials of the mean of their values so far.
    package let average: Double

    /// - Parameter histories: the metric histories of the trials up to the epoch of the comparison,
    ///   with at least one value each.
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
