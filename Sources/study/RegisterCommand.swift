import ArgumentParser
import Foundation
import Results
import Terminal
import Tracking

/// The command `study register`, which registers a trial as a version of a model.
struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register a finished trial as a version of a model.",
        discussion: """
            The version records its study and trial, its metrics and the digests of its files. An alias belongs to one \
            version: if another version has it, it moves.

            The model is registered on the MLflow server of --tracking-uri or MLFLOW_TRACKING_URI, else on the server that \
            tracked the study; results of the study that the server does not have are sent first. If there is no server, \
            the model is registered on this machine, in the user's data folder.

            EXAMPLE
              study register --trial results/lr-sweep/trials/cnn4-cosine-s1 --name chest --alias champion
              study predict xray.jpeg --model models:/chest@champion
            """)

    @Option(help: ArgumentHelp("The folder of a finished trial.", valueName: "dir"))
    var trial: String
    @Option(help: "The name of the model.") var name: String
    @Option(help: "An alias of the version, such as champion.") var alias: String?
    @OptionGroup var tracking: TrackingOptions

    func validate() throws {
        guard !name.isEmpty, !name.contains(where: { "/:@".contains($0) }) else {
            throw ValidationError("--name: expected a name without '/', ':' and '@'; got '\(name)'")
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
                "--trial \(trial): not a finished trial; expected a folder RESULTS/trials/ID that contains trial.json"
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

    /// The server that the options or the environment name, else the server that tracked the study;
    /// nil if there is neither.
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
        let version = try MLflowClient(server).register(
            files, of: folder.readLock().name, run: run, as: name, alias: alias)
        console.note("registered on \(server)")
        return version
    }

    private func registerHere(
        _ files: TrialFolder, _ folder: ResultsFolder, _ console: Console
    ) throws -> ModelVersion {
        let registry = try LocalRegistry()
        let version = try registry.register(
            files, of: folder.readLock(), results: folder, as: name, alias: alias)
        console.note("registered on this machine, in \(registry.location)")
        return version
    }
}
