import ArgumentParser
import Files
import Foundation
import Processes
import Results
import Runs
import Terminal

@main
struct StudyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study",
        abstract:
            "Run reproducible experiments from a JSON file: networks x learning-rate schedules x seeds.",
        discussion: """
            A study file names a data set, networks, learning-rate schedules and seeds. 'study run' trains one trial for \
            each combination and writes metrics, charts and a report to results/<name>/.

            EXAMPLES
              study run Studies/lr-sweep.json
              study run Studies/lr-sweep.json --set training.epochs=2 --filter 'cnn4-cosine-*'
              study plan Studies/lr-sweep.json
              study report results/lr-sweep
            """,
        version: CodeVersion.text,
        subcommands: [
            InitCommand.self, RunCommand.self, ValidateCommand.self, PlanCommand.self,
            StatusCommand.self,
            PlotCommand.self, ReportCommand.self, ShareCommand.self, CompareCommand.self,
            DataCommand.self,
            NetworksCommand.self, BenchCommand.self,
            SchemaCommand.self, TrialCommand.self, WeightsCommand.self, PredictCommand.self,
            EvaluateCommand.self, ExplainCommand.self, CancelCommand.self, CacheCommand.self,
            BatchCommand.self,
            LRFindCommand.self, VerifyCommand.self, LockCommand.self,
            ServeCommand.self, TrackCommand.self, RegisterCommand.self, ModelsCommand.self,
            ExportCommand.self, CleanCommand.self,
        ])

    static func main() {
        var failure: (any Error)?
        do {
            var command = try parseAsRoot(arguments)
            try command.run()
            // A trial is part of a run, which uses the same files.
            if command is TrialCommand { endProcess(0) }
        } catch { failure = error }
        trimCache()
        guard let failure else { endProcess(0) }
        let status = exitCode(for: failure).rawValue
        let text = fullMessage(for: failure)
        let hint = CommandLineHint.text(
            for: arguments,
            commands: configuration.subcommands.compactMap { $0.configuration.commandName },
            message: message(for: failure))
        let lines = [text, hint ?? ""].filter { !$0.isEmpty }.map { "\($0)\n" }.joined()
        // Help and the version are no errors.
        let output = status == 0 ? FileHandle.standardOutput : FileHandle.standardError
        try? output.write(contentsOf: Data(lines.utf8))
        endProcess(status)
    }

    /// The arguments, with the home folder for `~` in options such as `--output=~/results`, where
    /// shells do not replace it.
    private static var arguments: [String] {
        CommandLine.arguments.dropFirst().map { argument in
            guard argument.hasPrefix("--"), let equals = argument.firstIndex(of: "="),
                argument[equals...].hasPrefix("=~/"), let home = UserAccount.home()
            else { return argument }
            return argument[...equals] + home + argument[equals...].dropFirst(2)
        }
    }

    /// Removes what the command has added to the cache above its limit.
    private static func trimCache() {
        let folder = "\(UserFolders().cacheFolder)/images"
        let removed = CacheFolder(.images, path: folder).trim()
        guard !removed.isEmpty, let limit = try? CacheLimit.current() else { return }
        let size = Formatting.size(removed.reduce(0) { $0 + $1.byteCount })
        Console(quiet: CommandLine.arguments.contains("--quiet")).note(
            "note: the cache exceeded its limit of \(Formatting.size(limit)) (\(CacheLimit.variable)): \(size) were "
                + "removed, and are computed again when they are needed")
    }
}
