import Engine
import Files
import Foundation
import JSON
import Phantom
import Processes
import Reports
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Studies that name external sets, on which their configurations are evaluated after training.
@Suite(.serialized) struct ExternalSetStudyTests {
    private static func study(
        _ folder: String, _ evaluate: String, sweep: String = #"{ "seed": [1, 2] }"#
    ) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 2, sweep: sweep)
        study.evaluate = evaluate
        return study
    }

    /// What a run of the evaluations did: the names of the evaluations.
    private struct Outcome: Equatable {
        var made: [String] = []
        var kept: [String] = []
        var failed: [String] = []
        var incomplete: [String] = []
        var messages: [String] = []
    }

    private static func evaluate(_ study: PhantomStudy) throws -> Outcome {
        let plan = try study.plan()
        try study.placeLock(of: plan.folder)
        var outcome = Outcome()
        let failures = try StudyEvaluations(plan.study, in: plan.folder).run(on: OneDNNDevice()) {
            switch $0 {
            case .finished(let folder, _, _): outcome.made.append(folder.name)
            case .kept(let name): outcome.kept.append(name)
            case .failed(let name, let message):
                outcome.failed.append(name)
                outcome.messages.append(message)
            case .incomplete(let name, _, _): outcome.incomplete.append(name)
            case .started, .progress, .note: break
            }
        }
        #expect(failures == outcome.failed.count)
        return outcome
    }

    private static func errors(_ study: PhantomStudy) -> [String] {
        do { _ = try study.plan().plannedSets() } catch {
            return (error as? StudyErrors)?.diagnostics.map { "\($0)" } ?? ["\(error)"]
        }
        return []
    }

    @Test func configurationsAreEvaluatedOnceUntilATrialIsTrainedAgain() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            let sweep = #"{ "schedule": ["constant", "cosine"], "seed": [1, 2] }"#
            var study = Self.study(folder, #"{ "b": { "path": "other" } }"#, sweep: sweep)
            let sets = try study.plan().plannedSets()
            #expect(sets.map { $0.counts.reduce(0, +) } == [24])
            let summary = try #require(sets.first?.summary)
            #expect(summary.hasPrefix("b: 24 images (NORMAL "))
            #expect(summary.hasSuffix("), for 2 configurations"))
            try study.run()
            let names = ["b-cnn4-constant", "b-cnn4-cosine"]
            #expect(try Self.evaluate(study) == Outcome(made: names))
            let results = try study.plan().folder
            let lock = try results.readLock()
            for (name, group) in zip(names, ["cnn4-constant", "cnn4-cosine"]) {
                let record = try results.evaluation(name).readRecord()
                #expect(record.set == .init(name: "b", settings: .object([])))
                #expect(record.images.path == "other")
                #expect(record.images.total == 24)
                #expect(record.model.count == 1)
                let entry = try #require(lock.trials.first { $0.id == record.model[0].id })
                #expect(entry.group == group)
                #expect(record.isCurrent(in: lock))
                #expect(record.overlaps == [])
            }
            // The trial of each configuration is its best one by validation.
            let choice = StudyChoice(try StudyResults(results))
            let best = try StudyResults(results).groups.map {
                try #require(choice.bestTrial(of: $0)).entry.id
            }
            #expect(
                try names.map { try results.evaluation($0).readRecord().model[0].id } == best)

            #expect(try Self.evaluate(study) == Outcome(kept: names))
            #expect(try StudyEvaluations(study.plan().study, in: results).missing == [])

            // Another threshold makes the evaluations again.
            study.evaluate = #"{ "b": { "path": "other", "threshold": 0.3 } }"#
            #expect(try Self.evaluate(study) == Outcome(made: names))
            #expect(try results.evaluation(names[0]).readRecord().threshold?.value == 0.3)
            #expect(try Self.evaluate(study) == Outcome(kept: names))

            // So do other images.
            let files = FileManager.default
            let image = try #require(
                try files.contentsOfDirectory(atPath: "\(folder)/other/test/NORMAL").sorted().first)
            try files.removeItem(atPath: "\(folder)/other/test/NORMAL/\(image)")
            #expect(try Self.evaluate(study) == Outcome(made: names))
            #expect(try results.evaluation(names[0]).readRecord().images.total == 23)

            // A trial with other settings is trained again, and so is its evaluation.
            study.epochs = 3
            try study.run()
            #expect(try StudyEvaluations(study.plan().study, in: results).missing == names)
            #expect(try Self.evaluate(study) == Outcome(made: names))
        }
    }

    @Test func aSetDoesNotChangeTheTrials() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            var study = Self.study(folder, "{}")
            try study.run()
            study.evaluate = #"{ "b": { "path": "other", "ensemble": true } }"#
            let plan = try study.plan()
            #expect(plan.entries.allSatisfy { $0.state == .done })
            try study.run()
            #expect(try Self.evaluate(study) == Outcome(made: ["b-cnn4-constant"]))
            let record = try plan.folder.evaluation("b-cnn4-constant").readRecord()
            #expect(record.model.map(\.id) == plan.entries.map(\.trial.id))
            #expect(!record.gains.isEmpty)
            let lock = try plan.folder.readLock()
            #expect(lock.study["evaluate"]?["b"]?["path"] == "other")
            // The report has a table with a row for the configuration.
            let path = try ReportWriter.write(plan.folder, replicates: 20)
            let report = try String(contentsOfFile: path, encoding: .utf8)
            #expect(report.contains("### External set `b`"))
            #expect(report.contains("](evaluations/b-cnn4-constant/evaluation.json) |"))
        }
    }

    @Test func incompleteConfigurationsAreNotEvaluated() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            let sweep = #"{ "schedule": ["constant", "cosine"], "seed": [1, 2] }"#
            let study = Self.study(folder, #"{ "b": { "path": "other" } }"#, sweep: sweep)
            try study.run(only: ["cnn4-constant-s1", "cnn4-constant-s2", "cnn4-cosine-s1"])
            #expect(
                try Self.evaluate(study)
                    == Outcome(made: ["b-cnn4-constant"], incomplete: ["cnn4-cosine"]))
        }
    }

    /// A failure after training keeps the trials and the other evaluations.
    @Test func aFailureLosesNothing() throws {
        try withTemporaryFolder { folder in
            let (first, second) = (
                try PhantomStudy.others(folder, "b"), try PhantomStudy.others(folder, "c")
            )
            let study = Self.study(
                folder, #"{ "b": { "path": "b" }, "c": { "path": "c" } }"#)
            try study.run()
            try FileManager.default.removeItem(atPath: first)
            let outcome = try Self.evaluate(study)
            #expect(outcome.made == ["c-cnn4-constant"])
            #expect(outcome.failed == ["b-cnn4-constant"])
            #expect(outcome.messages[0].contains("\(first): no such folder"))
            try FileManager.default.copyItem(atPath: second, toPath: first)
            #expect(
                try Self.evaluate(study)
                    == Outcome(made: ["b-cnn4-constant"], kept: ["c-cnn4-constant"]))
        }
    }

    @Test func anEvaluationOfTheCommandIsNotReplaced() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            let study = Self.study(folder, #"{ "b": { "path": "other" } }"#)
            try study.run()
            _ = try Self.evaluate(study)
            let evaluation = try study.plan().folder.evaluation("b-cnn4-constant")
            var record = try evaluation.readRecord()
            record.set = nil
            try evaluation.write(
                record, .classes(try evaluation.readPredictions(of: record)))
            let outcome = try Self.evaluate(study)
            #expect(outcome.failed == ["b-cnn4-constant"])
            #expect(
                outcome.messages[0].contains("contains an evaluation that 'study evaluate' made"))
        }
    }

    @Test func anInterruptionStopsTheEvaluation() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            let study = Self.study(folder, #"{ "b": { "path": "other" } }"#)
            try study.run()
            let plan = try study.plan()
            let evaluations = try StudyEvaluations(plan.study, in: plan.folder)
            #expect(throws: Interrupted.self) {
                try evaluations.run(on: OneDNNDevice(), interruption: { SIGINT }) { _ in }
            }
            #expect(!plan.folder.evaluation("b-cnn4-constant").isComplete)
        }
    }

    // MARK: - Errors before training

    @Test func trainingImagesAreRefusedBeforeTraining() throws {
        try withTemporaryFolder { folder in
            let path = try PhantomStudy.others(folder)
            let study = Self.study(folder, #"{ "b": { "path": "other" } }"#)
            let plan = try study.plan()
            let files = FileManager.default
            let image = try #require(
                try files.contentsOfDirectory(atPath: "\(folder)/phantom/train/NORMAL").sorted()
                    .first)
            try files.copyItem(
                atPath: "\(folder)/phantom/train/NORMAL/\(image)",
                toPath: "\(path)/test/NORMAL/copy.jpeg")
            let errors = Self.errors(study)
            #expect(errors.count == 1)
            let text = try #require(errors.first)
            #expect(text.hasPrefix("phantoms.json:"))
            #expect(
                text.contains(": evaluate.b.path: other: 1 of 25 images are also training images"))
            #expect(text.contains("test/NORMAL/copy.jpeg = train/NORMAL/\(image)"))
            #expect(text.contains("or set evaluate.b.allowOverlap"))
            #expect(!files.fileExists(atPath: plan.folder.path))
            let allowed = Self.study(
                folder, #"{ "b": { "path": "other", "allowOverlap": true } }"#)
            #expect(Self.errors(allowed) == [])
        }
    }

    @Test(arguments: [
        (#"{ "b": { "path": "nowhere" } }"#, "evaluate.b.path: ", "no such folder"),
        (
            #"{ "b": { "path": "other", "split": "val" } }"#, "evaluate.b.split: ",
            "has no split 'val'"
        ),
        (
            #"{ "b": { "path": "other", "groupPattern": "no group" } }"#,
            "evaluate.b.groupPattern: ", "a regular expression with a capture group"
        ),
        (
            #"{ "b": { "path": "classes" } }"#, "evaluate.b.path: ",
            "the model distinguishes NORMAL, PNEUMONIA, but the folder has CAT, DOG"
        ),
        (
            #"{ "b": { "path": "unread" } }"#, "evaluate.b.path: ",
            "or set evaluate.b.ignoreUnread"
        ),
    ])
    func setsAreCheckedBeforeTraining(
        _ evaluate: String, _ path: String, _ message: String
    ) throws {
        try withTemporaryFolder { folder in
            let other = try PhantomStudy.others(folder)
            let files = FileManager.default
            try files.createDirectory(
                atPath: "\(folder)/classes", withIntermediateDirectories: true)
            try files.copyItem(atPath: "\(other)/test/NORMAL", toPath: "\(folder)/classes/CAT")
            try files.copyItem(atPath: "\(other)/test/PNEUMONIA", toPath: "\(folder)/classes/DOG")
            try files.copyItem(atPath: "\(other)/test", toPath: "\(folder)/unread")
            try Data([1]).write(to: URL(fileURLWithPath: "\(folder)/unread/NORMAL/scan.nii"))
            let errors = Self.errors(Self.study(folder, evaluate))
            #expect(errors.count == 1)
            #expect(errors.first?.contains(path) == true, "\(errors)")
            #expect(errors.first?.contains(message) == true, "\(errors)")
        }
    }

    /// The folds of a cross-validation decide by all their validation images.
    @Test func ensemblesOfFoldsDecideTogether() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            var study = Self.study(
                folder,
                #"{ "b": { "path": "other", "ensemble": true, "threshold": "youden", "calibrate": "temperature" } }"#,
                sweep: #"{ "dataset.split.fold": [0, 1] }"#)
            study.dataset = #""split": { "kind": "folds", "k": 2 }"#
            #expect(Self.errors(study) == [])
        }
    }
}
