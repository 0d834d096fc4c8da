import Foundation
import JSON
import Results
import Testing
import TestSupport

/// A study of two trials on a phantom, trained by the program `study` and tracked as a separate
/// experiment.
struct TrackedStudy {
    let folder: String
    let experiment: String

    /// - Parameters:
    ///   - folder: a folder with a phantom, which several studies use.
    ///   - positive: the positive class; nil: the default.
    init(
        in folder: String, _ experiment: String, epochs: Int = 3, positive: String? = nil,
        monitor: String = "val_accuracy"
    ) throws {
        self.folder = folder
        self.experiment = experiment
        let positive = positive.map { #""positiveClass": "\#($0)","# } ?? ""
        let text = """
            {
              "name": "\(experiment)", "title": "Is it there?", "question": "Every *value*.",
              "dataset": {
                "path": "phantom", "resize": 36, "crop": 32, \(positive)
                "phantom": { "size": 40, "train": 200, "val": 40, "test": 40 }
              },
              "training": {
                "epochs": \(epochs), "batchSize": 16, "threads": 1,
                "monitor": "\(monitor)",
                "optimizer": { "kind": "adam", "learningRate": 0.001 }
              },
              "network": { "kind": "cnn4", "channels": 8, "dropout": 0.3 },
              "sweep": { "schedule": ["constant", { "kind": "cosine", "interval": "step" }] }
            }
            """
        try text.write(toFile: "\(path).json", atomically: true, encoding: .utf8)
    }

    var path: String { "\(folder)/\(experiment)" }
    var results: ResultsFolder { ResultsFolder(path) }

    static var program: String {
        Bundle.main.executableURL!.deletingLastPathComponent().appendingPathComponent("study").path
    }

    private func arguments(_ address: String?) -> [String] {
        [
            "run", "\(path).json", "--output", path, "--cache", "\(folder)/cache", "--quiet",
        ] + (address.map { ["--tracking-uri", $0] } ?? [])
    }

    func start(_ address: String) throws -> Process {
        try ExternalProgram.start(Self.program, arguments(address))
    }

    /// Runs the study.
    /// - Parameter address: the address of the server; nil: the study is not tracked.
    @discardableResult
    func train(_ address: String?, environment: [String: String] = [:]) throws
        -> ExternalProgram.Outcome
    {
        let outcome = try ExternalProgram.run(
            Self.program, arguments(address), environment: environment)
        #expect(outcome.status == 0, "\(outcome.text)")
        return outcome
    }

    @discardableResult
    func push(_ options: String..., timeout: Int = 60) throws -> ExternalProgram.Outcome {
        try ExternalProgram.run(
            Self.program, ["track", "push", path, "--timeout", "\(timeout)"] + options)
    }

    /// The path of the list of events that a server has not accepted.
    var rejected: String { "\(path)/tracking/rejected.jsonl" }

    /// Reads all runs with MLflow's own client.
    /// - Parameter missing: the files and parameters that the server has not accepted; without
    ///   any, there is no list of them.
    func check(
        _ server: MLflowServer, without missing: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let outcome = try ExternalProgram.run(
            try #require(mlflowPython),
            [
                ExternalProgram.tool("mlflow/check.py"), server.address, experiment, path,
                "--artifacts",
            ] + missing.flatMap { ["--without", $0] },
            environment: ["MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false"])
        #expect(outcome.status == 0, "\(outcome.text)", sourceLocation: sourceLocation)
        #expect(
            FileManager.default.fileExists(atPath: rejected) != missing.isEmpty,
            sourceLocation: sourceLocation)
    }
}
