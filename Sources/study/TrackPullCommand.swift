import ArgumentParser
import Files
import Foundation
import Options
import Results
import Terminal
import Tracking
import Vocabulary

/// `study track pull`: an experiment of MLflow's as a results folder.
struct TrackPullCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Make a results folder of the runs of an MLflow experiment.",
        discussion: """
            Whoever trained them: a run counts that has finished and tells train_loss and train_accuracy by epochs, and \
            the same for val and test, if it likes. What its parameters say is kept, and those that differ between runs \
            are the study's axes. The runs are read from a server, or from the folder that MLflow writes without one.

            EXAMPLES
              study track pull chest-xray --tracking-uri http://localhost:5000
              study track pull chest-xray --mlruns ~/project/mlruns --output results/theirs
              study compare results/theirs results/lr-sweep
            """)

    @Argument(help: "The experiment's name.") var experiment: String
    @OptionGroup var server: ServerOption
    @Option(
        help: ArgumentHelp("A folder that MLflow wrote, in place of a server.", valueName: "dir"),
        completion: .directory)
    var mlruns: String?
    @Option(
        help: ArgumentHelp("The results folder (default: results/<experiment>).", valueName: "dir"))
    var output: String?
    @Option(
        help: ArgumentHelp(
            "What decides which epoch of each run counts: \(PulledMetric.names.joined(separator: ", ")); without a "
                + "validation split the last one counts.",
            valueName: "metric"))
    var monitor = "val_accuracy"
    @Flag(help: "No progress.") var quiet = false

    func validate() throws {
        guard PulledMetric(monitor) != nil else {
            throw ValidationError(
                "--monitor '\(monitor)': expected one of \(PulledMetric.names.joined(separator: ", "))"
            )
        }
    }

    func run() throws {
        let console = Console(quiet: quiet)
        let source = try source(console)
        guard
            let runs = try source.runs(
                experiment,
                progress: { done, total in console.progress("fetching runs: \(done) of \(total)") })
        else {
            throw TrackingError.noExperiment(
                experiment, place: source.place, known: try source.experiments())
        }
        console.close()
        let metric = PulledMetric(monitor) ?? PulledMetric(.val, .accuracy)
        let study = try PulledStudy(experiment, runs, from: source.place, monitor: metric)
        for note in study.notes { console.warn("note: \(note)") }
        let folder = ResultsFolder(output ?? "results/\(PulledStudy.fileName(experiment))")
        try write(study, to: folder)
        let count = study.lock.trials.count
        console.note("\(folder.path): \(count) \(count == 1 ? "trial" : "trials")")
        console.note("next: study report \(folder.path)")
    }

    private func source(_ console: Console) throws -> any RunSource {
        if let mlruns {
            guard FileManager.default.isFolder(mlruns) else {
                throw ValidationError("--mlruns \(mlruns): no such folder")
            }
            return MLRunsFolder(mlruns)
        }
        guard let server = try server.server(console.note) else {
            throw ValidationError(
                "where are the runs? Name a server with --tracking-uri or MLFLOW_TRACKING_URI, or a folder with --mlruns"
            )
        }
        return MLflowClient(server)
    }

    private func write(_ study: PulledStudy, to folder: ResultsFolder) throws {
        if FileManager.default.fileExists(atPath: folder.path) {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let lock = try folder.readLockIfPresent()
            guard names.isEmpty || lock?.origin != nil else {
                throw ValidationError(
                    "\(folder.path): is there and was not pulled; name another folder with --output"
                )
            }
            guard lock == nil || lock?.origin == study.lock.origin else {
                throw ValidationError(
                    "\(folder.path): was pulled from another place (experiment '\(lock?.origin?.experiment ?? "")' of "
                        + "\(lock?.origin?.location ?? "")); name another folder with --output")
            }
        }
        try FileManager.makeFolder(folder.path)
        let lock = try folder.acquire()
        defer { lock.release() }
        try study.write(to: folder)
    }
}
