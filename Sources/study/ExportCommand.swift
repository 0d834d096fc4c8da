import ArgumentParser

/// `study export`: hands over to `study-export`, a program of its own, so that who only trains need
/// not build protocol buffers.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a trained network as safetensors, ONNX or a state dict of PyTorch.",
        discussion: "study export --help tells more.")

    @Argument(parsing: .captureForPassthrough) var arguments: [String] = []

    func run() throws { try handOver(to: "export", arguments) }
}
