import Foundation
import JSON
import TestSupport
import Testing
import Weights

/// `study export` of ensembles and of decisions.
@Suite(.serialized) struct EnsembleExportTests {
    private static var program: String {
        Bundle.main.executableURL!.deletingLastPathComponent().appendingPathComponent("study").path
    }

    private static func study(_ name: String, crop: Int, mean: Double) -> String {
        """
        {
          "name": "\(name)",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": \(crop),
            "normalize": { "mean": [\(mean), 0.25, 0.125], "std": [0.5, 0.25, 1] },
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 }
          },
          "training": { "epochs": 1, "batchSize": 16, "threads": 1, "optimizer": "adam" },
          "network": { "kind": "cnn4", "channels": 8 },
          "sweep": { "seed": [1, 2] }
        }
        """
    }

    /// Trains two trials of a study.
    /// - Returns: the results folder, and the folders of the trials.
    private static func trained(
        _ folder: String, _ name: String, crop: Int = 32, mean: Double = 0.5
    ) throws -> (results: String, trials: [String]) {
        let path = "\(folder)/\(name)"
        try study(name, crop: crop, mean: mean).write(
            toFile: "\(path).json", atomically: true, encoding: .utf8)
        let (status, text) = try ExternalProgram.run(
            program, ["run", "\(path).json", "--output", path, "--quiet"])
        #expect(status == 0, "\(text)")
        let trials = try FileManager.default.contentsOfDirectory(atPath: "\(path)/trials")
            .filter { !$0.hasPrefix(".") }.sorted()
        #expect(trials.count == 2)
        return (path, trials.map { "\(path)/trials/\($0)" })
    }

    private static func export(
        _ model: [String], _ format: String, _ output: String
    ) throws -> ExternalProgram.Outcome {
        try ExternalProgram.run(
            program, ["export"] + model + ["--format", format, "--output", output, "--force"])
    }

    @Test func ensemblesNeedTheSameImages() throws {
        try withTemporaryFolder { folder in
            let (results, trials) = try Self.trained(folder, "one")
            let cropped = try Self.trained(folder, "two", crop: 30).trials
            let normalized = try Self.trained(folder, "three", mean: 0.25).trials
            func ensemble(_ a: String, _ b: String, _ options: String...) -> [String] {
                ["--trial", a, "--trial", b, "--ensemble"] + options
            }
            let output = "\(folder)/m.onnx"
            let whole = try Self.export(["--trial", results, "--ensemble"], "onnx", output)
            #expect(whole.status == 0, "\(whole.text)")
            #expect(FileManager.default.fileExists(atPath: output))
            for format in ["torch", "safetensors"] {
                let file = "\(folder)/m.\(format)"
                let refused = try Self.export(
                    ensemble(trials[0], trials[1]), format, file)
                #expect(refused.status != 0)
                #expect(refused.text.contains("one file holds one network"))
                #expect(!FileManager.default.fileExists(atPath: file))
            }
            let other = try Self.export(ensemble(trials[0], cropped[0]), "onnx", output)
            #expect(other.status != 0)
            #expect(other.text.contains("crop 32") && other.text.contains("crop 30"))
            let caller = try Self.export(ensemble(trials[0], normalized[0]), "onnx", output)
            #expect(caller.status != 0)
            #expect(caller.text.contains("mean 0.5, 0.25, 0.125"))
            #expect(caller.text.contains("mean 0.25, 0.25, 0.125"))
            #expect(caller.text.contains("--normalize"))
            let model = try Self.export(
                ensemble(trials[0], normalized[0], "--normalize"), "onnx", output)
            #expect(model.status == 0, "\(model.text)")
            let twice = try Self.export(ensemble(trials[0], trials[0]), "onnx", output)
            #expect(twice.status != 0 && twice.text.contains("is given twice"))
        }
    }

    /// An exported file contains the decisions; a network that is read from it decides as the
    /// trial, and does not take other ones.
    @Test(arguments: ["safetensors", "torch"]) func anExportDecidesAsTheTrial(
        _ format: String
    ) throws {
        try withTemporaryFolder { folder in
            let (_, trials) = try Self.trained(folder, "one")
            let decisions = [
                "--calibrate", "platt", "--threshold", "youden", "--tta",
                "horizontalFlip,rotate90", "--abstain", "0.2",
            ]
            let output = "\(folder)/own.\(format)"
            let exported = try Self.export(["--trial", trials[0]] + decisions, format, output)
            #expect(exported.status == 0, "\(exported.text)")
            func predict(_ options: [String]) throws -> (status: Int32, text: String) {
                let result = try ExternalProgram.run(
                    Self.program, ["predict", "\(folder)/phantom/test", "--json"] + options)
                // Notes precede the JSON.
                let json = result.text.firstIndex(of: "{").map { result.text[$0...] } ?? ""
                return (result.status, result.status == 0 ? String(json) : result.text)
            }
            let expected = try predict(["--trial", trials[0]] + decisions)
            let own = try predict(["--network", "cnn4", "--weights", output])
            #expect(expected.status == 0 && expected.text.contains("\"abstention\""))
            #expect(own.text == expected.text)
            let plain = try predict(["--trial", trials[0]])
            #expect(plain.text != expected.text)
            let other = try predict(
                ["--network", "cnn4", "--weights", output, "--threshold", "0.5"])
            #expect(other.status != 0)
            #expect(other.text.contains("has its own decisions"))
            guard format == "safetensors" else { return }
            let text = try #require(try openWeights(path: output).metadata["decisions"])
            let json = try JSONDocument(text: text, file: output).value
            #expect(json["tta"]?.elements?.compactMap(\.text) == ["horizontalFlip", "rotate90"])
        }
    }
}
