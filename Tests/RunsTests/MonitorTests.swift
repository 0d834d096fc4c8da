import Evaluation
import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary

/// Choices depend only on the monitored metric of the validation split.
@Suite struct MonitorTests {
    private static let images = #"{ "size": 40, "train": 40, "val": 60, "test": 40 }"#

    private static func stopping(_ folder: String) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8, "dropout": 0.2 }"#,
            optimizer: #"{ "kind": "adam", "learningRate": 0.003 }"#, epochs: 6,
            sweep: """
                {
                  "schedule": ["constant", "cosine",
                               { "kind": "plateau", "patience": 0, "factor": 0.5 }],
                  "seed": [1, 2]
                }
                """)
        study.training = #""patience": 2"#
        study.monitor = "val_balanced_accuracy"
        study.images = images
        return study
    }

    private static func pruning(_ folder: String) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#,
            optimizer: #"{ "kind": "adam", "learningRate": 0.003 }"#, epochs: 4,
            sweep: """
                { "training.optimizer.learningRate": [0.00001, 0.001, 0.003, 0.03], "seed": [1] }
                """)
        study.pruning = #"{ "kind": "successiveHalving", "minEpochs": 1, "reductionFactor": 2 }"#
        study.monitor = "val_auroc"
        study.images = images
        return study
    }

    /// Moves every other test image to the folder of the other class.
    private static func permuteTestLabels(_ folder: String) throws {
        let manager = FileManager.default
        let test = "\(folder)/phantom/test"
        let classes = try manager.contentsOfDirectory(atPath: test).sorted()
        let files = try classes.map {
            try manager.contentsOfDirectory(atPath: "\(test)/\($0)").sorted()
        }
        for (index, names) in files.enumerated() {
            for (place, name) in names.enumerated() where place % 2 == 0 {
                try manager.moveItem(
                    atPath: "\(test)/\(classes[index])/\(name)",
                    toPath: "\(test)/\(classes[1 - index])/\(name)")
            }
        }
    }

    /// Weights, validation predictions, stops and the choice do not depend on the test labels.
    @Test(arguments: [false, true])
    func permutedTestLabelsHaveNoEffect(_ prunes: Bool) throws {
        func make(_ folder: String) -> PhantomStudy {
            prunes ? Self.pruning(folder) : Self.stopping(folder)
        }
        try withTemporaryFolder { first in
            try withTemporaryFolder { second in
                let truth = try make(first).run()
                try FileManager.default.copyItem(
                    atPath: "\(first)/phantom", toPath: "\(second)/phantom")
                try Self.permuteTestLabels(second)
                var study = make(second)
                study.draws = false
                let permuted = try study.run()
                #expect(!truth.trials.isEmpty && truth.trials.count == permuted.trials.count)
                for (a, b) in zip(truth.trials, permuted.trials) {
                    #expect(Self.decisions(a) == Self.decisions(b), "\(a.entry.id)")
                }
                #expect(
                    truth.trials.contains {
                        $0.best?.metrics[.test] != nil && $0.record.pruned == nil
                    })
                #expect(Self.testFigures(truth) != Self.testFigures(permuted))
                let (a, b) = (StudyChoice(truth), StudyChoice(permuted))
                #expect(a.undecided == b.undecided)
                #expect(a.candidates.map(\.group.name) == b.candidates.map(\.group.name))
                #expect(a.winners.map(\.group.name) == b.winners.map(\.group.name))
                #expect(a.close.map(\.group.name) == b.close.map(\.group.name))
            }
        }
    }

    private static func testFigures(_ results: StudyResults) -> [Double?] {
        results.trials.map { $0.best?.metrics[.test]?.accuracy }
    }

    /// The decisions of a trial, with the digests of the files on which they depend.
    private static func decisions(_ trial: TrialResult) -> [String] {
        let epochs = trial.epochs.map { epoch in
            let val = epoch.metrics[.val]
            return "\(epoch.learningRate) \(val?.loss ?? .nan) \(val?.accuracy ?? .nan) "
                + "\(epoch.monitored?.value ?? .nan)"
        }
        let files = ["best.safetensors", "last.safetensors", "predictions-val.csv"].map {
            trial.record.files[$0] ?? "missing"
        }
        return epochs + files
            + ["\(trial.record.bestEpoch)", trial.record.pruned?.text ?? "not stopped"]
    }

    /// The history of the metric is in the checkpoint.
    @Test func resumingIsReproducibleBitForBit() throws {
        try withTemporaryFolder { folder in
            let study = Self.stopping(folder)
            try study.run("whole")
            for pause in [2, 9, 14] {
                let executor = InProcess(interruptedAt: pause, store: study.store)
                let part = try study.run("parts", executor, only: ["cnn4-plateau-s1"])
                #expect(part.trials.isEmpty)
                try study.run("parts", only: ["cnn4-plateau-s1"])
                #expect(
                    try study.files("parts")["cnn4-plateau-s1"]
                        == study.files("whole")["cnn4-plateau-s1"])
                try FileManager.default.removeItem(atPath: "\(folder)/parts")
            }
        }
    }

    private static func withoutValidation(_ folder: String) throws -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 3,
            sweep: #"{ "schedule": ["constant"], "seed": [1] }"#)
        _ = try study.plan()
        try FileManager.default.removeItem(atPath: "\(folder)/phantom/val")
        study.draws = false
        return study
    }

    @Test func withoutAValidationSplitTheLastEpochIsUsed() throws {
        try withTemporaryFolder { folder in
            let study = try Self.withoutValidation(folder)
            let plan = try study.plan()
            #expect(plan.notes.contains { $0.contains("there is no validation split") })
            let trial = try #require(try study.run().trials.first)
            #expect(trial.record.monitor == "none" && trial.record.bestEpoch == 3)
            #expect(
                trial.record.files["best.safetensors"] == trial.record.files["last.safetensors"])
            #expect(!trial.hasChosenEpoch)
            #expect(try StudyPlan.State.done == study.plan().entries[0].state)
        }
    }

    /// A result that was selected by a training metric, as in earlier versions, is stale.
    @Test func aResultSelectedByATrainingMetricIsStale() throws {
        try withTemporaryFolder { folder in
            let study = try Self.withoutValidation(folder)
            try study.run()
            let trial = ResultsFolder("\(folder)/results").trial("cnn4-constant-s1")
            var record = try trial.readRecord()
            var settings = try study.plan().entries[0].trial.settings
            settings.training.monitor = "val_accuracy"
            record.settings = RecordedSettings(settings)
            record.key = "of then"
            try trial.write(record)
            guard case .stale(let changes) = try study.plan().entries[0].state else {
                Issue.record("not stale")
                return
            }
            #expect(changes.map(\.description) == ["training.monitor: val_accuracy -> none"])
        }
    }

    @Test(arguments: [
        (#""patience": 1"#, "null", "constant", "val_accuracy", "training.patience"),
        ("", #""median""#, "constant", "val_accuracy", "training.pruning"),
        ("", "null", "plateau", "val_accuracy", "schedule"),
        ("", "null", "constant", "val_auroc", "training.monitor"),
    ])
    func settingsThatDependOnAMetricRequireAValidationSplit(
        _ training: String, _ pruning: String, _ schedule: String, _ monitor: String,
        _ place: String
    ) throws {
        try withTemporaryFolder { folder in
            var study = try Self.withoutValidation(folder)
            (study.training, study.pruning, study.monitor) = (training, pruning, monitor)
            study.sweep = #"{ "schedule": ["\#(schedule)"], "seed": [1] }"#
            let errors = #expect(throws: StudyErrors.self) { try study.plan() }
            let text = errors?.diagnostics.map(\.description).joined(separator: "\n") ?? ""
            #expect(text.contains(place) && text.contains("requires a validation split"), "\(text)")
            #expect(text.contains(#"set dataset.split to {"kind": "grouped", "validation": 0.1}"#))
        }
    }

    /// A training metric selects epochs only if the study names it, and a note says so.
    @Test func aTrainingMetricIsUsedOnlyIfTheStudyNamesIt() throws {
        try withTemporaryFolder { folder in
            var study = try Self.withoutValidation(folder)
            study.monitor = "train_loss"
            #expect(
                try study.plan().notes.contains { $0.contains("selected by a training metric") })
            let trial = try #require(try study.run().trials.first)
            #expect(trial.record.monitor == "train_loss" && trial.monitorUsed == "train_loss")
        }
    }
}
