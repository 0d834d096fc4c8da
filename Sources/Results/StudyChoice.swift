package import Evaluation
import Studies
package import Vocabulary

/// Which configuration of a study is chosen: the one with the best mean of the monitored metric
/// over its trials, each at the epoch that counts. No value of the test split has a part in it.
///
/// The means need every trial of the study: a mean over the trials that happen to be there may be
/// one of the lucky ones.
///
/// What validation can tell apart is judged by the one-standard-error rule (Breiman, Friedman,
/// Olshen and Stone 1984, section 3.4.3): configurations within one standard error of the best are
/// not told from it. Where that is all of them, or there are fewer than `fewImages` validation
/// images, or patients, nothing is chosen.
package struct StudyChoice: Sendable {
    /// With fewer validation images, or patients where they are known, one of them is more than two
    /// points of accuracy.
    package static let fewImages = 50

    /// A configuration by the monitored metric.
    package struct Candidate: Sendable {
        package let group: TrialGroup
        /// Of each trial, at the epoch that counts.
        package let values: [Double]
        package let mean: Double
        package var std: Double? { Statistics.std(values) }
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
        /// The metric depends on the positive class, and configurations have different ones.
        case otherClass
        case fewImages(Int)
        /// Images of one patient are alike, so patients count.
        case fewPatients(Int)
        /// Trials of the study that have not ended, have failed or lack files.
        case unfinished(Int, of: Int)
        /// Configurations, by label, of which a trial has no value of the metric.
        case notDefined([String])
        /// All configurations lie within one standard error of the best.
        case withinError
        /// Configurations, by label, that the metric would choose and of which a trial has no
        /// accuracy on the split that measures.
        case notMeasured([String], Split)
    }

    /// Nil where no metric, or more than one, is monitored.
    package let metric: MonitoredMetric?
    /// Images that the metric is computed on; of a cross-validation those of all folds. 0 where
    /// that is not known.
    package let images: Int
    /// How many patients the images are of; nil where that is not known.
    package let patients: Int?
    /// From the best on, equals in the study's order; empty without a metric.
    package let candidates: [Candidate]
    /// Nil where a configuration is chosen.
    package let undecided: Reason?
    /// The chosen configuration, or those that share the first place; empty where nothing is
    /// chosen.
    package let winners: [Candidate]
    /// The others that lie within one standard error of the chosen.
    package let close: [Candidate]

    /// - Parameter isFair: whether all trials were measured on the same images.
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
            // First what no further trial can change.
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

    /// The metric's name, or `none`.
    package var monitor: String { metric?.name ?? MonitoredMetric.none }

    /// Means over a configuration's trials at the epochs that count: of the monitored metric, and
    /// of every split's accuracy.
    package func figures(of candidate: Candidate) -> [String: Double] {
        var figures = [monitor: candidate.mean]
        for split in Split.allCases {
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
    /// - Parameter units: images, or patients where they are known.
    private static func close(
        _ candidates: [Candidate], _ metric: MonitoredMetric, _ units: Int
    ) -> [Candidate] {
        guard let best = candidates.first else { return [] }
        return candidates.dropFirst().filter { other in
            let error = variance(best, metric, units) + variance(other, metric, units)
            return abs(best.mean - other.mean) <= error.squareRoot()
        }
    }

    /// The square of a mean's standard error: for the choice of images, and with several trials for
    /// their spread. Images of one patient are alike, so they count as one.
    private static func variance(
        _ candidate: Candidate, _ metric: MonitoredMetric, _ units: Int
    ) -> Double {
        let spread = candidate.std.map { $0 * $0 / Double(candidate.values.count) } ?? 0
        guard units > 0 else { return spread }
        return spread + metric.unitVariance(candidate.mean, units: units) / Double(units)
    }
}

extension MonitoredMetric {
    /// About how much the metric varies from image to image, or from patient to patient: as a
    /// proportion, of at least one more and one less, where it has bounds; a loss as much as it is
    /// large.
    fileprivate func unitVariance(_ value: Double, units: Int) -> Double {
        let unbounded = ["loss", "log_loss"]
        if unbounded.contains(metric) { return value * value }
        let (low, high) = metric == "mcc" ? (-1.0, 1.0) : (0.0, 1.0)
        let share = (min(max(value, low), high) - low) / (high - low)
        let smoothed = (share * Double(units) + 1) / (Double(units) + 2)
        return (high - low) * (high - low) * smoothed * (1 - smoothed)
    }
}

extension StudyResults {
    /// Whether trials were measured on validation images.
    package var hasValidation: Bool {
        lock.dataset.total(.val) > 0 || trials.contains { $0.best?.metrics[.val] != nil }
    }

    /// The split that measures: test; without one validation, then training.
    package var evaluationSplit: Split {
        let split = [Split.test, .val].first { split in
            trials.contains { $0.best?.metrics[split]?.accuracy.isFinite == true }
        }
        return split ?? .train
    }

    fileprivate var hasSeveralLosses: Bool {
        Set(trials.map(\.record.settings.lossIdentity)).count > 1
    }

    /// The images that a configuration's mean of the metric is computed on, and the patients that
    /// they are of; nil where nothing says so.
    fileprivate func measured(by metric: MonitoredMetric) -> (images: Int, patients: Int?) {
        let part: Split = metric.part == .val ? .val : .train
        let splits: [Split] = part == .val && hasAllFolds ? [.train, .val] : [part]
        let images = splits.reduce(0) { $0 + lock.dataset.total($1) }
        let patients = splits.compactMap { lock.dataset.patients?[$0] }
        // The counts of images are unknown where several studies do not share them.
        guard images > 0, patients.count == splits.count else { return (images, nil) }
        return (images, patients.reduce(0, +))
    }

    private var foldAxis: Study.Axis? { lock.axes.first { $0.isOfFolds && $0.labels.count > 1 } }

    /// Whether every fold of a cross-validation is validated on, so that every image of the pool
    /// is, once.
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
        // Equal fingerprints are equal images in equal splits, wherever they lie. Others may differ
        // in images that the metric is not computed on, as where the training images are limited.
        if trials.allSatisfy({ $0.record.data != nil }), !varies(\.data) { return false }
        let split: Split = metric.part == .val ? .val : .train
        return varies { $0.settings.images(of: split) }
    }

    /// Whether trials differ in something, other than those of two folds.
    fileprivate func varies<Value: Hashable>(_ value: (TrialRecord) -> Value) -> Bool {
        let folds = Dictionary(grouping: trials) { trial in
            foldAxis.flatMap { trial.entry.coordinates[$0.path] }
        }
        return folds.values.contains { Set($0.map { value($0.record) }).count > 1 }
    }
}

extension TrialRecord {
    /// The metric that decided which epoch counts, or `none`. Without a validation split, earlier
    /// versions of the program took the training figure in place of one of validation.
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
