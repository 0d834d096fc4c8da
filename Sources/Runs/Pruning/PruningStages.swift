package import Results
package import Studies

/// Trials that are trained together, and where they end.
package struct StagedGroup {
    package var entries: [StudyPlan.Entry]
    /// The epoch after which they pause, to be compared with others; nil: none.
    package var until: Int?
    /// Why they end there, by id; empty where they do not.
    package var pruned: [String: PruningRecord] = [:]

    package func job(
        in folder: String, features: [String: String] = [:], kernels: [String: String] = [:]
    ) -> TrialJob {
        let first = entries[0]
        return TrialJob(
            folder: folder,
            tasks: entries.map {
                .init(trial: $0.trial, key: $0.key, pruned: pruned[$0.trial.id])
            },
            threads: first.threads, until: until, weights: first.weights?.sha256,
            data: first.data.fingerprint, features: features, kernels: kernels)
    }
}

/// The stages in which a study is trained whose trials are compared with each other: in each they
/// train as far as the next comparison. Nobody goes on before it is made, so that it is the same
/// whatever ran first, and how many at once.
///
/// A study without pruning has one stage.
package struct PruningStages {
    private let cohorts: [PruningCohort]
    private let others: [StudyPlan.Entry]
    private let folder: ResultsFolder
    private let ends: [String: PruningRecord]

    /// - Parameter ends: where trials were stopped, by id, when they are trained as they once were:
    ///   nothing is then compared. Nil: by the study's rules.
    package init(_ plan: StudyPlan, ends: [String: PruningRecord]? = nil) throws {
        (cohorts, others) =
            ends == nil ? try PruningCohort.cohorts(of: plan.entries) : ([], plan.entries)
        folder = plan.folder
        self.ends = ends ?? [:]
    }

    package var count: Int { (cohorts.map(\.rungs.count).max() ?? 0) + 1 }

    /// What is trained in a stage.
    /// - Parameter left: the trials that have not ended, by id.
    package func work(at stage: Int, left: Set<String>, jobs: Int) -> [StagedGroup] {
        func groups(_ entries: [StudyPlan.Entry], until: Int?) -> [StagedGroup] {
            let entries = entries.filter { left.contains($0.trial.id) }
            return StudyPlan.groups(of: entries, jobs: jobs).map {
                StagedGroup(entries: $0, until: until)
            }
        }
        return (stage == 0 ? independent(left, jobs) : [])
            + cohorts.filter { stage <= $0.rungs.count }.flatMap { cohort in
                let until = stage < cohort.rungs.count ? cohort.rungs[stage] : nil
                return groups(
                    cohort.entries.filter { !hasReached($0, until) }, until: until)
            }
    }

    /// Trials that are compared with no other.
    private func independent(_ left: Set<String>, _ jobs: Int) -> [StagedGroup] {
        let entries = others.filter { left.contains($0.trial.id) }
        let epochs = Set(entries.map { ends[$0.trial.id]?.epoch ?? .max }).sorted()
        return epochs.flatMap { epoch in
            let mine = entries.filter { (ends[$0.trial.id]?.epoch ?? .max) == epoch }
            return StudyPlan.groups(of: mine, jobs: jobs).map { group in
                StagedGroup(
                    entries: group, until: epoch == .max ? nil : epoch,
                    pruned: epoch == .max ? [:] : ends)
            }
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
    package struct Outcome {
        /// Trials that end here.
        package var stopped: [StagedGroup] = []
        /// Trials that cannot be decided on, and those that they wait for, by id.
        package var waiting: [(epoch: Int, trials: [String], missing: [String])] = []
    }

    /// - Parameters:
    ///   - left: the trials that have not ended, by id.
    ///   - failed: the trials that failed in this run, which nobody waits for.
    package func outcome(of stage: Int, left: Set<String>, failed: Set<String>, jobs: Int)
        -> Outcome
    {
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
