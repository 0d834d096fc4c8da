import Foundation
package import Studies

/// The scheduler Slurm, called by its commands `sbatch`, `squeue`, `scancel` and `scontrol`.
package struct Slurm: BatchScheduler {
    /// The name of the scheduler in study files: `slurm`.
    package static let kind = "slurm"

    private let settings: ExecutorSettings

    /// Creates a scheduler whose jobs request the partition, time, memory and further options of
    /// the settings.
    package init(_ settings: ExecutorSettings) { self.settings = settings }

    /// Checks that `sbatch` is installed and that `scontrol` reaches the controller.
    /// - Throws: `BatchError` if a command is missing or the controller does not respond.
    package func checkAvailability() throws {
        _ = try SlurmCommand.path(of: "sbatch")
        _ = try longestArray()
    }

    /// The shell script of a job: its `#SBATCH` options, the setup lines, then the command.
    ///
    /// The task number of an array is appended to the command. Each task of an array gets the
    /// signal USR1 `warningSeconds` seconds before its time limit.
    /// - Throws: `BatchError` for a line break in a path or a setting.
    package func script(_ job: BatchJob) throws -> String { try SlurmScript(job, settings).text }

    /// Submits the script of a job with `sbatch`.
    /// - Returns: the number of the job.
    /// - Throws: `BatchError` if `sbatch` is missing, fails or prints no number.
    package func submit(_ job: BatchJob) throws -> String {
        let text = try SlurmCommand.run("sbatch", ["--parsable"], input: script(job))
        // If there are several clusters, the name follows after a semicolon. A site may print
        // other lines before.
        let lines = text.split(separator: "\n").reversed()
        let id = lines.lazy.map { $0.prefix { $0 != ";" } }.first {
            !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isNumber }
        }
        guard let id else {
            throw BatchError("sbatch: expected the number of a job; got '\(text)'")
        }
        return String(id)
    }

    /// The ids of the jobs that `squeue` lists with a name.
    /// - Throws: `BatchError` if `squeue` is missing or fails.
    package func jobs(named name: String) throws -> [String] {
        let text = try SlurmCommand.run(
            "squeue", ["--noheader", "--format=%F %j", "--name=\(name)"])
        let ids = text.split(separator: "\n").compactMap { line -> String? in
            let fields = line.split(separator: " ", maxSplits: 1)
            return fields.count == 2 && fields[1] == name ? String(fields[0]) : nil
        }
        return Array(Set(ids)).sorted()
    }

    /// The maximum number of tasks of an array: one less than the smaller of `MaxArraySize`
    /// (default 1001) and `MaxJobCount` (default 10,000), and at least 1.
    /// - Throws: `BatchError` if `scontrol` is missing or fails.
    package func longestArray() throws -> Int {
        let text = try SlurmCommand.run("scontrol", ["show", "config"])
        func value(_ name: String) -> Int? {
            text.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap {
                $0.split(separator: "=").last.flatMap {
                    Int($0.trimmingCharacters(in: .whitespaces))
                }
            }
        }
        // MaxArraySize is one more than the highest index. Every task counts as a job.
        let indices = value("MaxArraySize") ?? 1001
        return max(1, min(indices, value("MaxJobCount") ?? 10_000) - 1)
    }

    /// The ids of those jobs that `squeue` lists; none if Slurm has no record of any of them.
    /// - Throws: `BatchError` if `squeue` is missing or fails for another reason.
    package func active(_ ids: [String]) throws -> Set<String> {
        let text: String
        do {
            text = try SlurmCommand.run(
                "squeue", ["--noheader", "--format=%F", "--jobs=\(ids.joined(separator: ","))"])
        } catch let error as BatchError where error.description.contains("Invalid job id") {
            // Slurm no longer has a record of any of these jobs.
            return []
        }
        return Set(text.split(whereSeparator: \.isWhitespace).map(String.init)).intersection(ids)
    }

    /// Cancels jobs with `scancel`.
    /// - Throws: `BatchError` if `scancel` is missing or fails.
    package func cancel(_ ids: [String]) throws { _ = try SlurmCommand.run("scancel", ids) }

    /// Requeues the job of this process, `SLURM_JOB_ID`, with `scontrol requeue`.
    /// - Throws: `BatchError` outside Slurm's jobs, or if `scontrol` is missing or fails.
    package func requeueThisTask() throws {
        guard let id = Self.variable("SLURM_JOB_ID") else {
            throw BatchError("SLURM_JOB_ID is not set: this process is not part of a Slurm job")
        }
        _ = try SlurmCommand.run("scontrol", ["requeue", id])
    }

    /// The job, array task, node and number of restarts of this process, from Slurm's environment
    /// variables; nil outside Slurm's jobs.
    package var taskDescription: String? {
        guard let job = Self.variable("SLURM_ARRAY_JOB_ID") ?? Self.variable("SLURM_JOB_ID") else {
            return nil
        }
        let task = Self.variable("SLURM_ARRAY_TASK_ID").map { "_\($0)" } ?? ""
        let node = Self.variable("SLURMD_NODENAME").map { " on \($0)" } ?? ""
        let restarts = Self.variable("SLURM_RESTART_COUNT").map { ", restarts: \($0)" } ?? ""
        return "Slurm job \(job)\(task)\(node)\(restarts)"
    }

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }
}
