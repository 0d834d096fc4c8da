import Datasets
import Files
import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// The states of existing results in a plan.
@Suite(.serialized) struct PlanStateTests {
    private static func study(_ folder: String) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
            sweep: #"{ "schedule": ["constant"], "seed": [1] }"#)
    }

    private static func word(_ study: PhantomStudy) throws -> String {
        try #require(try study.plan().entries.first).state.text
    }

    @Test func aStaleTrialNamesTheChanges() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run()
            #expect(try Self.word(study) == "done")
            var other = study
            other.epochs = 3
            other.optimizer = #"{ "kind": "rmsprop", "momentum": 0.5 }"#
            #expect(
                try Self.word(other)
                    == "stale: training.epochs: 1 -> 3; training.optimizer.momentum: 0 -> 0.5")
            other = study
            other.optimizer = #""sgd""#
            #expect(
                try Self.word(other).hasPrefix(
                    #"stale: training.optimizer: rmsprop {""#))
            other = study
            other.network = #"{ "kind": "cnn4", "channels": 8, "dropout": 0.5, "head": "linear" }"#
            let changes = try #require(try other.plan().entries.first).state
            guard case .stale(let found) = changes else {
                Issue.record("expected a stale trial, got \(changes)")
                return
            }
            #expect(found.map(\.input).sorted() == ["network.dropout", "network.head"])
            let json = try other.plan().json(plannedBytes: [:])["trials"]?[0]
            #expect(json?["state"] == "stale" && json?["changes"]?.elements?.count == 2)

            // An additional image changes the data.
            let image = try #require(
                FileManager.default.subpathsOfDirectory(atPath: "\(folder)/phantom/train")
                    .first { $0.hasSuffix(".png") || $0.hasSuffix(".jpeg") })
            let path = "\(folder)/phantom/train/\(image)"
            try FileManager.default.copyItem(
                atPath: path,
                toPath: path.replacingOccurrences(of: image, with: "\(image).again.png"))
            #expect(try Self.word(study).contains(/stale: data: [0-9a-f]{12} -> [0-9a-f]{12}$/))
        }
    }

    @Test func aChangeOfTheEngineOrAnUnrecordedChangeIsNamed() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let trial = try study.run().trials[0]
            let place = ResultsFolder("\(folder)/results").trial(trial.entry.id)
            var record = trial.record
            record.engine = CodeVersion.engine - 1
            record.key = "of then"
            try place.write(record)
            #expect(
                try Self.word(study)
                    == "stale: engine version: \(CodeVersion.engine - 1) -> \(CodeVersion.engine)")
            (record.engine, record.data) = (nil, nil)
            try place.write(record)
            #expect(
                try Self.word(study)
                    == "stale: data or engine version (not recorded in the result)")
            // With the current key, the result is valid.
            record.key = trial.record.key
            try place.write(record)
            #expect(try Self.word(study) == "done")
            record.platform.cpu = "Another"
            try place.write(record)
            #expect(try study.plan().entries[0].madeOn?.cpu == "Another")
        }
    }

    @Test func aDamagedResultIsReported() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let trial = try study.run().trials[0]
            let place = ResultsFolder("\(folder)/results").trial(trial.entry.id)
            try FileManager.default.removeItem(atPath: place.lastPath)
            #expect(try Self.word(study) == "done")
            try FileManager.default.removeItem(atPath: place.epochsPath)
            #expect(try Self.word(study) == "damaged: missing files: epochs.csv")
            try AtomicFile.write("{", to: place.recordPath)
            #expect(try Self.word(study).hasPrefix("damaged: \(place.recordPath):1:2: "))
            try study.run()
            #expect(try Self.word(study) == "done")
        }
    }

    /// By default the cores are divided among the trials; a resumed trial keeps its number of
    /// threads.
    @Test func threadsAreDividedAndKept() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let cores = ProcessInfo.processInfo.activeProcessorCount
            let jobs = cores + 1
            #expect(try study.plan().entries[0].threads == cores)
            #expect(try study.plan(jobs: jobs).entries[0].threads == 1)
            let interrupted = InProcess(interruptedAt: 2, store: study.store)
            try study.run("results", interrupted, jobs: jobs)
            let entry = try study.plan().entries[0]
            #expect(entry.resumes && entry.threads == 1)
            #expect(try study.run().trials[0].record.platform.threads == 1)
        }
    }
}
