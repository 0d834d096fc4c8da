import ArgumentParser
import Foundation
import Results
import Tracking

/// `study register`: a trial as a version of a model.
struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Make a finished trial a version of a model on an MLflow server.",
        discussion: """
            The version knows the run that trained it, its metrics and the digests of its files. What the server does not \
            have of the trial's results is sent first. An alias moves from the version that had it.

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
        let url = URL(fileURLWithPath: trial).standardizedFileURL
        let folder = ResultsFolder(
            url.deletingLastPathComponent().deletingLastPathComponent().path)
        let id = url.lastPathComponent
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
        let server = try tracking.server(console) ?? TrackingServer.last(of: folder)
        let push = try TrackingPush(folder, server, tracking, console)
        guard let run = push.recorder.run(of: entry).flatMap({ push.delivery.run($0) }) else {
            throw TrackingError.noRun(trial: trial, address: server.address)
        }
        let version = try MLflowClient(server).register(files, run: run, as: name, alias: alias)
        print("models:/\(name)/\(version.version)")
    }
}
