import ArgumentParser
import Foundation
import Results
import Terminal
import Tracking

/// `study register`: a trial as a version of a model.
struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Make a finished trial a version of a model.",
        discussion: """
            The version knows what trained it, its metrics and the digests of its files. An alias moves from the version \
            that had it.

            It is registered on the MLflow server that is named or that the study was tracked by, which is first sent what \
            it does not have of the trial's results. Where there is no server, it is registered on this machine, in the \
            user's data folder.

            EXAMPLE
              study register --trial results/lr-sweep/trials/cnn4-cosine-s1 --name chest --alias champion
              study predict xray.jpeg --model models:/chest@champion
            """)

    @Option(help: ArgumentHelp("The folder of a finished trial.", valueName: "dir"))
    var trial: String
    @Option(help: "The model's name.") var name: String
    @Option(help: "A name for the version, such as champion.") var alias: String?
    @OptionGroup var tracking: TrackingOptions

    func validate() throws {
        guard !name.isEmpty, !name.contains(where: { "/:@".contains($0) }) else {
            throw ValidationError("--name '\(name)': expected a name without '/', ':' and '@'")
        }
    }

    func run() throws {
        let console = Console()
        let id = URL(fileURLWithPath: trial).standardizedFileURL.lastPathComponent
        let folder = TrialFolder(trial, id: id).results
        let files = folder.trial(id)
        guard files.isComplete,
            let entry = try folder.readLock().trials.first(where: { $0.id == id })
        else {
            throw ValidationError(
                "--trial \(trial): no finished trial of a results folder; expected RESULTS/trials/ID with a trial.json"
            )
        }
        let lock = try folder.acquire()
        defer { lock.release() }
        let version =
            try server(folder, console).map { server in
                try register(files, entry, folder, server, console)
            } ?? registerHere(files, folder, console)
        print("models:/\(name)/\(version.version)")
    }

    /// The server that is named, or that the study was tracked by; nil where there is none.
    private func server(_ folder: ResultsFolder, _ console: Console) throws -> TrackingServer? {
        if let server = try tracking.server(console) { return server }
        do { return try TrackingServer.last(of: folder) } catch TrackingError.noServer {
            return nil
        }
    }

    private func register(
        _ files: TrialFolder, _ entry: TrialEntry, _ folder: ResultsFolder,
        _ server: TrackingServer, _ console: Console
    ) throws -> ModelVersion {
        let push = try TrackingPush(folder, server, tracking, console)
        guard let run = push.recorder.run(of: entry).flatMap({ push.delivery.run($0) }) else {
            throw TrackingError.noRun(trial: trial, address: server.address)
        }
        return try MLflowClient(server).register(
            files, of: folder.readLock().name, run: run, as: name, alias: alias)
    }

    private func registerHere(
        _ files: TrialFolder, _ folder: ResultsFolder, _ console: Console
    ) throws -> ModelVersion {
        let registry = try LocalRegistry()
        let version = try registry.register(
            files, of: folder.readLock(), results: folder, as: name, alias: alias)
        console.note("registered on this machine, in \(registry.place)")
        return version
    }
}
