import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Inference
import JSON
import Networks
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary
import Weights

/// A study on a tiny phantom data set, trained in this process.
@Suite(.serialized) struct RunnerTests {
    private static let text = """
        {
          "name": "tiny",
          "dataset": {
            "path": "phantom", "resize": 32, "crop": 32,
            "phantom": { "size": 32, "train": 40, "val": 20, "test": 20 }
          },
          "training": {
            "epochs": 2, "batchSize": 16,
            "optimizer": { "kind": "adam", "learningRate": 0.001 }
          },
          "sweep": {
            "network": [{ "kind": "cnn4", "channels": 8 }],
            "schedule": ["constant", { "kind": "cosine", "interval": "step" }],
            "seed": [1]
          }
        }
        """

    private static func study(in folder: String, overrides: [String] = []) throws -> Study {
        try StudyFile.read(
            bytes: Array(text.utf8), file: "tiny.json", folder: folder, overrides: overrides,
            catalog: .all, currentDirectory: folder)
    }

    @discardableResult
    private static func run(
        _ study: Study, in folder: String, _ executor: any Executor = InProcess()
    ) throws -> (plan: StudyPlan, failures: Int) {
        let plan = try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "tiny.json"), executor: executor,
            kernelCache: .ofTheseTests
        ) { _ in }
        return (plan, try runner.run(on: OneDNNDevice()))
    }

    @Test func allDocumentedFilesAreWritten() throws {
        try withTemporaryFolder { folder in
            let (plan, failures) = try Self.run(try Self.study(in: folder), in: folder)
            #expect(failures == 0)
            let results = try StudyResults(plan.folder)
            #expect(results.trials.map(\.entry.id) == ["cnn4-constant-s1", "cnn4-cosine-s1"])
            for trial in results.trials {
                #expect(trial.epochs.count == 2)
                #expect(trial.predictions[.test]?.files.count == 20)
                let steps = try plan.folder.trial(trial.entry.id).readSteps()
                #expect(steps.count == 6)
                #expect(
                    Set(trial.record.files.keys).isSuperset(of: [
                        "best.safetensors", "last.safetensors", "epochs.csv", "steps.csv",
                        "predictions-val.csv", "predictions-test.csv",
                    ]))
                // The predictions are those of the best epoch.
                let predictions = try #require(trial.predictions[.test]).predictions
                let accuracy = Double(predictions.correct) / Double(predictions.count)
                #expect(accuracy == trial.best?.metrics[.test]?.accuracy)
            }
            #expect(FileManager.default.fileExists(atPath: plan.folder.summaryPath))
        }
    }

    @Test func onlyChangedTrialsAreTrainedAgain() throws {
        try withTemporaryFolder { folder in
            let study = try Self.study(in: folder)
            try Self.run(study, in: folder)
            let counter = InProcess()
            try Self.run(study, in: folder, counter)
            #expect(counter.trained.isEmpty)
            let changed = try Self.study(
                in: folder, overrides: ["sweep.schedule[1].minimum=0.0001", "title=\"Another\""])
            try Self.run(changed, in: folder, counter)
            #expect(counter.trained == ["cnn4-cosine-s1"])
        }
    }

    /// A version with an additional setting, null by default, trains no trial again.
    @Test func aNullSettingIsNotPartOfTheKey() throws {
        var settings = try Self.study(in: "/here").trials[0].settings
        func key() -> String {
            TrialKey.key(RecordedSettings(settings), fingerprint: "f", weights: nil)
        }
        let before = key()
        settings.schedule.values.values["later"] = .null
        settings.training.optimizer.values.values["later"] = .null
        #expect(key() == before)
        settings.schedule.values.values["later"] = 1
        #expect(key() != before)
    }

    /// The exemption of norms and biases from weight decay is part of the key only if it is set.
    @Test func aLaterSettingAtItsDefaultIsNotPartOfTheKey() throws {
        func key(_ optimizer: String, isEarlier: Bool = false) throws -> String {
            let study = try Self.study(
                in: "/here", overrides: ["training.optimizer=\(optimizer)"])
            var settings = study.trials[0].settings
            let name = "decayNormsAndBiases"
            #expect(settings.training.optimizer.values.values[name] != nil)
            if isEarlier { settings.training.optimizer.values.values[name] = nil }
            return TrialKey.key(RecordedSettings(settings), fingerprint: "f", weights: nil)
        }
        let earlier = try key(#"{ "kind": "adamw" }"#, isEarlier: true)
        #expect(try key(#"{ "kind": "adamw" }"#) == earlier)
        #expect(
            try key(#"{ "kind": "adamw", "decayNormsAndBiases": false }"#) != earlier)
    }

    @Test func theSameStudyGivesIdenticalResults() throws {
        try withTemporaryFolder { first in
            try withTemporaryFolder { second in
                let folders = try [first, second].map { folder in
                    try Self.run(try Self.study(in: folder), in: folder).plan.folder
                }
                for id in ["cnn4-constant-s1", "cnn4-cosine-s1"] {
                    let files = try folders.map { try $0.trial(id).readRecord().files }
                    for name in ["last.safetensors", "steps.csv", "predictions-test.csv"] {
                        #expect(
                            files[0][name] != nil && files[0][name] == files[1][name], "\(name)")
                    }
                }
            }
        }
    }

    /// At this rate no epoch is better than the first, and the plateau schedule lowers the rate
    /// after its patience.
    @Test func aTrialStopsAfterItsPatience() throws {
        try withTemporaryFolder { folder in
            let study = try Self.study(
                in: folder,
                overrides: [
                    "training.epochs=9", "training.patience=3",
                    "training.optimizer.learningRate=1e-7",
                    #"sweep.schedule=[{"kind":"plateau","patience":1,"factor":0.5}]"#,
                ])
            let results = try StudyResults(try Self.run(study, in: folder).plan.folder)
            let trial = try #require(results.trials.first)
            #expect(trial.record.bestEpoch == 1)
            #expect(trial.epochs.map(\.learningRate) == [1e-7, 1e-7, 1e-7, 5e-8])
            #expect(trial.patienceAtEnd == 3)
        }
    }

    /// With a rate that is too small to change a weight, only the last layer changes.
    @Test func theBackboneHasItsOwnRate() throws {
        try withTemporaryFolder { folder in
            let study = try Self.study(
                in: folder, overrides: ["training.optimizer.backboneLearningRate=1e-30"])
            let settings = study.trials[0].settings
            let graph = try settings.network.network(classes: 2, imageSize: 32)
                .graph(input: [1, 3, 32, 32])
            let trial = try Self.run(study, in: folder).plan.folder.trial(study.trials[0].id)
            let file = try SafetensorsFile(path: trial.lastPath)
            for parameter in graph.parameters {
                let first = parameter.initializer.tensor(for: parameter, seed: settings.seed)
                let entry = try #require(file.entries.first { $0.name == parameter.name })
                let last = try file.tensor(of: entry)
                #expect(
                    (last == first)
                        == !["classifier.weight", "classifier.bias"].contains(parameter.name),
                    "\(parameter.name)")
            }
        }
    }

    @Test func aFailedTrialIsReportedAndTheOthersContinue() throws {
        try withTemporaryFolder { folder in
            let executor = InProcess(failing: "cnn4-constant-s1")
            let (plan, failures) = try Self.run(try Self.study(in: folder), in: folder, executor)
            #expect(failures == 1)
            let states = try plan.folder.readLock().trials.map(\.state)
            #expect(states == [.failed("no luck"), .complete])
            #expect(try Self.run(try Self.study(in: folder), in: folder).failures == 0)
        }
    }

    /// The result of earlier settings stays until the new one is finished.
    @Test func aFailedReplacementKeepsTheOldResult() throws {
        try withTemporaryFolder { folder in
            let (plan, _) = try Self.run(try Self.study(in: folder), in: folder)
            let before = try plan.folder.trial("cnn4-cosine-s1").readRecord()
            let changed = try Self.study(
                in: folder, overrides: ["sweep.schedule[1].minimum=0.0001"])
            let failing = InProcess(failing: "cnn4-cosine-s1")
            #expect(try Self.run(changed, in: folder, failing).failures == 1)
            #expect(try plan.folder.trial("cnn4-cosine-s1").readRecord() == before)
            #expect(try Self.run(changed, in: folder).failures == 0)
            #expect(try plan.folder.trial("cnn4-cosine-s1").readRecord().key != before.key)
            let trials = try FileManager.default.contentsOfDirectory(
                atPath: "\(plan.folder.path)/trials")
            #expect(trials.sorted() == ["cnn4-constant-s1", "cnn4-cosine-s1"])
        }
    }

    @Test func errorsThatDependOnTheDataHaveALocation() throws {
        try withTemporaryFolder { folder in
            let study = try Self.study(
                in: folder, overrides: ["network=\"alexnet\"", "dataset.crop=32"])
            let errors = try #require(throws: StudyErrors.self) {
                try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
            }
            #expect(
                "\(errors)"
                    == "--set dataset.crop: must be at least 63, the minimum image size of alexnet; got 32"
            )
        }
    }

    @Test func aMissingDataSetHasALocation() throws {
        try withTemporaryFolder { folder in
            let study = try StudyFile.read(
                bytes: Array(
                    """
                    { "name": "x", "dataset": { "path": "nowhere" }, "network": "cnn4",
                      "training": { "epochs": 1, "optimizer": "sgd" } }
                    """.utf8), file: "x.json", folder: folder, catalog: .all)
            let errors = try #require(throws: StudyErrors.self) {
                try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
            }
            #expect(
                "\(errors)".hasPrefix(
                    "x.json:1:37: dataset.path: \(folder)/nowhere: no such folder"))
        }
    }

    @Test func theSchemaOnDiskIsCurrent() throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Studies/study.schema.json")
        let written = try String(contentsOf: path, encoding: .utf8)
        #expect(
            written.trimmingCharacters(in: .newlines)
                == Study.schema(catalog: .all).pretty.trimmingCharacters(in: .newlines),
            "run: study schema > Studies/study.schema.json")
    }

    @Test(arguments: ["lr-sweep", "network-comparison", "chest-xray-alexnet"])
    func theStudiesOfTheProjectAreValid(_ name: String) throws {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Studies/\(name).json").standardizedFileURL.path
        #expect(try StudyFile.load(path: path, catalog: .all).trials.count >= 4)
    }
}
