import Foundation
import Processes

/// A command of Slurm, such as `squeue`.
enum SlurmCommand {
    /// The time in seconds after which a command that has not ended is killed. `sbatch` waits for a
    /// busy cluster by itself.
    private static func limit(_ name: String) -> Double {
        min(SchedulerOutage.standardLimit, name == "sbatch" ? 300 : 120)
    }

    /// The path of a command.
    /// - Throws: `BatchError` if the command is not on the `PATH`.
    static func path(of name: String) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let found = path.split(separator: ":").map { "\($0)/\(name)" }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        guard let found else {
            throw BatchError(
                "\(name) is not on the PATH; install Slurm's client commands "
                    + "(Debian: slurm-client) or use --executor local")
        }
        return found
    }

    /// Runs a command and returns its standard output.
    /// - Throws: `BatchError` if the command is missing, fails, or has not ended in time.
    static func run(
        _ name: String, _ arguments: [String], input: String = ""
    ) throws -> String {
        let found = try path(of: name)
        let result: ChildProcess.Result?
        do {
            result = try ChildProcess.run(
                found, arguments, input: input, timeout: limit(name))
        } catch { throw BatchError("\(error)") }
        guard let result else {
            throw BatchError(
                "\(name) failed: it did not answer within \(Int(limit(name))) s", isTransient: true)
        }
        guard result.termination.exitStatus == 0 else {
            let text = result.errors.isEmpty ? "no error message" : result.errors
            throw BatchError("\(name) failed: \(text)", isTransient: isTransient(text, of: name))
        }
        return result.output
    }

    /// True if a message says that the controller did not answer. A query can be repeated whatever
    /// the reason of its failure is.
    private static func isTransient(_ message: String, of name: String) -> Bool {
        if name == "squeue" || name == "scontrol" { return !message.contains("Invalid job id") }
        return [
            "timed out", "Unable to contact", "Connection refused", "Connection reset",
            "connect failure", "Zero Bytes", "Unexpected message", "not connected",
            "temporarily unable", "temporarily unavailable", "standby mode", "try again",
            "No route to host", "Network is unreachable", "Communication connection failure",
            "Host is down", "Protocol authentication error", "Munge encode failed",
            "in the process of being restarted",
        ].contains { message.localizedCaseInsensitiveContains($0) }
    }
}
