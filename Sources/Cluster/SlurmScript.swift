import Foundation
import Studies

/// The text of a shell script for `sbatch`: its `#SBATCH` options, the setup lines of the study,
/// and the command.
///
/// `sbatch` splits an `#SBATCH` line at blanks and removes quotes and backslashes; Slurm replaces
/// `%x` and other symbols in the name of the output file. Names are quoted for both.
struct SlurmScript {
    private var options: [String] = []
    private let setup: [String]
    private let command: String

    /// - Throws: `BatchError` for a line break, or a byte that is not UTF-8, in a path or a
    ///   setting.
    init(_ job: BatchJob, _ settings: ExecutorSettings) throws {
        for path in [job.directory, job.log] + job.command { try Self.check(path, "the path") }
        setup = settings.setup
        // The task number of an array is appended to the command.
        command =
            job.command.map(Self.shellQuoted).joined(separator: " ")
            + (job.tasks == nil ? "" : " \"$SLURM_ARRAY_TASK_ID\"")
        add("job-name", job.name)
        add("output", Self.outputPattern(job.log))
        add("open-mode", "append")
        add("chdir", job.directory)
        add("cpus-per-task", "\(job.cpus)")
        add("ntasks", "1")
        options.append("requeue")
        // A job whose dependency has failed is cancelled instead of waiting forever.
        add("kill-on-invalid-dep", "yes")
        let resources = [
            ("partition", settings.partition), ("time", settings.time), ("mem", settings.memory),
        ]
        for (name, value) in resources {
            guard let value else { continue }
            try Self.check(value, "executor.\(name == "mem" ? "memory" : name)")
            add(name, value)
        }
        if let tasks = job.tasks {
            add("array", "0-\(tasks - 1)" + (job.limit.map { "%\($0)" } ?? ""))
            add("signal", "B:USR1@\(settings.warningSeconds)")
        }
        if let after = job.after, !after.ids.isEmpty {
            let condition = after.mustSucceed ? "afterok" : "afterany"
            add("dependency", "\(condition):\(after.ids.joined(separator: ":"))")
        }
        for option in settings.options {
            try Self.check(option, "executor.options")
            let parts = option.split(separator: "=", maxSplits: 1)
            if parts.count == 2 {
                add(String(parts[0]), String(parts[1]))
            } else {
                options.append(option)
            }
        }
    }

    /// The script. With setup lines, it is run by a login shell, which has commands such as
    /// `module`, and ends at the first line that fails.
    var text: String {
        let lines =
            [setup.isEmpty ? "#!/bin/sh" : "#!/bin/bash -l"] + options.map { "#SBATCH --\($0)" }
            + (setup.isEmpty ? [] : ["set -e"] + setup)
            // Slurm sends the warning signal to the shell, which `exec` replaces with the program.
            + ["exec \(command)"]
        return lines.map { $0 + "\n" }.joined()
    }

    private mutating func add(_ name: String, _ value: String) {
        options.append("\(name)=\(Self.quoted(value))")
    }

    /// A value as `sbatch` reads it: in double quotes, with backslashes before `"` and `\`.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xFF:
                true
            default: "/._-+,:=@%".utf8.contains(byte)
            }
        }
        if isPlain { return value }
        return "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// A path as the option `output` expects it: `%%` is a percent sign, unless the path has a
    /// backslash; then symbols are not replaced, and `\\` is a backslash.
    private static func outputPattern(_ path: String) -> String {
        path.contains("\\")
            ? path.replacing("\\", with: "\\\\") : path.replacing("%", with: "%%")
    }

    private static func shellQuoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    /// - Throws: `BatchError` for a text that a script cannot contain.
    private static func check(_ text: String, _ what: String) throws {
        // A line break would start another line of the script, such as another option.
        let isControl = { (scalar: Unicode.Scalar) in
            (scalar.value < 0x20 && scalar != "\t") || scalar.value == 0x7F
        }
        if let scalar = text.unicodeScalars.first(where: isControl) {
            let kind =
                scalar == "\n" || scalar == "\r" ? "a line break" : "the control character"
            let code = String(scalar.value, radix: 16, uppercase: true)
            throw BatchError(
                "Slurm: \(what) \(text.debugDescription) contains \(kind) (U+00\(code.count < 2 ? "0" : "")\(code)), "
                    + "which a job script cannot contain; rename it")
        }
        if text.unicodeScalars.contains("\u{FFFD}") {
            throw BatchError(
                "Slurm: \(what) '\(text)' is not UTF-8, which a job script must be; rename it")
        }
    }
}
