import Foundation
import JSON
import Studies
import Testing
import Vocabulary

/// The section `dataset.table` of a study file.
@Suite struct TableSettingsTests {
    private func study(_ table: String) throws -> Study {
        let text = """
            {
              "name": "t", "dataset": { "path": "images", "table": \(table) },
              "training": { "epochs": 1, "optimizer": "sgd" }, "network": "alexnet"
            }
            """
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "t.json", folder: "/data", catalog: .fake,
            currentDirectory: "/data")
    }

    private func settings(_ table: String) throws -> TableSettings? {
        try study(table).trials[0].settings.dataset.table
    }

    @Test func aPathIsEnough() throws {
        let expected = TableSettings(files: [.init(path: "/data/a.csv")])
        #expect(try settings(#""a.csv""#) == expected)
        #expect(try settings(#"{ "path": "a.csv" }"#) == expected)
        #expect(try settings("null") == nil)
    }

    private static let full = """
        {
          "path": { "test": "b.csv", "train": "a.csv" }, "layout": "chexpert",
          "encoding": "windows-1252", "image": "Path",
          "labels": { "columns": ["A", "B"], "positive": "A", "negative": "B",
            "names": { "x": "A", "y": null }, "uncertain": "ignore", "missing": "negative",
            "values": { "positive": ["ja"], "uncertain": ["?"] } },
          "group": { "column": "Path", "pattern": "(p\\\\d+)" },
          "split": { "train": "train.txt", "test": "test.txt" },
          "attributes": ["Sex"], "rows": "majority", "reader": "who",
          "join": [{ "path": "c.csv", "on": "study" }], "classes": ["A", "B"]
        }
        """

    @Test func everySetting() throws {
        let table = try #require(try settings(Self.full))
        #expect(
            table.files == [
                .init(path: "/data/a.csv", split: .train), .init(path: "/data/b.csv", split: .test),
            ])
        #expect(table.layout == .chexpert)
        #expect(table.labels.columns == ["A", "B"])
        #expect(table.labels.names == ["x": "A", "y": nil])
        #expect(table.labels.values == [.positive: ["ja"], .uncertain: ["?"]])
        #expect(table.group == .init(column: "Path", pattern: #"(p\d+)"#))
        #expect(table.split == .lists([.train: "/data/train.txt", .test: "/data/test.txt"]))
        #expect(table.joins == [.init(path: "/data/c.csv", on: "study")])
        #expect(table.rows == .majority)
        #expect(table.classes == ["A", "B"])
    }

    /// What is written is read as the same settings.
    @Test(arguments: [full, #""a.csv""#, #"{ "path": "a.csv", "labels": "x", "split": "s" }"#])
    func roundTrip(_ text: String) throws {
        let study = try study(text)
        let json = study.trials[0].settings.json["dataset"]?["table"]
        let again = try settings(try #require(json).pretty)
        #expect(again == study.trials[0].settings.dataset.table)
    }

    @Test func aStudyWithoutATableIsWrittenAsBefore() throws {
        let json = try study("null").trials[0].settings.json["dataset"]
        #expect(json?["table"] == nil)
        #expect(json?["task"] == nil)
        #expect(json?["onBadRow"] == nil)
    }

    /// The record of a trial has names of files, without the folders of this machine.
    @Test func recordsHaveNoFolders() throws {
        let recorded = RecordedSettings(try study(Self.full).trials[0].settings)
        #expect(!recorded.json.pretty.contains("/data"))
        #expect(recorded.dataset?.table?.joins.map(\.path) == ["c.csv"])
        // The rows count by their digest, so the settings are no part of the key.
        #expect(recorded.counted(countsPositiveClass: false)["dataset"]?["table"] == nil)
    }
}
