package import Files
package import Foundation
package import JSON
package import Results
package import Runs
package import Studies
package import Vocabulary

/// The study of a batch as it was submitted, for the jobs before and after its array.
package struct BatchStudy {
    let folder: ResultsFolder
    let record: BatchRecord
    private let batch: BatchFolder
    private let text: [UInt8]
    private let plan: StudyPlan

    /// Reads a batch and its study, and plans the study.
    /// - Throws: `FileError` if there is no such batch; `StudyErrors` for an invalid study.
    package init(_ folder: ResultsFolder, batch number: Int) throws {
        self.folder = folder
        batch = folder.batch(number)
        record = try batch.read()
        text = try OpenFile(path: batch.studyPath).contents()
        let study = try StudyFile.read(
            bytes: text, file: record.studyFile, folder: record.studyFolder,
            overrides: record.overrides, catalog: .all, currentDirectory: record.currentDirectory)
        plan = try StudyPlan(study, folder: folder, threads: record.threads)
    }

    private func runner(
        only: Set<String>, interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) throws -> StudyRunner {
        try StudyRunner(
            plan, studyFile: record.studyFile, overrides: record.overrides,
            executor: LocalExecutor(), only: only, interruption: interruption, report: report)
    }

    /// Computes features, measures kernels and writes both into the tasks. The caller must hold the
    /// lock of the results folder.
    /// - Throws: `FileError`, `Interrupted`, errors of the engine.
    package func prepare(
        interruption: @escaping @Sendable () -> Int32?,
        report: @escaping @Sendable (RunEvent) -> Void
    ) throws {
        var jobs: [TrialJob] = []
        for line in 0..<record.taskCount {
            guard let text = try batch.task(line) else { continue }
            jobs.append(try TrialJob(JSONDocument(text: text, file: batch.path).value))
        }
        let ids = Set(jobs.flatMap { $0.tasks.map(\.trial.id) })
        let ready = try runner(only: ids, interruption: interruption, report: report).makeReady()
        for index in jobs.indices {
            jobs[index].features = ready.features[jobs[index].tasks[0].trial.id] ?? [:]
            jobs[index].kernels = ready.kernels
        }
        try batch.write(tasks: jobs.map(\.json.canonical))
    }

    /// Collects the results of the tasks, and submits the next batch if trials are left. The caller
    /// must hold the lock of the results folder.
    /// - Returns: the next batch; nil if the run has ended.
    /// - Throws: `FileError`, `ResultsError`, `BatchError`.
    package func collect() throws -> BatchRecord? {
        _ = try runner(only: []).collect()
        // Read again, since the batch may have been cancelled meanwhile.
        guard try !batch.read().isCancelled else { return nil }
        let settings = try JSONDocument(text: record.settings, file: batch.recordPath).value
        let order = BatchRun.Order(
            studyFile: record.studyFile, studyFolder: record.studyFolder,
            currentDirectory: record.currentDirectory, overrides: record.overrides,
            text: Data(text),
            settings: try ExecutorSettings(json: settings, file: batch.recordPath),
            retries: record.retries, limit: record.limit, selected: Set(record.selected))
        return try BatchRun(
            plan, order, tried: record.tried + record.work, program: LocalExecutor.ownProgram)?
            .submit()
    }
}

extension BatchRecord {
    /// The ids of the batch's jobs that are pending or running.
    /// - Throws: `BatchError` if the scheduler cannot be queried.
    package func activeJobs() throws -> Set<String> {
        guard let jobs else { return [] }
        return try BatchSchedulers.make(scheduler).active(jobs.all)
    }
}

extension ResultsFolder {
    /// The last batch if any of its jobs is pending or running.
    /// - Throws: `BatchError` if the scheduler cannot be queried; `FileError`.
    package func activeBatch() throws -> BatchRecord? {
        guard let record = try lastBatch?.read() else { return nil }
        return try record.activeJobs().isEmpty ? nil : record
    }

    /// Cancels the last batch: jobs that train save checkpoints of their trials, and the last job
    /// collects the results.
    /// - Returns: the ids of the cancelled jobs.
    /// - Throws: `BatchError`, `FileError`.
    package func cancelBatch() throws -> [String] {
        guard let batch = lastBatch else { return [] }
        var record = try batch.read()
        guard let jobs = record.jobs else { return [] }
        let active = try record.activeJobs()
        let ended = ([jobs.prepare] + jobs.arrays).filter { active.contains($0) }
        guard !active.isEmpty else { return [] }
        record.isCancelled = true
        try batch.write(record)
        if !ended.isEmpty { try BatchSchedulers.make(record.scheduler).cancel(ended) }
        return ended
    }
}
