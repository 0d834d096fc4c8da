import Foundation
import Results
import Testing
import Tracking
import Vocabulary

/// The seeds of imported runs.
@Suite struct PulledSeedsTests {
    private func study(_ params: [[String: String]]) throws -> PulledStudy {
        let values: [String: [Int: Double]] = ["train_loss": [1: 0.5], "train_accuracy": [1: 0.5]]
        let runs = params.enumerated().map {
            PulledMetricsTests.run(values, params: $1, id: "name-s\($0 + 1)")
        }
        return try PulledStudy(
            "theirs", runs, from: "here", monitor: PulledMetric(.val, .accuracy))
    }

    private func lock(_ params: [[String: String]]) throws -> StudyLock { try study(params).lock }

    /// Runs that differ only in the seed are one configuration, whatever their names are.
    @Test(arguments: [
        "seed", "random_state", "training.random_seed", "trainer/seed", "seed_everything",
        "Seed", "manualSeed",
    ]) func aSeedIsNoConfiguration(_ name: String) throws {
        let lock = try lock(["1", "2", "7"].map { [name: $0, "rate": "0.1"] })
        #expect(Set(lock.trials.map(\.group)).count == 1)
        #expect(lock.trials.map(\.seed) == [1, 2, 7])
        #expect(Set(lock.trials.map(\.id)).count == 3)
    }

    @Test func foldersAndNamesOfRunsAreNoSettings() throws {
        let lock = try lock(
            ["1", "2"].map { ["seed": $0, "output_dir": "out/\($0)", "run_name": "run \($0)"] })
        #expect(Set(lock.trials.map(\.group)).count == 1)
    }

    /// A run that was repeated with its seed gets a free number.
    @Test func repeatedSeeds() throws {
        let lock = try lock(["7", "1", "7", "7"].map { ["seed": $0] })
        #expect(lock.trials.map(\.seed) == [7, 1, 2, 3])
    }

    /// What is no seed gets a free number, not the seed of another run, and a note.
    @Test(arguments: ["abc", "None", "-5", "0.5", ""]) func whatIsNoSeedIsNamed(
        _ text: String
    ) throws {
        let study = try study([text, "1", "7"].map { ["seed": $0] })
        #expect(study.lock.trials.map(\.seed) == [2, 1, 7])
        let note = try #require(study.notes.first { $0.hasPrefix("seed: ") })
        #expect(note.hasPrefix("seed: '\(text)' is no whole number from 0 to "))
        #expect(note.hasSuffix(", so free numbers stand for it: 2 for name-s1 (name-s1)"))
    }

    @Test func seedsOfEachConfiguration() throws {
        let lock = try lock(
            ["0.1", "0.2"].flatMap { rate in ["3.0", "4.0"].map { ["lr": rate, "seed": $0] } })
        #expect(Set(lock.trials.map(\.group)) == ["0.1", "0.2"])
        #expect(lock.trials.map(\.seed) == [3, 4, 3, 4])
    }

    /// Without seeds and different parameters, runs are told apart by their names.
    @Test func namesTellRunsApart() throws {
        let lock = try lock([["rate": "0.1"], ["rate": "0.1"]])
        #expect(Set(lock.trials.map(\.group)) == ["name-s1", "name-s2"])
    }
}
