import Files
import Foundation

/// `batch/<number>/batch.json`: trials that were handed to a scheduler, and the jobs that train
/// them.
package struct BatchRecord: Sendable, Hashable, Codable {
    /// The scheduler's ids of the jobs of a batch.
    package struct Jobs: Sendable, Hashable, Codable {
        /// The job that prepares the data that trials share.
        package var prepare: String
        /// The array jobs, whose tasks train trials.
        package var arrays: [String]
        /// The job that collects the results, and submits the next batch or writes the report; nil
        /// if its submission failed.
        package var collect: String?

        package init(prepare: String, arrays: [String] = [], collect: String? = nil) {
            self.prepare = prepare
            self.arrays = arrays
            self.collect = collect
        }

        /// The ids of all jobs.
        package var all: [String] { [prepare] + arrays + [collect].compactMap(\.self) }
    }

    /// The part of a trial's training that a batch does.
    package struct Work: Sendable, Hashable {
        /// The trial's id.
        package var trial: String
        /// The number of epochs after which the trial pauses for a comparison or ends; nil: it is
        /// trained to its last epoch.
        package var untilEpoch: Int?
        /// Whether a pruning rule ends the trial there.
        package var isPruned: Bool

        package init(trial: String, untilEpoch: Int?, isPruned: Bool) {
            self.trial = trial
            self.untilEpoch = untilEpoch
            self.isPruned = isPruned
        }
    }

    /// The number of the batch, from 1, in the order of a folder's batches.
    package var number: Int
    /// The scheduler's kind, such as `slurm`.
    package var scheduler: String
    /// The parameters of the run that the batch belongs to.
    package var order: BatchOrder
    /// The number of threads of each trial, by id.
    package var threads: [String: Int]
    /// The trainings of this batch.
    package var work: [Work]
    /// The trainings of the earlier batches of the same run.
    package var tried: [Work]
    /// The number of lines in `tasks-*.jsonl`, each a job of trials that train together.
    package var taskCount: Int
    /// The time of the submission in seconds since 1970.
    package var submitted: Double
    /// The jobs; nil until they are submitted.
    package var jobs: Jobs?
    /// Whether the batch was cancelled by `study cancel`.
    package var isCancelled = false

    /// Creates the record of a batch that is submitted now.
    package init(
        number: Int, scheduler: String, order: BatchOrder, threads: [String: Int], work: [Work],
        tried: [Work], taskCount: Int
    ) {
        self.number = number
        self.scheduler = scheduler
        self.order = order
        self.threads = threads
        self.work = work
        self.tried = tried
        self.taskCount = taskCount
        submitted = Date().timeIntervalSince1970
    }
}

// MARK: - Reading

extension BatchRecord {
    /// Reads a record, also one of earlier versions: these have the members of the order beside the
    /// others, and work as strings.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        number = try container.decode(Int.self, forKey: .number)
        scheduler = try container.decode(String.self, forKey: .scheduler)
        order =
            try container.decodeIfPresent(BatchOrder.self, forKey: .order)
            ?? BatchOrder(from: decoder)
        threads = try container.decode([String: Int].self, forKey: .threads)
        work = try container.decode([Work].self, forKey: .work)
        tried = try container.decode([Work].self, forKey: .tried)
        taskCount = try container.decode(Int.self, forKey: .taskCount)
        submitted = try container.decode(Double.self, forKey: .submitted)
        jobs = try container.decodeIfPresent(Jobs.self, forKey: .jobs)
        isCancelled = try container.decode(Bool.self, forKey: .isCancelled)
    }
}

extension BatchRecord.Work: Codable {
    private enum CodingKeys: String, CodingKey {
        case trial, untilEpoch, isPruned
    }

