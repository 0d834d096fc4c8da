package import Datasets
package import Engine
package import Files
import Foundation
package import Inference
package import Processes
package import Results
package import Studies
import Synchronization
package import Training
package import Vocabulary

/// Runs what a plan says is to be trained, and keeps the lock and the summary up to date.
package final class StudyRunner: @unchecked Sendable {
    // What changes while trials train is the ledger's, which guards it; the rest is made ready
    // before.
    private let plan: StudyPlan
    private let executor: any Executor
    private let jobs: Int
    private let report: @Sendable (RunEvent) -> Void
    private let kernelCache: KernelCache
    /// The lock that is in the folder already.
    private let before: StudyLock?
    private let ledger: RunLedger
    private let queue: [StudyPlan.Entry]
    private let store: FeatureStore
    private let interruption: @Sendable () -> Int32?
    /// The features that trials train on, open as long as the run goes on.
    private var matrices: [FeatureMatrix] = []
    /// The keys of the stored features of each trial.
    private var features: [String: [FeatureSetID: String]] = [:]
    private let ends: [String: PruningRecord]?
    private let failsFast: Bool
    private let retries: Int
    /// Whether the folder's report shows results that are not the study's any more, or are to be
    /// made again: it tells of another study than the lock that this run writes. A report from
    /// before, without such results, only lacks some.
    package let outdatesReport: Bool

    /// - Parameters:
    ///   - studyFile: as it was typed, for the lock.
    ///   - force: train trials again that are done.
    ///   - only: trials to train, by id; nil: all.
    ///   - failsFast: whether the first failure ends the run; trials that are being trained save
    ///     their states.
    ///   - retries: how often a trial that failed is tried again, but for those that would fail
    ///     again.
    ///   - ends: where trials were stopped, by id, when they are trained as they once were; nil: by
    ///     the study's rules.
    ///   - kernelCache: where measured kernels are remembered.
    ///   - store: where features of frozen networks are kept.
    ///   - interruption: the signal that asks to end, once there was one.
    ///   - report: called on any thread.
    package init(
        _ plan: StudyPlan, studyFile: String, overrides: [String], executor: any Executor,
        jobs: Int = 1, force: Bool = false, only: Set<String>? = nil,
        failsFast: Bool = false, retries: Int = 0,
        ends: [String: PruningRecord]? = nil, kernelCache: KernelCache = KernelCache(),
        store: FeatureStore = FeatureStore(),
        interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void
    ) throws {
        guard let dataset = plan.datasetRecord, let first = plan.entries.first else {
            throw TrialFailure("the study has no trial")
        }
        self.plan = plan
        self.executor = executor
        self.jobs = jobs
        self.failsFast = failsFast
        self.retries = retries
        self.report = report
        self.ends = ends
        self.kernelCache = kernelCache
        self.store = store
        self.interruption = interruption
        before = try plan.folder.readLockIfThere()
        var lock = StudyLock(
            plan.study, studyFile: studyFile, overrides: overrides, dataset: dataset,
            codeVersion: CodeVersion.program, platform: .current(threads: first.threads),
            keys: Dictionary(
                plan.entries.map { ($0.trial.id, $0.key) },
                uniquingKeysWith: { first, _ in first }))
        lock.commit = CodeVersion.commit
        for (index, entry) in plan.entries.enumerated() {
            lock.trials[index].weights = entry.weights
            lock.trials[index].stale = entry.state.staleness
        }
        lock.notes = plan.contradictions
        lock.kernels = before?.kernels ?? [:]
        lock.features = before?.features ?? []
        let queue = plan.entries.filter {
            (force || $0.state != .done) && (only?.contains($0.trial.id) ?? true)
        }
        self.queue = queue
        ledger = RunLedger(plan.folder, lock, queue: queue)
        let queued = Set(queue.map(\.trial.id))
        let done = plan.entries.filter { $0.state == .done && !queued.contains($0.trial.id) }
        let valid = Set(done.map { [$0.trial.id, $0.key] })
        // Without a lock nothing says what a report tells of.
        outdatesReport =
            before?.trials.contains { $0.state == .complete && !valid.contains([$0.id, $0.key]) }
            ?? true
        for entry in done {
            try entry.updatePatients(in: plan.folder.trial(entry.trial.id))
            try ledger.complete(entry.trial.id)
        }
    }

    /// Trains what is to be trained.
    /// - Parameter device: the device that compiles the networks and computes features.
    /// - Returns: how many trials failed; the others are complete, unless the run was interrupted.
    /// - Throws: `FileError`, `ResultsError` when the folder cannot be written.
    package func run(on device: any Device) throws -> Int {
        for folder in [plan.folder.path, plan.folder.chartsPath, plan.folder.tablesPath] {
            AtomicFile.removeLeftovers(in: folder)
        }
        // What is to be trained can be read there while it is made ready.
        try ledger.write()
        if !queue.isEmpty {
            try prepare(on: device)
            try ledger.write()
        }
        let queued = Set(queue.map(\.trial.id))
        let done = plan.entries.count { $0.state == .done && !queued.contains($0.trial.id) }
        if done > 0 { report(.skipping(done)) }
        try trainStages()
        if let fault = ledger.fault { throw fault }
        try ledger.write()
        try plan.folder.writeSummary()
        return ledger.failed.count
    }

    /// Trains what is left, in stages where trials are compared with each other.
    private func trainStages() throws {
        let stages = try PruningStages(plan, ends: ends)
        for stage in 0..<stages.count {
            train(stages.work(at: stage, left: ledger.left, jobs: jobs))
            if isEnding { return }
            let outcome = stages.outcome(
                of: stage, left: ledger.left, failed: ledger.failed, jobs: jobs)
            for (epoch, trials, missing) in outcome.waiting {
                report(.waiting(trials, epoch: epoch, for: missing))
                ledger.leave(trials)
            }
            train(outcome.stopped)
            if isEnding { return }
        }
    }

    /// Trains groups, as many at the same time as there are jobs.
    private func train(_ groups: [StagedGroup]) {
        let waiting = Mutex(groups[...])
        let workers = DispatchGroup()
        for _ in 0..<min(jobs, groups.count) {
            workers.enter()
            Thread.detachNewThread { [self] in
                while !isEnding, let group = waiting.withLock({ $0.popFirst() }) {
                    train(group)
                }
                workers.leave()
            }
        }
        workers.wait()
    }

    /// Compiles each network once, so that all trials run on the same kernels, those of the results
    /// that are there; and makes features ready.
    private func prepare(on device: any Device) throws {
        let choices = kernelCache.choices(like: before?.kernels ?? [:])
        let device = device.with(choices)
        var seen: Set<StudyPlan.Entry.ProgramKey> = []
        for entry in queue where seen.insert(entry.programKey).inserted {
            report(.measuring(entry.programKey.title))
            _ = try entry.programs(on: device)
        }
        try makeFeatures(on: device)
        try? kernelCache.save(choices)
        ledger.update { $0.kernels = choices.used }
    }

    /// Makes the features ready that trials train on, and keeps them from being cleared away during
    /// the run.
    private func makeFeatures(on device: any Device) throws {
        var records: [FeaturesRecord] = []
        for shared in try plan.sharedFeatures(of: queue, on: device) {
            let start = ContinuousClock.now
            var isComputed = false
            matrices += try shared.features.matrices(in: store) { done, total in
                if let signal = interruption() { throw Interrupted(signal: signal) }
                isComputed = true
                report(.features(shared.title, done: done, of: total))
            }.values
            for trial in shared.trials { features[trial] = shared.keys }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let record = FeaturesRecord(
                title: shared.title, images: shared.images, bytes: shared.bytes, keys: shared.keys,
                seconds: isComputed ? seconds : nil, trials: shared.trials)
            let old = before?.features.first { $0.keys == record.keys }
            records.append(old.map { record.merged(with: $0) } ?? record)
        }
        // Those of trials that are done already.
        let again = Set(records.flatMap(\.trials))
        let known = Set(plan.entries.map(\.trial.id))
        for var old in before?.features ?? []
        where !records.contains(where: { $0.keys == old.keys }) {
            old.trials.removeAll { again.contains($0) || !known.contains($0) }
            if !old.trials.isEmpty { records.append(old) }
        }
        ledger.update { $0.features = records }
    }

    /// Whether no more trials are to be trained: by a signal, or after a failure.
    private var isEnding: Bool { interruption() != nil || ledger.isStopping }

    /// Trains trials together; those that do not get to their end so are trained again, each alone.
    private func train(_ staged: StagedGroup) {
        let group = staged.entries
        for entry in group {
            // Of a later stage, it has begun before.
            guard let number = ledger.begin(entry) else { continue }
            report(.started(entry.trial, number: number, of: queue.count, entry.state))
        }
        for (entry, failure) in attempt(staged) {
            let alone = StagedGroup(entries: [entry], until: staged.until, pruned: staged.pruned)
            settle(
                alone, failure, RetryRule(retries: retries, sharedProcess: group.count > 1))
        }
    }

    /// Retries a failed trial, and records its failure where that does not help.
    private func settle(_ staged: StagedGroup, _ first: TrialFailure, _ rule: RetryRule) {
        let entry = staged.entries[0]
        var (failure, rule) = (first, rule)
        while true {
            switch rule.decide(after: failure.kind, isEnding: isEnding) {
            case .leaveToNextRun: return
            case .recordFailure: return fail(entry, failure, attempts: rule.attempts)
            case .retry:
                report(.retrying(entry.trial, message: failure.message))
                guard let again = attempt(staged).first else { return }
                failure = again.1
            }
        }
    }

    private func fail(_ entry: StudyPlan.Entry, _ failure: TrialFailure, attempts: Int) {
        report(.failed(entry.trial, message: failure.message))
        do {
            let folder = plan.folder.trial(entry.trial.id)
            try folder.create()
            try folder.write(
                failure.record(id: entry.trial.id, key: entry.key, attempts: attempts))
            try ledger.finish(entry.trial.id, .failed(failure.message))
        } catch { stop(error) }
        if failure.kind == .fullDisk { stop(failure) } else if failsFast { stop(nil) }
    }

    /// Lets no other trial begin, and those that are being trained save their states.
    private func stop(_ error: (any Error)?) {
        ledger.stop(error)
        executor.interrupt()
    }

    /// Trains trials together once.
    /// - Returns: those that did not get to their end, or to where they pause, and why.
    private func attempt(_ staged: StagedGroup) -> [(StudyPlan.Entry, TrialFailure)] {
        let entries = Dictionary(
            staged.entries.map { ($0.trial.id, $0) }, uniquingKeysWith: { first, _ in first })
        let outcomes = JobAttempt(job: job(staged), executor: executor).run { [self] event in
            guard let entry = entries[event.trial] else { return }
            let overall = ledger.advance(entry, event)
            if !event.isFinished { report(.progress(entry.trial, event, overall: overall)) }
        }
        return outcomes.compactMap { id, outcome in
            guard let entry = entries[id] else { return nil }
            switch outcome {
            case .paused: report(.paused(entry.trial, epoch: staged.until ?? 0))
            case .complete(let record): conclude(entry, record)
            case .faulty(let error): stop(error)
            case .failed(let failure): return (entry, failure)
            }
            return nil
        }
    }

    private func conclude(_ entry: StudyPlan.Entry, _ record: TrialRecord) {
        do {
            try ledger.finish(entry.trial.id, .complete)
            if let pruned = record.pruned {
                report(.stopped(entry.trial, pruned))
            } else {
                report(.finished(entry.trial, seconds: record.seconds))
            }
        } catch {
            // The trial is complete; what cannot be written is the lock, which is everybody's.
            stop(error)
        }
    }

    private func job(_ staged: StagedGroup) -> TrialJob {
        let first = staged.entries[0].trial.id
        return staged.job(
            in: plan.folder.path, features: features[first] ?? [:], kernels: ledger.kernels)
    }
}

// MARK: - Without training

extension StudyRunner {
    /// Makes everything ready that the trials train on, for others to train them.
    /// - Parameter device: the device that compiles the networks and computes features.
    /// - Returns: the keys of the stored features of each trial, and the kernels.
    /// - Throws: `FileError`, `Interrupted`, errors of the engine.
    package func makeReady(on device: any Device) throws -> (
        features: [String: [FeatureSetID: String]], kernels: [String: String]
    ) {
        try prepare(on: device)
        try ledger.write()
        return (features, ledger.kernels)
    }

    /// Writes what is to be trained into the folder, for others to read.
    /// - Throws: `FileError`.
    package func announce() throws { try ledger.write() }

    /// Takes up what others have trained, in the lock and the summary.
    /// - Returns: how many trials have failed.
    /// - Throws: `FileError`, `ResultsError` when the folder cannot be written.
    package func collect() throws -> Int {
        for entry in plan.entries {
            let folder = plan.folder.trial(entry.trial.id)
            guard let message = entry.failure(in: folder) else { continue }
            try ledger.finish(entry.trial.id, .failed(message))
        }
        try ledger.write()
        try plan.folder.writeSummary()
        return ledger.failed.count
    }
}
