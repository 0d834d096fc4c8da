import ArgumentParser
import Datasets
import Foundation
import Images
import Inference
import JSON
import Options
import Plotting
import Reports
import Results
import Runs
import Terminal
import Vocabulary

/// The command `study explain`, which draws heat maps of a network's predictions.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Draw heat maps of a trained network's predictions (Grad-CAM).",
        discussion: """
            A heat map shows which parts of an image increase the score of a class. If images are given, writes a sheet \
            with each image and its heat map. Otherwise, explains the trial's most confident predictions on its test \
            images, correct and incorrect, in explanations/ of its results folder; the report shows them if the trial is \
            the best trial. A sheet contains the images themselves: check that you are allowed to publish them.

            EXAMPLES
              study explain --trial results/lr-sweep/trials/cnn4-constant-s1 xray.jpeg
              study explain --trial results/lr-sweep/trials/cnn4-constant-s1 xray.jpeg --class PNEUMONIA --json
              study explain --trial results/lr-sweep/trials/cnn4-constant-s1
            """)

    @Argument(help: "Images (\(ImageFormat.titles)), or folders of images.", completion: .file())
    var images: [String] = []
    @Option(
        help: ArgumentHelp(
            "The folder of a finished trial, or a results folder, whose best trial is explained; repeatable with --ensemble.",
            valueName: "dir"))
    var trial: [String]
    @Flag(
        help:
            "Explain the mean of the given trials, or of the trials of the best configuration of a results folder; requires images as arguments."
    )
    var ensemble = false
    @Option(
        name: .customLong("class"),
        help: ArgumentHelp(
            "The class to explain (default: the predicted class).", valueName: "name"))
    var label: String?
    @Option(
        help: ArgumentHelp(
            "The data set's folder (default: the path in the lock).", valueName: "dir"))
    var data: String?
    @Option(
        help: ArgumentHelp("The sheet to write (default: explanations.png).", valueName: "file"))
    var output: String?
    @Flag(help: "Print JSON, with the heat maps.") var json = false

    func validate() throws {
        if images.isEmpty, label != nil || output != nil || json || ensemble {
            throw ValidationError(
                "--class, --output, --json and --ensemble require images as arguments")
        }
        if trial.count > 1, !ensemble {
            throw ValidationError("several trials require --ensemble")
        }
        if !images.isEmpty, data != nil {
            throw ValidationError("--data cannot be combined with images as arguments")
        }
    }

    func run() throws {
        let console = Console()
        console.note("For research, not for diagnosis.")
        if images.isEmpty { return try explainPredictions(console) }
        let files = try ImageFiles.expanded(images) { unread in
            for line in unread.suspicions { console.warn("not read: \(line)") }
        }
        let model = try TrainedModel(trials: trials(console).map(\.path))
        let predictor = try Predictor(model, on: chosenDevice(), images: files.count)
        console.note("Images: \(predictor.input.title).")
        let number = try label.map { try predictor.number(ofClass: $0) }
        var explanations: [Explanation] = []
        var failures = 0
        try predictor.explain(files, label: number) { _, result in
            console.progress(
                "explaining: image \(explanations.count + failures + 1) of \(files.count)")
            switch result {
            case .success(let explanation): explanations.append(explanation)
            case .failure(let error):
                failures += 1
                console.warn("\(error)")
            }
        }
        console.close()
        if !explanations.isEmpty {
            let path = output ?? "explanations.png"
            let sheet = ExplanationSheet(classes: predictor.classes)
            try sheet.sheet(of: explanations).write(to: path)
            if json {
                print(
                    JSONValue.array(explanations.map { $0.json(classes: predictor.classes) }).pretty
                )
            } else {
                print(path)
            }
        }
        if failures > 0 { throw ExitCode(1) }
    }

    private func trials(_ console: Console) throws -> [TrialFolder] {
        try NamedTrials.folders(
            trial, isEnsemble: ensemble, option: "--trial ", note: console.note)
    }

    /// Explains the trial's predictions on its test images, and writes to its results folder.
    private func explainPredictions(_ console: Console) throws {
        let trial = try trials(console)[0]
        guard trial.isComplete else {
            throw ValidationError(
                "--trial \(trial.path): not a finished trial; expected a folder RESULTS/trials/ID that contains trial.json"
            )
        }
        let (id, folder) = (trial.id, trial.results)
        let lock = try folder.readLock()
        let results = try StudyResults(folder)
        guard let result = results.trials.first(where: { $0.entry.id == id }) else {
            throw ValidationError(
                "--trial \(trial.path): not a finished trial of \(folder.path)")
        }
        let panel = try ExplanationPanel(result, lock, folder, data: data)
        let model = try TrainedModel(trials: [trial.path])
        try model.requireClasses(for: "study explain without images")
        let predictor = try Predictor(model, on: chosenDevice())
        let rows = try panel.explain(predictor) { done, count in
            console.progress("explaining: image \(done + 1) of \(count)")
        }
        console.close()
        try ExplanationSheet(classes: predictor.classes).sheet(of: rows, panel.record)
            .write(to: folder.explanationPath(result.entry.id))
        try folder.write(panel.record)
        print(folder.explanationPath(result.entry.id))
        print(try ReportWriter.write(folder))
    }
}

extension Predictor {
    /// The number of the class with a name.
    /// - Throws: `ValidationError` for an unknown class.
    fileprivate func number(ofClass name: String) throws -> Int {
        guard let number = classes.firstIndex(of: name) else {
            throw ValidationError("--class: \(Names(classes).suggestion(for: name)); got '\(name)'")
        }
        return number
    }
}

extension Explanation {
    private var predictedKey: String {
        prediction.predictedLabels == nil ? "class" : "labels"
    }

    /// The name of the predicted class, or the names of the predicted labels.
    private func predicted(_ classes: [String]) -> JSONValue {
        guard let labels = prediction.predictedLabels else {
            return .string(classes[prediction.predicted])
        }
        return .array(labels.map { .string(classes[$0]) })
    }

    fileprivate func json(classes: [String]) -> JSONValue {
        let rows = stride(from: 0, to: heat.values.count, by: heat.width).map {
            JSONValue.array(heat.values[$0..<$0 + heat.width].map { .number(Double($0)) })
        }
        return [
            "file": .string(file), predictedKey: predicted(classes),
            "probabilities": .object(
                zip(classes, prediction.probabilities).map {
                    JSONValue.Member($0, .number($1))
                }),
            "explains": .string(classes[label]), "heat": .array(rows),
        ]
    }
}
