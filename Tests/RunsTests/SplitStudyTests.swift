import Datasets
import Engine
import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Studies with a split rule.
@Suite(.serialized) struct SplitStudyTests {
    private static func study(
        _ split: String, sweep: String = "", in folder: String
    ) throws -> Study {
        let text = """
            {
              "name": "folds",
              "dataset": {
                "path": "phantom", "resize": 32, "crop": 32\(split.isEmpty ? "" : ", \(split)"),
                "phantom": { "size": 32, "train": 40, "val": 20, "test": 20 }
              },
              "training": { "epochs": 1, "batchSize": 16, "optimizer": "adam" },
              "network": { "kind": "cnn4", "channels": 8 }\(sweep.isEmpty ? "" : ",\n\(sweep)")
            }
            """
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "folds.json", folder: folder, catalog: .all,
            currentDirectory: folder)
    }

    private static func plan(_ study: Study, in folder: String) throws -> StudyPlan {
        try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
    }

    @Test func everyFoldIsUsedForValidation() throws {
        try withTemporaryFolder { folder in
            let study = try Self.study(
                #""split": { "kind": "folds", "k": 3 }"#,
                sweep: #""sweep": { "dataset.split.fold": [0, 1, 2] }"#, in: folder)
            let plan = try Self.plan(study, in: folder)
            let runner = try StudyRunner(
                RunScope(plan, studyFile: "folds.json"), executor: InProcess(),
                kernelCache: .ofTheseTests
            ) { _ in }
            #expect(try runner.run(on: OneDNNDevice()) == 0)
            let results = try StudyResults(plan.folder)
            let files = results.trials.map { Set($0.predictions[.val]?.files ?? []) }
            #expect(files.map(\.count) == [20, 20, 20])
            #expect(Set(files.joined()).count == 60)
            #expect(files.joined().contains { $0.hasPrefix("train/") })
            #expect(results.trials.allSatisfy { $0.predictions[.test]?.files.count == 20 })
            // Folds are repetitions of a configuration.
            #expect(results.trials.map(\.entry.id) == (0..<3).map { "cnn4-constant-s1-fold\($0)" })
            #expect(results.groups.map(\.name) == ["cnn4-constant"])
            #expect(results.groups.map(\.trials.count) == [3])
            let again = try Self.plan(study, in: folder)
            #expect(again.entries.map(\.state) == [.done, .done, .done])
        }
    }

    /// The key depends on the resulting split, not on the rule.
    @Test func theKeyDependsOnTheSplitItself() throws {
        try withTemporaryFolder { folder in
            func key(_ split: String) throws -> String {
                try Self.plan(Self.study(split, in: folder), in: folder).entries[0].key
            }
            let official = try key("")
            #expect(try key(#""split": "official""#) == official)
            #expect(try key(#""groupPattern": "chest-xray""#) == official)
            let grouped = try key(#""split": { "kind": "grouped", "validation": 0.2 }"#)
            #expect(grouped != official)
            #expect(
                try key(#""split": { "kind": "grouped", "validation": 0.2, "seed": 2 }"#) != grouped
            )
            let rule = try GroupedSplit(SettingValues(GroupedSplit.settings, ["validation": 0.2]))
            let set = try Dataset(root: "\(folder)/phantom", rule: rule)
            try SplitManifest(set).text.write(
                toFile: "\(folder)/split.csv", atomically: true, encoding: .utf8)
            #expect(try key(#""split": { "kind": "manifest", "path": "split.csv" }"#) == grouped)
        }
    }

    @Test(arguments: [
        (
            #""split": { "kind": "folds", "k": 3, "fold": 3 }"#,
            "folds.json:4:94: dataset.split.fold: must be in [0, 2] for 3 folds; got 3"
        ),
        (
            #""split": "grouped", "groupPattern": "person""#,
            "folds.json:4:86: dataset.groupPattern: must be 'chest-xray', 'nih', 'chexpert', 'mimic-cxr', 'imported', 'rsna', "
                + "'padchest-study' or a regular expression with a capture group, "
                + #"such as ^(person\d+)_; got 'person': it has no capture group"#
        ),
    ])
    func errorsHaveALocation(_ split: String, _ message: String) throws {
        try withTemporaryFolder { folder in
            let error = try #require(throws: StudyErrors.self) {
                try Self.plan(Self.study(split, in: folder), in: folder)
            }
            #expect("\(error)" == message)
        }
    }

    @Test func leaksAreNoted() throws {
        try withTemporaryFolder { folder in
            let plan = try Self.plan(
                Self.study(#""groupPattern": "^(.)", "onLeak": "report""#, in: folder), in: folder)
            #expect(
                plan.notes.contains { $0.contains("2 patients have images in both the training") },
                "\(plan.notes)")
            let error = #expect(throws: StudyErrors.self) {
                try Self.plan(Self.study(#""groupPattern": "^(.)""#, in: folder), in: folder)
            }
            #expect("\(error.map { "\($0)" } ?? "")".contains("onLeak"))
        }
    }
}
