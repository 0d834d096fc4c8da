import Datasets
import Engine
import Evaluation
import Foundation
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Studies whose labels are in a table: what the plan says, and what a changed table changes.
@Suite(.serialized) struct TableStudyTests {
    /// Writes images and a table of two classes, 16 patients with an image each in train, val and
    /// test.
    private static func write(_ folder: String, _ change: (String) -> String = { $0 }) throws {
        let set = DrawnSet(root: "\(folder)/images")
        var table = "file,label,split,who,sex\n"
        for number in 0..<48 {
            try set.write("\(number).jpeg", number: number)
            let split = ["train", "train", "val", "test"][number % 4]
            let label = number / 4 % 2 == 0 ? "ill" : "well"
            let sex = number % 3 == 0 ? "F" : "M"
            table += "\(number).jpeg,\(label),\(split),p\(number),\(sex)\n"
        }
        try Data(change(table).utf8).write(to: URL(fileURLWithPath: "\(folder)/labels.csv"))
    }

    private static let columns =
        #""path": "labels.csv", "labels": "label", "split": "split", "group": "who""#

    private static func study(
        _ folder: String, table: String = "{ \(columns) }", dataset: String = "",
        members: String = ""
    ) throws -> Study {
        let text = """
            {
              "name": "tables",
              "dataset": {
                "path": "images", "resize": 16, "crop": 16, "positiveClass": "ill",
                "table": \(table)\(dataset.isEmpty ? "" : ", \(dataset)")
              },
              "training": { "epochs": 1, "batchSize": 8, "optimizer": "adam" },
              "network": { "kind": "cnn4", "channels": 8 }\(members.isEmpty ? "" : ", \(members)")
            }
            """
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "tables.json", folder: folder, catalog: .all,
            currentDirectory: folder)
    }

    private static func errors(
        _ folder: String, table: String = "{ \(columns) }", dataset: String = ""
    ) -> [String] {
        do {
            _ = try StudyPlan(
                try study(folder, table: table, dataset: dataset),
                folder: ResultsFolder("\(folder)/results"))
            return []
        } catch let errors as StudyErrors {
            return errors.diagnostics.map { "\($0.path): \($0.message)" }
        } catch { return ["\(error)"] }
    }

    private static func run(_ study: Study, in folder: String) throws -> StudyResults {
        let plan = try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "tables.json"), executor: InProcess(),
            kernelCache: .ofTheseTests
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == 0)
        return try StudyResults(plan.folder)
    }

    @Test func resultsNameTheTable() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let results = try Self.run(try Self.study(folder), in: folder)
            let dataset = results.lock.dataset
            #expect(dataset.classes == ["ill", "well"])
            #expect(dataset.counts == [.train: [12, 12], .val: [6, 6], .test: [6, 6]])
            #expect(dataset.patients == [.train: 24, .val: 12, .test: 12])
            #expect(dataset.notes == ["labels.csv: 48 rows for 48 images"])
            let test = try #require(results.trials[0].predictions[.test])
            #expect(Set(test.groups) == Set((0..<48).filter { $0 % 4 == 3 }.map { "p\($0)" }))
        }
    }

    @Test func onlyAChangedTableIsOtherData() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            _ = try Self.run(try Self.study(folder), in: folder)
            func state() throws -> [StudyPlan.State] {
                try StudyPlan(
                    try Self.study(folder), folder: ResultsFolder("\(folder)/results")
                ).entries.map(\.state)
            }
            #expect(try state() == [.done])
            try Self.write(folder) {
                "\u{FEFF}" + $0.replacing("\n", with: "\r\n").replacing(",", with: ";")
            }
            #expect(try state() == [.done])
            try Self.write(folder) { $0.replacing("1.jpeg,ill", with: "1.jpeg,well") }
            #expect(try state() != [.done])
        }
    }

    @Test func aTableWithoutSplitsNeedsARule() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let table = #"{ "path": "labels.csv", "labels": "label" }"#
            let message = try #require(Self.errors(folder, table: table).first)
            #expect(message.hasPrefix("dataset.split: "))
            #expect(message.contains("labels.csv gives no splits; set dataset.split to a rule"))
            let rule = #""split": { "kind": "grouped", "validation": 0.2, "test": 0.2 }"#
            #expect(Self.errors(folder, table: table, dataset: rule).isEmpty)
        }
    }

    @Test(arguments: [
        (#"{ "path": "none.csv", "labels": "label" }"#, "", "dataset.table: ", "cannot be read"),
        (#""labels.csv""#, "", "dataset.table: ", "set dataset.table.labels to the column"),
        (
            #"{ "path": "labels.csv", "labels": "lable" }"#, "", "dataset.table: ",
            "did you mean 'label'?"
        ),
        (#"{ "labels": "label" }"#, "", "dataset.table.path: ", "is required"),
        (#"{ "path": {}, "labels": "label" }"#, "", "dataset.table.path: ", "must have a path for"),
        (
            #"{ "path": "labels.csv", "weight": "w" }"#, "", "dataset.table.weight: ",
            "not supported"
        ),
        (#"{ "path": "labels.csv", "label": "x" }"#, "", "dataset.table.label: ", "labels"),
        (
            #"{ "path": "labels.csv", "labels": { "column": "label", "negative": "x" } }"#, "",
            "dataset.table: ", "dataset.table.labels.negative requires labels.positive"
        ),
        (
            #"{ "path": "labels.csv", "labels": { "column": "a", "columns": ["b"] } }"#, "",
            "dataset.table.labels.columns: ", "cannot be combined"
        ),
        (
            #"{ "path": "labels.csv", "labels": "label", "group": "who" }"#,
            #""groupPattern": "(.+)""#, "dataset.groupPattern: ", "already gives the patients"
        ),
        (
            "null", #""task": "multilabel""#, "dataset.task: ",
            "needs the labels of each image in a table"
        ),
        (
            #"{ "path": "labels.csv", "labels": "label", "reader": "who" }"#, "",
            "dataset.table: ", "dataset.table.reader requires \"rows\": \"majority\""
        ),
    ])
    func errors(table: String, dataset: String, path: String, text: String) throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let message = try #require(Self.errors(folder, table: table, dataset: dataset).first)
            #expect(message.hasPrefix(path) && message.contains(text), "\(message)")
        }
    }

    @Test func subgroupsUseTheAttributesOfTheTable() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let table = #"{ \#(Self.columns), "attributes": ["sex"] }"#
            let study = try Self.study(
                folder, table: table, members: #""subgroups": { "by": ["sex"] }"#)
            let plan = try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
            let found = try #require(try plan.attributes()).attributes
            #expect(found.attributes.map(\.levels) == [["F", "M"]])
            #expect(found.files.count == 12)
            let other = try Self.study(
                folder, table: table, members: #""subgroups": { "by": ["who"] }"#)
            let errors = #expect(throws: StudyErrors.self) {
                try StudyPlan(other, folder: ResultsFolder("\(folder)/results")).attributes()
            }
            #expect("\(try #require(errors))".contains("'who' is no attribute of the data set's"))
        }
    }

    @Test func anExternalSetCanHaveATable() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let set = DrawnSet(root: "\(folder)/other")
            for number in 100..<108 { try set.write("\(number).jpeg", number: number * 3) }
            let rows = (100..<108).map { "\($0).jpeg;\($0 % 2 == 0 ? "ill" : "well")\n" }
            try Data(("image;dx\n" + rows.joined()).utf8)
                .write(to: URL(fileURLWithPath: "\(folder)/other.csv"))
            let study = try Self.study(
                folder,
                members: """
                    "evaluate": { "other": { "path": "other",
                      "table": { "path": "other.csv", "labels": "dx" } } }
                    """)
            let plan = try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
            let sets = try plan.plannedSets()
            #expect(sets.map(\.counts) == [[4, 4]])
            #expect(sets[0].notes.contains { $0.contains("other.csv: 8 rows for 8 images") })
        }
    }
}
