import Files
package import Foundation
import Results
package import Testing
import Vocabulary

/// A study for tests that start `study run` as a process.
package struct CommandLineStudy {
    /// The folder of the study file and the results.
    package let folder: String
    /// The name of the study and of its file.
    package let name: String
    /// The environment variables of the processes in addition to those of this process.
    package var environment: [String: String] = [:]

    /// The text of a study with two networks, one trained as a whole and one whose head is trained,
    /// each with dropout, augmented images and three schedules.
    private static func text(train: Int, epochs: Int) -> String {
        """
        {
          "name": "kill",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": \(train), "val": 40, "test": 40 },
            "augment": ["horizontalFlip", { "kind": "rotation", "degrees": 10 }]
          },
          "training": {
            "epochs": \(epochs), "batchSize": 16, "threads": 1,
            "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "sweep": {
            "network": [
              { "kind": "cnn4", "channels": 8, "dropout": 0.3 },
              {
                "kind": "cnn4", "channels": 16, "train": "head",
                "head": { "kind": "linear", "dropout": 0.2 }
              }
            ],
            "schedule": ["constant", { "kind": "cosine", "interval": "step" }, "exponential"],
            "seed": [1]
          }
        }
        """
    }
    /// The number of trials of the default study.
    package static let trials = 6

    /// Writes the file of the default study.
    package init(in folder: String, train: Int = 200, epochs: Int = 3) throws {
        try self.init(
            in: folder, named: "kill", text: Self.text(train: train, epochs: epochs))
    }

    /// Writes the file of another study.
    package init(
        in folder: String, named name: String, text: String, environment: [String: String] = [:]
    ) throws {
        self.folder = folder
        self.name = name
        self.environment = environment
        try text.write(toFile: "\(folder)/\(name).json", atomically: true, encoding: .utf8)
    }

    /// The path of a results folder.
    package func path(_ results: String) -> String { "\(folder)/\(results)" }

    /// Starts `study run`.
    /// - Parameter errors: receives standard error; nil: it is discarded.
    package func start(_ results: String, _ options: [String] = [], errors: Pipe? = nil) throws
        -> Process
    {
        try start(
            command: [
                "run", "\(folder)/\(name).json", "--output", path(results), "--cache",
                "\(folder)/cache", "--quiet",
            ] + options, errors: errors)
    }

    /// Starts any other command of `study`.
    package func start(command: [String], errors: Pipe? = nil) throws -> Process {
        let process = Process()
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("study")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors ?? FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs `study run` to its end, which must be successful.
    /// - Returns: the duration in seconds.
    @discardableResult
    package func run(_ results: String, _ options: [String] = []) throws -> Double {
        let start = ContinuousClock.now
        let process = try self.start(results, options)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// Runs `study run` to its end.
    /// - Returns: the exit status and standard error.
    package func end(_ results: String, _ options: [String] = []) throws -> (
        status: Int32, text: String
    ) {
        try end { try start(results, options, errors: $0) }
    }

    /// Runs any command of `study` to its end.
    /// - Returns: the exit status and standard error.
    package func study(_ arguments: String...) throws -> (status: Int32, text: String) {
        try study(arguments)
    }

    /// Runs any command of `study` to its end.
    /// - Returns: the exit status and standard error.
    package func study(_ arguments: [String]) throws -> (status: Int32, text: String) {
        try end { try start(command: arguments, errors: $0) }
    }

    private func end(_ start: (Pipe) throws -> Process) throws -> (status: Int32, text: String) {
        let errors = Pipe()
        let process = try start(errors)
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: text, as: UTF8.self))
    }

    /// The contents of `trial.json` of all complete trials, by id.
    package func records(_ results: String) -> [String: Data] {
        let trials = "\(path(results))/trials"
        let ids = (try? FileManager.default.contentsOfDirectory(atPath: trials)) ?? []
        let found = ids.compactMap { id in
            (try? Data(contentsOf: URL(fileURLWithPath: "\(trials)/\(id)/trial.json"))).map {
                (id, $0)
            }
        }
        return Dictionary(uniqueKeysWithValues: found)
    }

    /// The contents or digests of all results by path, with times and dates removed.
    package func contents(_ results: String) throws -> [String: String] {
        let folder = ResultsFolder(path(results))
        let lock = try folder.readLock()
        var contents: [String: String] = [:]
        for trial in lock.trials {
            #expect(trial.state == .complete)
            #expect(trial.files.count >= 6)
            for (name, digest) in trial.files where name != "epochs.csv" {
                contents["\(trial.id)/\(name)"] = digest
            }
            contents["\(trial.id)/epochs.csv"] = try folder.trial(trial.id).readEpochs()
                .map { epoch in
                    let metrics = epoch.metrics.sorted { $0.key.rawValue < $1.key.rawValue }
                    return "\(epoch.epoch) \(epoch.learningRate) \(metrics)"
                }.joined(separator: "\n")
        }
        #expect(try FolderCheck(folder, lock).mismatches == [])
        for kind in ["charts", "tables"] {
            let path = "\(folder.path)/\(kind)"
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                let digest = try SHA256Digest.of(file: "\(path)/\(name)")
                let hasTimes = name.hasPrefix("loss_by_time.")
                contents["\(kind)/\(name)"] = hasTimes ? "" : digest
            }
        }
        let report = try String(contentsOfFile: folder.reportPath, encoding: .utf8)
        let untimed = report.replacing(self.folder, with: "FOLDER").replacing(
            /\d{4}-\d\d-\d\dT[\d:]+Z/, with: "TIME"
        )
        // A duration such as "2 min 5 s" is one, too.
        .replacing(/\b[\d.:]+ (ms|s|min|h)( \d+ (s|min))?\b/, with: "DURATION")
        .replacing(/\b\d+:\d\d(:\d\d)?\b/, with: "DURATION")
        .replacing("computed once by an earlier study", with: "computed once in DURATION")
        // The digests of epochs.csv depend on the time.
        contents["report.md"] = untimed.replacing(/`[0-9a-f]{12}` \| TIME/, with: "DIGEST")
        return contents
    }

    /// Expects results with the contents of an undisturbed run.
    package func expect(
        _ results: String, _ expected: [String: String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let got = try contents(results)
        #expect(Set(got.keys) == Set(expected.keys), sourceLocation: sourceLocation)
        for (path, content) in expected {
            #expect(got[path] == content, "\(path) of \(results)", sourceLocation: sourceLocation)
        }
    }
}
