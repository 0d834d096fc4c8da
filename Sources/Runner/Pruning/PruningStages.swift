import Results
import Studies

/// Trials that are trained together, and where they end.
struct StagedGroup {
    var entries: [StudyPlan.Entry]
    /// The epoch after which they pause, to be compared with others; nil: none.
    var until: Int?
    /// Those that end there, and why; all of them or none.
    var pruned: [String: PruningRecord] = [:]
}

/// The stages in which a study is trained whose trials are compared with each other: in each they train as far as the next
/// comparison. Nobody goes on before it is made, so that it is the same whatever ran first, and how many at once.
///
/// A study without pruning has one stage.
struct PruningStages {
    private let cohorts: [PruningCohort]
    private let others: [StudyPlan.Entry]
    private let folder: ResultsFolder

    init(_ plan: StudyPlan) throws {
        (cohorts, others) = try PruningCohort.cohorts(of: plan.entries)
        folder = plan.folder
    }

    var count: Int { (cohorts.map(\.rungs.count).max() ?? 0) + 1 }

    /// What is trained in a stage.
    /// - Parameter left: the trials that have not ended, by id.
    func work(at stage: Int, left: Set<String>, jobs: Int) -> [StagedGroup] {
        func groups(_ entries: [StudyPlan.Entry], until: Int?) -> [StagedGroup] {
            let entries = entries.filter { left.contains($0.trial.id) }
            return StudyPlan.groups(of: entries, jobs: jobs).map {
                StagedGroup(entries: $0, until: until)
            }
        }
        let unstopped = stage == 0 ? groups(others, until: nil) : []
        return unstopped
            + cohorts.filter { stage <= $0.rungs.count }.flatMap { cohort in
                let until = stage < cohort.rungs.count ? cohort.rungs[stage] : nil
                return groups(
                    cohort.entries.filter { !hasReached($0, until) }, until: until)
            }
    }

    /// Whether a trial waits for the others already.
    private func hasReached(_ entry: StudyPlan.Entry, _ epoch: Int?) -> Bool {
        guard let epoch else { return false }
        let trial = folder.trial(entry.trial.id)
        guard !trial.isComplete, let place = SavedState.position(in: trial, key: entry.key) else {
            return false
        }
        return place.epoch >= epoch
    }

    /// What comes of a stage.
    struct Outcome {
        /// Trials that end here.
        var stopped: [StagedGroup] = []
        /// Trials that cannot be decided on, and those that they wait for, by id.
        var waiting: [(epoch: Int, trials: [String], missing: [String])] = []
    }

    /// - Parameters:
    ///   - left: the trials that have not ended, by id.
    ///   - failed: the trials that failed in this run, which nobody waits for.
    func outcome(of stage: Int, left: Set<String>, failed: Set<String>, jobs: Int) -> Outcome {
        var outcome = Outcome()
        for cohort in cohorts where stage < cohort.rungs.count {
            let mine = cohort.entries.filter { left.contains($0.trial.id) }
            if mine.isEmpty { continue }
            let epoch = cohort.rungs[stage]
            let courses = cohort.courses(in: folder)
            let missing = cohort.missing(at: stage, courses: courses, failed: failed)
            guard missing.isEmpty else {
                outcome.waiting.append((epoch, mine.map(\.trial.id), missing))
                continue
            }
            let reasons = cohort.stopped(at: stage, courses: courses)
            let ending = mine.filter { reasons[$0.trial.id] != nil }
            for group in StudyPlan.groups(of: ending, jobs: jobs) {
                let records = group.map { entry in
                    let reason = reasons[entry.trial.id] ?? ""
                    return (entry.trial.id, cohort.record(epoch: epoch, reason: reason))
                }
                outcome.stopped.append(
                    StagedGroup(
                        entries: group, until: epoch,
                        pruned: Dictionary(uniqueKeysWithValues: records)))
            }
        }
        return outcome
    }
}
