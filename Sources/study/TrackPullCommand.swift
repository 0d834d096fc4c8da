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
            Imports the finished runs of an experiment, whatever program has trained them. A run must have a training loss \
            for each epoch; the training accuracy, and loss and accuracy of validation and test, are optional, each by \
            itself. The names of metrics in Keras, Lightning, Hugging Face, timm and fastai are known; --metric names \
            others. All parameters are kept; parameters that differ between runs become the axes of the study, and a \
            parameter such as random_state is the seed.

            The runs are read from a server, or from what MLflow keeps without one: a file mlflow.db or a folder mlruns.

            EXAMPLES
              study track pull chest-xray --tracking-uri http://localhost:5000
              study track pull chest-xray --mlruns ~/project --output results/theirs
              study track pull chest-xray --mlruns mlflow.db --metric val_accuracy=dev/f1_acc
              study compare results/theirs results/lr-sweep
            """)

    @Argument(help: "The name of the experiment.") var experiment: String
    @Option(
        help: ArgumentHelp(
            "The address of an MLflow server, or of what it stores, such as sqlite:///mlflow.db (default: "
                + "MLFLOW_TRACKING_URI).", valueName: "url"))
    var trackingUri: String?
    @Option(
        help: ArgumentHelp(
            "A file mlflow.db, a folder mlruns, or the folder that contains them, instead of a server; also as "
                + "file:// or sqlite:/// address.",
            valueName: "path"),
        completion: .file())
    var mlruns: String?
    @Option(
        help: ArgumentHelp(
            "The name of a metric in the runs, such as val_accuracy=dev_acc; repeatable. METRIC is one of "
                + "\(PulledMetric.all.map(\.name).joined(separator: ", ")).",
            valueName: "metric=name"))
    var metric: [String] = []
    @Option(
        help: ArgumentHelp("The results folder (default: results/<experiment>).", valueName: "dir"))
    var output: String?
    @Option(
        help: ArgumentHelp(
            "The metric that chooses the best epoch of each run: \(PulledMetric.monitored.map(\.name).joined(separator: ", ")); without a "
                + "validation split the last epoch is chosen.",
            valueName: "metric"))
    var monitor = "val_accuracy"
    @Flag(help: "Show no progress.") var quiet = false

    func validate() throws {
        let names = PulledMetric.monitored.map(\.name)
        guard names.contains(monitor) else {
            throw ValidationError(
                "--monitor: expected one of \(names.joined(separator: ", ")); got '\(monitor)'")
        }
        _ = try givenNames()
    }

    /// The names that `--metric` gives.
    private func givenNames() throws -> [PulledMetric: String] {
        var names: [PulledMetric: String] = [:]
        for text in metric {
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let metric = PulledMetric(parts[0]) else {
                throw ValidationError(
                    "--metric: expected METRIC=NAME, such as val_accuracy=dev_acc, with METRIC one of "
                        + "\(PulledMetric.all.map(\.name).joined(separator: ", ")); got '\(text)'")
            }
            names[metric] = parts[1]
        }
        return names
    }

    func run() throws {
        let console = Console(quiet: quiet)
        let (runs, location) = try runs(console)
        console.close()
        let chosen = PulledMetric(monitor) ?? PulledMetric(.val, .accuracy)
        let study = try PulledStudy(
            experiment, runs, from: location, monitor: chosen, names: givenNames())
        for note in study.notes { console.warn("note: \(note)") }
        let folder = ResultsFolder(output ?? "results/\(PulledStudy.fileName(experiment))")
        try write(study, to: folder)
        let count = study.lock.trials.count
        console.note(
            "imported \(Formatting.plural(count, "trial")) from \(location) to \(folder.path)")
        console.note("next: study report \(folder.path)")
    }

    /// The runs of the first source that has runs of the experiment, and the place of the source.
    private func runs(_ console: Console) throws -> ([ForeignRun], location: String) {
        let sources = try sources()
        var empty: String?
        for source in sources {
            let runs = try source.runs(
                experiment,
                progress: { done, total in console.progress("fetching runs: \(done) of \(total)") })
            if let runs, !runs.isEmpty { return (runs, source.location) }
            if runs != nil { empty = source.location }
        }
        if let empty { return ([], empty) }
        throw TrackingError.noExperiment(
            experiment, location: sources.map(\.location).joined(separator: " and "),
            known: try sources.flatMap { try $0.experiments() })
    }

    private func sources() throws -> [any RunSource] {
        if let mlruns { return try LocalRuns.sources(mlruns) }
        let variable = TrackingServer.addressVariable
        let environment = ProcessInfo.processInfo.environment[variable] ?? ""
        guard let address = trackingUri ?? (environment.isEmpty ? nil : environment) else {
            throw ValidationError(
                "no source of runs: set --tracking-uri or \(variable) to a server, or --mlruns to a file mlflow.db or a "
                    + "folder mlruns")
        }
        return try LocalRuns.sources(address: address) ?? [MLflowClient(TrackingServer(address))]
    }

    private func write(_ study: PulledStudy, to folder: ResultsFolder) throws {
        if FileManager.default.fileExists(atPath: folder.path) {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { !$0.hasPrefix(".") }
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
        try study.write(to: folder)
    }
}
