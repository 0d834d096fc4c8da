import Foundation
import TestSupport
import Testing

/// A small trial, trained once for all tests by the program itself, and images to predict.
final class Fixture: Sendable {
    let folder: String
    var trial: String { "\(folder)/results/trials/cnn4-constant-s1" }

    static let shared = Result { try Fixture() }

    private static let study = """
        {
          "name": "served", "title": "A <small> study & more",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 10, "test": 20 }
          },
          "training": {
            "epochs": 1, "batchSize": 16,
            "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "sweep": {
            "network": [{ "kind": "cnn4", "channels": 16 }], "schedule": ["constant"], "seed": [1]
          }
        }
        """

    private init() throws {
        // It stays for as long as the process, which removes it when it ends.
        let own = try TemporaryFolder()
        folder = own.path
        Self.folders.append(own)
        try Self.study.write(toFile: "\(folder)/study.json", atomically: true, encoding: .utf8)
        _ = try Self.run(
            "study",
            [
                "run", "\(folder)/study.json", "--output", "\(folder)/results", "--cache",
                "\(folder)/cache", "--quiet",
            ])
    }

    nonisolated(unsafe) private static var folders: [TemporaryFolder] = []

    /// The results folder of five seeds of the study, trained once for all tests.
    static let seeds = Result {
        let fixture = try shared.get()
        let folder = fixture.folder
        try study.replacing("\"seed\": [1]", with: "\"seed\": [1, 2, 3, 4, 5]").write(
            toFile: "\(folder)/five.json", atomically: true, encoding: .utf8)
        _ = try run(
            "study",
            [
                "run", "\(folder)/five.json", "--output", "\(folder)/five", "--cache",
                "\(folder)/cache", "--quiet",
            ])
        return "\(folder)/five"
    }

    /// The paths of test images of both classes.
    var images: [String] {
        let names =
            FileManager.default.enumerator(atPath: "\(folder)/phantom/test")?
            .compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".jpeg") }.sorted().map {
            "\(folder)/phantom/test/\($0)"
        }
    }

    /// The folder of the program's example images.
    static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Data/samples").path

    static func program(_ name: String) -> URL? {
        Bundle.main.executableURL?.deletingLastPathComponent().appendingPathComponent(name)
    }

    /// Runs a program and waits for its end.
    /// - Returns: its output.
    static func run(_ name: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = program(name)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw CocoaError(.executableLoad, userInfo: ["arguments": arguments])
        }
        return data
    }
}

/// A model that tests of load and of malicious requests serve.
enum Served: CaseIterable, CustomTestStringConvertible {
    /// The trial of the fixture.
    case trial
    /// The mean of five networks and of each image and its mirror image, calibrated, with a
    /// threshold and abstention.
    case ensemble

    /// The options of `predict` and of the server that name the model and its decisions.
    func options() throws -> [String] {
        switch self {
        case .trial: ["--trial", try Fixture.shared.get().trial]
        case .ensemble:
            [
                "--trial", try Fixture.seeds.get(), "--ensemble", "--calibrate", "temperature",
                "--tta", "horizontalFlip", "--threshold", "0.45", "--abstain", "0.3",
            ]
        }
    }

    var testDescription: String { "\(self)" }
}
