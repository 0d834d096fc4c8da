package import Results
import Studies

/// Trials that train together in a stage, and the epoch at which they pause or end.
package struct StagedGroup {
    /// The trials, at least one, which train in the same process.
    package var entries: [StudyPlan.Entry]
    /// The number of epochs after which the trials pause for a comparison; nil: no pause.
    package var until: Int?
    /// The records of trials that end there, by id; empty if the trials do not end.
    package var pruned: [String: PruningRecord] = [:]

    /// The job that trains the trials; threads, checkpoint and data are those of the first trial.
    /// - Parameters:
    ///   - folder: the path of the results folder.
    ///   - features: the keys of the stored features; empty if nothing is frozen.
    ///   - kernels: the kernel to use for each operation that has several.
    package func job(
        in folder: String, features: [FeatureSetID: String] = [:],
        kernels: [String: String] = [:]
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

/// The stages of a study with pruning: in each stage the trials train up to the next comparison.
///
/// No trial continues before the comparison, so results depend neither on the order of the trials
/// nor on the number of jobs. A study without pruning has one stage.
package struct PruningStages {
    private let cohorts: [PruningCohort]
    private let others: [StudyPlan.Entry]
    private let folder: ResultsFolder
    private let ends: [String: PruningRecord]

    /// Divides the trials of a plan into cohorts that are compared with each other.
    /// - Parameter ends: the ends of pruned trials, by id, for a rerun, in which nothing is
    ///   compared; nil: the study's rules apply.
    /// - Throws: an error of a pruning rule for invalid settings.
    package init(_ plan: StudyPlan, ends: [String: PruningRecord]? = nil) throws {
        (cohorts, others) =
            ends == nil ? try PruningCohort.cohorts(of: plan.entries) : ([], plan.entries)
        folder = plan.folder
        self.ends = ends ?? [:]
    }

    /// The number of stages: one more than the largest number of comparisons of a cohort.
    package var count: Int { (cohorts.map(\.rungs.count).max() ?? 0) + 1 }

    /// The groups of trials to train in a stage.
    /// - Parameters:
    ///   - left: the ids of the trials that have not ended.
    ///   - jobs: the number of jobs that train at the same time.
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

    /// The groups of trials that are not compared with others.
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

    /// True if a trial has reached an epoch and waits for the other trials.
    private func hasReached(_ entry: StudyPlan.Entry, _ epoch: Int?) -> Bool {
        guard let epoch else { return false }
        let trial = folder.trial(entry.trial.id)
        guard !trial.isComplete, let position = SavedState.position(in: trial, key: entry.key)
        else { return false }
        return position.epoch >= epoch
    }

    /// The result of the comparisons of a stage.
    package struct Outcome {
        /// The trials that the pruning rule ends after this stage.
        package var stopped: [StagedGroup] = []
        /// The ids of trials without a decision, and of the trials for which they wait.
        package var waiting: [(epoch: Int, trials: [String], missing: [String])] = []
    }

    /// Compares the trials of each cohort at the end of a stage.
    /// - Parameters:
    ///   - left: the ids of the trials that have not ended.
    ///   - failed: the ids of the trials that failed in this run, for which no trial waits.
    package func outcome(of stage: Int, left: Set<String>, failed: Set<String>, jobs: Int)
        -> Outcome
    {
        var outcome = Outcome()
        for cohort in cohorts where stage < cohort.rungs.count {
            let mine = cohort.entries.filter { left.contains($0.trial.id) }
            if mine.isEmpty { continue }
            let epoch = cohort.rungs[stage]
            let curves = cohort.curves(in: folder)
            let missing = cohort.missing(at: stage, curves: curves, failed: failed)
            guard missing.isEmpty else {
                outcome.waiting.append((epoch, mine.map(\.trial.id), missing))
                continue
            }
            let reasons = cohort.stopped(at: stage, curves: curves)
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
