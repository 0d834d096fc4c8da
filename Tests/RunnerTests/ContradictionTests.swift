import Foundation
import Results
import Runner
import Settings
import Studies
import TestSupport
import Testing
import Training

/// Settings that are valid each by itself and make no sense together.
@Suite struct ContradictionTests {
    private func study(_ folder: String, schedule: String = #""constant""#) -> PhantomStudy {
        PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#,
            optimizer: #"{ "kind": "sgd", "learningRate": 0.01 }"#, epochs: 4,
            sweep: "{ \"schedule\": [\(schedule)], \"seed\": [1] }")
    }

    private func errors(_ study: PhantomStudy) -> [String] {
        do {
            _ = try study.plan()
            return []
        } catch let errors as StudyErrors {
            return errors.problems.map { "\($0.path): \($0.message)" }
        } catch { return ["\(error)"] }
    }

    @Test(arguments: [
        (#"{ "kind": "cosine", "minimum": 0.1 }"#, "minimum: must not be above"),
        (#"{ "kind": "cosineRestarts", "minimum": 0.02 }"#, "minimum: must not be above"),
        (#"{ "kind": "plateau", "minimum": 1 }"#, "minimum: must not be above"),
        (#"{ "kind": "step", "warmup": 4 }"#, "warmup: must be shorter than the training"),
        (#"{ "kind": "constant", "warmup": 9.5 }"#, "warmup: must be shorter than the training"),
    ])
    func aScheduleThatNobodyCanMeanIsAnError(_ schedule: String, _ expected: String) throws {
        try withTemporaryFolder { folder in
            let found = errors(study(folder, schedule: schedule))
            #expect(found.count == 1)
            #expect(found[0].hasPrefix("sweep.schedule[0].\(expected)"), "\(found)")
        }
    }

    @Test(arguments: [
        (#"{ "kind": "step", "every": 4 }"#, "schedule.every: the first step"),
        (#"{ "kind": "step", "every": 3, "warmup": 1 }"#, "schedule.every: the first step"),
        (#"{ "kind": "step", "factor": 1 }"#, "schedule.factor: is 1"),
        (#"{ "kind": "staircase", "every": 5 }"#, "schedule.every: the first step"),
        (#"{ "kind": "staircase", "rate": 0 }"#, "schedule.rate: is 0"),
        (#"{ "kind": "exponential", "rate": 1 }"#, "schedule.rate: is 1"),
        (#"{ "kind": "naturalExponential", "rate": 0 }"#, "schedule.rate: is 0"),
        (#"{ "kind": "plateau" }"#, "schedule.patience: the first reduction"),
        (#"{ "kind": "cosine", "minimum": 0.01 }"#, "schedule.minimum: is 0.01"),
        (#"{ "kind": "cosineRestarts", "every": 5 }"#, "schedule.every: the first restart"),
    ])
    func aScheduleThatDoesNothingIsSaid(_ schedule: String, _ expected: String) throws {
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
        #"{ "kind": "cosine", "warmup": 1 }"#, #""oneCycle""#, #""polynomial""#,
        #"{ "kind": "cosineRestarts", "every": 2 }"#, #""exponential""#, #""constant""#,
    ])
    func whatMakesSenseIsLetAlone(_ schedule: String) throws {
        try withTemporaryFolder { folder in
            let found = try study(folder, schedule: schedule).plan().contradictions
            #expect(found == [])
        }
    }

    @Test func trialsThatAreTheSameAreSaid() throws {
        try withTemporaryFolder { folder in
            let plan = try study(folder, schedule: #""constant", { "kind": "step", "every": 7 }"#)
                .plan()
            #expect(
                plan.contradictions.contains {
                    $0.contains("'cnn4-constant-s1' and 'cnn4-step-s1' have the same rate")
                })
            // What does not decide the outcome makes no other trials.
            var same = study(folder)
            same.sweep = #"{ "dataset.positiveClass": ["NORMAL", "PNEUMONIA"], "seed": [1] }"#
            #expect(errors(same).count == 1)
            #expect(errors(same)[0].contains("are the same trial"), "\(errors(same))")
            same.sweep = #"{ "training.threads": [1, 2], "seed": [1] }"#
            #expect(try same.plan().contradictions.count == 1)
        }
    }

    @Test func lengthsAndLimitsAreHeldAgainstEachOther() throws {
        try withTemporaryFolder { folder in
            var study = study(folder)
            study.training = #""patience": 4"#
            var found = try study.plan().contradictions
            #expect(found.count == 1 && found[0].hasPrefix("training.patience: is 4"))
            study.training = #""patience": 3"#
            found = try study.plan().contradictions
            #expect(found == [])
            study.dataset = #""limit": { "train": 10 }"#
            found = try study.plan().contradictions
            #expect(found.count == 1 && found[0].hasPrefix("dataset.limit.train: is 10"))
            study.dataset = #""limit": { "val": 1 }"#
            #expect(errors(study)[0].hasPrefix("dataset.limit.val: must be at least the number"))
            study.dataset = ""
            study.optimizer = #"{ "kind": "sgd", "nesterov": true }"#
            #expect(errors(study)[0].hasPrefix("training.optimizer.nesterov: needs a momentum"))
            study.optimizer = #"{ "kind": "sgd", "nesterov": true, "momentum": 0.9 }"#
            #expect(errors(study) == [])
        }
    }

    /// The report says it, from the lock alone.
    @Test func theLockHasWhatIsSaid() throws {
        try withTemporaryFolder { folder in
            var study = study(folder, schedule: #"{ "kind": "step", "every": 9 }"#)
            study.epochs = 1
            let results = try study.run()
            #expect(results.lock.notes.count == 1)
            #expect(results.lock.notes[0].hasPrefix("schedule.every"))
        }
    }
}
