import Analysis
import ArgumentParser
import Evaluation
import Foundation
import Inference
import JSON
import Options
import Reports
import Results
import Runs
import Studies
import Terminal
import Tracking
import Vocabulary

/// The command `study evaluate`, which evaluates a finished model on other images.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Evaluate a finished model on another data set.",
        discussion: """
            The model is the folder of a finished trial, a results folder, whose best trial is evaluated, or a registered \
            model such as models:/chest@champion; with --ensemble it is the mean of the probabilities of several trials, or of the trials of the best \
            configuration (its seeds or folds). The data set is a folder <class>/<image>, or one split of \
            {train,val,test}/<class>/<image>, with the classes of the model; with --table, it is a folder of images whose \
            classes are in a CSV file.

            The evaluation is written to evaluations/<name>/ of the results folder: all metrics with 95% intervals, over \
            patients if they are known, predictions and charts; the report gets a section. The decision threshold is that \
            of Youden's index on the validation images of the study, or is given; nothing is chosen on the evaluated \
            images. Options that are not given are those of the section "decisions" of the study file. Images that are also training or validation images of the model are an error.

            EXAMPLES
              study evaluate results/lr-sweep --dataset Data/b
              study evaluate results/lr-sweep/trials/cnn4-cosine-s1 --dataset Data/b
              study evaluate results/lr-sweep --ensemble --dataset Data/b --threshold 0.3
              study evaluate results/lr-sweep --dataset Data/b --predictions radiologist=reader.csv
            """)

    @Argument(
        help:
            "The folder of a finished trial, a results folder, or a registered model; with --ensemble, also several trials.",
        completion: .directory)
    var model: [String]
    @Option(help: ArgumentHelp("The folder of the images.", valueName: "dir"))
    var dataset: String
    @Option(
        help: ArgumentHelp(
            "The name of the evaluation (default: the names of the folder and of the trial).",
            valueName: "name"))
    var name: String?
    @Option(help: "The split to evaluate (default: test).") var split: Split?
    @Option(help: ArgumentHelp.table, completion: .file(extensions: ["csv", "gz", "json"]))
    var table: String?
    @OptionGroup var decisions: DecisionOptions
    @Option(
        help: ArgumentHelp(
            "Prevalences for which predictive values are computed, such as 0.05,0.2.",
            valueName: "fractions"))
    var prevalence: String?
    @Option(
        help: ArgumentHelp(
            "A CSV file of somebody else's predictions of the same images, with which the model is compared: FILE, or NAME=FILE; can be repeated.",
            valueName: "file"), completion: .file(extensions: ["csv", "tsv"]))
    var predictions: [String] = []
    @Option(
        help: ArgumentHelp(
            "The pattern of patients in file names, as dataset.groupPattern (default: recognized).",
            valueName: "pattern"))
    var groupPattern: String?
    @Option(
        help: ArgumentHelp(
            "A CSV file with attributes of the images, such as sex and age, whose subgroups are evaluated.",
            valueName: "file"), completion: .file(extensions: ["csv", "tsv"]))
    var attributes: String?
    @Option(
        help: ArgumentHelp(
            "An attribute whose subgroups are evaluated: COLUMN, COLUMN:40,60 (bins), image.size:512,1024, or NAME=name:REGEX; can be repeated (default: all columns of --attributes).",
            valueName: "attribute"))
    var by: [String] = []
    @Option(help: ArgumentHelp(PrecisionSetting.predictionHelp)) var precision: PrecisionSetting?
    @Option(
        help: ArgumentHelp(
            "The folder to write, for a trial that is not in a results folder.", valueName: "dir"))
    var output: String?
    @Flag(help: "Evaluate the mean of the probabilities of several trials.") var ensemble = false
    @Flag(help: "Leave out images that cannot be read.") var skipBadImages = false
    @Flag(help: "Leave out rows of --table that cannot be used, and images without a row.")
    var skipBadRows = false
    @Flag(help: "Accept files that look like images but are not in class folders.")
    var ignoreUnread = false
    @Flag(help: "Evaluate even on images that are also training or validation images.")
    var allowOverlap = false
    @Flag(
        help:
            "Compare the images that --predictions has, although it lacks some or has others."
    )
    var commonImages = false
    @Flag(help: "Replace another evaluation of the same name.")
    var replace = false
    @Flag(help: "Print the record of the evaluation as JSON.") var json = false
    @OptionGroup var tracking: EvaluationTracking

    func validate() throws {
        _ = try (prevalences, subgroups)
        if commonImages, predictions.isEmpty {
            throw ValidationError("--common-images requires --predictions")
        }
        if skipBadRows, table == nil {
            throw ValidationError("--skip-bad-rows requires --table")
        }
        if output == "" { throw ValidationError("--output: expected a folder") }
        if model.count > 1, !ensemble {
            throw ValidationError("several trials require --ensemble")
        }
    }

    private var subgroups: SubgroupSettings? {
        get throws {
            if attributes == nil, by.isEmpty { return nil }
            let settings = try by.map { text in
                do { return try AttributeSetting(text) } catch {
                    throw ValidationError("--by \(text): \(error)")
                }
            }
            return SubgroupSettings(attributes: attributes, by: settings)
        }
    }

    private var prevalences: [Double] {
        get throws {
            try (prevalence?.split(separator: ",", omittingEmptySubsequences: false) ?? []).map {
                text in
                guard let value = Double(text.trimmingCharacters(in: .whitespaces)), value > 0,
                    value < 1
                else {
                    throw ValidationError(
                        "--prevalence \(text): expected fractions between 0 and 1, such as 0.05,0.2"
                    )
                }
                return value
            }
        }
    }

    func run() throws {
        let console = Console()
        defer { console.close() }
        console.note("For research, not for diagnosis.")
        do { try evaluate(console) } catch let error as any (Error & CustomStringConvertible)
            where error is EvaluationFailure || error is PredictionError
        {
            console.close()
            console.warn("study evaluate: \(error)")
            throw ExitCode(1)
        }
    }

    private func evaluate(_ console: Console) throws {
        var options = EvaluationOptions()
        (options.name, options.split, options.groupPattern) = (name, split, groupPattern)
        options.table = try table.map { try TableSettings(option: $0, catalog: .all) }
        (options.skipsBadRows, options.precision) = (skipBadRows, precision)
        (options.prevalences, options.subgroups) = (try prevalences, try subgroups)
        (options.skipsBadImages, options.ignoresUnread) = (skipBadImages, ignoreUnread)
        (options.allowsOverlap, options.data) = (allowOverlap, decisions.data)
        options.readers = try ReaderOption.list(predictions)
        options.comparesCommonImages = commonImages
        let trials = try trialFolders(console)
        options.decisions = try decisionSettings(of: trials, console)
        let results = try resultsFolder(of: trials)
        var rate = RateEstimator()
        let evaluator = try ModelEvaluator(
            trials: trials.map(\.path), dataset: dataset, options
        ) { console.progress(rate.text(of: $0)) }
        let folder =
            results?.evaluation(evaluator.name)
            ?? EvaluationFolder("\(output ?? "")/\(evaluator.name)")
        for note in evaluator.notes { console.note("note: \(note)") }
        // Most contradictions are known before the images are predicted.
        if !replace, folder.isComplete, !evaluator.isSubject(of: try folder.readRecord()) {
            throw contradiction(folder)
        }
        let outcome = try evaluator.evaluate(on: chosenDevice()) {
            console.progress(rate.text(of: $0))
        }
        for note in outcome.notes { console.note("note: \(note)") }
        let lock = try results.map { try acquire($0) }
        defer { lock?.release() }
        if !replace, folder.isComplete, !(try folder.readRecord().isSame(as: outcome.record)) {
            throw contradiction(folder)
        }
        try folder.write(outcome.record, outcome.predictions, readers: outcome.readers)
        if let error = try ReportWriter.plot(folder, in: results) { console.warn("\(error)") }
        if let results { try ReportWriter.write(results) }
        console.close()
        if json {
            print(try folder.readRecord().json.pretty, terminator: "")
        } else {
            if let labels = outcome.record.labels {
                LabelSummary(outcome.record, labels).print()
            } else {
                EvaluationSummary(outcome.record).print()
            }
            for comparison in outcome.record.comparisons { ComparisonSummary(comparison).print() }
            print(folder.recordPath)
        }
        if let results { try tracking.send(results, console) }
    }

    /// The folders of the trials, or that of a registered model.
    private func trialFolders(_ console: Console) throws -> [TrialFolder] {
        guard model.count == 1, model[0].hasPrefix(ModelReference.scheme) else {
            return try NamedTrials.folders(model, isEnsemble: ensemble, note: console.note)
        }
        guard !ensemble, output != nil else {
            throw ValidationError(
                ensemble
                    ? "--ensemble: \(model[0]) is a model already"
                    : "\(model[0]): is not in a results folder; set --output to the folder to write"
            )
        }
        let reference = try ModelReference(model[0])
        let (folder, version) = try tracking.registry.registry(note: console.note)
            .files(reference) { _, _, _ in }
        console.note("\(reference): version \(version.version)")
        return [TrialFolder(folder, id: "\(version.name)-v\(version.version)")]
    }

    /// The decisions that the options give, otherwise the study of the trials.
    private func decisionSettings(
        of trials: [TrialFolder], _ console: Console
    ) throws -> DecisionSettings {
        var all: Set<DecisionSettings> = []
        for results in Set(trials.map(\.results)) {
            let hasLock = FileManager.default.fileExists(atPath: results.lockPath)
            let study =
                hasLock
                ? try DecisionSettings(study: results.readLock().study, file: results.lockPath)
                : DecisionSettings()
            all.insert(try decisions.settings(otherwise: study))
        }
        guard let settings = all.first, all.count == 1 else {
            throw ValidationError(
                "the studies of the trials state different decisions: "
                    + all.map { $0.isEmpty ? "none" : $0.summary }.sorted()
                    .joined(separator: ", or ")
                    + "; set --threshold, --calibrate, --tta and --abstain")
        }
        if try settings != decisions.settings {
            console.note("decisions, by the study where no option is given: \(settings.summary)")
        }
        return settings
    }

    private func contradiction(_ folder: EvaluationFolder) -> EvaluationFailure {
        EvaluationFailure(
            "\(folder.path): contains another evaluation (of another model, of other images, with another threshold or calibration, or compared with other predictions); choose another --name, or set --replace"
        )
    }

    /// Locks a results folder; waits for a while if another process writes to it.
    private func acquire(_ results: ResultsFolder) throws -> FolderLock {
        let end = Date() + 60
        while true {
            do { return try results.acquire() } catch let error as ResultsError {
                guard case .locked = error, Date() < end else { throw error }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    /// The results folder to write; nil if `--output` names a folder.
    private func resultsFolder(of trials: [TrialFolder]) throws -> ResultsFolder? {
        if let output {
            guard let outer = ResultsFolder(around: output) else { return nil }
            throw ValidationError(
                "--output \(output): is in the results folder \(outer.path); choose another folder, "
                    + "or leave out --output to add an evaluation of its trials to its report")
        }
        let folders = Set(trials.map(\.results))
        guard folders.count == 1, let results = folders.first,
            FileManager.default.fileExists(atPath: results.lockPath)
        else {
            throw ValidationError(
                folders.count > 1
                    ? "the trials are in several results folders; set --output to the folder to write"
                    : "\(model[0]): is not in a results folder; set --output to the folder to write"
            )
        }
        return results
    }
}

/// The main figures of an evaluation for a terminal.
private struct EvaluationSummary {
    private let record: EvaluationRecord

    init(_ record: EvaluationRecord) { self.record = record }

    private static let shown = [
        ("accuracy", true), ("balanced_accuracy", true), ("sensitivity", true),
        ("specificity", true), ("auroc", false), ("log_loss", false), ("ece", false),
    ]

    func print() {
        let ids = record.model.map(\.id).joined(separator: ", ")
        let title = record.model.count == 1 ? ids : "the ensemble of \(ids)"
        Swift.print(
            "\(title) on \(Formatting.plural(record.images.total, "image")) of \(record.images.path)"
        )
        for (name, isPercent) in Self.shown {
            guard let figure = record.metrics[name] else { continue }
            let label = name.padding(toLength: 18, withPad: " ", startingAt: 0)
            // The calibration error of sets of different sizes cannot be compared.
            let inside =
                name == "ece"
                ? nil
                : record.shift?.metrics[name].map {
                    "; internal test \(isPercent ? Formatting.percent($0.value) : Formatting.fixed($0.value, 3))"
                }
            let value =
                isPercent ? Formatting.percent(figure.value) : Formatting.fixed(figure.value, 3)
            let interval =
                isPercent
                ? Formatting.range(figure) : Formatting.plainRange(figure.interval)
            let values = record.model.compactMap { $0.metrics[name] }
            let members =
                values.isEmpty
                ? nil : values.reduce(0, +) / Double(values.count)
            let uncalibrated = record.calibration == nil ? "" : ", not calibrated"
            let gain = members.map {
                "; members \(isPercent ? Formatting.percent($0) : Formatting.fixed($0, 3)) on average\(uncalibrated)"
            }
            Swift.print("  \(label)\(value) (95%: \(interval))\(inside ?? "")\(gain ?? "")")
        }
        if let threshold = record.threshold { print(threshold) }
    }

    /// The metrics of decisions at the threshold; those above are of the most probable class.
    private func print(_ threshold: ModelDecisions.Threshold) {
        let parts = ["accuracy", "sensitivity", "specificity"].compactMap { name in
            record.decided[name].map { figure in
                let inside = record.shift?.decided[name].map {
                    "; internal test \(Formatting.percent($0.value))"
                }
                return
                    "\(name) \(Formatting.percent(figure.value)) (95%: \(Formatting.range(figure)))\(inside ?? "")"
            }
        }
        guard !parts.isEmpty else { return }
        let value = Formatting.fixed(threshold.value, 3)
        Swift.print("  at the threshold \(value) (\(threshold.rule)):")
        for part in parts { Swift.print("    \(part)") }
    }
}

extension EvaluationRecord {
    /// Whether two records are of the same model and images, with the same decisions.
    fileprivate func isSame(as other: EvaluationRecord) -> Bool {
        model.map { [$0.key, $0.weights] } == other.model.map { [$0.key, $0.weights] }
            && subgroups?.attributes.map(\.attribute)
                == other.subgroups?.attributes.map(\.attribute)
            && predictive.map(\.prevalence) == other.predictive.map(\.prevalence)
            && images.fingerprint == other.images.fingerprint
            && threshold == other.threshold && calibration?.map == other.calibration?.map
            && comparedFiles == other.comparedFiles
            && unit == other.unit && precision == other.precision
            && augmentation == other.augmentation
            && abstention?.rule == other.abstention?.rule && set == other.set
            && labels?.labels.map(\.decision) == other.labels?.labels.map(\.decision)
    }
}

extension Split: ExpressibleByArgument {}
