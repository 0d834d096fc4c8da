import ArgumentParser
import Weights

/// `study weights convert`: a checkpoint as safetensors.
struct WeightsConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Write a checkpoint as a safetensors file.",
        discussion: """
            Element types and metadata stay as they are; old names of torchvision's DenseNets become those of today.

            EXAMPLE
              study weights convert densenet201-c1103571.pth densenet201.safetensors
            """)

    @Argument(help: "A checkpoint: safetensors, or what torch.save wrote.", completion: .file())
    var input: String
    @Argument(help: "The file to write, NAME.safetensors.", completion: .file())
    var output: String
    @Flag(help: "Overwrite a file that is there.") var force = false

    func run() throws {
        let file = try openWeights(path: input)
        let renamed = try Safetensors.convert(file, to: output, replacing: force)
        let note = renamed > 0 ? ", \(renamed) old names renamed" : ""
        print("\(output): \(file.entries.count) tensors\(note)")
    }
}
