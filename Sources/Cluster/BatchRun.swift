import Files
package import Foundation
import JSON
package import Results
package import Runs
import Studies
import Vocabulary

/// The submission of a plan's trials to a scheduler: a job that prepares features and kernels, an
/// array whose tasks train, and a job that collects the results. All three start `study batch`.
package struct BatchRun {
    private let plan: StudyPlan
    private let order: BatchOrder
    private let text: Data
    private let scheduler: any BatchScheduler
    private let work: [StagedGroup]
    private let tried: [BatchRecord.Work]
    private let number: Int
    private let program: String
    private let folder: ResultsFolder
    /// A part of the names of the jobs, by which they are found in the scheduler's queue.
    private let mark = String(UInt32.random(in: 0...(.max)), radix: 36)

    /// Chooses the trials to train next.
    /// - Parameters:
    ///   - text: the bytes of the study file.
    ///   - tried: the work of earlier batches of the same run, which is not submitted again.
    ///   - program: the path of `study` on all machines.
    /// - Returns: nil if there is nothing left to train.
    /// - Throws: `BatchError` for an unknown scheduler.
    package init?(
        _ plan: StudyPlan, _ order: BatchOrder, text: Data, tried: [BatchRecord.Work] = [],
        program: String
    ) throws {
        self.plan = plan
        self.order = order
        self.text = text
        self.tried = tried
        self.program = program
        folder = ResultsFolder(FileManager.absolutePath(plan.folder.path))
        scheduler = try BatchSchedulers.make(order.settings.kind.rawValue, order.settings)
        work = try Self.work(plan, order, tried: Set(tried))
        number = (folder.lastBatch?.number ?? 0) + 1
        if work.isEmpty { return nil }
    }

    /// The trials to train next: up to the next comparison if the study has pruning.
    private static func work(
        _ plan: StudyPlan, _ order: BatchOrder, tried: Set<BatchRecord.Work>
    ) throws -> [StagedGroup] {
        let stages = try PruningStages(plan)
        let isFirst = tried.isEmpty
        // A failed trial may have a checkpoint, from which the next run resumes it.
        let failed = Set(
            plan.entries.filter { entry in
                !isFirst && entry.failure(in: plan.folder.trial(entry.trial.id)) != nil
            }.map(\.trial.id))
        var left = Set(plan.entries.filter { $0.state != .done }.map(\.trial.id))
            .intersection(order.selected).subtracting(failed)
        let jobs = order.limit ?? 1
        for stage in 0..<stages.count {
            let work = stages.work(at: stage, left: left, jobs: jobs)
            let fresh = work.compactMap { $0.without(tried) }
            if !fresh.isEmpty { return fresh }
            // A trial that has not reached the end of the stage was interrupted; the next run
            // resumes it.
            left.subtract(work.flatMap { $0.entries.map(\.trial.id) })
            let outcome = stages.outcome(of: stage, left: left, failed: failed, jobs: jobs)
            left.subtract(outcome.waiting.flatMap(\.trials))
            let stopped = outcome.stopped.compactMap { $0.without(tried) }
            if !stopped.isEmpty { return stopped }
        }
        return []
    }

    /// The ids of the trials to train.
    package var trials: [String] { work.flatMap { $0.entries.map(\.trial.id) } }
    /// The number of array tasks, each of which trains one or more trials.
    package var tasks: Int {
        (work.count + order.settings.trialsPerTask - 1) / order.settings.trialsPerTask
    }

    /// Submits all jobs. If the scheduler does not answer, the submission is repeated. If it fails,
    /// the jobs that were submitted before are kept. The caller must have the lock of the results
    /// folder.
    /// - Parameters:
    ///   - makingPage: whether the last job also writes `report.html` if the order does not ask for
    ///     it.
    ///   - note: called with messages for the user.
    /// - Returns: the record of the batch, as written to the folder.
    /// - Throws: `BatchError`, `FileError`.
    package func submit(
        makingPage: Bool = false, note: @escaping (String) -> Void
    ) throws -> BatchRecord {
        var submission = BatchSubmission(scheduler, note: note)
        let arrays = self.arrays(longest: try submission.longestArray())
        // A name that a script cannot contain is found before anything is written.
        for job in [preparation] + arrays + [collection] { _ = try scheduler.script(job) }
        let batch = folder.batch(number)
        var record = record
        record.order.makesPage = order.makesPage || makingPage
        try batch.write(tasks: work.map { $0.job(in: folder.path).json.canonical })
        try AtomicFile.write(text, to: batch.studyPath)
        try batch.write(record)
        // The record names all submitted jobs at any time, so that `study cancel` finds them.
        do {
            let prepare = try submission.submit(preparation, after: nil)
            var jobs = BatchRecord.Jobs(prepare: prepare)
            func save() throws {
                record.jobs = jobs
                try batch.write(record)
            }
            try save()
            var before = BatchJob.Dependency(ids: [prepare], mustSucceed: true)
            for array in arrays {
                let id = try submission.submit(array, after: before)
                jobs.arrays.append(id)
                try save()
                // The arrays run one after another, since the limit applies to all of them.
                if order.limit != nil { before = .init(ids: [id], mustSucceed: false) }
            }
            jobs.collect = try submission.submit(
                collection, after: .init(ids: jobs.arrays, mustSucceed: false))
            try save()
        } catch let error as BatchError {
            guard let jobs = record.jobs else { throw error }
            throw BatchError(
                "\(error). Submitted before and kept: \(Self.list(jobs.all)). Run the same command "
                    + "again when they have ended, to train the other trials; "
                    + "'study cancel \(plan.folder.path)' cancels them")
        }
        submission.cancelRepeated()
        return record
    }

    private static func list(_ ids: [String]) -> String {
        (ids.count == 1 ? "job " : "jobs ") + ids.joined(separator: ", ")
    }

    /// The scripts that `submit` would submit, for people to read.
    /// - Throws: `BatchError` if the scheduler cannot be queried.
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
        return try ([preparation] + arrays + [collection]).map(scheduler.script)
    }

    private var record: BatchRecord {
        BatchRecord(
            number: number, scheduler: type(of: scheduler).kind, order: order,
            threads: Dictionary(
                plan.entries.map { ($0.trial.id, $0.threads) }, uniquingKeysWith: { $1 }),
            work: work.flatMap(\.parts), tried: tried, taskCount: work.count)
    }

    // MARK: - Jobs

    /// - Parameters:
    ///   - step: the subcommand of `study batch`.
    ///   - array: the number of the array, if there are several jobs of a step.
    private func job(_ step: String, _ arguments: [String] = [], array: Int? = nil) -> BatchJob {
        BatchJob(
            name: "\(plan.study.name)-\(step)\(array.map { "\($0)" } ?? "")-\(mark)",
            command: [program, "batch", step, folder.path, "\(number)"] + arguments,
            directory: order.currentDirectory, log: folder.batch(number).logPath, cpus: cpus)
    }

    private var cpus: Int {
        order.settings.cpusPerTask ?? work.flatMap(\.entries).map(\.threads).max() ?? 1
    }

    private var preparation: BatchJob { job("prepare") }
    private var collection: BatchJob { job("collect") }

    /// The arrays that train.
    /// - Parameter longest: the maximum number of tasks of an array.
    private func arrays(longest: Int) -> [BatchJob] {
        stride(from: 0, to: tasks, by: longest).map { first in
            var array = job(
                "train", ["\(order.settings.trialsPerTask)", "\(first)"],
                array: tasks > longest ? first / longest + 1 : nil)
            array.tasks = min(longest, tasks - first)
            array.limit = order.limit
            return array
        }
    }
}

extension StagedGroup {
    /// The work on each trial, in the order of the entries.
    fileprivate var parts: [BatchRecord.Work] {
        entries.map { entry in
            BatchRecord.Work(
                trial: entry.trial.id, untilEpoch: until,
                isPruned: pruned[entry.trial.id] != nil)
        }
    }

    /// The group without the work that has been tried; nil if all of it has been tried.
    fileprivate func without(_ tried: Set<BatchRecord.Work>) -> StagedGroup? {
        var copy = self
        copy.entries = zip(entries, parts).filter { !tried.contains($1) }.map { $0.0 }
        return copy.entries.isEmpty ? nil : copy
    }
}
