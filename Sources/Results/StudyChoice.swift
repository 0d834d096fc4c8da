package import Evaluation
import Settings
import Studies

/// Which configuration of a study is chosen: the one with the best mean of the monitored metric over its trials, each at
/// the epoch that counts. The test split has no part in it.
///
/// What validation can tell apart is judged by the one-standard-error rule (Breiman, Friedman, Olshen and Stone 1984,
/// section 3.4.3): configurations within one standard error of the best are not told from it. Where that is all of them,
/// or there are fewer than `fewImages` validation images, nothing is chosen.
package struct StudyChoice: Sendable {
    /// With fewer validation images one image is more than two points of accuracy.
    package static let fewImages = 50

    /// A configuration by the monitored metric.
    package struct Candidate: Sendable {
        package let group: TrialGroup
        /// Of each trial, at the epoch that counts.
        package let values: [Double]
        package let mean: Double
        package var deviation: Double? { Statistics.deviation(values) }
    }

    /// Why nothing is chosen.
    package enum Reason: Sendable, Hashable {
        case noTrials
        /// No metric is monitored, for there is no validation split.
        case noValidation
        /// No metric is monitored, as the study says.
        case noMetric
        /// Trials monitor different metrics.
        case severalMetrics([String])
        /// The loss is monitored, and trials minimize different ones.
        case severalLosses
        /// Configurations have different validation images.
        case otherImages
        case fewImages(Int)
        /// All configurations lie within one standard error of the best.
        case withinError
    }

    /// Nil where no metric, or more than one, is monitored.
    package let metric: MonitoredMetric?
    /// Images that the metric is computed on; 0 where that is not known.
    package let images: Int
    /// From the best on, equals in the study's order; empty without a metric.
    package let candidates: [Candidate]
    /// Nil where a configuration is chosen.
    package let undecided: Reason?
    /// The chosen configuration, or those that share the first place; empty where nothing is chosen.
    package let winners: [Candidate]
    /// The others that lie within one standard error of the chosen.
    package let close: [Candidate]

    /// - Parameter isFair: whether all trials were measured on the same images.
    package init(_ results: StudyResults, isFair: Bool = true) {
        let groups = results.groups
        let names = Set(results.trials.map(\.monitorUsed))
        let metric = names.count == 1 ? names.first.flatMap { MonitoredMetric($0) } : nil
        let images = metric.map { results.lock.dataset.total($0.part == .val ? .val : .train) } ?? 0
        let candidates = metric.map { Self.candidates(groups, $0) } ?? []
        self.metric = metric
        self.images = images
        self.candidates = candidates
        let close = metric.map { Self.close(candidates, $0, images) } ?? []
        func reason() -> Reason? {
            if groups.isEmpty { return .noTrials }
            if names.count > 1 { return .severalMetrics(names.sorted()) }
            guard let metric, !candidates.isEmpty else {
                return results.hasValidation ? .noMetric : .noValidation
            }
            if groups.count == 1 { return nil }
            if metric.metric == "loss", results.hasSeveralLosses { return .severalLosses }
            if !isFair || results.variesImages { return .otherImages }
            if metric.part == .val, (1..<Self.fewImages).contains(images) {
                return .fewImages(images)
            }
            return close.count + 1 == candidates.count ? .withinError : nil
        }
        let undecided = reason()
        self.undecided = undecided
        let best = undecided == nil ? candidates.first : nil
        winners = best.map { best in candidates.filter { Self.isEqual($0, best) } } ?? []
        self.close =
            best.map { best in close.filter { !Self.isEqual($0, best) } } ?? []
    }

    /// The metric's name, or `none`.
    package var monitor: String { metric?.name ?? MonitoredMetric.none }

    /// Means over a configuration's trials at the epochs that count: of the monitored metric, and of every split's accuracy.
    package func figures(of candidate: Candidate) -> [String: Double] {
        var figures = [monitor: candidate.mean]
        for split in MetricSplit.allCases {
            figures["\(split.rawValue)_accuracy"] = Statistics.mean(
                candidate.group.bestAccuracies(split))
        }
        return figures
    }

    private static func candidates(
        _ groups: [TrialGroup], _ metric: MonitoredMetric
    ) -> [Candidate] {
        groups.compactMap { group -> Candidate? in
            let values = group.trials.compactMap { $0.best?.value(of: metric.name) }
            guard values.count == group.trials.count, values.allSatisfy(\.isFinite),
                let mean = Statistics.mean(values)
            else { return nil }
            return Candidate(group: group, values: values, mean: mean)
        }.sorted { a, b in
            if isEqual(a, b) { return a.group.index < b.group.index }
            return metric.isBetter(a.mean, than: b.mean)
        }
    }

    /// What differs by rounding alone is equal.
    private static func isEqual(_ a: Candidate, _ b: Candidate) -> Bool {
        abs(a.mean - b.mean) < 1e-12
    }

    /// All but the first that lie within one standard error of the difference from it.
    private static func close(
        _ candidates: [Candidate], _ metric: MonitoredMetric, _ images: Int
    ) -> [Candidate] {
        guard let best = candidates.first else { return [] }
        return candidates.dropFirst().filter { other in
            let error = variance(best, metric, images) + variance(other, metric, images)
            return abs(best.mean - other.mean) <= error.squareRoot()
        }
    }

    /// The square of a mean's standard error: for the choice of images, and with several trials for their spread.
    private static func variance(
        _ candidate: Candidate, _ metric: MonitoredMetric, _ images: Int
    ) -> Double {
        let spread = candidate.deviation.map { $0 * $0 / Double(candidate.values.count) } ?? 0
        guard images > 0 else { return spread }
        return spread + metric.imageVariance(candidate.mean, images: images) / Double(images)
    }
}

