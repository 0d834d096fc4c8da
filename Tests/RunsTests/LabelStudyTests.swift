import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import ProgramSupport
import Reports
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary

/// Studies whose images can have several labels, from the table to the report and to predictions.
@Suite(.serialized) struct LabelStudyTests {
    /// Images of 40 patients with two images each, and a table of three labels with uncertain and
    /// missing entries: `bright` and `right` can be seen, `rare` is on few images.
    static func write(_ folder: String, _ change: (String) -> String = { $0 }) throws {
        let set = DrawnSet(root: "\(folder)/images")
        var table = "file,bright,right,rare,split,who\n"
        for number in 0..<80 {
            let patient = number / 2
            let (isBright, isRight) = (patient % 2 == 0, patient / 2 % 2 == 0)
            let pixels = (0..<20 * 16).map { pixel -> UInt8 in
                let noise = (pixel * 7 + number * 13) % 40
                let spot = isRight == (pixel % 20 >= 10) ? 70 : 0
                return UInt8((isBright ? 110 : 20) + spot + noise)
            }
            try set.write(
                JPEG.encode(gray: pixels, width: 20, height: 16, quality: 95), "\(number).jpeg")
            let split = ["train", "train", "train", "val", "test"][patient % 5]
            let right = patient % 7 == 0 ? "-1" : isRight ? "1" : "0"
            let bright = patient % 11 == 0 ? "" : isBright ? "1.0" : "0.0"
            table += "\(number).jpeg,\(bright),\(right),\(patient % 6 == 1 ? 1 : 0),\(split),"
            table += "p\(patient)\n"
        }
        try Data(change(table).utf8).write(to: URL(fileURLWithPath: "\(folder)/labels.csv"))
    }

    static let table = """
        { "path": "labels.csv", "image": "file", "split": "split", "group": "who",
          "labels": { "columns": ["bright", "right", "rare"], "uncertain": "ignore",
                      "missing": "ignore" } }
        """

    /// The text of a study file.
    static func text(
        training: String = "", dataset: String = "", members: String = ""
    ) -> String {
        """
        {
          "name": "labels",
          "dataset": {
            "path": "images", "resize": 16, "crop": 16, "task": "multilabel",
            "table": \(table)\(dataset.isEmpty ? "" : ", \(dataset)")
          },
          "training": { "epochs": 12, "batchSize": 8,
                        "optimizer": { "kind": "adam", "learningRate": 0.01 }\(training) },
          "network": { "kind": "cnn4", "channels": 8 }\(members.isEmpty ? "" : ", \(members)")
        }
        """
    }

    static func study(
        _ folder: String, training: String = "", dataset: String = "", members: String = ""
    ) throws -> Study {
        let text = text(training: training, dataset: dataset, members: members)
        return try StudyFile.read(
            bytes: Array(text.utf8), file: "labels.json", folder: folder, catalog: .all,
            currentDirectory: folder)
    }

    static func plan(_ study: Study, in folder: String) throws -> StudyPlan {
        try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
    }

