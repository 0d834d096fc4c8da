import Datasets
package import Engine
import Foundation
package import Inference
import JSON
import Processes
package import Results
import Studies
package import Training
import Vocabulary

/// An error that prevents trials from being retrained as recorded.
package struct RerunError: Error, CustomStringConvertible {
    let message: String

    init(_ message: String) { self.message = message }

    /// The message for the user.
    package var description: String { message }
}

/// A rerun: retrains trials of a results folder in a scratch folder, from the lock and the data and
/// checkpoints that it names, with the original number of threads and the original kernels.
package struct Rerun {
    /// Changes since the original training that do not prevent a rerun, by the trial's id.
    package let changes: [String: [StaleReason]]
    private let folder: ResultsFolder
    private let lock: StudyLock
    private let ids: [String]
    private let plan: StudyPlan
    private let scratch: ResultsFolder

    /// Checks that the trials, their data and their checkpoints are unchanged.
    /// - Parameters:
    ///   - ids: the ids of complete trials; empty: all complete trials.
    ///   - data: the current folder of the data; nil: the folder in the lock.
    ///   - scratch: a folder for the new results.
    ///   - progress: called with the name of a preparation, the number of items done and the total.
    /// - Throws: `RerunError` if a trial is missing or incomplete, or if data or checkpoints have
    ///   changed; `StudyErrors`, `FileError`.
    package init(
        _ folder: ResultsFolder, _ lock: StudyLock, trials ids: [String] = [],
        data: String? = nil, scratch: String,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        let complete = lock.trials.filter { $0.state == .complete }.map(\.id)
        for id in ids where !complete.contains(id) {
            throw RerunError(
                lock.trials.contains { $0.id == id }
                    ? "\(folder.path): \(id) is not complete, so there is nothing to compare with"
                    : "\(folder.path): no trial '\(id)'; "
                        + Names(complete).suggestion(for: id))
        }
        self.folder = folder
        self.lock = lock
        self.ids = (ids.isEmpty ? complete : ids).unique
        self.scratch = ResultsFolder("\(scratch)/results")
        // The rerun uses the kernels in the lock.
        try self.scratch.write(lock)
        let records = Dictionary(
            self.ids.map { ($0, try? folder.trial($0).readRecord()) },
            uniquingKeysWith: { first, _ in first })
        let threads = Dictionary(
            lock.trials.map {
                ($0.id, (records[$0.id] ?? nil)?.platform.threads ?? lock.platform.threads)
            }, uniquingKeysWith: { first, _ in first })
        plan = try StudyPlan(
            Self.study(lock, folder, data: data, scratch: scratch), folder: self.scratch,
            threads: threads, contradictionPolicy: .report, progress: progress)
        changes = try Self.changes(self.ids, lock, records, plan)
    }

    /// The study in the lock. A phantom data set that no longer exists is drawn again.
    private static func study(
        _ lock: StudyLock, _ folder: ResultsFolder, data: String?, scratch: String
    ) throws -> Study {
        if data != nil { return try lock.readStudy(folder, data: data) }
        let study = try lock.readStudy(folder)
        let isGone = study.trials.contains {
            $0.settings.dataset.phantom != nil
                && !FileManager.default.fileExists(atPath: $0.settings.dataset.path)
        }
        return isGone ? try lock.readStudy(folder, phantom: "\(scratch)/phantom") : study
    }

    /// The changes of each trial whose key has changed.
    /// - Throws: `RerunError` if more than the engine's version has changed.
    private static func changes(
        _ ids: [String], _ lock: StudyLock, _ records: [String: TrialRecord?], _ plan: StudyPlan
    ) throws -> [String: [StaleReason]] {
        var all: [String: [StaleReason]] = [:]
        for id in ids {
            guard let entry = plan.entries.first(where: { $0.trial.id == id }) else {
                throw RerunError("\(id): the study in the lock does not contain this trial")
            }
            guard let before = lock.trials.first(where: { $0.id == id }), before.key != entry.key
            else { continue }
            let changes =
                (records[id] ?? nil).map {
                    StaleReason.changes(
                        since: $0, settings: entry.trial.settings,
                        fingerprint: entry.data.fingerprint, weights: entry.weights)
                } ?? []
            guard !changes.isEmpty, changes.allSatisfy({ $0.isEngine }) else {
                let reasons =
                    changes.isEmpty
                    ? "data, initial weights or engine version"
                    : changes.map(\.description)
                        .joined(separator: "; ")
                throw RerunError(
                    "\(id): cannot be retrained as recorded: \(reasons); the data were read from "
                        + "\(entry.data.dataset.root) (--data sets another folder)")
            }
            all[id] = changes
        }
        return all
    }

    /// Retrains the trials and compares their files with the originals, in the order of the ids.
    /// - Throws: `Interrupted`, `FileError`, `ResultsError`.
    package func run(
        on device: any Device, executor: any Executor, jobs: Int = 1,
        kernelCache: KernelCache = KernelCache(), store: FeatureStore = FeatureStore(),
        interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) throws -> [TrialComparison] {
        // Pruned trials end at their original epochs, since the other trials are not trained here.
        let ends = Dictionary(
            lock.trials.compactMap { entry in entry.pruned.map { (entry.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        let runner = try StudyRunner(
            RunScope(plan, studyFile: lock.studyFile, only: Set(ids)), executor: executor,
            options: RunOptions(jobs: jobs, ends: ends), kernelCache: kernelCache, store: store,
            interruption: interruption, report: report)
        _ = try runner.run(on: device)
        if let signal = interruption() { throw Interrupted(signal: signal) }
        let made = try scratch.readLock()
        return try ids.map { try comparison($0, made) }
    }

    private func comparison(_ id: String, _ made: StudyLock) throws -> TrialComparison {
        let before = lock.trials.first { $0.id == id }
        let (old, new) = (folder.trial(id), scratch.trial(id))
        if case .failed(let message)? = made.trials.first(where: { $0.id == id })?.state {
            return TrialComparison(
                id, failure: message, platform: platform(try? old.readRecord(), nil, made))
        }
        return try TrialComparison(
            id, expected: before?.files ?? [:], old, new,
            platform: platform(try? old.readRecord(), try new.readRecord(), made))
    }

    /// The differences in machine, program and kernels since the original training.
    private func platform(
        _ old: TrialRecord?, _ new: TrialRecord?, _ made: StudyLock
    ) -> [JSONDifference] {
        func json(
            _ platform: Platform, _ program: String, _ commit: String?, _ engine: Int?,
            _ kernels: [String: String]
        ) -> JSONValue {
            var json = platform.json
            json["program"] = .string(program)
            json["commit"] = commit.map { .string($0) }
            json["engine"] = engine.map { .number(Double($0)) }
            json["kernels"] = JSONValue(texts: kernels)
            return json
        }
        // Only the original kernels that the rerun has used, too.
        let kernels = lock.kernels.filter { made.kernels[$0.key] != nil }
        // Earlier versions did not record the commit.
        let commit = old == nil ? lock.commit : old?.commit
        let then = json(
            old?.platform ?? lock.platform, old?.codeVersion ?? lock.codeVersion, commit,
            old?.engine, kernels)
        let now = json(
            new?.platform ?? made.platform, new?.codeVersion ?? made.codeVersion,
            commit == nil ? nil : CodeVersion.commit,
            old?.engine == nil ? nil : CodeVersion.engine, made.kernels)
        return now.differences(from: then)
    }
}
