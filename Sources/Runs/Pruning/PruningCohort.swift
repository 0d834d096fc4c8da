import Evaluation
import Foundation
import JSON
import Results
import Studies
import Training
import Vocabulary

/// Trials of a study that a pruning rule compares with each other: they have the same rule, metric
/// and number of epochs.
struct PruningCohort {
    let configuration: Configuration
    /// The name of the monitored metric.
    let metric: String
    let epochs: Int
    /// The epochs after which the trials are compared.
    let rungs: [Int]
    /// The trials of each configuration, which differ only in their seeds, in the study's order.
    private(set) var groups: [[StudyPlan.Entry]] = []
    private let rule: any PruningRule

    /// The values of a trial's metric so far.
    struct LearningCurve {
        /// The value of each finished epoch.
        let values: [Double]
        /// True if no more values follow.
        let isComplete: Bool
        /// The number of epochs after which a rule stopped the trial; nil if none did.
        let stoppedAt: Int?
    }

    var entries: [StudyPlan.Entry] { groups.flatMap { $0 } }

    /// Creates an empty cohort; nil for settings without a pruning rule.
    /// - Throws: an error of the rule for invalid settings.
    private init?(_ settings: TrainingSettings) throws {
        guard let configuration = settings.pruning,
            let rule = try PruningRules.all.make(configuration)
        else { return nil }
        self.configuration = configuration
        self.rule = rule
        metric = settings.monitor
        epochs = settings.epochs
        rungs = rule.rungs(epochs: epochs)
    }

    /// The cohorts of a plan, and the trials without a pruning rule.
    /// - Throws: an error of a pruning rule for invalid settings.
    static func cohorts(
        of entries: [StudyPlan.Entry]
    ) throws -> (cohorts: [PruningCohort], others: [StudyPlan.Entry]) {
        struct Same: Hashable {
            var configuration: Configuration
            var metric: String
            var epochs: Int
        }
        var indices: [Same: Int] = [:]
        var cohorts: [PruningCohort] = []
        var others: [StudyPlan.Entry] = []
        for entry in entries {
            let training = entry.trial.settings.training
            guard let configuration = training.pruning, let cohort = try PruningCohort(training)
            else {
                others.append(entry)
                continue
            }
            let same = Same(
                configuration: configuration, metric: training.monitor, epochs: training.epochs)
            let index = indices[same] ?? cohorts.count
            indices[same] = index
            if index == cohorts.count { cohorts.append(cohort) }
            cohorts[index].add(entry)
        }
        return (cohorts, others)
    }

    private mutating func add(_ entry: StudyPlan.Entry) {
        if let index = groups.firstIndex(where: { $0[0].trial.group == entry.trial.group }) {
            groups[index].append(entry)
        } else {
            groups.append([entry])
        }
    }

    /// The trials that the rule stops at a rung, by id, with the reasons. They depend only on the
    /// metrics up to that rung; the stops at earlier rungs are computed again.
    /// - Parameters:
    ///   - rung: the index of the rung.
    ///   - curves: the curves of the trials, by id; trials without one are left out.
    func stopped(at rung: Int, curves: [String: LearningCurve]) -> [String: String] {
        stops(through: rung, curves: curves).last ?? [:]
    }

    /// The stopped trials of each rung up to `rung`, with the reasons.
    private func stops(through rung: Int, curves: [String: LearningCurve]) -> [[String: String]] {
        let largerIsBetter = MonitoredMetric(metric)?.largerIsBetter ?? true
        var left = groups
        return rungs[...rung].map { epoch in
            var stopped: [String: String] = [:]
            var compared: [[StudyPlan.Entry]] = []
            var candidates: [PruningCandidate] = []
            for group in left {
                let histories = group.compactMap { entry -> MetricHistory? in
                    guard let curve = curves[entry.trial.id], !curve.values.isEmpty,
                        curve.stoppedAt ?? .max >= epoch
                    else { return nil }
                    return MetricHistory(
                        Array(curve.values.prefix(epoch)), largerIsBetter: largerIsBetter)
                }
                if histories.isEmpty { continue }
                compared.append(group)
                candidates.append(PruningCandidate(histories))
            }
            let field = PruningField(
                metric: metric, largerIsBetter: largerIsBetter, candidates: candidates)
            for (index, reason) in rule.stopped(in: field) {
                for entry in compared[index] { stopped[entry.trial.id] = reason }
            }
            left = left.filter { stopped[$0[0].trial.id] == nil }
            return stopped
        }
    }

    /// The ids of the trials that must reach a rung before the trials can be compared at it.
    func missing(
        at rung: Int, curves: [String: LearningCurve], failed: Set<String>
    ) -> [String] {
        let gone =
            rung == 0
            ? failed
            : stops(through: rung - 1, curves: curves).reduce(into: failed) {
                $0.formUnion($1.keys)
            }
        return entries.map(\.trial.id).filter { id in
            guard !gone.contains(id) else { return false }
            guard let curve = curves[id] else { return true }
            return !curve.isComplete && curve.values.count < rungs[rung]
        }
    }

    /// The curves of the trials in a results folder, by id; results with other keys are ignored.
    func curves(in folder: ResultsFolder) -> [String: LearningCurve] {
        var curves: [String: LearningCurve] = [:]
        for entry in entries {
            let trial = folder.trial(entry.trial.id)
            let record = trial.isComplete ? try? trial.readRecord() : nil
            let isComplete = record?.key == entry.key
            let position = SavedState.position(in: trial, key: entry.key)
            guard isComplete || position != nil, let epochs = try? trial.readEpochs() else {
                continue
            }
            let values = epochs.map { $0.value(of: metric) ?? .nan }
            // The table may be newer than the checkpoint.
            curves[entry.trial.id] = LearningCurve(
                values: isComplete ? values : Array(values.prefix(position?.epoch ?? 0)),
                isComplete: isComplete, stoppedAt: isComplete ? record?.pruned?.epoch : nil)
        }
        return curves
    }

    /// The record of a trial that the rule has stopped after `epoch` epochs.
    func record(epoch: Int, reason: String) -> PruningRecord {
        PruningRecord(
            rule: configuration.kind, settings: configuration.json, epoch: epoch, epochs: epochs,
            reason: reason)
    }
}
