import Evaluation
import Results
import Terminal
import Vocabulary

/// How the 95% intervals of accuracies are found, one method for all groups of a report, its tables
/// and its charts.
///
/// Bootstrap, wherever every group has predictions of single images and none has all or nothing
/// right: then all resamplings are alike, and would make an interval of no width. Otherwise
/// Wilson's method for as many images as there are, or for as many patients where they are known,
/// for images of one patient are alike.
package enum IntervalMethod: Sendable, Hashable {
    case bootstrap(replicates: Int)
    case wilson(count: Int)
    /// There are no images.
    case none

    package init(
        _ comparison: Comparison, _ resampling: GroupResampling,
        _ resampled: [String: Findings.Intervals]
    ) {
        let isResampled = comparison.scores.allSatisfy { score in
            score.mean > 0 && score.mean < 1 && resampled[score.group.name]?.accuracy != nil
        }
        if isResampled, !comparison.scores.isEmpty {
            self = .bootstrap(replicates: resampling.replicates)
        } else if let count = resampling.patients
            ?? (comparison.images > 0 ? comparison.images : nil)
        {
            self = .wilson(count: count)
        } else {
            self = .none
        }
    }

    /// As captions name it.
    package var name: String {
        switch self {
        case .bootstrap(let replicates): "\(Numbers.count(replicates)) bootstrap samples"
        case .wilson: "Wilson's method"
        case .none: "no method"
        }
    }

    /// The interval of an accuracy by this method.
    /// - Parameter resampled: by the bootstrap.
    package func interval(
        of accuracy: Double, resampled: ClosedRange<Double>?
    ) -> ClosedRange<Double>? {
        switch self {
        case .bootstrap: resampled
        case .wilson(let count): Statistics.wilson(min(1, max(0, accuracy)), count: count)
        case .none: nil
        }
    }

    /// The intervals with those of accuracies by this method.
    package func applied(
        to intervals: [String: Findings.Intervals], _ comparison: Comparison
    ) -> [String: Findings.Intervals] {
        guard case .wilson(let count) = self else { return intervals }
        var all = intervals
        for score in comparison.scores {
            all[score.group.name, default: Findings.Intervals()].accuracy = Statistics.wilson(
                min(1, max(0, score.mean)), count: count)
        }
        return all
    }
}

extension Findings {
    /// What was resampled and how many: `300 test images`, or `428 patients with 624 test images`.
    package var measuredOn: String {
        let split = comparison.split
        let total = results.variesData ? 0 : results.lock.dataset.total(split)
        let images = Numbers.plural(total > 0 ? total : resampling.images, "\(split.title) image")
        return resampling.patients.map { "\(Numbers.plural($0, "patient")) with \(images)" }
            ?? images
    }

    /// How the intervals were found, for the head of the results; empty without any.
    package var intervalsSentence: String {
        guard accuracyMethod != .none else { return "" }
        let samples =
            replicates > 0
            ? "\(Numbers.count(replicates)) bootstrap samples, the same for every configuration"
            : ""
        let patients =
            resampling.patients == nil
            ? ""
            : "; images of one patient are alike, so patients are resampled with all their images"
        if case .bootstrap = accuracyMethod {
            return " Intervals over \(unit): \(samples) (\(measuredOn))\(patients)."
        }
        let others = samples.isEmpty ? "" : "; of other figures \(samples)"
        return
            " Intervals of accuracies over \(unit): Wilson's method (\(measuredOn))\(others)\(patients)."
    }
}
