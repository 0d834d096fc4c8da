import Foundation
import TestSupport

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
