import Evaluation
import Results
import Terminal
import Vocabulary

/// The method of the 95% intervals of accuracies, one for all configurations of a report, its
/// tables and its charts.
///
/// It is the bootstrap if every configuration has predictions of single images and none has all or
/// no images correct; in that case all resamplings would be equal and the interval would have no
/// width. Otherwise it is Wilson's method, for the number of images, or of patients if they are
/// known, because images of one patient are correlated.
package enum IntervalMethod: Sendable, Hashable {
    case bootstrap(replicates: Int)
    case wilson(count: Int)
    /// There are no images.
    case none

    init(
        _ comparison: Comparison, _ resampling: GroupResampling,
        _ resampled: [String: StudyAnalysis.Intervals]
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

    /// The method's name, as captions show it.
    package var name: String {
        switch self {
        case .bootstrap(let replicates): "\(Formatting.count(replicates)) bootstrap samples"
        case .wilson: "Wilson's method"
        case .none: "no method"
        }
    }

    /// The interval of an accuracy by this method.
    /// - Parameter resampled: the bootstrap's interval.
    package func interval(
        of accuracy: Double, resampled: ClosedRange<Double>?
    ) -> ClosedRange<Double>? {
        switch self {
        case .bootstrap: resampled
        case .wilson(let count): Statistics.wilson(min(1, max(0, accuracy)), count: count)
        case .none: nil
        }
    }

    /// The given intervals, with those of the accuracies replaced by this method's.
    func applied(
        to intervals: [String: StudyAnalysis.Intervals], _ comparison: Comparison
    ) -> [String: StudyAnalysis.Intervals] {
        guard case .wilson(let count) = self else { return intervals }
        var all = intervals
        for score in comparison.scores {
            all[score.group.name, default: StudyAnalysis.Intervals()].accuracy = Statistics.wilson(
                min(1, max(0, score.mean)), count: count)
        }
        return all
    }
}

extension StudyAnalysis {
    /// The number of resampled units: `300 test images`, or `428 patients with 624 test images`.
    package var sampleText: String {
        let split = comparison.split
        let total = results.variesData ? 0 : results.lock.dataset.total(split)
        let images = Formatting.plural(
            total > 0 ? total : resampling.images, "\(split.title) image")
        return resampling.patients.map { "\(Formatting.plural($0, "patient")) with \(images)" }
            ?? images
    }

    /// A sentence on how the intervals were computed, for the head of the results; empty without
    /// intervals.
    package var intervalsSentence: String {
        guard accuracyMethod != .none else { return "" }
        let samples =
            replicates > 0
            ? "\(Formatting.count(replicates)) bootstrap samples, the same for every configuration"
            : ""
        let patients =
            resampling.patients == nil
            ? ""
            : "; images of one patient are correlated, so patients are resampled with all their images"
        if case .bootstrap = accuracyMethod {
            return " Intervals over \(unit): \(samples) (\(sampleText))\(patients)."
        }
        let others = samples.isEmpty ? "" : "; of other metrics: \(samples)"
        return
            " Intervals of accuracies over \(unit): Wilson's method (\(sampleText))\(others)\(patients)."
    }
}
