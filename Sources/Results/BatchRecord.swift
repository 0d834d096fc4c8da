import Files
import Foundation

/// `batch/<number>/batch.json`: trials that were handed to a scheduler, and the jobs that train
/// them.
package struct BatchRecord: Sendable, Hashable, Codable {
    /// The scheduler's ids of the jobs of a batch.
    package struct Jobs: Sendable, Hashable, Codable {
        /// Makes ready what trials share.
        package var prepare: String
        /// Train, each task its trials.
        package var arrays: [String]
        /// Takes up what was trained, and goes on or writes the report.
        package var collect: String

        package init(prepare: String, arrays: [String], collect: String) {
            self.prepare = prepare
            self.arrays = arrays
            self.collect = collect
        }

        package var all: [String] { [prepare] + arrays + [collect] }
    }

    /// From 1, in the order of a folder's batches.
    package var number: Int
    /// The scheduler's kind, such as `slurm`.
    package var scheduler: String
    /// The study file as it was typed.
    package var studyFile: String
    /// The folder that relative paths of the study start in.
    package var studyFolder: String
    /// Likewise of the overrides.
    package var currentDirectory: String
    package var overrides: [String]
    /// The trials that the run may train, of which this batch has some, by id.
    package var selected: [String]
    /// Threads of each trial, by id.
    package var threads: [String: Int]
    /// What is trained: trials by id with the epoch after which they pause, such as
    /// `cnn4-step-s1@3`.
    package var work: [String]
    /// What the batches before this one, of the same run, have tried.
    package var tried: [String]
    /// Lines of `tasks-*.jsonl`, each a job of trials that train together.
    package var taskCount: Int
    package var retries: Int
    /// At the same time; nil: as many as there is room for.
    package var limit: Int?
    /// What the jobs ask for: JSON of the study's `executor`.
    package var settings: String
    /// Seconds since 1970.
    package var submitted: Double
    /// Nil until they are submitted.
    package var jobs: Jobs?
    /// Whether somebody has ended it.
    package var isCancelled = false

    package init(
        number: Int, scheduler: String, studyFile: String, studyFolder: String,
        currentDirectory: String, overrides: [String], selected: [String],
        threads: [String: Int], work: [String], tried: [String], taskCount: Int, retries: Int,
        limit: Int?, settings: String
    ) {
        self.number = number
        self.scheduler = scheduler
        self.studyFile = studyFile
        self.studyFolder = studyFolder
        self.currentDirectory = currentDirectory
        self.overrides = overrides
        self.selected = selected
        self.threads = threads
        self.work = work
        self.tried = tried
        self.taskCount = taskCount
        self.retries = retries
        self.limit = limit
        self.settings = settings
        submitted = Date().timeIntervalSince1970
    }
}

/// The folder of a batch: what its jobs read, and what they say.
package struct BatchFolder: Sendable, Hashable {
    package let path: String
    package let number: Int

    package var recordPath: String { path + "/batch.json" }
    /// The study file as it was when the batch was submitted.
    package var studyPath: String { path + "/study.json" }
    /// What the jobs write that is no trial's.
    package var logPath: String { path + "/log.txt" }

    /// Lines of one file of tasks: a task reads one file, and a folder of many tasks has few files.
    package static let linesPerFile = 64

    private func tasksPath(_ file: Int) -> String { "\(path)/tasks-\(file).jsonl" }

    /// - Throws: `FileError`.
    package func write(_ record: BatchRecord) throws {
        try FileManager.makeFolder(path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try AtomicFile.write(try encoder.encode(record), to: recordPath)
    }

    /// - Throws: `FileError` when it is not there, or no record.
    package func read() throws -> BatchRecord {
        let bytes = try ResultsFolder.bytes(recordPath)
        do { return try JSONDecoder().decode(BatchRecord.self, from: Data(bytes)) } catch {
            throw FileError(operation: "read", path: recordPath, reason: "\(error)")
        }
    }

    /// - Throws: `FileError`.
    package func write(tasks lines: [String]) throws {
        try FileManager.makeFolder(path)
        for (file, start) in stride(from: 0, to: lines.count, by: Self.linesPerFile).enumerated() {
            let part = lines[start..<min(start + Self.linesPerFile, lines.count)]
            try AtomicFile.write(part.joined(separator: "\n") + "\n", to: tasksPath(file))
        }
    }

    /// The line of a task, from 0.
    /// - Throws: `FileError` when there is no such file; nil when it has no such line.
    package func task(_ index: Int) throws -> String? {
        let bytes = try ResultsFolder.bytes(tasksPath(index / Self.linesPerFile))
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let place = index % Self.linesPerFile
        return lines.indices.contains(place) ? String(decoding: lines[place], as: UTF8.self) : nil
    }
}

extension ResultsFolder {
    private var batchesPath: String { path + "/batch" }
    private var leasesPath: String { path + "/.leases" }

    package func batch(_ number: Int) -> BatchFolder {
        BatchFolder(path: "\(batchesPath)/\(number)", number: number)
    }

    /// The last batch; nil where there was none.
    package var lastBatch: BatchFolder? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: batchesPath)) ?? []
        return names.compactMap { Int($0) }.max().map { batch($0) }
    }

    /// Where the right to train a trial is held when machines share the work.
    package func leasePath(_ trial: String) -> String { "\(leasesPath)/\(trial)" }

    /// The trials that tasks train now, as these tell of them.
    package func trialsUnderWay() -> [TrialStatus] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: leasesPath)) ?? []
        return ids.sorted().compactMap { id in
            guard let holder = LeaseRecord.holder(of: leasePath(id)) else { return nil }
            let told = holder.detail.flatMap {
                try? JSONDecoder.ofStatus.decode(TrialStatus.self, from: Data($0.utf8))
            }
            return told ?? TrialStatus(id: id, state: .running)
        }
    }
}
