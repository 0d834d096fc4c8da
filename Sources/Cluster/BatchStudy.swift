package import Engine
import Files
import Foundation
import JSON
package import Results
package import Runs
package import Studies
import Vocabulary

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
        let order = record.order
        let study = try StudyFile.read(
            bytes: text, file: order.studyFile, folder: order.studyFolder,
            overrides: order.overrides, catalog: .all, currentDirectory: order.currentDirectory)
        plan = try StudyPlan(study, folder: folder, threads: record.threads)
    }

    /// - Parameter ids: the ids of the trials that may be trained.
    private func scope(_ ids: Set<String>) throws -> RunScope {
        try RunScope(
            plan, studyFile: record.order.studyFile, overrides: record.order.overrides,
            only: ids)
    }

    /// Computes features, measures kernels and writes both into the tasks. The caller must hold the
    /// lock of the results folder.
    /// - Throws: `FileError`, `Interrupted`, errors of the engine.
    package func prepare(
        on device: any Device, interruption: @escaping @Sendable () -> Int32?,
        report: @escaping @Sendable (RunEvent) -> Void
    ) throws {
        var jobs: [TrialJob] = []
        for line in 0..<record.taskCount {
            guard let text = try batch.task(line) else { continue }
            jobs.append(try TrialJob(JSONDocument(text: text, file: batch.path).value))
        }
        let ids = Set(jobs.flatMap { $0.tasks.map(\.trial.id) })
        let scope = try scope(ids)
        let runState = try RunState(scope)
        let prepared = try RunPreparation(interruption: interruption, report: report)
            .prepare(scope, runState, on: device)
        try runState.write()
        for index in jobs.indices {
            jobs[index].features = prepared.features[jobs[index].tasks[0].trial.id] ?? [:]
            jobs[index].kernels = prepared.kernels
        }
        try batch.write(tasks: jobs.map(\.json.canonical))
    }

    /// Collects the results of the tasks, and submits the next batch if trials are left. The caller
    /// must hold the lock of the results folder.
    /// - Parameter note: called with messages for the user.
    /// - Returns: the next batch; nil if the run has ended.
    /// - Throws: `FileError`, `ResultsError`, `BatchError`.
    package func collect(note: @escaping (String) -> Void) throws -> BatchRecord? {
        _ = try RunState(scope([])).collect(plan)
        // The record is read again, since the batch may have been cancelled meanwhile.
        guard try !batch.read().isCancelled else { return nil }
        return try BatchRun(
            plan, record.order, text: Data(text), tried: record.tried + record.work,
            program: LocalExecutor.ownProgram)?
            .submit(note: note)
    }

    /// The study as it was submitted.
    package var study: Study { plan.study }

    /// True if the report after the last batch includes `report.html`.
    package var makesPage: Bool { record.order.makesPage }
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
