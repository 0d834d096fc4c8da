import Engine
import Foundation
import Images
import Inference
import Networks
import Tensors
import Testing
import TestSupport
import Weights

/// The Python with PyTorch; nil if there is none.
private let torchPython: String? = {
    let path = ProcessInfo.processInfo.environment["STUDY_PYTHON"] ?? ""
    return path.isEmpty ? nil : path
}()

/// Exchange of checkpoints with torchvision by `Tools/torch/checkpoints.py`. `STUDY_PYTHON` is the
/// Python with PyTorch; `make test` sets it.
@Suite(
    .serialized,
    .enabled(
        if: torchPython != nil,
        "STUDY_PYTHON is not set: it names a Python with Tools/torch/requirements.txt and torchvision"
    ))
struct TorchExchangeTests {
    /// One network of each family.
    private static let kinds = ["alexnet", "resnet50", "densenet201"]
    private static let tolerance = 2e-5

    private static func script(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(torchPython))
        let script = URL(fileURLWithPath: Golden.folder)
            .appendingPathComponent("../../Tools/torch/checkpoints.py").standardizedFileURL.path
        process.arguments = [script] + arguments
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments) failed; see its output above")
    }

    /// The logits of this engine for the ten images, in one row.
    private static func logits(_ kind: String, _ folder: String, _ weights: String) throws
        -> [Float]
    {
        let predictor = try Predictor(
            TrainedNetwork(
                kind: kind, weights: weights, options: ModelOptions(resize: 64, crop: 64)),
            on: OneDNNDevice())
        let images = try ImageFiles.expanded([folder])
        #expect(images.count == 10)
        var logits: [Float] = []
        try predictor.predict(images) { _, prediction, _ in
            logits += try prediction.get().logits
        }
        return logits
    }

    @Test(arguments: kinds) func bothSayTheSame(_ kind: String) throws {
        try withTemporaryFolder { folder in
            try Self.script("save", kind, folder)
            let saved = "\(folder)/weights.pth"
            let expected = try Self.logits("\(folder)/logits.safetensors")
            let error = relativeL2(try Self.logits(kind, folder, saved), expected)
            #expect(error <= Self.tolerance, "by torch.save: \(error)")

            let converted = "\(folder)/converted.safetensors"
            try Safetensors.convert(try openWeights(path: saved), to: converted)
            // The same with a file that PyTorch did not write.
            let ours = "\(folder)/ours.safetensors"
            let network = try #require(NetworkRegistry.make(kind, classes: 3, imageSize: 64))
            let graph = try network.graph(input: [1, 3, 64, 64])
            try Safetensors.write(
                graph.parameters.map { ($0.name, $0.initializer.tensor(for: $0, seed: 1)) },
                integers: graph.counters, to: ours)
            try Self.script("load", kind, folder, converted, ours)
            #expect(try Self.logits("\(converted).logits") == expected)
            let theirs = try Self.logits("\(ours).logits")
            let ourError = relativeL2(try Self.logits(kind, folder, ours), theirs)
            #expect(ourError <= Self.tolerance, "written here: \(ourError)")
            print("\(kind): relative L2 \(error) by torch.save, \(ourError) written here")
        }
    }

    @Test(arguments: ["vgg16"] + kinds) func bothLookAtTheSamePlaces(_ kind: String) throws {
        try withTemporaryFolder { folder in
            try Self.script("save", kind, folder)
            try Self.script("heat", kind, folder)
            let expected = try openWeights(path: "\(folder)/heat.safetensors").tensor(
                named: "heat")
            let predictor = try Predictor(
                TrainedNetwork(
                    kind: kind, weights: "\(folder)/weights.pth",
                    options: ModelOptions(resize: 64, crop: 64)),
                on: OneDNNDevice())
            var maps: [HeatMap] = []
            try predictor.explain(ImageFiles.expanded([folder])) { maps.append(try $1.get().heat) }
            let size = expected.count / maps.count
            for (image, map) in maps.enumerated() {
                #expect([map.height, map.width] == Array(expected.shape.extents.dropFirst()))
                let heat = expected.values[image * size..<(image + 1) * size]
                let most = heat.max() ?? 0
                let error = relativeL2(map.values, heat.map { most > 0 ? $0 / most : 0 })
                #expect(error < 1e-3, "image \(image): \(error)")
            }
        }
    }

    /// The logits of PyTorch, as the script wrote them.
    private static func logits(_ path: String) throws -> [Float] {
        try openWeights(path: path).tensor(named: "logits").values
    }
}
