import Datasets
import Files
import Foundation
import JSON
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary

/// Studies of synthetic X-rays with several labels, whose table is in the folder of the images.
struct LabeledPhantomTests {
    private static func study(_ folder: String, table: String? = table) throws -> Study {
        let text = """
            {
              "name": "phantom-labels",
              "dataset": {
                "path": "set", "task": "\(table == nil ? "multiclass" : "multilabel")",
                \(table.map { "\"table\": \($0)," } ?? "")
                "resize": 32, "crop": 32,
                "phantom": { "size": 32, "train": 60, "val": 20, "test": 20,
                             "findings": ["cardiomegaly", "effusion", "nodule"] }
              },
              "training": { "epochs": 1, "batchSize": 16, "optimizer": "adam" },
              "network": { "kind": "cnn4", "channels": 8 }
            }
            """
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "labels.json", folder: folder, catalog: .all,
            currentDirectory: folder)
    }

    private static let table = """
        { "path": "set/labels.csv", "image": "image", "group": "patient", "split": "split",
          "labels": { "column": "labels", "separator": "|", "none": "normal" },
          "attributes": ["sex", "age", "view"] }
        """

    @Test func theTableIsDrawnWithTheImages() throws {
        try withTemporaryFolder { folder in
            let settings = try #require(Self.study(folder).trials.first).settings.dataset
            let data = try TrialData(settings)
            #expect(data.dataset.classes == ["cardiomegaly", "effusion", "nodule"])
            #expect(data.splits.mapValues(\.count) == [.train: 60, .val: 20, .test: 20])
            #expect(data.dataset.knowsGroups && data.leaks.isEmpty)
            #expect(data.splits[.train]?.labelMatrix?.labels == 3)
        }
    }

    /// `study plan` draws missing images in the cache folder, where their table is read, too.
    @Test func aTableMovesWithItsImages() throws {
        try withTemporaryFolder { folder in
            var settings = try #require(Self.study(folder).trials.first).settings.dataset
            settings.moveTable(from: settings.path, to: "/elsewhere/set")
            #expect(settings.table?.files.map(\.path) == ["/elsewhere/set/labels.csv"])
            settings.table?.files = [.init(path: "\(settings.path)-2/labels.csv")]
            let before = settings.table
            settings.moveTable(from: settings.path, to: "/elsewhere/set")
            #expect(settings.table == before)
        }
    }

    @Test func withoutATableTheStudyIsRefused() throws {
        try withTemporaryFolder { folder in
            let error = #expect(throws: StudyErrors.self) {
                try Self.study(folder, table: nil)
            }
            #expect(error.map { "\($0)" }?.contains("labels.csv") == true)
        }
    }

    /// A setting that is not given is not written.
    @Test func otherPhantomsAreRecordedAsBefore() throws {
        try withTemporaryFolder { folder in
            let text = """
                { "name": "plain", "network": "cnn4",
                  "training": { "epochs": 1, "optimizer": "adam" },
                  "dataset": { "path": "set", "resize": 32, "crop": 32,
                               "phantom": { "size": 32, "train": 10, "val": 5, "test": 5 } } }
                """
            let study = try StudyFile.read(
                bytes: Array(text.utf8), file: "plain.json", folder: folder, catalog: .all,
                currentDirectory: folder)
            let json = try #require(study.trials.first).settings.json["dataset"]
            #expect(json?["phantom"]?["contrast"] == 1)
            #expect(json?["phantom"]?["findings"] == nil)
        }
    }
}
