import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport
import Tracking
import Vocabulary

/// The groups and trials of imported runs.
@Suite struct PulledGroupsTests {
    private func run(_ id: Int, _ params: [String: String]) throws -> ForeignRun {
        let metrics = try ["train_loss", "train_accuracy"].map { name in
            let text = #"{"key": "\#(name)", "value": 0.5, "step": 1, "time": 1000}"#
            return (name, [try JSONDecoder().decode(MetricPoint.self, from: Data(text.utf8))])
        }
        return ForeignRun(
            id: "run\(id)", name: "run \(id)", status: "FINISHED", started: id, ended: 2000,
            params: params, tags: [:], metrics: Dictionary(uniqueKeysWithValues: metrics))
    }

    private func study(_ params: [[String: String]]) throws -> PulledStudy {
        try PulledStudy(
            "theirs", try params.enumerated().map { try run($0, $1) }, from: "http://localhost",
            monitor: PulledMetric(.val, .accuracy))
    }

    /// Two parameters with the same file name are two configurations, not two seeds of one.
    @Test func eachSetOfParametersIsAGroup() throws {
        let models = ["a b", "a-b", "a/b", "é", "è"]
        let lock = try study(
            models.flatMap { model in ["1", "2"].map { ["model": model, "seed": $0] } }
        ).lock
        let groups = lock.trials.map(\.group)
        #expect(Set(groups).count == models.count)
        #expect(groups.prefix(6) == ["a-b", "a-b", "a-b-2", "a-b-2", "a-b-3", "a-b-3"])
        #expect(Set(lock.trials.map(\.id)).count == lock.trials.count)
        for trial in lock.trials {
            let same = lock.trials.filter { $0.group == trial.group }
            #expect(Set(same.map { $0.coordinates["model"] }).count == 1)
            #expect(same.count == 2)
            #expect(trial.id.first.map { $0 != "." && $0 != "-" } == true)
        }
    }

    /// Long values become short names, which also differ where upper and lower case are the same.
    @Test func longValuesAreShortened() throws {
        let long = String(repeating: "long value ", count: 40)
        let values = [long + "a", long + "b", "Adam", "adam"]
        let study = try study(values.map { ["optimizer": $0, "rate": "0.1"] })
        let groups = study.lock.trials.map(\.group)
        #expect(Set(groups.map { $0.lowercased() }).count == values.count)
        #expect(groups.allSatisfy { $0.utf8.count < 130 })
        #expect(groups[0].hasPrefix("long-value-long-value"))
        #expect(groups[2] == "Adam")
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try study.write(to: folder)
            let kept = try StudyResults(folder).trials.map { $0.record.settings.json["optimizer"] }
            #expect(kept == values.map { .string($0) })
        }
    }

    /// Neither a new folder nor an empty one contains anything until the results are complete.
    @Test(arguments: [false, true]) func aFolderIsCompleteOrAbsent(_ exists: Bool) throws {
        try withTemporaryFolder { path in
            let manager = FileManager.default
            if exists {
                try manager.createDirectory(
                    atPath: "\(path)/new", withIntermediateDirectories: true)
            }
            let study = try study([["model": "a"], ["model": "b"]])
            let folder = ResultsFolder("\(path)/new")
            // Twice: an import is updated.
            for _ in 0..<2 {
                try study.write(to: folder)
                #expect(try StudyResults(folder).trials.count == 2)
                let names =
                    try manager.contentsOfDirectory(atPath: path)
                    + manager.contentsOfDirectory(atPath: folder.path)
                #expect(!names.contains { $0.contains(".part") })
            }
        }
    }

    @Test func labelsOfTwoAxesAreNotMixedUp() throws {
        let lock = try study([
            ["model": "a-b", "head": "c"], ["model": "a", "head": "b-c"],
            ["model": "a", "head": "c"], ["model": "a-b", "head": "b-c"],
        ]).lock
        #expect(Set(lock.trials.map(\.group)).count == 4)
    }
}
