package import Files
package import Foundation
package import JSON
package import Results
package import Runs
package import Studies
package import Vocabulary

/// Hands what a plan says is to be trained to a scheduler: a job that makes features and kernels
/// ready, an array whose tasks train, and a job that takes up what they did. All three start
/// `study batch`.
package struct BatchRun {
    /// What a run is, whatever it has come to.
    package struct Order: Sendable {
        /// As it was typed.
        package var studyFile: String
        package var studyFolder: String
        package var currentDirectory: String
        package var overrides: [String]
        /// The study file's bytes.
        package var text: Data
        package var settings: ExecutorSettings
        package var retries: Int
        package var limit: Int?
        /// The trials that may be trained, by id.
        package var selected: Set<String>

        package init(
            studyFile: String, studyFolder: String, currentDirectory: String, overrides: [String],
            text: Data, settings: ExecutorSettings, retries: Int, limit: Int?,
            selected: Set<String>
        ) {
            self.studyFile = studyFile
            self.studyFolder = studyFolder
            self.currentDirectory = currentDirectory
            self.overrides = overrides
            self.text = text
            self.settings = settings
            self.retries = retries
            self.limit = limit
            self.selected = selected
        }
    }

    private let plan: StudyPlan
    private let order: Order
    private let scheduler: any BatchScheduler
    private let work: [StagedGroup]
    private let tried: [String]
    private let number: Int
    private let program: String
    private let folder: ResultsFolder

    /// - Parameters:
    ///   - tried: what earlier batches of the same run tried, as in `BatchRecord.work`; it is not
    ///     tried again.
    ///   - program: the path of `study` on all machines.
    /// - Returns: nil when nothing is left to train.
    /// - Throws: `BatchError` for a scheduler that this program does not have.
    package init?(
        _ plan: StudyPlan, _ order: Order, tried: [String] = [], program: String
    ) throws {
        self.plan = plan
        self.order = order
        self.tried = tried
        self.program = program
        folder = ResultsFolder(Self.absolute(plan.folder.path))
        scheduler = try BatchSchedulers.make(order.settings.kind.rawValue, order.settings)
        work = try Self.work(plan, order, tried: Set(tried))
        number = (folder.lastBatch?.number ?? 0) + 1
        if work.isEmpty { return nil }
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// What is to be trained next: up to the next comparison where trials are compared.
    private static func work(
        _ plan: StudyPlan, _ order: Order, tried: Set<String>
    ) throws -> [StagedGroup] {
        let stages = try PruningStages(plan)
        let isFirst = tried.isEmpty
        let failed = Set(
            plan.entries.filter { entry in
                if isFirst { return false }
                if case .failed = entry.state { return true } else { return false }
            }.map(\.trial.id))
        var left = Set(plan.entries.filter { $0.state != .done }.map(\.trial.id))
            .intersection(order.selected).subtracting(failed)
        let jobs = order.limit ?? 1
        for stage in 0..<stages.count {
            let work = stages.work(at: stage, left: left, jobs: jobs)
            let fresh = work.compactMap { $0.without(tried) }
            if !fresh.isEmpty { return fresh }
            // Whoever did not get as far as it was to has been ended; another run goes on with it.
            left.subtract(work.flatMap { $0.entries.map(\.trial.id) })
            let outcome = stages.outcome(of: stage, left: left, failed: failed, jobs: jobs)
            left.subtract(outcome.waiting.flatMap(\.trials))
            let stopped = outcome.stopped.compactMap { $0.without(tried) }
            if !stopped.isEmpty { return stopped }
        }
        return []
    }

    /// The trials that are about to be trained, by id.
    package var trials: [String] { work.flatMap { $0.entries.map(\.trial.id) } }
    /// Tasks that train, some trials each.
    package var tasks: Int {
        (work.count + order.settings.trialsPerTask - 1) / order.settings.trialsPerTask
    }

    /// Hands everything over; the caller has the right to write the folder.
    /// - Returns: the record, as it now stands in the folder.
    /// - Throws: `BatchError`, `FileError`.
    package func submit() throws -> BatchRecord {
        let length = try scheduler.longestArray()
        let batch = folder.batch(number)
        var record = record
        try batch.write(tasks: work.map { $0.job(in: folder.path).json.canonical })
        try AtomicFile.write(order.text, to: batch.studyPath)
        try batch.write(record)
        var submitted: [String] = []
        do {
            let prepare = try scheduler.submit(preparation)
            submitted.append(prepare)
            var before = BatchJob.Dependency(ids: [prepare], mustSucceed: true)
            var arrays: [String] = []
            for array in self.arrays(longest: length) {
                var array = array
                array.after = before
                arrays.append(try scheduler.submit(array))
                submitted = [prepare] + arrays
                // One after the other, for the limit is one of them all.
                if order.limit != nil {
                    before = BatchJob.Dependency(
                        ids: [arrays[arrays.count - 1]], mustSucceed: false)
                }
            }
            var collection = collection
            collection.after = .init(ids: arrays, mustSucceed: false)
            record.jobs = .init(
                prepare: prepare, arrays: arrays, collect: try scheduler.submit(collection))
        } catch {
            try? scheduler.cancel(submitted)
            throw error
        }
        try batch.write(record)
        return record
    }

    /// What `submit` hands over, for people to read.
    /// - Throws: `BatchError`.
    package func scripts() throws -> [String] {
        var arrays = self.arrays(longest: try scheduler.longestArray())
        for index in arrays.indices {
            arrays[index].after =
                index == 0 || order.limit == nil
                ? .init(ids: ["PREPARE"], mustSucceed: true)
                : .init(ids: ["ARRAY\(index)"], mustSucceed: false)
        }
        var collection = collection
        collection.after = .init(
            ids: arrays.indices.map { "ARRAY\($0 + 1)" }, mustSucceed: false)
        return ([preparation] + arrays + [collection]).map(scheduler.script)
    }

    private var record: BatchRecord {
        BatchRecord(
            number: number, scheduler: type(of: scheduler).kind, studyFile: order.studyFile,
            studyFolder: order.studyFolder, currentDirectory: order.currentDirectory,
            overrides: order.overrides, selected: order.selected.sorted(),
            threads: Dictionary(
                plan.entries.map { ($0.trial.id, $0.threads) }, uniquingKeysWith: { $1 }),
            work: work.flatMap(\.steps), tried: tried, taskCount: work.count,
            retries: order.retries, limit: order.limit, settings: order.settings.json.canonical)
    }

    // MARK: - Jobs

    private func job(_ what: String, _ arguments: [String] = []) -> BatchJob {
        BatchJob(
            name: "\(plan.study.name)-\(what)",
            command: [program, "batch", what, folder.path, "\(number)"] + arguments,
            directory: order.currentDirectory, log: folder.batch(number).logPath, cpus: cpus)
    }

    private var cpus: Int {
        order.settings.cpusPerTask ?? work.flatMap(\.entries).map(\.threads).max() ?? 1
    }

    private var preparation: BatchJob { job("prepare") }
    private var collection: BatchJob { job("collect") }

    /// - Parameter longest: tasks of an array.
    private func arrays(longest: Int) -> [BatchJob] {
        stride(from: 0, to: tasks, by: longest).map { first in
            var array = job("train", ["\(order.settings.trialsPerTask)", "\(first)"])
            array.tasks = min(longest, tasks - first)
            array.limit = order.limit
            return array
        }
    }
}

extension StagedGroup {
    /// As in `BatchRecord.work`.
    fileprivate var steps: [String] {
        entries.map { entry in
            let end = until.map { "@\($0)" } ?? ""
            return entry.trial.id + end + (pruned[entry.trial.id] == nil ? "" : "!")
        }
    }

    /// What of it has not been tried; nil when all has.
    fileprivate func without(_ tried: Set<String>) -> StagedGroup? {
        var copy = self
        copy.entries = zip(entries, steps).filter { !tried.contains($1) }.map { $0.0 }
        return copy.entries.isEmpty ? nil : copy
    }
}
