import ArgumentParser
import Files
import Foundation
import Options
import Results
import Terminal
import Tracking
import Vocabulary

/// The command `study track pull`, which imports an MLflow experiment as a results folder.
struct TrackPullCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Import the runs of an MLflow experiment as a results folder.",
        discussion: """
            Imports the finished runs of an experiment, whatever program has trained them. A run must have the metrics \
            train_loss and train_accuracy for each epoch; val_loss, val_accuracy, test_loss and test_accuracy are optional. \
            All parameters are kept; parameters that differ between runs become the axes of the study. The runs are read \
            from a server, or from a local mlruns folder.

            EXAMPLES
              study track pull chest-xray --tracking-uri http://localhost:5000
              study track pull chest-xray --mlruns ~/project/mlruns --output results/theirs
              study compare results/theirs results/lr-sweep
            """)

    @Argument(help: "The name of the experiment.") var experiment: String
    @OptionGroup var server: ServerOption
    @Option(
        help: ArgumentHelp("A local mlruns folder instead of a server.", valueName: "dir"),
        completion: .directory)
    var mlruns: String?
    @Option(
        help: ArgumentHelp("The results folder (default: results/<experiment>).", valueName: "dir"))
    var output: String?
    @Option(
        help: ArgumentHelp(
            "The metric that chooses the best epoch of each run: \(PulledMetric.names.joined(separator: ", ")); without a "
                + "validation split the last epoch is chosen.",
            valueName: "metric"))
    var monitor = "val_accuracy"
    @Flag(help: "Show no progress.") var quiet = false

    func validate() throws {
        guard PulledMetric(monitor) != nil else {
            throw ValidationError(
                "--monitor: expected one of \(PulledMetric.names.joined(separator: ", ")); got '\(monitor)'"
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
                experiment, location: source.location, known: try source.experiments())
        }
        console.close()
        let metric = PulledMetric(monitor) ?? PulledMetric(.val, .accuracy)
        let study = try PulledStudy(experiment, runs, from: source.location, monitor: metric)
        for note in study.notes { console.warn("note: \(note)") }
        let folder = ResultsFolder(output ?? "results/\(PulledStudy.fileName(experiment))")
        try write(study, to: folder)
        let count = study.lock.trials.count
        console.note("imported \(Formatting.plural(count, "trial")) to \(folder.path)")
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
                "no source of runs: set --tracking-uri or MLFLOW_TRACKING_URI to a server, or --mlruns to a folder"
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
                    "\(folder.path): already exists and was not imported; choose another folder with --output"
                )
            }
            guard lock == nil || lock?.origin == study.lock.origin else {
                throw ValidationError(
                    "\(folder.path): was imported from experiment '\(lock?.origin?.experiment ?? "")' of "
                        + "\(lock?.origin?.location ?? ""); choose another folder with --output")
            }
        }
        try FileManager.makeFolder(folder.path)
        let lock = try folder.acquire()
        defer { lock.release() }
        try study.write(to: folder)
    }
}
