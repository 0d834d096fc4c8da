import Datasets
import Engine
import Files
import Foundation
import Results
package import Studies
import Synchronization
package import Training

/// What a run reports while it goes on.
package enum RunEvent: Sendable {
    /// So many trials are done already and are not trained again.
    case skipping(Int)
    /// The fastest kernels for a network are looked for, which is remembered.
    case measuring(String)
    /// The features of a frozen network's images are computed: so many images are done.
    case features(String, done: Int, of: Int)
    /// With the state in which the run found it.
    case started(Trial, number: Int, of: Int, StudyPlan.State)
    /// Of one trial; `overall` is the share done of all that is to be trained.
    case progress(Trial, TrialEvent, overall: Double)
    case finished(Trial, seconds: Double)
    case failed(Trial, message: String)
}

/// How a job's process is started and followed; the place for another scheduler.
package protocol Executor: Sendable {
    /// Trains a job's trials to their end.
    /// - Parameter report: called with what the trials tell, on any thread.
    /// - Throws: `TrialFailure` when it did not end well; trials that were complete before stay so.
    func run(_ job: TrialJob, report: @escaping @Sendable (TrialEvent) -> Void) throws
}

/// A trial that did not end well.
package struct TrialFailure: Error, CustomStringConvertible {
    package let message: String

    package init(_ message: String) { self.message = message }

    package var description: String { message }
}

