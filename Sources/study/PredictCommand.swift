import ArgumentParser
import Datasets
import Foundation
import Images
import Inference
import JSON
import Options
import Results
import Runs
import Tensors
import Terminal
import Vocabulary

/// The command `study predict`, which predicts the classes of images.
struct PredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Predict the classes of images.",
        discussion: """
            The model is a finished trial, the ensemble of several trials, a registered model, or a network with a \
            checkpoint. A trial and a registered model define the classes and the preprocessing. The options --calibrate, \
            --threshold and --abstain use the validation predictions of the trials; a registered model has its own. A folder, or a .zip or .tar archive, means all images in it. Unreadable images are reported \
            on standard error and skipped; the exit status is then 1. Files in a folder that are not images are also \
            reported. The files of a model on an MLflow server are downloaded once.

            If images can have several labels, each label has a probability of its own, and the threshold and the \
            calibration are chosen for each label; without a threshold, it is 0.5.

            EXAMPLES
              study predict xray.jpeg --trial results/lr-sweep/trials/cnn4-constant-s1
              study predict xray.jpeg --trial results/lr-sweep --ensemble --calibrate auto --threshold sensitivity:0.95
              study predict Data/chest_xray/test --network vgg16 --weights imagenet --json
            """)

    @Argument(help: "Images (\(ImageFormat.titles)), or folders of images.", completion: .file())
    var images: [String]
    @OptionGroup var network: NetworkOptions
    @OptionGroup var decisions: DecisionOptions
    @Option(help: ArgumentHelp(PrecisionSetting.predictionHelp)) var precision: PrecisionSetting?
    @Flag(help: "Print JSON, with the logits.") var json = false

    func validate() throws { try network.require() }

    func run() throws {
        let console = Console()
        console.note("For research, not for diagnosis.")
        let files = try ImageFiles.expanded(images) { unread in
            for line in unread.suspicions + [unread.note].compactMap({ $0 }) {
                console.warn("not read: \(line)")
            }
        }
        let (predictor, positiveClass) = try predictor(images: files.count, console)
        let table = PredictionTable(
            files: files.map { "\($0)" }, classes: predictor.classes,
            isMultilabel: predictor.isMultilabel)
        var rows: [JSONValue] = []
        var (failures, hasHeader) = (0, false)
        var properties: [(name: String, properties: ImageProperties)] = []
        try predictor.predict(files) { file, prediction, found in
            properties.append((file, found))
            if case .failure(let error) = prediction {
                failures += 1
                console.warn("\(error)")
            }
            if json {
                let name = JSONValue.Member("file", .string(file))
                rows.append(prediction.json(name, classes: predictor.classes))
            } else if case .success(let prediction) = prediction {
                // If no image is readable, no table is printed.
                if !hasHeader { print(table.header) }
                hasHeader = true
                print(table.row(file, prediction))
            }
        }
        if json {
            let names = predictor.classes.map { JSONValue.string($0) }
            let positive: JSONValue = positiveClass.map { .string($0) } ?? .null
            let isMultilabel = predictor.isMultilabel
            print(
                JSONValue.object([
                    .init(isMultilabel ? "labels" : "classes", .array(names)),
                    .init("positiveClass", positive),
                    .init("decisions", predictor.decisions.json),
                    .init("predictions", .array(rows)),
                ]).pretty)
        }
        for note in ImageProperties.notes(of: properties) { console.note("note: \(note)") }
        if failures > 0 { throw ExitCode(1) }
    }

    private func predictor(images: Int, _ console: Console) throws -> (
        Predictor, positiveClass: String?
    ) {
        defer { console.close() }
        let source = try network.source(note: console.note) { file, done, total in
            console.progress("downloading \(file): \(transferText(done: done, of: total))")
        }
        let model = try network.model(source).decided(
            by: decisions.settings, on: chosenDevice(), precision: precision,
            data: decisions.data
        ) { console.progress("predicting validation images: \($0) of \($1)") }
        let predictor = try Predictor(
            model, on: chosenDevice(), precision: precision, images: images)
        let assumed = model.isDescribed ? "" : " (defaults; not specified in the weights)"
        console.note("Images: \(predictor.input.title)\(assumed).")
        for note in model.decisions.sentences(positive: model.positiveClass) { console.note(note) }
        if let note = model.note(on: predictor.precision) { console.note(note) }
        for note in model.notes { console.note("note: \(note)") }
        return (predictor, model.positiveClass)
    }
}

/// The table of predictions: a column for each class, or the five most probable classes if the
/// network has more than five. If images can have several labels, the predicted labels stand in
/// place of the class.
private struct PredictionTable {
    private let classes: [String]
    private let isMultilabel: Bool
    private let width: Int
    private let classWidth: Int
    private var listsAll: Bool { classes.count <= 5 }
    /// Stands for the class of a prediction that is too uncertain to be made.
    private static let abstention = "uncertain"

    init(files: [String], classes: [String], isMultilabel: Bool) {
        self.classes = classes
        self.isMultilabel = isMultilabel
        width = max(files.map(\.count).max() ?? 0, "file".count)
        classWidth = max(classes.map(\.count).max() ?? 0, Self.abstention.count)
    }

    var header: String {
        let columns = listsAll ? classes.map { padded($0, classWidth) } : ["most probable"]
        if isMultilabel { return line(["file"], columns + ["labels"]) }
        return line(["file", "class"], columns)
    }

    func row(_ file: String, _ prediction: Prediction) -> String {
        let row = prediction.probabilities
        let predicted =
            prediction.isAbstention ? Self.abstention : classes[prediction.predicted]
        let ranked = row.indices.sorted { row[$0] > row[$1] }.prefix(5)
        let words = ranked.map { "\(classes[$0]) \(number(row[$0]))" }
        let columns =
            listsAll
            ? row.map { padded(number($0), classWidth) } : [words.joined(separator: ", ")]
        if let labels = prediction.predictedLabels {
            let names = labels.map { classes[$0] }
            return line([file], columns + [names.isEmpty ? "none" : names.joined(separator: ", ")])
        }
        return line([file, predicted], columns)
    }

    private func line(_ names: [String], _ columns: [String]) -> String {
        let cells = zip(names, [width, classWidth]).map { padded($0, $1) } + columns
        return cells.joined(separator: "  ").trimmingCharacters(in: .whitespaces)
    }

    private func number(_ value: Double) -> String { String(format: "%.5f", value) }

    private func padded(_ text: String, _ width: Int) -> String {
        text.padding(toLength: width, withPad: " ", startingAt: 0)
    }
}
