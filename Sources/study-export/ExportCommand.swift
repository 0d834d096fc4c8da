import ArgumentParser
import Engine
import Foundation
import Inference
import Options
import Results

/// The command `study export`, which writes a trained network in a format for other programs.
@main
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study export",
        abstract:
            "Export a trained network as ONNX, MLflow model, safetensors or PyTorch state dict.",
        discussion: """
            The model is named as for 'study predict'. An ensemble is exported with --format onnx or mlflow, as one graph \
            with one input; its members must need the same images. The options --calibrate, --threshold, --tta and \
            --abstain make decisions from the validation predictions of the trials; a registered model has its own.

            The file also contains the network's settings, the classes, the preprocessing of images with mean and std, the \
            SHA-256 of the weights and the name of the study. They are stored in the metadata of a safetensors file, in \
            metadata_props of an ONNX model, or in the record archive/study.json of a PyTorch file.

            The outputs of an ONNX model are the logits; of an ensemble, and with decisions, also the calibrated \
            probabilities; with a threshold or abstention, the index of the predicted class; with abstention, its certainty \
            and whether the model abstains; of an ensemble, the spread of its networks. The other formats contain the \
            decisions in their metadata, which 'study predict --network KIND --weights FILE' applies.

            If images can have several labels, the output 'probabilities' has one probability for each label, the sigmoid of \
            its logit; with a threshold, the output 'labels' says for each label whether it is predicted. The metadata \
            contain the labels in place of classes.

            An ONNX model accepts batches of any size. With --normalize, its input is RGB in [0, 1] and the model normalizes \
            it. Otherwise, the caller must normalize the input. The metadata normalizedBy and input describe which of the \
            two applies.

            The format mlflow writes a folder that mlflow.pyfunc.load_model reads: an MLmodel with the ONNX flavor and the \
            signature. Its input is RGB in [0, 1], already resized and cropped; its outputs are those of an ONNX model, always with \
            probabilities.

            EXAMPLES
              study export --trial results/lr-sweep/trials/cnn4-cosine-s1 --format onnx --output chest.onnx
              study export --trial results/lr-sweep --ensemble --calibrate auto --format mlflow --output chest
              study export --network vgg16 --weights vgg16.pth --format safetensors --output vgg16.safetensors
            """)

    @OptionGroup var network: NetworkOptions
    @OptionGroup var decisions: DecisionOptions
    // Decisions that 'study register' has made, in a file as the 'model.json' of a version.
    @Option(help: .hidden) var decisionsFile: String?
    @Option(help: "The file format.") var format: ExportFormat
    @Option(
        help: ArgumentHelp("The file to write; for mlflow the folder.", valueName: "file"),
        completion: .file())
    var output: String
    @Flag(help: "ONNX only: include the normalization in the model.") var normalize = false
    @Flag(help: "Overwrite an existing file.") var force = false

    func validate() throws {
        try network.require()
        if normalize, format != .onnx {
            throw ValidationError("--normalize requires --format onnx")
        }
        guard format != .safetensors || output.hasSuffix(".safetensors") else {
            throw ValidationError(
                "--output: expected a name that ends in .safetensors; got \(output)")
        }
    }

    func run() throws {
        guard force || !FileManager.default.fileExists(atPath: output) else {
            throw ValidationError("\(output): already exists; overwrite it with --force")
        }
        func note(_ text: String) {
            FileHandle.standardError.write(Data("\(text)\n".utf8))
        }
        let normalizes = normalize || format == .mlflow
        let model = try network.model(network.source(note: note))
        for text in model.notes { note("note: \(text)") }
        try model.check(format, normalizes: normalizes)
        let decided = try decided(model)
        for text in decided.decisions.sentences(positive: decided.positiveClass) { note(text) }
        try Export(decided, normalizes: normalizes).write(format, to: output)
        print(output)
    }

    private func decided(_ model: TrainedModel) throws -> TrainedModel {
        guard let decisionsFile else {
            return try model.decided(
                by: decisions.settings, on: OneDNNDevice(), data: decisions.data)
        }
        let file = try ModelFile(path: decisionsFile)
        return try TrainedModel(model.members, file.decisions)
    }
}

/// The file formats of the export.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    case safetensors, onnx, mlflow, torch
}
