import ArgumentParser
import Foundation
import Images
import Runner
import Weights

/// `study export`: a trained network in formats that other programs read.
@main
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "study export",
        abstract: "Write a trained network as safetensors, ONNX or a state dict of PyTorch.",
        discussion: """
            Beside the weights stand the classes, the way of cutting images, the digest of the weights and the study: as \
            metadata of a safetensors file, as metadata_props of an ONNX model, as the record archive/study.json of what \
            torch.load reads. An ONNX model takes batches of any size; with --normalize it takes images in [0, 1].

            EXAMPLES
              study export --trial results/lr-sweep/trials/cnn4-cosine-s1 --format onnx --output chest.onnx
              study export --network vgg16 --weights vgg16.pth --format safetensors --output vgg16.safetensors
            """)

    @Option(help: ArgumentHelp("The folder of a finished trial.", valueName: "dir"))
    var trial: String?
    @Option(help: ArgumentHelp("A network's kind, such as vgg16.", valueName: "kind"))
    var network: String?
    @Option(help: ArgumentHelp("A checkpoint of that network.", valueName: "file"))
    var weights: String?
    @Option(
        help: ArgumentHelp(
            "Names of the network's classes (default: their numbers).", valueName: "a,b"))
    var classes: String?
    @Option(help: "Pixels of the shorter side after resizing (default: 256).") var resize: Int?
    @Option(help: "Pixels of the square that the network sees (default: 224).") var crop: Int?
    @Option(help: "safetensors, onnx or torch.") var format: ExportFormat
    @Option(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var output: String
    @Flag(help: "ONNX: normalise in the model, which then takes images in [0, 1].")
    var normalize = false
    @Flag(help: "Overwrite a file that is there.") var force = false

    private static let (defaultResize, defaultCrop) = (256, 224)

    func validate() throws {
        guard (trial == nil) != (network == nil), (network == nil) == (weights == nil) else {
            throw ValidationError("give either --trial, or --network and --weights")
        }
        if trial != nil, classes != nil || resize != nil || crop != nil {
            throw ValidationError("--classes, --resize and --crop are given by the trial")
        }
        let (resize, crop) = (resize ?? Self.defaultResize, crop ?? Self.defaultCrop)
        guard crop > 0, resize >= crop else {
            throw ValidationError("--crop must be positive and at most --resize, \(resize)")
        }
        if normalize, format != .onnx { throw ValidationError("--normalize is for --format onnx") }
        guard format != .safetensors || output.hasSuffix(".safetensors") else {
            throw ValidationError("--output \(output): expected a name that ends in .safetensors")
        }
    }

    func run() throws {
        guard force || !FileManager.default.fileExists(atPath: output) else {
            throw ValidationError("\(output): is there already; --force overwrites it")
        }
        let trained = try trained()
        let export = try Export(trained, normalizes: normalize)
        try export.write(format, to: output)
        print(output)
    }

    private func trained() throws -> TrainedNetwork {
        if let trial { return try TrainedNetwork(trial: trial) }
        return try TrainedNetwork(
            kind: network ?? "", weights: weights ?? "",
            classes: classes?.split(separator: ",").map(String.init),
            transform: EvaluationTransform(
                resize: resize ?? Self.defaultResize, crop: crop ?? Self.defaultCrop))
    }
}

/// What other programs read.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
    case safetensors, onnx, torch
}
