import Files
import Foundation
import Results
import Settings
import Tensors
import TestSupport
import Testing

/// Runs that are killed at random moments, again and again, end with the files of one that is not.
///
/// SOAK_KILLS is 3 in `make test` and 100 in `make soak`; SOAK_SEED draws other moments.
@Suite(.serialized) struct KillTests {
    private static func setting(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    private static let kills = Int(setting("SOAK_KILLS") ?? 3)

    private static let study = """
        {
          "name": "kill",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 200, "val": 40, "test": 40 }
          },
          "training": {
            "epochs": 3, "batchSize": 16, "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "sweep": {
            "network": [
              { "kind": "cnn4", "channels": 8, "dropout": 0.3 },
              { "kind": "cnn4", "channels": 16, "train": "head", "head": "linear" }
            ],
            "schedule": ["constant", { "kind": "cosine", "per": "step" }, "exponential"],
            "seed": [1]
          }
        }
        """

    private struct Place {
        let folder: String

        func path(_ results: String) -> String { "\(folder)/\(results)" }

        func start(_ results: String) throws -> Process {
            let process = Process()
            process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
                .appendingPathComponent("study")
            process.arguments = [
                "run", "\(folder)/kill.json", "--output", path(results), "--cache",
                "\(folder)/cache", "--quiet",
            ]
            process.standardError = FileHandle.nullDevice
            try process.run()
            return process
        }

        /// One run to its end; its seconds.
        @discardableResult
        func run(_ results: String) throws -> Double {
            let start = ContinuousClock.now
            let process = try self.start(results)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            return (ContinuousClock.now - start) / .seconds(1)
        }

        /// `trial.json` of all trials that are complete, by id.
        func records(_ results: String) -> [String: Data] {
            let trials = "\(path(results))/trials"
            let ids = (try? FileManager.default.contentsOfDirectory(atPath: trials)) ?? []
            let found = ids.compactMap { id in
                (try? Data(contentsOf: URL(fileURLWithPath: "\(trials)/\(id)/trial.json"))).map {
                    (id, $0)
                }
            }
            return Dictionary(uniqueKeysWithValues: found)
        }

        /// All that does not tell the time, by path; of the tables and the report, what else they say.
        func contents(_ results: String) throws -> [String: String] {
            let folder = ResultsFolder(path(results))
            let lock = try folder.readLock()
            var contents: [String: String] = [:]
            for trial in lock.trials {
                #expect(trial.state == .complete)
                #expect(trial.files.count >= 6)
                for (name, digest) in trial.files where name != "epochs.csv" {
                    contents["\(trial.id)/\(name)"] = digest
                    let file = try MappedFile(path: "\(folder.trial(trial.id).path)/\(name)")
                    #expect(file.withBytes { SHA256Digest.of($0) } == digest)
                }
                contents["\(trial.id)/epochs.csv"] = try folder.trial(trial.id).readEpochs()
                    .map { epoch in
                        let metrics = epoch.metrics.sorted { $0.key.rawValue < $1.key.rawValue }
                        return "\(epoch.epoch) \(epoch.learningRate) \(metrics)"
                    }.joined(separator: "\n")
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.chartsPath) {
                let file = try MappedFile(path: "\(folder.chartsPath)/\(name)")
                contents["charts/\(name)"] = file.withBytes { SHA256Digest.of($0) }
            }
            let report = try String(contentsOfFile: folder.reportPath, encoding: .utf8)
            let untimed = report.replacing(/\d{4}-\d\d-\d\dT[\d:]+Z/, with: "TIME")
                .replacing(/\b[\d.:]+ (ms|s|min|h)\b/, with: "DURATION")
                .replacing(/\b\d+:\d\d(:\d\d)?\b/, with: "DURATION")
            // The digests of epochs.csv.
            contents["report.md"] = untimed.replacing(/`[0-9a-f]{12}` \| TIME/, with: "DIGEST")
            return contents
        }
    }

    @Test(.timeLimit(.minutes(30))) func aKilledRunEndsAsAnyOther() throws {
        try withTemporaryFolder { folder in
            let place = Place(folder: folder)
            try Self.study.write(
                toFile: "\(folder)/kill.json", atomically: true, encoding: .utf8)
            try place.run("first")
            // With images and kernels at hand, as the runs below have them.
            try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
            let seconds = try place.run("whole")
            let expected = try place.contents("whole")
            #expect(try place.contents("first") == expected)

            var random = RandomStream(
                seed: Self.setting("SOAK_SEED") ?? 1, purpose: .test, name: "kills")
            var (kills, round) = (0, 0)
            while kills < Self.kills {
                round += 1
                let results = "killed-\(round)"
                try? FileManager.default.removeItem(atPath: "\(folder)/cache/features")
                var complete: [String: Data] = [:]
                while complete.count < 6, kills < Self.kills {
                    let process = try place.start(results)
                    let moment = Double.random(in: 0..<1, using: &random) * seconds
                    Thread.sleep(forTimeInterval: moment)
                    // With SIGKILL its trials notice soon that they are alone.
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                    kills += 1
                    let records = place.records(results)
                    for (id, record) in complete {
                        #expect(records[id] == record, "\(id) was trained twice")
                    }
                    complete = records
                }
                try place.run(results)
                let got = try place.contents(results)
                #expect(Set(got.keys) == Set(expected.keys))
                for (path, content) in expected {
                    #expect(got[path] == content, "\(path) of round \(round)")
                }
                for (id, record) in complete {
                    #expect(place.records(results)[id] == record, "\(id) was trained twice")
                }
            }
        }
    }
}