    /// Reads an object, or the string of earlier versions, such as `cnn4-step-s1@3!` for a trial
    /// that a pruning rule ends after epoch 3.
    package init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            let parts = text.wholeMatch(of: /(.+?)(?:@(\d+)(!)?)?/)?.output
            trial = parts.map { String($0.1) } ?? text
            untilEpoch = parts?.2.flatMap { Int($0) }
            isPruned = parts?.3 != nil
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        trial = try container.decode(String.self, forKey: .trial)
        untilEpoch = try container.decodeIfPresent(Int.self, forKey: .untilEpoch)
        isPruned = try container.decode(Bool.self, forKey: .isPruned)
    }
}

/// The folder of a batch: the files that its jobs read, and their log.
package struct BatchFolder: Sendable, Hashable {
    /// The path of the folder.
    package let path: String
    /// The number of the batch, from 1.
    package let number: Int

    /// The path of the batch record.
    package var recordPath: String { path + "/batch.json" }
    /// The path of the copy of the study file from the time of the submission.
    package var studyPath: String { path + "/study.json" }
    /// The path of the jobs' log, without the output of trials.
    package var logPath: String { path + "/log.txt" }

    /// The number of tasks in a file: a task reads one file, and many tasks need few files.
    package static let linesPerFile = 64

    private func tasksPath(_ file: Int) -> String { "\(path)/tasks-\(file).jsonl" }

    /// Writes the batch record into the folder, which is created if necessary.
    /// - Throws: `FileError`.
    package func write(_ record: BatchRecord) throws {
        try FileManager.makeFolder(path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        try AtomicFile.write(try encoder.encode(record), to: recordPath)
    }

    /// Reads the batch record.
    /// - Throws: `FileError` if it does not exist or is not a valid record.
    package func read() throws -> BatchRecord {
        let bytes = try ResultsFolder.bytes(recordPath)
        do { return try JSONDecoder().decode(BatchRecord.self, from: Data(bytes)) } catch {
            throw FileError(operation: "read", path: recordPath, reason: "\(error)")
        }
    }

    /// Writes the tasks of the batch, one for each line.
    /// - Throws: `FileError`.
    package func write(tasks lines: [String]) throws {
        try FileManager.makeFolder(path)
        for (file, start) in stride(from: 0, to: lines.count, by: Self.linesPerFile).enumerated() {
            let part = lines[start..<min(start + Self.linesPerFile, lines.count)]
            try AtomicFile.write(part.joined(separator: "\n") + "\n", to: tasksPath(file))
        }
    }

    /// Reads a task.
    /// - Parameter index: the number of the task, from 0.
    /// - Returns: the line of the task; nil if its file does not have the line.
    /// - Throws: `FileError` if its file does not exist.
    package func task(_ index: Int) throws -> String? {
        let bytes = try ResultsFolder.bytes(tasksPath(index / Self.linesPerFile))
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        let line = index % Self.linesPerFile
        return lines.indices.contains(line) ? String(decoding: lines[line], as: UTF8.self) : nil
    }
}

extension ResultsFolder {
    private var batchesPath: String { path + "/batch" }
    private var leasesPath: String { path + "/.leases" }

    /// The folder of a batch, whether it exists or not.
    package func batch(_ number: Int) -> BatchFolder {
        BatchFolder(path: "\(batchesPath)/\(number)", number: number)
    }

    /// The folder of the last batch; nil if there was none.
    package var lastBatch: BatchFolder? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: batchesPath)) ?? []
        return names.compactMap { Int($0) }.max().map { batch($0) }
    }

    /// The path of a trial's lease, by which machines agree on which one trains it.
    package func leasePath(_ trial: String) -> String { "\(leasesPath)/\(trial)" }

    /// The status of the trials that tasks train now, as recorded in their leases.
    package func runningTrials() -> [TrialStatus] {
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: leasesPath)) ?? []
        return ids.sorted().compactMap { id in
            guard let holder = LeaseRecord.holder(of: leasePath(id)) else { return nil }
            let status = holder.detail.flatMap {
                try? JSONDecoder.ofStatus.decode(TrialStatus.self, from: Data($0.utf8))
            }
            return status ?? TrialStatus(id: id, state: .running)
        }
    }
}
