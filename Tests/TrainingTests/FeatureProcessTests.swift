import Files
import Foundation
import Synchronization
import TestSupport
import Testing
import Training
import Weights
import featuremaker

/// Stores that several processes share, some of which are killed.
@Suite(.serialized) struct FeatureProcessTests {
    private static func start(
        _ folder: String, _ names: String..., rows: Int, width: Int, options: [String] = []
    ) throws -> (process: Process, output: Pipe) {
        let (process, output) = (Process(), Pipe())
        process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent()
            .appendingPathComponent("featuremaker")
        process.arguments =
            ["\(folder)/features", "\(rows)", "\(width)"] + names.map(featureKey) + options
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    /// Waits for the process.
    /// - Returns: its output.
    private static func finish(_ run: (process: Process, output: Pipe)) throws -> String {
        let text = run.output.fileHandleForReading.readDataToEndOfFile()
        run.process.waitUntilExit()
        #expect(run.process.terminationReason == .exit && run.process.terminationStatus == 0)
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    @Test func aKilledProcessLeavesNothingThatCounts() throws {
        let (rows, width, kills) = (600, 10_000, 20)
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let clock = ContinuousClock()
            let run = try Self.start(folder, "a", rows: rows, width: width)
            let path = "\(folder)/features/\(featureKey("a")).safetensors"
            let duration = clock.measure {
                while !FileManager.default.fileExists(atPath: path), run.process.isRunning {
                    usleep(500)
                }
            }
            #expect(try Self.finish(run) == "made")
            #expect(store.clear().inUse == [])
            var (whole, partial) = (0, 0)
            for index in 1...kills {
                let run = try Self.start(folder, "a", rows: rows, width: width)
                let wait = duration * index / (kills - 2)
                usleep(UInt32(wait / .microseconds(1)))
                kill(run.process.processIdentifier, SIGKILL)
                run.process.waitUntilExit()
                let names = try FileManager.default.contentsOfDirectory(
                    atPath: "\(folder)/features")
                if names.contains(where: { $0.hasSuffix(".tmp") }) { partial += 1 }
                if let matrix = try store.open(featureKey("a"), verify: true) {
                    #expect(KnownFeatures.differingRow(matrix) == nil)
                    whole += 1
                }
                #expect(store.clear().inUse == [])
            }
            print("killed \(kills): \(partial) within writing, \(whole) after it")
            #expect(partial > 0)
            let text = try Self.finish(Self.start(folder, "a", rows: rows, width: width))
            #expect(text == "made")
            let matrix = try #require(try store.open(featureKey("a"), verify: true))
            #expect(KnownFeatures.differingRow(matrix) == nil)
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/features")
            #expect(names.allSatisfy { $0.hasSuffix(".safetensors") }, "\(names)")
        }
    }

    @Test func oneOfManyProcessesMakesIt() throws {
        try withTemporaryFolder { folder in
            for round in 0..<5 {
                let runs = try (0..<6).map { _ in
                    try Self.start(folder, "\(round)", rows: 50, width: 2000)
                }
                let texts = try runs.map(Self.finish)
                #expect(texts.count { $0 == "made" } == 1, "\(texts)")
                #expect(texts.count { $0 == "opened" } == 5, "\(texts)")
            }
        }
    }

    /// The limit allows two of ten entries, so a process that makes one removes entries of others,
    /// but never one that is being read.
    @Test func makersBeyondTheLimitDisturbNobody() throws {
        try withTemporaryFolder { folder in
            let limit = 2 * (4096 + 400_000) + 2000
            let runs = try (0..<8).map { index in
                try Self.start(
                    folder, "\(index)", "\(index + 1)", "\(index + 2)",
                    rows: 100, width: 1000,
                    options: ["--limit", "\(limit)", "--times", "20"])
            }
            let texts = try runs.map(Self.finish)
            let made = texts.joined(separator: "\n").split(separator: "\n").count { $0 == "made" }
            #expect(made > 10, "nothing was ever taken away")
            print("made \(made) times, asked for \(8 * 3 * 20) times")
            let store = FeatureStore(folder: "\(folder)/features", limit: limit)
            _ = try store.makeKnown("last", rows: 100, width: 1000)
            #expect(store.entries().count == 2)
        }
    }

    @Test func oneThreadMakesItAndTheOthersWait() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            let made = Mutex(0)
            let waited = Mutex(0)
            let request = FeatureRequest(title: "test", rows: 20, width: 1000)
            let threads = (0..<8).map { _ in
                Thread {
                    _ = try? store.make(featureKey("a"), request) {
                        waited.withLock { $0 += 1 }
                    } fill: { writer in
                        // Waits up to 5 seconds until all others wait.
                        for _ in 0..<500 where waited.withLock({ $0 }) < 7 { usleep(10_000) }
                        made.withLock { $0 += 1 }
                        try KnownFeatures.fill(&writer)
                    }
                }
            }
            for thread in threads { thread.start() }
            while threads.contains(where: { !$0.isFinished }) { usleep(1000) }
            #expect(made.withLock { $0 } == 1)
            #expect(waited.withLock { $0 } == 7)
        }
    }
}
