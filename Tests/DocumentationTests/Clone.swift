import Foundation
import TestSupport

/// A scratch copy of the project, as a user has it after `git clone`, with programs that are built:
/// `home/study`, in an empty home folder.
struct Clone {
    /// What outputs show in place of the scratch folder.
    static let shownHome = "/home/you"

    private let home: String
    private var root: String { "\(home)/study" }
    private var work: String { "\(home)/../work" }

    /// - Parameters:
    ///   - folder: an empty folder.
    ///   - withResults: whether the committed results are copied, too.
    init(in folder: String, withResults: Bool) throws {
        home = "\(folder)/home"
        let files = FileManager.default
        for path in ["\(folder)/home/study/Data", "\(folder)/work", "\(folder)/bin"] {
            try files.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        let copied = ["Studies", "Data/README.md", "Data/samples"]
        for name in copied + (withResults ? ["results"] : []) {
            try files.copyItem(atPath: "\(Page.root)/\(name)", toPath: "\(root)/\(name)")
        }
        for path in ["\(root)/study", "\(folder)/bin/study"] {
            try Self.script.write(toFile: path, atomically: true, encoding: .utf8)
            try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    /// A script that starts the programs of this build, as `./study` does.
    private static let script = """
        #!/bin/sh
        product=study
        case "${1:-}" in serve | export) product=study-$1 ;; esac
        [ "$product" = study ] || shift
        exec '\(builtFolder)'/$product "$@"

        """

    private static var builtFolder: String {
        Bundle.main.executableURL?.deletingLastPathComponent().path ?? "."
    }

    /// A step of a page: a command, a file that the reader writes, or an image that the commands
    /// so far have made.
    enum Step {
        case command(ConsoleCommand)
        case file(path: String, text: String)
        case image(RecordedImage)
    }

    /// The outcome of a command.
    struct Outcome {
        let status: Int32
        /// The lines on both outputs.
        let output: [String]
    }

    /// Runs the steps one after another in one shell, in the root of the copy.
    /// - Parameter seconds: the limit for all steps together.
    /// - Returns: the outcome of each command; fewer if the shell ended before.
    func run(_ steps: [Step], seconds: Double) throws -> [Outcome] {
        var script = ["cd '\(root)'"]
        var count = 0
        for step in steps {
            switch step {
            case .file(let path, let text):
                let source = "\(work)/file-\(script.count)"
                try text.write(toFile: source, atomically: true, encoding: .utf8)
                script.append("mkdir -p '\(root)/\((path as NSString).deletingLastPathComponent)'")
                script.append("cp '\(source)' '\(root)/\(path)'")
            case .image(let image):
                script.append("cp '\(root)/\(image.source)' '\(copy(of: image))'")
            case .command(let command):
                let file = "\(work)/\(count)"
                try "\(command.text)\n".write(
                    toFile: "\(file).sh", atomically: true, encoding: .utf8)
                script += Self.lines(for: command, file)
                count += 1
            }
        }
        // A server that a page starts ends with the page.
        script.append("kill $(jobs -p) 2>/dev/null; true")
        let path = "\(work)/page.sh"
        try script.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        try shell(path, seconds: seconds)
        return try (0..<count).compactMap { number in
            let file = "\(work)/\(number)"
            guard let status = try? String(contentsOfFile: "\(file).status", encoding: .utf8)
            else { return nil }
            return Outcome(
                status: Int32(status.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1,
                output: lines(try String(contentsOfFile: "\(file).out", encoding: .utf8)))
        }
    }

    /// The lines of the script that run one command; `FILE.out` and `FILE.status` have its outcome.
    private static func lines(for command: ConsoleCommand, _ file: String) -> [String] {
        guard command.isInterrupted, let text = command.block.directives["interrupt after"] else {
            return [". '\(file).sh' >'\(file).out' 2>&1", "echo $? >'\(file).status'"]
        }
        let quoted = "'" + text.replacing("'", with: "'\\''") + "'"
        return [
            "set -m", ". '\(file).sh' >'\(file).out' 2>&1 &", "pid=$!",
            "until grep -qF \(quoted) '\(file).out' || ! kill -0 $pid; do sleep 0.05; done",
            "kill -INT -- -$pid", "wait $pid; echo $? >'\(file).status'; set +m",
        ]
    }

    private func shell(_ path: String, seconds: Double) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // A process that a thread of Dispatch starts inherits blocked signals. Standard output is
        // written line by line, as on a terminal.
        process.arguments =
            ["--default-signal", "timeout", "-k", "5", "\(seconds)"]
            + ["stdbuf", "-oL", "bash", path]
        let inherited = ProcessInfo.processInfo.environment
        var environment = inherited.filter { name, _ in
            !["STUDY_", "MLFLOW_", "XDG_", "SLURM_"].contains { name.hasPrefix($0) }
        }
        environment["PATH"] = "\(home)/../bin:\(inherited["PATH"] ?? "/usr/bin:/bin")"
        environment["HOME"] = home
        environment["XDG_CACHE_HOME"] = "\(home)/.cache"
        environment["XDG_CONFIG_HOME"] = "\(home)/.config"
        environment["XDG_DATA_HOME"] = "\(home)/.local/share"
        environment["COLUMNS"] = "80"
        environment["TERM"] = "dumb"
        environment["LC_ALL"] = "C.UTF-8"
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let errors = "\(work)/errors"
        try Data().write(to: URL(fileURLWithPath: errors))
        process.standardError = FileHandle(forWritingAtPath: errors)
        try process.run()
        process.waitUntilExit()
    }

    /// Lines of progress: `checking: trial 1 of 4`, `42% of the study; TRIAL`, `N: compiling, ...`.
    private static var progress: [Regex<Substring>] {
        [/: (?:[a-z]+ )?\d+ of \d+(?:, .*)?$/, /^\d+% of the study/, /: compiling, .*kernels/]
    }

    /// The file with an image as it was at its place in the page.
    func copy(of image: RecordedImage) -> String { "\(work)/image-\(image.index)" }

    /// The lines of an output as pages show it: with another home folder, and without progress,
    /// which a terminal shows in place and which depends on the speed of the machine.
    private func lines(_ output: String) -> [String] {
        let shown = output.replacing(home, with: Self.shownHome)
        var lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines.map { String($0).replacing(/\s+$/, with: "") }.filter { line in
            !Self.progress.contains { line.firstMatch(of: $0) != nil }
        }
    }
}