    static func run(_ study: Study, in folder: String) throws -> StudyResults {
        let plan = try plan(study, in: folder)
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "\(folder)/labels.json"), executor: InProcess(),
            kernelCache: .ofTheseTests
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == 0)
        return try StudyResults(plan.folder)
    }

    /// An image counts once, however many labels it has.
    @Test func validateCountsImages() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            try Data(Self.text().utf8).write(to: URL(fileURLWithPath: "\(folder)/labels.json"))
            let outcome = try StudyProgram(folder: folder).run(["validate", "labels.json"])
            #expect(outcome.status == 0, "\(outcome.errors)")
            for line in [
                "training images: 48 of 24 patients (bright ",
                "validation images: 16 of 8 patients", "test images: 16 of 8 patients",
            ] { #expect(outcome.output.contains(line), "\(line): \(outcome.output)") }
        }
    }

    @Test func aStudyIsTrainedReportedAndFoundAgain() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let study = try Self.study(
                folder,
                training: #", "loss": { "kind": "binaryCrossEntropy", "posWeight": "balanced" }"#)
            let results = try Self.run(study, in: folder)
            let dataset = results.lock.dataset
            #expect(dataset.classes == ["bright", "right", "rare"])
            #expect(dataset.imageCounts == [.train: 48, .val: 16, .test: 16])
            #expect(dataset.isMultilabel && dataset.total(.test) == 16)
            let trial = try #require(results.trials.first)
            #expect(trial.predictions.isEmpty)
            let test = try #require(trial.labelPredictions[.test])
            #expect(test.labels == dataset.classes && test.files.count == 16)
            #expect(test.groups.allSatisfy { $0 != nil })
            // The states are those of the table.
            let lines = try String(contentsOfFile: "\(folder)/labels.csv", encoding: .utf8)
                .split(separator: "\n").dropFirst()
            let rows = Dictionary(
                uniqueKeysWithValues: lines.map { line in
                    let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    return (String(fields[0]), fields[1...3].map(String.init))
                })
            let words: [String: LabelState] = [
                "1": .positive, "1.0": .positive, "0": .negative, "0.0": .negative, "-1": .ignored,
                "": .ignored,
            ]
            for (image, file) in test.files.enumerated() {
                let expected = try #require(rows[file]).map { words[$0] }
                #expect(Array(test.predictions.truth.row(image)) == expected, "\(file)")
            }
            // What is visible is learned.
            let weighted = try WeightedLabelPredictions(test.predictions)
            #expect((weighted.value(AreaUnderROC(), of: 0) ?? 0) > 0.9)
            #expect(trial.record.settings.dataset?.task == .multilabel)
            let best = try #require(trial.best)
            #expect(best.monitored?.name == "val_auroc")
            let val = try WeightedLabelPredictions(
                try #require(trial.labelPredictions[.val]).predictions)
            #expect(
                abs((best.monitored?.value ?? -1) - (val.macro(AreaUnderROC()) ?? -2)) < 1e-6)
            // A second plan finds the trial, and another table is other data.
            #expect(try Self.plan(study, in: folder).entries.map(\.state) == [.done])
            // The report is of labels, and every file is that of the lock.
            let outcome = try ReportWriter.make(results.folder(in: folder))
            let report = try String(contentsOfFile: outcome.path, encoding: .utf8)
            #expect(report.contains("## Labels") && report.contains("rare"))
            #expect(
                FileManager.default.fileExists(atPath: "\(folder)/results/tables/labels.csv"))
            try Self.write(folder) { $0.replacing("0.jpeg,,", with: "0.jpeg,1,") }
            #expect(try Self.plan(study, in: folder).entries.map(\.state) != [.done])
        }
    }

    /// Predictions of the files equal those of the training, and commands that need classes refuse
    /// the model.
    @Test func predictionsAreSigmoids() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let results = try Self.run(try Self.study(folder), in: folder)
            let trial = try #require(results.trials.first)
            let test = try #require(trial.labelPredictions[.test])
            let path = "\(folder)/results/trials/\(trial.entry.id)"
            let model = try TrainedModel(trials: [path])
            #expect(model.isMultilabel)
            let predictor = try Predictor(model, on: OneDNNDevice())
            var image = 0
            try predictor.predict(test.files.map { FilePath("\(folder)/images/\($0)") }) {
                _, prediction, _ in
                let found = try prediction.get()
                for label in 0..<3 {
                    let stored = test.predictions.probability(image, of: label)
                    #expect(abs(found.probabilities[label] - stored) < 1e-5)
                }
                let predicted = (0..<3).filter { found.probabilities[$0] >= 0.5 }
                #expect(found.predictedLabels == predicted)
                image += 1
            }
            #expect(image == 16)
            #expect(throws: PredictionError.self) { try model.requireClasses(for: "study x") }
            let error = #expect(throws: EvaluationFailure.self) {
                _ = try ModelEvaluator(trials: [path], dataset: "\(folder)/images")
            }
            #expect(error?.description.contains("set --table") == true)
        }
    }

    @Test(arguments: [
        (#", "loss": "crossEntropy""#, "", "training.loss: ", "use binaryCrossEntropy"),
        ("", #""positiveClass": "rare""#, "dataset.positiveClass: ", "must be left out"),
    ])
    func contradictionsAreErrors(
        training: String, dataset: String, path: String, text: String
    ) throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let errors = #expect(throws: StudyErrors.self) {
                try Self.study(folder, training: training, dataset: dataset)
            }
            let message = try #require(errors?.diagnostics.first)
            #expect("\(message.path): \(message.message)".hasPrefix(path))
            #expect(message.message.contains(text), "\(message.message)")
        }
    }

    /// A label that no training image has cannot be learned, which is an error before training.
    @Test func aLabelWithoutTrainingImagesStopsTheRun() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder) { text in
                text.split(separator: "\n").map { line in
                    var fields = line.split(separator: ",", omittingEmptySubsequences: false)
                    if fields[4] == "train" { fields[3] = "0" }
                    return fields.joined(separator: ",")
                }.joined(separator: "\n") + "\n"
            }
            let study = try Self.study(folder)
            let error = #expect(throws: (any Error).self) {
                try Self.plan(study, in: folder)
            }
            let message = error.map { "\($0)" } ?? ""
            #expect(
                message.contains("the label 'rare' is positive for none of the 48"), "\(message)")
        }
    }

    /// A split by patients keeps the proportion of every label.
    @Test func aNewSplitIsByPatientAndLabel() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let study = try Self.study(
                folder,
                dataset: """
                    "split": { "kind": "grouped", "validation": 0.25, "from": ["train", "val"] }
                    """)
            let data = try #require(try Self.plan(study, in: folder).entries.first?.data)
            let (train, val) = (data.splits[.train], data.splits[.val])
            let both = try #require(train?.labelMatrix), own = try #require(val?.labelMatrix)
            for (a, b) in zip(both.counts, own.counts) {
                let share = Double(b.positive) / Double(a.positive + b.positive)
                #expect(abs(share - 0.25) < 0.13)
            }
            let groups = [train, val].map { split in
                Set(data.dataset.groups(of: split?.samples ?? []).compactMap { $0 })
            }
            #expect(groups[0].isDisjoint(with: groups[1]))
        }
    }
}

extension StudyResults {
    func folder(in folder: String) -> ResultsFolder {
        ResultsFolder("\(folder)/results")
    }
}
