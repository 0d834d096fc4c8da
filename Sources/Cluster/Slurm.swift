import Foundation
import Processes
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
        _ = try Self.path(of: "sbatch")
        _ = try longestArray()
    }

    /// The shell script of a job: its `#SBATCH` options, then the command.
    ///
    /// The task number of an array is appended to the command. Each task of an array gets the
    /// signal USR1 `warningSeconds` seconds before its time limit.
    package func script(_ job: BatchJob) -> String {
        var options = [
            "job-name=\(job.name)", "output=\(job.log)", "open-mode=append",
            "chdir=\(job.directory)", "cpus-per-task=\(job.cpus)", "ntasks=1", "requeue",
            // A job whose dependency has failed is cancelled instead of waiting forever.
            "kill-on-invalid-dep=yes",
        ]
        if let partition = settings.partition { options.append("partition=\(partition)") }
        if let time = settings.time { options.append("time=\(time)") }
        if let memory = settings.memory { options.append("mem=\(memory)") }
        if let tasks = job.tasks {
            options.append("array=0-\(tasks - 1)" + (job.limit.map { "%\($0)" } ?? ""))
            options.append("signal=B:USR1@\(settings.warningSeconds)")
        }
        if let after = job.after, !after.ids.isEmpty {
            let condition = after.mustSucceed ? "afterok" : "afterany"
            options.append("dependency=\(condition):\(after.ids.joined(separator: ":"))")
        }
        options += settings.options
        let task = job.tasks == nil ? "" : " \"$SLURM_ARRAY_TASK_ID\""
        return "#!/bin/sh\n" + options.map { "#SBATCH --\($0)\n" }.joined()
            // Slurm sends the warning signal to the shell, which `exec` replaces with the program.
            + "exec " + job.command.map(Self.quoted).joined(separator: " ") + task + "\n"
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// Submits the script of a job with `sbatch`.
    /// - Returns: the number of the job.
    /// - Throws: `BatchError` if `sbatch` is missing, fails or prints no number.
    package func submit(_ job: BatchJob) throws -> String {
        let text = try Self.call("sbatch", ["--parsable"], input: script(job))
        // If there are several clusters, the name follows after a semicolon.
        let id = text.prefix { $0.isNumber }
        guard !id.isEmpty else {
            throw BatchError("sbatch: expected the number of a job; got '\(text)'")
        }
        return String(id)
    }

    /// The maximum number of tasks of an array: one less than the smaller of `MaxArraySize`
    /// (default 1001) and `MaxJobCount` (default 10,000), and at least 1.
    /// - Throws: `BatchError` if `scontrol` is missing or fails.
    package func longestArray() throws -> Int {
        let text = try Self.call("scontrol", ["show", "config"])
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
            text = try Self.call(
                "squeue", ["--noheader", "--format=%F", "--jobs=\(ids.joined(separator: ","))"])
        } catch let error as BatchError where error.description.contains("Invalid job id") {
            // Slurm no longer has a record of any of these jobs.
            return []
        }
        return Set(text.split(whereSeparator: \.isWhitespace).map(String.init)).intersection(ids)
    }

    /// Cancels jobs with `scancel`.
    /// - Throws: `BatchError` if `scancel` is missing or fails.
    package func cancel(_ ids: [String]) throws { _ = try Self.call("scancel", ids) }

    /// Requeues the job of this process, `SLURM_JOB_ID`, with `scontrol requeue`.
    /// - Throws: `BatchError` outside Slurm's jobs, or if `scontrol` is missing or fails.
    package func requeueThisTask() throws {
        guard let id = Self.variable("SLURM_JOB_ID") else {
            throw BatchError("SLURM_JOB_ID is not set: this process is not part of a Slurm job")
        }
        _ = try Self.call("scontrol", ["requeue", id])
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

    /// The path of a Slurm command.
    /// - Throws: `BatchError` if the command is not on the `PATH`.
    private static func path(of name: String) throws -> String {
        let folders = (variable("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        let found = folders.map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else {
            throw BatchError(
                "\(name) is not on the PATH; install Slurm's client commands "
                    + "(Debian: slurm-client) or use --executor local")
        }
        return found
    }

    /// Runs a Slurm command and returns its standard output.
    /// - Throws: `BatchError` if the command is missing or fails.
    private static func call(
        _ name: String, _ arguments: [String], input: String = ""
    ) throws -> String {
        let found = try path(of: name)
        let process: ChildProcess
        do { process = try ChildProcess(found, arguments) } catch { throw BatchError("\(error)") }
        try? process.input.write(contentsOf: Data(input.utf8))
        try? process.input.close()
        // Both outputs are short, so reading one after the other does not block.
        let output = process.output.readDataToEndOfFile()
        let errors = process.errors.readDataToEndOfFile()
        guard process.wait().exitStatus == 0 else {
            let text = String(decoding: errors, as: UTF8.self)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            throw BatchError("\(name) failed: \(text.isEmpty ? "no error message" : text)")
        }
        return String(decoding: output, as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
