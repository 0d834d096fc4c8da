import ArgumentParser
import Inference
import Terminal
import Weights

/// The command `study weights convert`, which writes a checkpoint as safetensors.
struct WeightsConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Convert a checkpoint to safetensors.",
        discussion: """
            Element types and metadata are kept. Old parameter names of torchvision's DenseNets are replaced by the \
            current ones. Entries that are not tensors, or whose element type is rare, are left out and named.

            EXAMPLES
              study weights convert densenet201-c1103571.pth densenet201.safetensors
              study weights convert last.pth.tar ema.safetensors --entry state_dict_ema
            """)

    @Argument(
        help: "The checkpoint: a safetensors file or a file written by torch.save.",
        completion: .file())
    var input: String
    @Argument(help: "The file to write, NAME.safetensors.", completion: .file())
    var output: String
    @Option(
        help: ArgumentHelp(
            "Convert only this entry of the checkpoint, such as state_dict_ema.", valueName: "name")
    ) var entry: String?
    @Flag(help: "Overwrite an existing file.") var force = false

    func run() throws {
        let file = try openWeights(path: input, entry: entry)
        let renamed = try Safetensors.convert(file, to: output, replacing: force)
        let note = renamed > 0 ? ", \(renamed) old names replaced" : ""
        print("\(output): \(file.entries.count) tensors\(note)")
        guard !file.unreadable.isEmpty else { return }
        let names = shortened(file.unreadable.map { "\($0.name) (\($0.type))" })
        Console().warn("\(file.unreadable.count) entries are left out: \(names)")
    }
}
