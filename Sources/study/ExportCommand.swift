import ArgumentParser

/// The command `study export`, which starts the program `study-export`. It is a separate program so
/// that a build of `study` does not build protocol buffers.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract:
            "Export a trained network as ONNX, MLflow model, safetensors or PyTorch state dict.",
        discussion: "Run 'study export --help' for all options.")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws { try handOver(to: "export", arguments) }
}
