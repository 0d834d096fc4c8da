import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary

/// Settings that are valid one by one, but contradict each other.
@Suite struct ContradictionTests {
    private func study(_ folder: String, schedule: String = #""constant""#) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#,
            optimizer: #"{ "kind": "sgd", "learningRate": 0.01 }"#, epochs: 4,
            sweep: "{ \"schedule\": [\(schedule)], \"seed\": [1] }")
    }

    @Test(arguments: [
        (#"{ "kind": "cosine", "minimum": 0.1 }"#, "minimum: must not be above"),
        (#"{ "kind": "cosineRestarts", "minimum": 0.02 }"#, "minimum: must not be above"),
        (#"{ "kind": "plateau", "minimum": 1 }"#, "minimum: must not be above"),
        (
            #"{ "kind": "step", "warmup": { "epochs": 4 } }"#,
            "warmup.epochs: must be less than the 4 epochs"
        ),
        (
            #"{ "kind": "constant", "warmup": { "epochs": 9.5 } }"#,
            "warmup.epochs: must be less than the 4 epochs"
        ),
        (
            #"{ "kind": "step", "warmup": { "epochs": 3.5 } }"#,
            "warmup.epochs: must be at most 3 of 4 epochs"
        ),
        (#"{ "kind": "oneCycle", "divisor": 0.5 }"#, "divisor: must be at least 1"),
        (
            #"{ "kind": "oneCycle", "divisor": 2, "finalDivisor": 0.1 }"#,
            #"finalDivisor: times "divisor" must be at least 1"#
        ),
    ])
    func aContradictoryScheduleIsAnError(_ schedule: String, _ expected: String) throws {
        try withTemporaryFolder { folder in
            let found = study(folder, schedule: schedule).planErrors
            #expect(found.count == 1)
            #expect(found[0].hasPrefix("sweep.schedule[0].\(expected)"), "\(found)")
        }
    }

    @Test func aScheduleWithoutARateIsAnError() throws {
        try withTemporaryFolder { folder in
            let found = study(folder, schedule: #"{ "kind": "staircase", "rate": 1000 }"#)
                .planErrors
            #expect(found.count == 1)
            #expect(
                found[0].hasPrefix(
                    "sweep.schedule[0]: sets the optimizer's learning rate to 0 from the first "
                        + "step on"),
                "\(found)")
        }
    }

    /// A schedule per epoch has a single rate in a single epoch.
    @Test func aSingleEpochHasASingleRate() throws {
        try withTemporaryFolder { folder in
            var study = study(
                folder, schedule: #""cosine", { "kind": "cosine", "interval": "step" }"#)
            study.epochs = 1
            let found = try study.plan().contradictions
            #expect(found.count == 1)
            #expect(
                found[0].hasPrefix(
                    "schedule: cosine never changes the rate in a training of 1 epoch"),
                "\(found)")
        }
    }

    @Test(arguments: [
        (#"{ "kind": "step", "every": 4 }"#, "schedule.every: the first step"),
        (
            #"{ "kind": "step", "every": 3, "warmup": { "epochs": 1 } }"#,
            "schedule.every: the first step"
        ),
        (#"{ "kind": "step", "factor": 1 }"#, "schedule.factor: is 1"),
        (#"{ "kind": "staircase", "every": 5 }"#, "schedule.every: the first step"),
        (#"{ "kind": "staircase", "rate": 0 }"#, "schedule.rate: is 0"),
        (#"{ "kind": "exponential", "rate": 1 }"#, "schedule.rate: is 1"),
        (#"{ "kind": "naturalExponential", "rate": 0 }"#, "schedule.rate: is 0"),
        (#"{ "kind": "plateau" }"#, "schedule.patience: the first reduction"),
        (#"{ "kind": "cosine", "minimum": 0.01 }"#, "schedule.minimum: is 0.01"),
        (#"{ "kind": "cosineRestarts", "every": 5 }"#, "schedule.every: the first restart"),
        (#"{ "kind": "cosineRestarts", "every": 4 }"#, "schedule.every: the first restart"),
        (#""cosineRestarts""#, "schedule.every: is 1 in a schedule per epoch"),
        (
            #"{ "kind": "step", "warmup": { "epochs": 0, "startFactor": 0.5 } }"#,
            "schedule.warmup.startFactor: changes nothing"
        ),
        (
            #"{ "kind": "step", "warmup": { "epochs": 1, "startFactor": 1 } }"#,
            "schedule.warmup.startFactor: is 1"
        ),
        (
            #"{ "kind": "step", "every": 2, "warmup": { "epochs": 1.5 } }"#,
            "schedule.every: the first step"
        ),
        (
            #"{ "kind": "oneCycle", "warmupFraction": 0.25 }"#,
            "schedule.warmupFraction: is 0.25 of 4"
        ),
        (#"{ "kind": "oneCycle", "divisor": 1 }"#, "schedule.divisor: is 1"),
        (
            #"{ "kind": "oneCycle", "divisor": 4, "finalDivisor": 0.25 }"#,
            #"schedule.finalDivisor: times "divisor" is 1"#
        ),
        (
            #"{ "kind": "oneCycle", "warmupFraction": 0.5, "warmup": { "epochs": 1 } }"#,
            "schedule.warmup: rises to the base rate"
        ),
        (#"{ "kind": "constant", "interval": "step" }"#, #"schedule.interval: is "step""#),
        (
            #"{ "kind": "plateau", "patience": 1, "interval": "step" }"#,
            #"schedule.interval: is "step""#
        ),
        (
            #"{ "kind": "plateau", "patience": 1, "warmup": { "epochs": 0.5 }, "interval": "step" }"#,
            "schedule.patience: the first reduction"
        ),
        (
            #"{ "kind": "plateau", "patience": 0, "factor": 0.9999999 }"#,
            "schedule.factor: would reduce the optimizer's learning rate"
        ),
        (
            #"{ "kind": "cosine", "warmup": { "epochs": 3 } }"#,
            "schedule: cosine never changes the rate"
        ),
        (
            #"{ "kind": "polynomial", "power": 1000000 }"#,
            "schedule: sets the optimizer's learning rate to 0 in epoch 2 of 4"
        ),
    ])
    func aScheduleWithoutEffectGivesANote(_ schedule: String, _ expected: String) throws {
        try withTemporaryFolder { folder in
            let plan = try study(folder, schedule: schedule).plan()
            #expect(plan.contradictions.count == 1)
            #expect(plan.contradictions[0].hasPrefix(expected), "\(plan.contradictions)")
            #expect(plan.notes.contains(plan.contradictions[0]))
        }
    }

    @Test(arguments: [
        #"{ "kind": "step", "every": 3 }"#, #"{ "kind": "cosine", "minimum": 0.001 }"#,
        #"{ "kind": "staircase", "every": 4 }"#, #"{ "kind": "plateau", "patience": 1 }"#,
        #"{ "kind": "cosine", "warmup": { "epochs": 1 } }"#, #""oneCycle""#, #""polynomial""#,
        #"{ "kind": "cosineRestarts", "every": 2 }"#, #""exponential""#, #""constant""#,
        #"{ "kind": "cosineRestarts", "every": 3 }"#,
        #"{ "kind": "step", "warmup": { "epochs": 2 } }"#,
        #"{ "kind": "cosineRestarts", "interval": "step" }"#,
        #"{ "kind": "oneCycle", "interval": "step" }"#,
        #"{ "kind": "cosine", "interval": "step", "warmup": { "epochs": 0.5, "startFactor": 0.1 } }"#,
        #"{ "kind": "plateau", "patience": 0, "warmup": { "epochs": 0.5 } }"#,
        #"{ "kind": "constant", "warmup": { "epochs": 1 }, "interval": "step" }"#,
    ])
    func settingsWithEffectGiveNoNote(_ schedule: String) throws {
        try withTemporaryFolder { folder in
            let found = try study(folder, schedule: schedule).plan().contradictions
            #expect(found == [])
        }
    }

    @Test func identicalTrialsGiveANote() throws {
        try withTemporaryFolder { folder in
            let plan = try study(
                folder, schedule: #""constant", "cosine", { "kind": "step", "every": 7 }"#
            ).plan()
            #expect(
                plan.contradictions.last
                    == "schedule: constant and step have the same learning rate in all 4 epochs, so the "
                    + "training is the same (cnn4-constant-s1, cnn4-step-s1)",
                "\(plan.contradictions)")
            // Settings without effect on the result do not make different trials.
            var same = study(folder)
            same.sweep = #"{ "dataset.positiveClass": ["NORMAL", "PNEUMONIA"], "seed": [1] }"#
            #expect(same.planErrors.count == 1)
            #expect(same.planErrors[0].contains("are the same trial"), "\(same.planErrors)")
            same.sweep = #"{ "training.threads": [1, 2], "seed": [1] }"#
            #expect(try same.plan().contradictions.count == 1)
        }
    }

    @Test func lengthsAndLimitsAreCompared() throws {
        try withTemporaryFolder { folder in
            var study = study(folder)
            study.training = #""patience": 4"#
            var found = try study.plan().contradictions
            #expect(found.count == 1 && found[0].hasPrefix("training.patience: is 4"))
            // Three epochs have passed since the first one only after the fourth, which is the
            // last.
            study.training = #""patience": 3"#
            found = try study.plan().contradictions
            #expect(found.count == 1 && found[0].hasPrefix("training.patience: is 3"))
            study.training = #""patience": 2"#
            found = try study.plan().contradictions
            #expect(found == [])
            study.training = ""
            study.dataset = #""limit": { "train": 10 }"#
            found = try study.plan().contradictions
            #expect(found.count == 1 && found[0].hasPrefix("dataset.limit.train: is 10"))
            study.dataset = #""limit": { "val": 1 }"#
            #expect(study.planErrors[0].hasPrefix("dataset.limit.val: must be at least the number"))
            study.dataset = ""
            study.optimizer = #"{ "kind": "sgd", "nesterov": true }"#
            #expect(study.planErrors[0].hasPrefix("training.optimizer.nesterov: needs a momentum"))
            study.optimizer = #"{ "kind": "sgd", "nesterov": true, "momentum": 0.9 }"#
            #expect(study.planErrors == [])
        }
    }

    /// The report reads the notes from the lock.
    @Test func theLockContainsTheNotes() throws {
        try withTemporaryFolder { folder in
            var study = study(folder, schedule: #"{ "kind": "step", "every": 9 }"#)
            study.epochs = 1
            let results = try study.run()
            #expect(results.lock.notes.count == 1)
            #expect(results.lock.notes[0].hasPrefix("schedule.every"))
        }
    }
}
