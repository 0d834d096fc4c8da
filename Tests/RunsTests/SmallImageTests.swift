import Foundation
import Images
import Inference
import Networks
import Runs
import Tensors
import Testing
import TestSupport
import Weights

/// Networks from a checkpoint report images below the minimum size, as studies do.
@Suite struct SmallImageTests {
    private static func file(_ folder: String) throws -> String {
        let network = try #require(NetworkRegistry.make("cnn4", classes: 2, imageSize: 32))
        let parameters = try network.graph(input: [1, 3, 32, 32]).parameters
        let path = "\(folder)/w.safetensors"
        try Safetensors.write(
            parameters.map { (name: $0.name, tensor: $0.initializer.tensor(for: $0, seed: 1)) },
            to: path)
        return path
    }

    @Test func tooSmallImagesAreAnError() throws {
        try withTemporaryFolder { folder in
            let path = try Self.file(folder)
            let error = try #require(throws: ShapeError.self) {
                try TrainedNetwork(
                    kind: "cnn4", weights: path, options: ModelOptions(resize: 3, crop: 3))
            }
            #expect(error.description.hasSuffix("cnn4 needs images of at least 4 px; got 3 x 3"))
            _ = try TrainedNetwork(
                kind: "cnn4", weights: path, options: ModelOptions(resize: 32, crop: 32))
        }
    }

    /// Commands end with the message, not with a signal.
    @Test(arguments: ["predict", "export", "bench"])
    func commandsReportTheError(_ command: String) throws {
        try withTemporaryFolder { folder in
            let path = try Self.file(folder)
            let network = ["--network", "cnn4", "--weights", path, "--resize", "3", "--crop", "3"]
            let arguments =
                switch command {
                case "predict": ["predict", "\(folder)"] + network
                case "export":
                    ["export"] + network + ["--format", "onnx", "--output", "\(folder)/m.onnx"]
                default: ["bench", "--network", "resnet18", "--image-size", "16"]
                }
            // The image to predict.
            let image = RGBImage(width: 8, height: 8, pixels: [UInt8](repeating: 9, count: 192))
            try JPEG.encode(image, quality: 90).write(
                to: URL(fileURLWithPath: "\(folder)/a.jpeg"))
            let (status, text) = try ExternalProgram.run(Self.program, arguments)
            #expect(status == 1, "\(text)")
            #expect(text.contains("needs images of at least"), "\(text)")
        }
    }

    private static var program: String {
        Bundle.main.executableURL!.deletingLastPathComponent().appendingPathComponent("study").path
    }
}
