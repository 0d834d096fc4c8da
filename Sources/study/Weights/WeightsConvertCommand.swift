import ArgumentParser
import Weights

/// The command `study weights convert`, which writes a checkpoint as safetensors.
struct WeightsConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Convert a checkpoint to safetensors.",
        discussion: """
            Element types and metadata are kept. Old parameter names of torchvision's DenseNets are replaced by the \
            current ones.

            EXAMPLE
              study weights convert densenet201-c1103571.pth densenet201.safetensors
            """)

    @Argument(
        help: "The checkpoint: a safetensors file or a file written by torch.save.",
        completion: .file())
    var input: String
    @Argument(help: "The file to write, NAME.safetensors.", completion: .file())
    var output: String
    @Flag(help: "Overwrite an existing file.") var force = false

    func run() throws {
        let file = try openWeights(path: input)
        let renamed = try Safetensors.convert(file, to: output, replacing: force)
        let note = renamed > 0 ? ", \(renamed) old names replaced" : ""
        print("\(output): \(file.entries.count) tensors\(note)")
    }
}