extension MonitoredMetric {
    /// About how much the metric varies from image to image: as a proportion, of at least one image more and one less,
    /// where it has bounds; a loss as much as it is large.
    fileprivate func imageVariance(_ value: Double, images: Int) -> Double {
        let unbounded = ["loss", "log_loss"]
        if unbounded.contains(metric) { return value * value }
        let (low, high) = metric == "mcc" ? (-1.0, 1.0) : (0.0, 1.0)
        let share = (min(max(value, low), high) - low) / (high - low)
        let smoothed = (share * Double(images) + 1) / (Double(images) + 2)
        return (high - low) * (high - low) * smoothed * (1 - smoothed)
    }
}

extension StudyResults {
    /// Whether trials were measured on validation images.
    package var hasValidation: Bool {
        lock.dataset.total(.val) > 0 || trials.contains { $0.best?.metrics[.val] != nil }
    }

    fileprivate var hasSeveralLosses: Bool {
        Set(trials.map { $0.record.settings["training"]?["loss"]?.canonical ?? "" }).count > 1
    }

    /// Whether configurations differ in which images they are measured on.
    fileprivate var variesImages: Bool {
        let deciding = ["dataset.path", "dataset.split", "dataset.limit", "dataset.groupPattern"]
        return varyingAxes.contains { axis in
            deciding.contains { axis.path == $0 || axis.path.hasPrefix($0 + ".") }
        }
    }
}

extension TrialRecord {
    /// The metric that decided which epoch counts, or `none`. Without a validation split, earlier versions of the program
    /// took the training figure in place of one of validation.
    /// - Parameter epochs: of the trial.
    package func monitorUsed(_ epochs: [EpochRecord]) -> String {
        guard let metric = MonitoredMetric(monitor) else { return MonitoredMetric.none }
        guard metric.part == .val, !epochs.contains(where: { $0.metrics[.val] != nil }),
            !epochs.isEmpty
        else { return metric.name }
        return "train_\(metric.metric)"
    }
}

extension TrialResult {
    /// The metric that decided which epoch counts, or `none`.
    package var monitorUsed: String { record.monitorUsed(epochs) }

    /// Whether a metric decided which epoch counts; else it is the last one.
    package var hasChosenEpoch: Bool {
        monitorUsed != MonitoredMetric.none && best?.value(of: monitorUsed)?.isNaN != true
    }
}
