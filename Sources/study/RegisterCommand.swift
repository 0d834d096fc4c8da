import ArgumentParser
import Foundation
import Options
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
            the model is registered on this machine, in the user's data folder. The place is printed; 'study models' and \
            'study predict' find it with the same --tracking-uri, or with --registry-of and the results folder.

            A version is also an MLflow model with the ONNX flavor and a signature, so that mlflow.pyfunc.load_model \
            loads it. The program study-export writes it.

            EXAMPLE
              study register --trial results/lr-sweep/trials/cnn4-cosine-s1 --name chest --alias champion
              study predict xray.jpeg --model models:/chest@champion
            """)

    @Option(help: ArgumentHelp("The folder of a finished trial.", valueName: "dir"))
    var trial: String
    @Option(help: "The name of the model.") var name: String
    @Option(help: "An alias of the version, such as champion.") var alias: String?
    @OptionGroup var registry: RegistryOption

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
        let version = try withModel(files) { model in
            switch try registry.place(of: folder, note: console.note) {
            case .server(let server):
                try register(files, model, entry, folder, server, console)
            case .thisMachine: try registerHere(files, model, folder, console)
            }
        }
        print("models:/\(name)/\(version.version)")
    }

    /// Calls a closure with the files of the version; the MLflow model is written to a temporary
    /// folder.
    private func withModel<Result>(
        _ trial: TrialFolder, _ body: (ModelFiles) throws -> Result
    ) throws -> Result {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("study-model-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try runProgram(
            "export", ["--trial", trial.path, "--format", "mlflow", "--output", path])
        return try body(ModelFiles(trial, model: path))
    }

    private func register(
        _ files: TrialFolder, _ model: ModelFiles, _ entry: TrialEntry, _ folder: ResultsFolder,
        _ server: TrackingServer, _ console: Console
    ) throws -> ModelVersion {
        let push = try TrackingPush(folder, server, stepInterval: 10, console)
        let missing = push.delivery.missing
        if !missing.isEmpty { console.warn("note: \(TrackingError.notAccepted(missing))") }
        guard let run = push.recorder.run(of: entry).flatMap({ push.delivery.run($0) }) else {
            throw TrackingError.noRun(trial: trial, address: server.address)
        }
        let version = try MLflowClient(server).register(
            files, model, of: folder.readLock().name, run: run, as: name, alias: alias)
        console.note("registered on \(server)")
        return version
    }

    private func registerHere(
        _ files: TrialFolder, _ model: ModelFiles, _ folder: ResultsFolder, _ console: Console
    ) throws -> ModelVersion {
        let registry = try LocalRegistry()
        let version = try registry.register(
            files, model, of: folder.readLock(), results: folder, as: name, alias: alias)
        console.note("registered on this machine, in \(registry.location)")
        return version
    }
}
