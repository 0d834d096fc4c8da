import Files
import Foundation
import Inference
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// The checkpoints of a trial, by its folder and by their own paths.
@Suite(.serialized) struct TrialWeightsTests {
    private static func study(_ folder: String) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
            sweep: #"{ "seed": [1] }"#)
    }

    private func trained(_ study: PhantomStudy) throws -> (ResultsFolder, TrialFolder) {
        let id = try #require(try study.run().trials.first).entry.id
        let results = ResultsFolder("\(study.folder)/results")
        return (results, results.trial(id))
    }

    /// The positive class is that in the current lock, however the network is given; with a damaged
    /// lock it is unknown.
    @Test func thePositiveClassIsThatOfTheLock() throws {
        try withTemporaryFolder { folder in
            let (results, trial) = try trained(Self.study(folder))
            func classes() throws -> [String?] {
                let files = [trial.bestPath, trial.lastPath]
                return try [TrainedNetwork(trial: trial.path).positiveClass]
                    + files.map {
                        try TrainedNetwork(kind: "cnn4", weights: $0, options: ModelOptions())
                            .positiveClass
                    }
            }
            #expect(try classes() == ["PNEUMONIA", "PNEUMONIA", "PNEUMONIA"])
            var lock = try results.readLock()
            lock.dataset.positiveClass = "NORMAL"
            try results.write(lock)
            #expect(try classes() == ["NORMAL", "NORMAL", "NORMAL"])
            try AtomicFile.write("{", to: results.lockPath)
            #expect(throws: (any Error).self) { try TrainedNetwork(trial: trial.path) }
            #expect(throws: (any Error).self) {
                try TrainedNetwork(
                    kind: "cnn4", weights: trial.bestPath, options: ModelOptions())
            }
            // A copy of the trial without its results folder has no lock.
            try FileManager.default.removeItem(atPath: results.lockPath)
            #expect(try classes() == ["PNEUMONIA", "PNEUMONIA", "PNEUMONIA"])
        }
    }

    /// The weights of a trial are those that its record names.
    @Test func damagedAndMissingWeightsAreErrors() throws {
        try withTemporaryFolder { folder in
            let (_, trial) = try trained(Self.study(folder))
            func message() throws -> String {
                "\(try #require(throws: PredictionError.self) { try TrainedNetwork(trial: trial.path) })"
            }
            var record = try trial.readRecord()
            let expected = try #require(record.files["best.safetensors"])
            var data = try Data(contentsOf: URL(fileURLWithPath: trial.bestPath))
            data[data.count - 1] ^= 1
            try data.write(to: URL(fileURLWithPath: trial.bestPath))
            let digest = try SHA256Digest.of(file: trial.bestPath)
            let damaged = try message()
            #expect(damaged.hasPrefix("\(trial.bestPath): is not the file that the trial wrote"))
            #expect(damaged.contains(digest.prefix(12)) && damaged.contains(expected.prefix(12)))
            try FileManager.default.removeItem(atPath: trial.bestPath)
            #expect(try message().contains("is missing; the folder was copied without its weights"))
            record.files["best.safetensors"] = nil
            try trial.write(record)
            #expect(try message().contains("is missing; the trial has no weights"))
        }
    }

    @Test func aDifferentDecoderGivesANote() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.dataset = #""decode": "fast""#
            let (_, trial) = try trained(study)
            study.network =
                #"{ "kind": "cnn4", "channels": 8, "weights": "\#(trial.bestPath)" }"#
            #expect(
                try study.plan("same").notes.allSatisfy {
                    !$0.contains("was trained with settings that differ")
                })
            study.dataset = ""
            let notes = try study.plan("other").notes
            #expect(
                notes.contains { $0.contains("decode fast in the checkpoint, exact in the study") },
                "\(notes)")
        }
    }

    @Test func tooManyEpochsAreAnError() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.epochs = 1_000_000
            #expect(try study.plan().entries[0].steps == 3_000_000)
            for epochs in [1_000_001, 1 << 52] {
                study.epochs = epochs
                let errors = try #require(throws: StudyErrors.self) { try study.plan() }
                let text = errors.diagnostics.map { "\($0)" }.joined()
                #expect(text.contains("training.epochs: must be in [1, 1000000]"), "\(text)")
            }
        }
    }
}
