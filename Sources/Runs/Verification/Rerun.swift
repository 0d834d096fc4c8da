package import Datasets
import Foundation
package import Inference
package import JSON
package import Processes
package import Results
package import Studies
package import Training
package import Vocabulary

/// Results cannot be made again as they are.
package struct RerunError: Error, CustomStringConvertible {
    package let message: String

    init(_ message: String) { self.message = message }

    package var description: String { message }
}

/// Trains trials of a results folder again, into a scratch folder: from the lock alone, and the
/// data and checkpoints that it names, on as many threads and by the same kernels as then.
package struct Rerun {
    /// What was thought over before training: what is no longer as it was, by trial.
    package let changes: [String: [KeyChange]]
    private let folder: ResultsFolder
    private let lock: StudyLock
    private let ids: [String]
    private let plan: StudyPlan
    private let scratch: ResultsFolder

    /// - Parameters:
    ///   - ids: of trials that are complete; empty: all that are.
    ///   - data: where the data are now; nil: where the lock says.
    ///   - scratch: a folder for the new results.
    /// - Throws: `RerunError` when a trial is not there, or data or checkpoints are not those of
    ///   then; `StudyErrors`, `FileError`.
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
        // Its kernels are used again.
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
            threads: threads, contradictory: .say, progress: progress)
        changes = try Self.changes(self.ids, lock, records, plan)
    }

    /// The study that the lock holds. A phantom that is not where it was is drawn again.
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

    /// - Throws: `RerunError` where more than the engine's version has changed.
    private static func changes(
        _ ids: [String], _ lock: StudyLock, _ records: [String: TrialRecord?], _ plan: StudyPlan
    ) throws -> [String: [KeyChange]] {
        var all: [String: [KeyChange]] = [:]
        for id in ids {
            guard let entry = plan.entries.first(where: { $0.trial.id == id }) else {
                throw RerunError("\(id): the study of the lock has no such trial any more")
            }
            guard let before = lock.trials.first(where: { $0.id == id }), before.key != entry.key
            else { continue }
            let changes =
                (records[id] ?? nil).map {
                    KeyChange.changes(
                        since: $0, settings: entry.trial.settings,
                        fingerprint: entry.data.fingerprint, weights: entry.weights)
                } ?? []
            guard !changes.isEmpty, changes.allSatisfy({ $0.isEngine }) else {
                let words =
                    changes.isEmpty
                    ? "data, initial weights or engine version"
                    : changes.map(\.description)
                        .joined(separator: "; ")
                throw RerunError(
                    "\(id): cannot be trained again as it was: \(words); data at "
                        + "\(entry.data.dataset.root): --data names another place")
            }
            all[id] = changes
        }
        return all
    }

    /// Trains and compares.
    /// - Throws: `Interrupted`, `FileError`, `ResultsError`.
    package func run(
        executor: any Executor, jobs: Int = 1, kernelCache: KernelCache = KernelCache(),
        store: FeatureStore = FeatureStore(),
        interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) throws -> [TrialComparison] {
        // Stopped trials were compared with others, which are not trained here.
        let ends = Dictionary(
            lock.trials.compactMap { entry in entry.pruned.map { (entry.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        let runner = try StudyRunner(
            plan, studyFile: lock.studyFile, overrides: [], executor: executor, jobs: jobs,
            only: Set(ids), ends: ends, kernelCache: kernelCache, store: store,
            interruption: interruption,
            report: report)
        _ = try runner.run()
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

    /// What of the machine, the program and its kernels is not as it was.
    private func platform(
        _ old: TrialRecord?, _ new: TrialRecord?, _ made: StudyLock
    ) -> [JSONDifference] {
        func told(
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
        // Of the kernels of then only those that were asked for again.
        let kernels = lock.kernels.filter { made.kernels[$0.key] != nil }
        // Earlier versions did not write the commit.
        let commit = old == nil ? lock.commit : old?.commit
        let then = told(
            old?.platform ?? lock.platform, old?.codeVersion ?? lock.codeVersion, commit,
            old?.engine, kernels)
        let now = told(
            new?.platform ?? made.platform, new?.codeVersion ?? made.codeVersion,
            commit == nil ? nil : CodeVersion.commit,
            old?.engine == nil ? nil : CodeVersion.engine, made.kernels)
        return now.differences(from: then)
    }
}
