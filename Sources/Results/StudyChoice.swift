package import Evaluation
import Studies
package import Vocabulary

/// The choice of a study's configuration: the one with the best mean of the monitored metric over
/// its trials, each at its best epoch. The test split has no influence on it.
///
/// A choice needs every trial of the study, because the mean over some of the trials may be better
/// by chance.
///
/// The one-standard-error rule (Breiman, Friedman, Olshen and Stone 1984, section 3.4.3) decides
/// which differences validation can resolve: configurations within one standard error of the best
/// are close to it. If all are, or if there are fewer than `fewImages` validation images, or
/// patients if they are known, nothing is chosen.
package struct StudyChoice: Sendable {
    /// The smallest number of validation images, or patients if they are known, for a choice: one
    /// of them is two points of accuracy.
    package static let fewImages = 50

    /// A configuration with its values of the monitored metric.
    package struct Candidate: Sendable {
        /// The configuration and its trials.
        package let group: TrialGroup
        /// The value of each trial at its best epoch.
        package let values: [Double]
        /// The mean of `values`.
        package let mean: Double
        /// The sample standard deviation of `values` (n - 1); nil for fewer than two.
        package var std: Double? { Statistics.std(values) }
    }

    /// A reason why no configuration is chosen.
    package enum Reason: Sendable, Hashable {
        case noTrials
        /// No metric is monitored because there is no validation split.
        case noValidation
        /// No metric is monitored because of the study's setting.
        case noMetric
        /// Trials monitor different metrics.
        case severalMetrics([String])
        /// The loss is monitored, and trials minimize different losses.
        case severalLosses
        /// Configurations have different validation images.
        case otherImages
        /// The metric depends on the positive class, and configurations have different ones.
        case otherClass
        /// There are too few validation images.
        case fewImages(Int)
        /// There are too few validation patients, which count because images of one patient are
        /// correlated.
        case fewPatients(Int)
        /// Some trials are not finished, have failed or have missing files.
        case unfinished(Int, of: Int)
        /// Configurations, by label, have a trial without a value of the metric.
        case notDefined([String])
        /// All configurations lie within one standard error of the best.
        case withinError
        /// Configurations, by label, are the best but have a trial without an accuracy on the
        /// evaluation split.
        case notMeasured([String], Split)
    }

    /// The monitored metric; nil if none or more than one is monitored.
    package let metric: MonitoredMetric?
    /// The number of images that the metric is computed on, in a cross-validation those of all
    /// folds; 0 if it is unknown.
    package let images: Int
    /// The number of patients of these images; nil if it is unknown.
    package let patients: Int?
    /// The configurations from the best on, equal ones in the study's order; empty without a
    /// metric.
    package let candidates: [Candidate]
    /// The reason why no configuration is chosen; nil if one is.
    package let undecided: Reason?
    /// The chosen configuration, or those that share the first place; empty if nothing is chosen.
    package let winners: [Candidate]
    /// The other configurations within one standard error of the chosen one.
    package let close: [Candidate]

    /// Makes the choice.
    /// - Parameter isFair: whether all trials were evaluated on the same images.
    package init(_ results: StudyResults, isFair: Bool = true) {
        let groups = results.groups
        let names = Set(results.trials.map(\.monitorUsed))
        let metric = names.count == 1 ? names.first.flatMap { MonitoredMetric($0) } : nil
        let measured = metric.map { results.measured(by: $0) }
        let (images, patients) = (measured?.images ?? 0, measured?.patients)
        let units = patients ?? images
        let candidates = metric.map { Self.candidates(groups, $0) } ?? []
        let first = candidates.filter { Self.isEqual($0, candidates[0]) }
        let close = metric.map { Self.close(candidates, $0, units) } ?? []
        func reason() -> Reason? {
            if groups.isEmpty { return .noTrials }
            if names.count > 1 { return .severalMetrics(names.sorted()) }
            guard let metric else { return results.hasValidation ? .noMetric : .noValidation }
            let isChoice = groups.count > 1
            // The first reasons are those that further trials cannot change.
            if isChoice, metric.metric == "loss", results.hasSeveralLosses {
                return .severalLosses
            }
            if isChoice, !isFair || results.variesImages(of: metric) { return .otherImages }
            if isChoice, metric.isOfPositiveClass, results.varies(\.positiveClass) {
                return .otherClass
            }
            if isChoice, metric.part == .val, (1..<Self.fewImages).contains(units) {
                return patients == nil ? .fewImages(units) : .fewPatients(units)
            }
            let (planned, complete) = (results.lock.trials.count, results.trials.count)
            if complete < planned { return .unfinished(planned - complete, of: planned) }
            let defined = Set(candidates.map(\.group.name))
            let undefined = groups.filter { !defined.contains($0.name) }
            if !undefined.isEmpty { return .notDefined(undefined.map(\.label)) }
            if isChoice, close.count + 1 == candidates.count { return .withinError }
            let split = results.evaluationSplit
            let unmeasured = first.map(\.group).filter {
                $0.bestAccuracies(split).count < $0.trials.count
            }
            return unmeasured.isEmpty ? nil : .notMeasured(unmeasured.map(\.label), split)
        }
        let undecided = reason()
        self.metric = metric
        self.images = images
        self.patients = patients
        self.candidates = candidates
        self.undecided = undecided
        winners = undecided == nil ? first : []
        self.close =
            undecided == nil ? close.filter { !Self.isEqual($0, candidates[0]) } : []
    }

    /// The trial of a configuration with the best value of the metric, the first of equals; without
    /// a metric, its first trial.
    package func bestTrial(of group: TrialGroup) -> TrialResult? {
        guard let metric else { return group.trials.first }
        return group.trials.dropFirst().reduce(group.trials.first) { best, trial in
            let values = [best, trial].map { $0?.best?.value(of: metric.name) ?? .nan }
            return metric.isBetter(values[1], than: values[0]) ? trial : best
        }
    }

    /// The metric's name, or `none`.
    package var monitor: String { metric?.name ?? MonitoredMetric.none }

    /// The means over a configuration's trials at their best epochs, by name: of the monitored
    /// metric and of every split's accuracy.
    package func means(of candidate: Candidate) -> [String: Double] {
        var means = [monitor: candidate.mean]
        for split in Split.allCases {
            means["\(split.rawValue)_accuracy"] = Statistics.mean(
                candidate.group.bestAccuracies(split))
        }
        return means
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

    /// Whether two means are equal except for rounding.
    private static func isEqual(_ a: Candidate, _ b: Candidate) -> Bool {
        abs(a.mean - b.mean) < 1e-12
    }

    /// The candidates other than the first whose difference from it is at most its standard error.
    /// - Parameter units: the number of images, or of patients if they are known.
    private static func close(
        _ candidates: [Candidate], _ metric: MonitoredMetric, _ units: Int
    ) -> [Candidate] {
        guard let best = candidates.first else { return [] }
        return candidates.dropFirst().filter { other in
            let error = variance(best, metric, units) + variance(other, metric, units)
            return abs(best.mean - other.mean) <= error.squareRoot()
        }
    }

    /// The square of a mean's standard error: the variance due to the sample of images, plus that
    /// between several trials. Images of one patient are correlated, so they count as one.
    private static func variance(
        _ candidate: Candidate, _ metric: MonitoredMetric, _ units: Int
    ) -> Double {
        let spread = candidate.std.map { $0 * $0 / Double(candidate.values.count) } ?? 0
        guard units > 0 else { return spread }
        return spread + metric.unitVariance(candidate.mean, units: units) / Double(units)
    }
}

extension MonitoredMetric {
    /// The approximate variance of the metric between images, or patients: that of a proportion
    /// with one success and one failure added if the metric has bounds, and the square of the
    /// value for a loss.
    fileprivate func unitVariance(_ value: Double, units: Int) -> Double {
        let unbounded = ["loss", "log_loss"]
        if unbounded.contains(metric) { return value * value }
        let (low, high) = metric == "mcc" ? (-1.0, 1.0) : (0.0, 1.0)
        let fraction = (min(max(value, low), high) - low) / (high - low)
        let smoothed = (fraction * Double(units) + 1) / (Double(units) + 2)
        return (high - low) * (high - low) * smoothed * (1 - smoothed)
    }
}

extension StudyResults {
    /// Whether trials were evaluated on validation images.
    package var hasValidation: Bool {
        lock.dataset.total(.val) > 0 || trials.contains { $0.best?.metrics[.val] != nil }
    }

    /// The evaluation split: test; if there is none, validation, then training.
    package var evaluationSplit: Split {
        let split = [Split.test, .val].first { split in
            trials.contains { $0.best?.metrics[split]?.accuracy.isFinite == true }
        }
        return split ?? .train
    }

    fileprivate var hasSeveralLosses: Bool {
        Set(trials.map(\.record.settings.lossIdentity)).count > 1
    }

    /// The numbers of images and patients that a configuration's mean of the metric is computed on;
    /// nil if the number of patients is unknown.
    fileprivate func measured(by metric: MonitoredMetric) -> (images: Int, patients: Int?) {
        let part: Split = metric.part == .val ? .val : .train
        let splits: [Split] = part == .val && hasAllFolds ? [.train, .val] : [part]
        let images = splits.reduce(0) { $0 + lock.dataset.total($1) }
        let patients = splits.compactMap { lock.dataset.patients?[$0] }
        // The number of images is unknown for several studies with different images.
        guard images > 0, patients.count == splits.count else { return (images, nil) }
        return (images, patients.reduce(0, +))
    }

    private var foldAxis: Study.Axis? { lock.axes.first { $0.isOfFolds && $0.labels.count > 1 } }

    /// Whether the trials use every fold of a cross-validation for validation, so that every image
    /// is a validation image once.
    private var hasAllFolds: Bool {
        guard let folds = foldAxis?.labels.count else { return false }
        return trials.allSatisfy { trial in
            guard let dataset = trial.record.settings.dataset else { return false }
            return dataset.split.values.optionalNumber("k") == Double(folds)
                && dataset.limit.isEmpty
        }
    }

    /// Whether trials differ in the images that the metric is computed on.
    fileprivate func variesImages(of metric: MonitoredMetric) -> Bool {
        // Equal fingerprints mean equal images in equal splits, in whatever folder. Different ones
        // may be due to images that the metric does not use, such as a limited training split.
        if trials.allSatisfy({ $0.record.data != nil }), !varies(\.data) { return false }
        let split: Split = metric.part == .val ? .val : .train
        return varies { $0.settings.images(of: split) }
    }

    /// Whether trials of the same fold differ in a value.
    fileprivate func varies<Value: Hashable>(_ value: (TrialRecord) -> Value) -> Bool {
        let folds = Dictionary(grouping: trials) { trial in
            foldAxis.flatMap { trial.entry.coordinates[$0.path] }
        }
        return folds.values.contains { Set($0.map { value($0.record) }).count > 1 }
    }
}

extension TrialRecord {
    /// The metric that decided which epoch counts, or `none`. Without a validation split, earlier
    /// versions of the program used the training metric in place of the validation metric.
    /// - Parameter epochs: the epochs of the trial.
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

    /// Whether a metric decided which epoch counts; otherwise it is the last one.
    package var hasChosenEpoch: Bool {
        monitorUsed != MonitoredMetric.none && best?.value(of: monitorUsed)?.isNaN != true
    }
}
