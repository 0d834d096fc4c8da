import ArgumentParser
import Foundation
import Options

/// `study export`: a trained network in formats that other programs read.
@main
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study export",
        abstract: "Write a trained network as safetensors, ONNX or a state dict of PyTorch.",
        discussion: """
            Beside the weights stand the network's settings, the classes, the way of cutting images, mean and standard \
            deviation of their normalization, the digest of the weights and the study: as \
            metadata of a safetensors file, as metadata_props of an ONNX model, as the record archive/study.json of what \
            torch.load reads. An ONNX model takes batches of any size; with --normalize it takes images in [0, 1] and \
            normalizes them, else the caller does; normalizedBy and input in the metadata say which.

            EXAMPLES
              study export --trial results/lr-sweep/trials/cnn4-cosine-s1 --format onnx --output chest.onnx
              study export --network vgg16 --weights vgg16.pth --format safetensors --output vgg16.safetensors
            """)

    @OptionGroup var network: NetworkOptions
    @Option(help: "safetensors, onnx or torch.") var format: ExportFormat
    @Option(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var output: String
    @Flag(help: "ONNX: normalize in the model, which then takes images in [0, 1].")
    var normalize = false
    @Flag(help: "Overwrite a file that is there.") var force = false

    func validate() throws {
        try network.require()
        if normalize, format != .onnx { throw ValidationError("--normalize is for --format onnx") }
        guard format != .safetensors || output.hasSuffix(".safetensors") else {
            throw ValidationError("--output \(output): expected a name that ends in .safetensors")
        }
    }

    func run() throws {
        guard force || !FileManager.default.fileExists(atPath: output) else {
            throw ValidationError("\(output): is there already; --force overwrites it")
        }
        let source = try network.source { text in
            FileHandle.standardError.write(Data("\(text)\n".utf8))
        }
        try Export(network.network(source), normalizes: normalize).write(format, to: output)
        print(output)
    }
}

/// What other programs read.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    case safetensors, onnx, torch
}
