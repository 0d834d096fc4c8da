import ArgumentParser
import Foundation
import Inference
import Options

/// The command `study export`, which writes a trained network in a format for other programs.
@main
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study export",
        abstract:
            "Export a trained network as ONNX, MLflow model, safetensors or PyTorch state dict.",
        discussion: """
            The file also contains the network's settings, the classes, the preprocessing of images with mean and std, the \
            SHA-256 of the weights and the name of the study. They are stored in the metadata of a safetensors file, in \
            metadata_props of an ONNX model, or in the record archive/study.json of a PyTorch file.

            An ONNX model accepts batches of any size. With --normalize, its input is RGB in [0, 1] and the model normalizes \
            it. Otherwise, the caller must normalize the input. The metadata normalizedBy and input describe which of the \
            two applies.

            The format mlflow writes a folder that mlflow.pyfunc.load_model reads: an MLmodel with the ONNX flavor and the \
            signature. Its input is RGB in [0, 1], already resized and cropped; its outputs are logits and probabilities.

            EXAMPLES
              study export --trial results/lr-sweep/trials/cnn4-cosine-s1 --format onnx --output chest.onnx
              study export --network vgg16 --weights vgg16.pth --format safetensors --output vgg16.safetensors
            """)

    @OptionGroup var network: NetworkOptions
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
        let trained = try network.network(network.source(note: note))
        for text in trained.notes { note("note: \(text)") }
        let normalizes = normalize || format == .mlflow
        try Export(trained, normalizes: normalizes).write(format, to: output)
        print(output)
    }
}

/// The file formats of the export.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    case safetensors, onnx, mlflow, torch
}
