import ArgumentParser
import Evaluation
import Files
import Foundation
import Inference
import Options
import Results
import Studies
import Terminal
import Tracking
import Vocabulary

/// The command `study register`, which registers a trial as a version of a model.
struct RegisterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register a finished trial or ensemble as a version of a model.",
        discussion: """
            The model is a finished trial, or the ensemble of several, whose probabilities are averaged. The options \
            --calibrate, --threshold, --tta and --abstain make decisions from the validation predictions of the trials. They \
            are stored in the version, and every program that uses it decides accordingly.

            The version records its study and trials, its metrics and the digests of its files. The metrics of an ensemble are \
            those of its mean probabilities. An alias belongs to one \
            version: if another version has it, it moves.

            The model is registered on the MLflow server of --tracking-uri or MLFLOW_TRACKING_URI, else on the server that \
            tracked the study; results of the study that the server does not have are sent first. If there is no server, \
            the model is registered on this machine, in the user's data folder. The place is printed; 'study models' and \
            'study predict' find it with the same --tracking-uri, or with --registry-of and the results folder.

            A version is also an MLflow model with the ONNX flavor and a signature, so that mlflow.pyfunc.load_model \
            loads it. The program study-export writes it.

            EXAMPLES
              study register --trial results/lr-sweep/trials/cnn4-cosine-s1 --name chest --alias champion
              study register --trial results/lr-sweep --ensemble --calibrate auto --threshold sensitivity:0.95 --name chest
              study predict xray.jpeg --model models:/chest@champion
            """)

    @Option(
        help: ArgumentHelp(
            "The folder of a finished trial, or a results folder, whose best trial is used; repeatable with --ensemble.",
            valueName: "dir"))
    var trial: [String]
    @Flag(
        help:
            "Register the mean of the probabilities of the given trials, or of the trials of the best configuration of a results folder."
    )
    var ensemble = false
    @OptionGroup var decisions: DecisionOptions
    @Option(help: "The name of the model.") var name: String
    @Option(help: "An alias of the version, such as champion.") var alias: String?
    @OptionGroup var registry: RegistryOption

    func validate() throws {
        if trial.count > 1, !ensemble {
            throw ValidationError("several trials require --ensemble")
        }
        guard !name.isEmpty, !name.contains(where: { "/:@".contains($0) }) else {
            throw ValidationError("--name: expected a name without '/', ':' and '@'; got '\(name)'")
        }
    }

    func run() throws {
        let console = Console()
        let trials = try NamedTrials.folders(
            trial, isEnsemble: ensemble, option: "--trial ", note: console.note
        ).map { try FinishedTrial($0) }
        var locks: [FolderLock] = []
        defer { for lock in locks { lock.release() } }
        for folder in Set(trials.map(\.folder.path)).sorted() {
            locks.append(try ResultsFolder(folder).acquire())
        }
        let model = try model(of: trials, console)
        let version = try withRegistration(of: trials, model) { registration in
            switch try registry.place(of: trials[0].folder, note: console.note) {
            case .server(let server):
                try register(registration, trials[0], server, console)
            case .thisMachine: try registerHere(registration, trials[0].folder, console)
            }
        }
        print("models:/\(name)/\(version.version)")
    }

    /// A trial of a results folder, with its entry in the lock.
    private struct FinishedTrial {
        let files: TrialFolder
        let entry: TrialEntry
        let study: String
        var folder: ResultsFolder { files.results }

        /// - Throws: `ValidationError` if the trial is not finished; `ResultsError`, `JSONError`,
        ///   `FileError`.
        init(_ trial: TrialFolder) throws {
            files = trial.results.trial(trial.id)
            let unfinished = ValidationError(
                "--trial \(trial.path): not a finished trial; expected a folder RESULTS/trials/ID that contains trial.json"
            )
            guard files.isComplete else { throw unfinished }
            let lock = try files.results.readLock()
            guard let entry = lock.trials.first(where: { $0.id == trial.id }) else {
                throw unfinished
            }
            self.entry = entry
            study = lock.name
        }
    }

    /// The model with its decisions; nil for a trial without decisions, which is its own
    /// description.
    private func model(of trials: [FinishedTrial], _ console: Console) throws -> TrainedModel? {
        let settings = try decisions.settings
        let read = try TrainedModel(trials: trials.map(\.files.path))
        guard trials.count > 1 || !settings.isEmpty else { return nil }
        defer { console.close() }
        let model = try read.decided(
            by: settings, on: chosenDevice()
        ) { console.progress("predicting validation images: \($0) of \($1)") }
        for text in model.decisions.sentences(positive: model.positiveClass) { console.note(text) }
        return model
    }

    /// Calls a closure with the model and its files; those that are made for the version are in a
    /// temporary folder.
    private func withRegistration<Result>(
        of trials: [FinishedTrial], _ model: TrainedModel?,
        _ body: (ModelRegistration) throws -> Result
    ) throws -> Result {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("study-model-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.makeFolder(folder)
        var arguments = trials.flatMap { ["--trial", $0.files.path] }
        if trials.count > 1 { arguments.append("--ensemble") }
        var description: String?
        if let file = model?.file {
            let path = "\(folder)/\(ModelFile.name)"
            try file.write(to: path)
            arguments += ["--decisions-file", path]
            description = path
        }
        let mlflow = "\(folder)/mlflow"
        try runProgram("export", arguments + ["--format", "mlflow", "--output", mlflow])
        let folders = trials.map(\.files)
        let studies = trials.map(\.study).reduce(into: [String]()) { names, name in
            if !names.contains(name) { names.append(name) }
        }
        return try body(
            ModelRegistration(
                folders, ModelFiles(folders, mlflow: mlflow, description: description),
                study: studies.joined(separator: ", "),
                metrics: trials.count > 1 ? model.map { try Self.metrics(of: $0) } : nil))
    }

    /// The accuracy and log loss of an ensemble by split, with its decisions, from the predictions
    /// that its members stored; a split without such predictions is left out. Predictions with
    /// test-time augmentation are not stored. Of several labels, the accuracy is the fraction of
    /// images whose known labels are all predicted correctly, and the AUROC the mean over labels.
    private static func metrics(of model: TrainedModel) throws -> [String: Double] {
        var metrics: [String: Double] = [:]
        let decisions = model.decisions
        guard decisions.augmentation.isEmpty else { return metrics }
        for split in Split.allCases {
            if let stored = try model.storedLabelPredictions(of: split) {
                let table = decisions.calibrated(stored)
                let predictions = try WeightedLabelPredictions(table.predictions)
                    .decided(at: decisions.thresholds(ofLabels: table.labels.count))
                metrics["\(split.rawValue)_accuracy"] = predictions.exactMatch
                metrics["\(split.rawValue)_auroc"] = predictions.macro(AreaUnderROC())
                continue
            }
            guard let stored = try model.storedPredictions(of: split) else { continue }
            let table = decisions.calibration.map { stored.calibrated(by: $0.map) } ?? stored
            let predictions = try table.weighted(positive: model.positiveClass)
            let decided =
                decisions.threshold.map { predictions.decided(at: $0.value) } ?? predictions
            metrics["\(split.rawValue)_accuracy"] = Accuracy().value(decided)
            metrics["\(split.rawValue)_loss"] = LogLoss().value(predictions)
        }
        return metrics
    }

    private func register(
        _ model: ModelRegistration, _ trial: FinishedTrial, _ server: TrackingServer,
        _ console: Console
    ) throws -> ModelVersion {
        let push = try TrackingPush(trial.folder, server, stepInterval: 10, console)
        let missing = push.delivery.missing
        if !missing.isEmpty { console.warn("note: \(TrackingError.notAccepted(missing))") }
        guard let run = push.recorder.run(of: trial.entry).flatMap({ push.delivery.run($0) })
        else {
            throw TrackingError.noRun(trial: trial.files.path, address: server.address)
        }
        let version = try MLflowClient(server).register(model, run: run, as: name, alias: alias)
        console.note("registered on \(server)")
        return version
    }

    private func registerHere(
        _ model: ModelRegistration, _ results: ResultsFolder, _ console: Console
    ) throws -> ModelVersion {
        let registry = try LocalRegistry()
        let version = try registry.register(model, results: results, as: name, alias: alias)
        console.note("registered on this machine, in \(registry.location)")
        return version
    }
}
