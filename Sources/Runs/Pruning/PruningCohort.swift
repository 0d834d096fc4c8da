import Evaluation
import Foundation
import JSON
import Results
import Studies
import Training
import Vocabulary

/// Trials that one pruning rule compares with each other: those of a study with the same rule,
/// metric and epochs.
struct PruningCohort {
    let configuration: Configuration
    /// What they are compared by.
    let metric: String
    let epochs: Int
    /// The epochs after which they are compared.
    let rungs: [Int]
    /// The trials of each setting, which differ by their seed alone, in the study's order.
    private(set) var groups: [[StudyPlan.Entry]] = []
    private let rule: any PruningRule

    /// What is known of a trial's metric.
    struct Course {
        /// Of each epoch that is done.
        let values: [Double]
        /// Whether there will be no more.
        let isComplete: Bool
        /// The epoch at which a rule stopped it.
        let stoppedAt: Int?
    }

    var entries: [StudyPlan.Entry] { groups.flatMap { $0 } }

    /// - Throws: what the rule's settings throw.
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

    /// The cohorts of a plan, and the trials that nothing stops.
    static func cohorts(
        of entries: [StudyPlan.Entry]
    ) throws -> (cohorts: [PruningCohort], others: [StudyPlan.Entry]) {
        struct Same: Hashable {
            var configuration: Configuration
            var metric: String
            var epochs: Int
        }
        var places: [Same: Int] = [:]
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
            let place = places[same] ?? cohorts.count
            places[same] = place
            if place == cohorts.count { cohorts.append(cohort) }
            cohorts[place].add(entry)
        }
        return (cohorts, others)
    }

    private mutating func add(_ entry: StudyPlan.Entry) {
        if let place = groups.firstIndex(where: { $0[0].trial.group == entry.trial.group }) {
            groups[place].append(entry)
        } else {
            groups.append([entry])
        }
    }

    /// The trials that stop at a rung, by id, with the reasons. It depends on the metrics up to
    /// there alone: what stopped at an earlier rung is found anew.
    /// - Parameters:
    ///   - rung: its place among the rungs.
    ///   - courses: of the trials, by id; those without are left out.
    func stopped(at rung: Int, courses: [String: Course]) -> [String: String] {
        stops(through: rung, courses: courses).last ?? [:]
    }

    /// The same for each rung up to this one.
    private func stops(through rung: Int, courses: [String: Course]) -> [[String: String]] {
        let largerIsBetter = MonitoredMetric(metric)?.largerIsBetter ?? true
        var left = groups
        return rungs[...rung].map { epoch in
            var stopped: [String: String] = [:]
            var compared: [[StudyPlan.Entry]] = []
            var candidates: [PruningCandidate] = []
            for group in left {
                let histories = group.compactMap { entry -> MetricHistory? in
                    guard let course = courses[entry.trial.id], !course.values.isEmpty,
                        course.stoppedAt ?? .max >= epoch
                    else { return nil }
                    return MetricHistory(
                        Array(course.values.prefix(epoch)), largerIsBetter: largerIsBetter)
                }
                if histories.isEmpty { continue }
                compared.append(group)
                candidates.append(PruningCandidate(histories))
            }
            let field = PruningField(
                metric: metric, largerIsBetter: largerIsBetter, candidates: candidates)
            let places = rule.stopped(in: field)
            for (place, reason) in places {
                for entry in compared[place] { stopped[entry.trial.id] = reason }
            }
            left = left.filter { stopped[$0[0].trial.id] == nil }
            return stopped
        }
    }

    /// The trials that have yet to reach a rung before it can be decided on.
    func missing(at rung: Int, courses: [String: Course], failed: Set<String>) -> [String] {
        let gone =
            rung == 0
            ? failed
            : stops(through: rung - 1, courses: courses).reduce(into: failed) {
                $0.formUnion($1.keys)
            }
        return entries.map(\.trial.id).filter { id in
            guard !gone.contains(id) else { return false }
            guard let course = courses[id] else { return true }
            return !course.isComplete && course.values.count < rungs[rung]
        }
    }

    /// What the folders say of the trials' metrics; only what belongs to the keys of this plan.
    func courses(in folder: ResultsFolder) -> [String: Course] {
        var courses: [String: Course] = [:]
        for entry in entries {
            let trial = folder.trial(entry.trial.id)
            let record = trial.isComplete ? try? trial.readRecord() : nil
            let isComplete = record?.key == entry.key
            let position = SavedState.position(in: trial, key: entry.key)
            guard isComplete || position != nil, let epochs = try? trial.readEpochs() else {
                continue
            }
            let values = epochs.map { $0.value(of: metric) ?? .nan }
            // The table may be of a later moment than the state.
            courses[entry.trial.id] = Course(
                values: isComplete ? values : Array(values.prefix(position?.epoch ?? 0)),
                isComplete: isComplete, stoppedAt: isComplete ? record?.pruned?.epoch : nil)
        }
        return courses
    }

    func record(epoch: Int, reason: String) -> PruningRecord {
        PruningRecord(
            rule: configuration.kind, settings: configuration.json, epoch: epoch, epochs: epochs,
            reason: reason)
    }
}