/// Runs what a plan says is to be trained, and keeps the lock and the summary up to date.
package final class StudyRunner: @unchecked Sendable {
    // `lock`, `shares` and `failures` are only touched under `mutex`; the rest is constant while trials train.
    private let mutex = NSLock()
    private let plan: StudyPlan
    private let executor: any Executor
    private let jobs: Int
    private let report: @Sendable (RunEvent) -> Void
    private let kernelCache: KernelCache
    /// The lock that is in the folder already.
    private let before: StudyLock?
    private var lock: StudyLock
    private var queue: [StudyPlan.Entry]
    private let store: FeatureStore
    private let interruption: @Sendable () -> Int32?
    /// The features that trials train on, open as long as the run goes on.
    private var matrices: [FeatureMatrix] = []
    /// The keys of the features of each trial, by split.
    private var features: [String: [String: String]] = [:]
    /// The share done of each trial that is to be trained.
    private var shares: [String: Double] = [:]
    private var failures = 0
    private let total: Int
    private let work: Double

    /// - Parameters:
    ///   - studyFile: as it was typed, for the lock.
    ///   - force: train trials again that are done.
    ///   - only: trials to train, by id; nil: all.
    ///   - kernelCache: where measured kernels are remembered.
    ///   - store: where features of frozen networks are kept.
    ///   - interruption: the signal that asks to end, once there was one.
    ///   - report: called on any thread.
    package init(
        _ plan: StudyPlan, studyFile: String, overrides: [String], executor: any Executor,
        jobs: Int = 1, force: Bool = false, only: Set<String>? = nil,
        kernelCache: KernelCache = KernelCache(), store: FeatureStore = FeatureStore(),
        interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void
    ) throws {
        guard let dataset = plan.datasetRecord, let first = plan.entries.first else {
            throw TrialFailure("the study has no trial")
        }
        self.plan = plan
        self.executor = executor
        self.jobs = jobs
        self.report = report
        self.kernelCache = kernelCache
        self.store = store
        self.interruption = interruption
        before = try? plan.folder.readLock()
        lock = StudyLock(
            plan.study, studyFile: studyFile, overrides: overrides, dataset: dataset,
            codeVersion: CodeVersion.program, platform: .current(threads: first.threads),
            keys: Dictionary(uniqueKeysWithValues: plan.entries.map { ($0.trial.id, $0.key) }))
        for (index, entry) in plan.entries.enumerated() {
            lock.trials[index].weights = entry.weights
        }
        queue = plan.entries.filter {
            (force || $0.state != .done) && (only?.contains($0.trial.id) ?? true)
        }
        total = queue.count
        work = queue.reduce(0) { $0 + $1.operations }
        for (index, entry) in plan.entries.enumerated()
        where entry.state == .done && !queue.contains(where: { $0.trial.id == entry.trial.id }) {
            complete(index, folder: plan.folder.trial(entry.trial.id))
        }
    }

    /// Trains what is to be trained.
    /// - Returns: how many trials failed; the others are complete, unless the run was interrupted.
    /// - Throws: `FileError`, `ResultsError` when the folder cannot be written.
    package func run() throws -> Int {
        if queue.isEmpty {
            lock.kernels = before?.kernels ?? [:]
            lock.features = before?.features ?? []
        } else {
            try prepare()
        }
        try plan.folder.write(lock)
        let queued = Set(queue.map(\.trial.id))
        let done = plan.entries.count { $0.state == .done && !queued.contains($0.trial.id) }
        if done > 0 { report(.skipping(done)) }
        let groups = Mutex(StudyPlan.groups(of: queue, jobs: jobs)[...])
        let workers = DispatchGroup()
        for _ in 0..<min(jobs, total) {
            workers.enter()
            Thread.detachNewThread { [self] in
                while interruption() == nil, let group = groups.withLock({ $0.popFirst() }) {
                    train(group)
                }
                workers.leave()
            }
        }
        workers.wait()
        try plan.folder.write(lock)
        try plan.folder.writeSummary()
        return failures
    }

    /// Compiles each network once, so that all trials run on the same kernels, those of the results that are there; and
    /// makes features ready.
    private func prepare() throws {
        let choices = kernelCache.choices(for: plan.folder)
        var seen: Set<StudyPlan.Entry.ProgramKey> = []
        for entry in queue where seen.insert(entry.programKey).inserted {
            report(.measuring(entry.programKey.title))
            _ = try entry.programs(kernels: choices)
        }
        try makeFeatures(choices)
        try? kernelCache.save(choices)
        lock.kernels = choices.used
    }

    /// Makes the features ready that trials train on, and keeps them from being cleared away during the run.
    private func makeFeatures(_ kernels: KernelChoices) throws {
        for set in try plan.featureSets(of: queue, kernels: kernels) {
            let start = ContinuousClock.now
            var done = 0
            var isComputed = false
            for input in set.inputs.sorted(by: { $0.images.count > $1.images.count }) {
                matrices.append(
                    try set.front.features(of: input, in: store) { count in
                        if let signal = interruption() { throw Interrupted(signal: signal) }
                        isComputed = true
                        report(.features(set.title, done: done + count, of: set.images))
                    })
                done += input.images.count
                for trial in set.trials {
                    features[trial, default: [:]][input.name] = set.keys[input.name]
                }
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let record = FeaturesRecord(
                title: set.title, images: set.images, bytes: set.bytes, keys: set.keys,
                seconds: isComputed ? seconds : nil, trials: set.trials)
            let old = before?.features.first { $0.keys == record.keys }
            lock.features.append(old.map { record.merged(with: $0) } ?? record)
        }
        // Those of trials that are done already.
        let again = Set(lock.features.flatMap(\.trials))
        let known = Set(plan.entries.map(\.trial.id))
        for var old in before?.features ?? []
        where !lock.features.contains(where: { $0.keys == old.keys }) {
            old.trials.removeAll { again.contains($0) || !known.contains($0) }
            if !old.trials.isEmpty { lock.features.append(old) }
        }
    }

    /// Trains trials together; those that do not get to their end so are trained again, each alone.
    private func train(_ group: [StudyPlan.Entry]) {
        var replaced: [String: ReplacedFolder] = [:]
        for entry in group {
            let number = mutex.withLock {
                shares[entry.trial.id] = 0
                return shares.count
            }
            report(
                .started(entry.trial, number: number, of: total, entry.state))
        }
        var failure = "its process ended without a result"
        do {
            for entry in group {
                let folder = plan.folder.trial(entry.trial.id)
                // The process of a run that was killed may still be about to notice it.
                withExtendedLifetime(try folder.lock()) {}
                replaced[entry.trial.id] = try ReplacedFolder(folder, keeping: entry.resumes)
            }
            try executor.run(job(group)) { [self] event in
                guard let entry = group.first(where: { $0.trial.id == event.trial }) else { return }
                let overall = advance(entry, event)
                if !event.isFinished { report(.progress(entry.trial, event, overall: overall)) }
            }
        } catch { failure = "\(error)" }
        var unfinished: [StudyPlan.Entry] = []
        for entry in group {
            let folder = plan.folder.trial(entry.trial.id)
            do {
                // What is there was made by this run: the folder was empty before.
                guard folder.isComplete, let previous = replaced[entry.trial.id] else {
                    throw TrialFailure(failure)
                }
                try previous.remove()
                try finish(entry, .complete)
                report(.finished(entry.trial, seconds: try folder.readRecord().seconds))
            } catch {
                if SavedState.position(in: folder, key: entry.key) == nil {
                    try? replaced[entry.trial.id]?.restore()
                }
                failure = "\(error)"
                unfinished.append(entry)
            }
        }
        // What was interrupted goes on in the next run.
        if interruption() != nil { return }
        if group.count > 1 {
            for entry in unfinished { train([entry]) }
        } else if let entry = unfinished.first {
            try? finish(entry, .failed(failure))
            report(.failed(entry.trial, message: failure))
        }
    }

    private func job(_ group: [StudyPlan.Entry]) -> TrialJob {
        let first = group[0]
        return TrialJob(
            folder: plan.folder.path, tasks: group.map { .init(trial: $0.trial, key: $0.key) },
            threads: first.threads, weights: first.weights?.sha256,
            features: features[first.trial.id] ?? [:], kernels: lock.kernels)
    }

    private func advance(_ entry: StudyPlan.Entry, _ event: TrialEvent) -> Double {
        mutex.withLock {
            shares[entry.trial.id] = event.fraction
            let done = plan.entries.reduce(0) { $0 + $1.operations * (shares[$1.trial.id] ?? 0) }
            return work > 0 ? done / work : 1
        }
    }

    private func finish(_ entry: StudyPlan.Entry, _ state: TrialEntry.State) throws {
        try mutex.withLock {
            guard let index = lock.trials.firstIndex(where: { $0.id == entry.trial.id }) else {
                return
            }
            if state == .complete {
                complete(index, folder: plan.folder.trial(entry.trial.id))
            } else {
                lock.trials[index].state = state
                failures += 1
            }
            try plan.folder.write(lock)
        }
    }

    private func complete(_ index: Int, folder: TrialFolder) {
        lock.trials[index].state = .complete
        lock.trials[index].files = (try? folder.readRecord().files) ?? [:]
    }
}
