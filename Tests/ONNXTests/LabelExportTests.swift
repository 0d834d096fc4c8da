import Foundation
import JSON
import TestSupport
import Testing
import Weights

/// `study export` and `study register` of networks whose images can have several labels.
@Suite(.serialized) struct LabelExportTests {
    private static var program: String {
        Bundle.main.executableURL!.deletingLastPathComponent().appendingPathComponent("study").path
    }

    /// The folder of a study, and the folders of its two trials, trained once for all tests.
    /// `nonisolated(unsafe)`: the tests of this suite run one after the other.
    nonisolated(unsafe) private static let study = Result {
        let folder = try TemporaryFolder()
        try LabelStudy.write(to: folder.path)
        _ = try run("run", "\(folder.path)/study.json", "--output", "\(folder.path)/out", "--quiet")
        let trials = try FileManager.default.contentsOfDirectory(
            atPath: "\(folder.path)/out/trials"
        )
        .filter { !$0.hasPrefix(".") }.sorted().map { "\(folder.path)/out/trials/\($0)" }
        #expect(trials.count == 2)
        return (folder: folder, trials: trials)
    }

    @discardableResult private static func run(_ arguments: String...) throws -> String {
        let (status, text) = try ExternalProgram.run(program, arguments)
        #expect(status == 0, "\(arguments): \(text)")
        return text
    }

    /// The predictions of the test images, as JSON.
    private static func predicted(
        _ model: [String], environment: [String: String] = [:]
    ) throws -> String {
        let folder = try study.get().folder.path
        let files = LabelStudy.testImages.map { "\(folder)/images/\($0).bmp" }
        let (status, text) = try ExternalProgram.run(
            program, ["predict"] + files + ["--json"] + model, environment: environment)
        #expect(status == 0, "\(text)")
        return try #require(text.range(of: "{").map { String(text[$0.lowerBound...]) })
    }

    private static let decisions = [
        "--calibrate", "temperature", "--threshold", "sensitivity:0.95",
    ]

    /// The metadata suffice to predict as the trial does, with the decisions for each label.
    @Test(arguments: ["safetensors", "torch"]) func exportsAreReadBack(_ format: String) throws {
        try withTemporaryFolder { folder in
            let trial = try Self.study.get().trials[0]
            for (number, decisions) in [[], Self.decisions].enumerated() {
                let file = "\(folder)/\(number).\(format)"
                let (status, text) = try ExternalProgram.run(
                    Self.program,
                    ["export", "--trial", trial, "--format", format, "--output", file] + decisions)
                #expect(status == 0, "\(text)")
                let expected = try Self.predicted(["--trial", trial] + decisions)
                let own = try Self.predicted(["--network", "cnn4", "--weights", file])
                #expect(
                    try JSONDocument(text: own, file: "").value
                        == JSONDocument(text: expected, file: "").value)
                #expect(
                    try JSONDocument(text: own, file: "").value["labels"]?.elements?
                        .compactMap(\.text) == LabelStudy.labels)
            }
            let plain = try openWeights(path: "\(folder)/0.\(format)")
            if format == "safetensors" {
                #expect(plain.metadata["labels"] == #"["bright","right side","rare"]"#)
                #expect(plain.metadata["task"] == "multilabel" && plain.metadata["classes"] == nil)
            }
        }
    }

    @Test func anONNXFileNamesItsLabels() throws {
        try withTemporaryFolder { folder in
            let model = "\(folder)/m.onnx"
            try Self.run(
                "export", "--trial", Self.study.get().trials[0], "--format", "onnx", "--output",
                model)
            let data = try Data(contentsOf: URL(fileURLWithPath: model))
            for text in ["probabilities", #"["bright","right side","rare"]"#, "multilabel"] {
                #expect(data.range(of: Data(text.utf8)) != nil, "\(text)")
            }
        }
    }

    @Test func anEnsembleIsRegisteredWithItsDecisions() throws {
        try withTemporaryFolder { folder in
            let home = ["XDG_DATA_HOME": "\(folder)/data", "STUDY_CACHE": "\(folder)/cache"]
            let results = "\(try Self.study.get().folder.path)/out"
            let model = ["--trial", results, "--ensemble"] + Self.decisions
            let (status, text) = try ExternalProgram.run(
                Self.program, ["register", "--name", "nih", "--alias", "best"] + model,
                environment: home)
            #expect(status == 0, "\(text)")
            #expect(text.contains("models:/nih/1"))
            #expect(
                text.contains("For rare, validation has no positive or no negative image"))
            let own = try Self.predicted(
                ["--model", "models:/nih@best"], environment: home)
            let expected = try Self.predicted(model)
            #expect(
                try JSONDocument(text: own, file: "").value
                    == JSONDocument(text: expected, file: "").value)
            // Its decisions are its own.
            let other = try ExternalProgram.run(
                Self.program,
                [
                    "predict", "\(results)/../images/16.bmp", "--model", "models:/nih@best",
                    "--threshold", "youden",
                ], environment: home)
            #expect(other.status != 0 && other.text.contains("has its own decisions"))
        }
    }

    @Test func whatLabelsCannotHaveIsRefused() throws {
        let trial = try Self.study.get().trials[0]
        let (status, text) = try ExternalProgram.run(
            Self.program,
            [
                "export", "--trial", trial, "--format", "onnx", "--output", "/tmp/never.onnx",
                "--abstain", "0.1",
            ])
        #expect(status != 0)
        #expect(text.contains("--abstain: the images of") && text.contains("leave it out"))
    }
}
