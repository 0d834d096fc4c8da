import Datasets
import Engine
import Files
import Foundation
import Results
package import Studies

/// What a run reports while it goes on.
package enum RunEvent: Sendable {
    /// So many trials are done already and are not trained again.
    case skipping(Int)
    /// The fastest kernels for a network are looked for, which is remembered.
    case measuring(String)
    /// `isStale`: there is a result of other settings or data, which this one will replace.
    case started(Trial, number: Int, of: Int, isStale: Bool)
    /// Of one trial; `overall` is the share done of all that is to be trained.
    case progress(Trial, TrialEvent, overall: Double)
    case finished(Trial, seconds: Double)
    case failed(Trial, message: String)
}

/// How a trial's process is started and followed; the place for another scheduler.
package protocol Executor: Sendable {
    /// Trains one trial to its end.
    /// - Parameter report: called with what the trial tells, on any thread.
    /// - Throws: `TrialFailure` when it did not end well.
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
    // `lock`, `queue`, `shares` and `failures` are only touched under `mutex`; the rest is constant.
    private let mutex = NSLock()
    private let plan: StudyPlan
    private let executor: any Executor
    private let jobs: Int
    private let report: @Sendable (RunEvent) -> Void
    private let kernelCache: KernelCache
    /// Of the lock that is in the folder already.
    private let kernelsBefore: [String: String]
    private var lock: StudyLock
    private var queue: [StudyPlan.Entry]
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
    ///   - report: called on any thread.
    package init(
        _ plan: StudyPlan, studyFile: String, overrides: [String], executor: any Executor,
        jobs: Int = 1, force: Bool = false, only: Set<String>? = nil,
        kernelCache: KernelCache = KernelCache(), report: @escaping @Sendable (RunEvent) -> Void
    ) throws {
        guard let dataset = plan.datasetRecord, let first = plan.entries.first else {
            throw TrialFailure("the study has no trial")
        }
        self.plan = plan
        self.executor = executor
        self.jobs = jobs
        self.report = report
        self.kernelCache = kernelCache
        kernelsBefore = (try? plan.folder.readLock())?.kernels ?? [:]
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
    /// - Returns: how many trials failed; the others are complete.
    /// - Throws: `FileError`, `ResultsError` when the folder cannot be written.
    package func run() throws -> Int {
        lock.kernels = queue.isEmpty ? kernelsBefore : try measureKernels()
        try plan.folder.write(lock)
        let queued = Set(queue.map(\.trial.id))
        let done = plan.entries.count { $0.state == .done && !queued.contains($0.trial.id) }
        if done > 0 { report(.skipping(done)) }
        let group = DispatchGroup()
        for _ in 0..<min(jobs, total) {
            group.enter()
            Thread.detachNewThread { [self] in
                while let entry = mutex.withLock({ queue.isEmpty ? nil : queue.removeFirst() }) {
                    train(entry)
                }
                group.leave()
            }
        }
        group.wait()
        try plan.folder.write(lock)
        try plan.folder.writeSummary()
        return failures
    }

    /// Compiles each network once, so that all trials run on the same kernels: those of the results that are there.
    private func measureKernels() throws -> [String: String] {
        let known = kernelCache.load(measures: false).all
        let choices = KernelChoices(
            known.merging(kernelsBefore) { $1 }, measures: true)
        var seen: Set<StudyPlan.Entry.ProgramKey> = []
        for entry in queue where seen.insert(entry.programKey).inserted {
            report(.measuring(entry.programKey.title))
            _ = try entry.programs(kernels: choices)
        }
        if choices.all != known { try? kernelCache.save(choices) }
        return choices.used
    }

    private func train(_ entry: StudyPlan.Entry) {
        let trial = entry.trial
        let number = mutex.withLock {
            shares[trial.id] = 0
            return shares.count
        }
        report(.started(trial, number: number, of: total, isStale: entry.state == .stale))
        let folder = plan.folder.trial(trial.id)
        let start = ContinuousClock.now
        do {
            try Self.replace(folder) {
                try executor.run(
                    TrialJob(
                        folder: plan.folder.path, trial: trial, key: entry.key,
                        threads: entry.threads, weights: entry.weights?.sha256,
                        kernels: lock.kernels)
                ) { [self] event in
                    report(.progress(trial, event, overall: advance(entry, event)))
                }
            }
            try finish(entry, .complete)
            report(.finished(trial, seconds: (ContinuousClock.now - start) / .seconds(1)))
        } catch {
            try? finish(entry, .failed("\(error)"))
            report(.failed(trial, message: "\(error)"))
        }
    }

    /// Trains into an empty folder. A finished trial that was there is kept beside it until the new one is finished, and
    /// comes back if that fails.
    private static func replace(_ folder: TrialFolder, by train: () throws -> Void) throws {
        let files = FileManager.default
        let previous = "\(folder.path).previous"
        func remove(_ path: String) throws {
            if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
        }
        if folder.isComplete {
            try remove(previous)
            try files.moveItem(atPath: folder.path, toPath: previous)
        } else {
            try remove(folder.path)
        }
        do { try train() } catch {
            if files.fileExists(atPath: previous) {
                try remove(folder.path)
                try files.moveItem(atPath: previous, toPath: folder.path)
            }
            throw error
        }
        try remove(previous)
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
