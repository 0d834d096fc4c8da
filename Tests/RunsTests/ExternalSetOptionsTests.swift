import Engine
import Evaluation
import Files
import Foundation
import JSON
import Processes
import Reports
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Attributes, other predictions and decisions of the external sets that a study names.
@Suite(.serialized) struct ExternalSetOptionsTests {
    private static func study(
        _ folder: String, _ evaluate: String, _ sections: String = "",
        sweep: String = #"{ "seed": [1, 2] }"#
    ) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 2, sweep: sweep)
        (study.evaluate, study.sections) = (evaluate, sections)
        return study
    }

    /// The names of the evaluations that a run makes.
    private static func evaluate(_ study: PhantomStudy) throws -> [String] {
        let plan = try study.plan()
        try study.placeLock(of: plan.folder)
        var made: [String] = []
        _ = try StudyEvaluations(plan.study, in: plan.folder).run(on: OneDNNDevice()) {
            switch $0 {
            case .finished(let folder, _, _): made.append(folder.name)
            case .failed(let name, let message): Issue.record("\(name): \(message)")
            case .incomplete(let name, _, _): Issue.record("\(name) is incomplete")
            case .started, .progress, .note, .kept: break
            }
        }
        return made
    }

    private static func errors(_ study: PhantomStudy) -> [String] {
        do { _ = try study.plan().plannedSets() } catch {
            return (error as? StudyErrors)?.diagnostics.map { "\($0)" } ?? ["\(error)"]
        }
        return []
    }

    /// The paths of the images of a set, relative to its folder.
    private static func images(_ path: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(path)/test")
            .filter { $0.hasSuffix(".jpeg") }.sorted().map { "test/\($0)" }
    }

    private static func write(_ lines: [String], to path: String) throws {
        try AtomicFile.write(lines.joined(separator: "\n") + "\n", to: path)
    }

    /// A table of attributes and the predictions of a reader for all images of a set.
    private static func writeTables(_ folder: String, of path: String) throws {
        let images = try images(path)
        try write(
            ["file,sex,age"]
                + images.enumerated().map { "\($1),\($0 % 2 == 0 ? "F" : "M"),\($0 + 30)" },
            to: "\(folder)/attributes.csv")
        try write(
            ["file,predicted"] + images.map { "\($0),\($0.contains("NORMAL") ? 0 : 1)" },
            to: "\(folder)/reader.csv")
    }

    @Test func attributesAndReadersAreThoseOfTheCommand() throws {
        try withTemporaryFolder { folder in
            let path = try PhantomStudy.others(folder)
            try Self.writeTables(folder, of: path)
            let evaluate = #"""
                { "b": { "path": "other", "attributes": "attributes.csv",
                         "by": ["sex", { "age": [40] }], "predictions": { "ann": "reader.csv" } } }
                """#
            var study = Self.study(folder, evaluate)
            let plan = try study.plan()
            #expect(try plan.plannedSets().count == 1)
            try study.run()
            let name = "b-cnn4-constant"
            #expect(try Self.evaluate(study) == [name])
            let evaluation = plan.folder.evaluation(name)
            let record = try evaluation.readRecord()
            // The command with the same options gives the same figures.
            var options = EvaluationOptions()
            options.name = name
            options.subgroups = SubgroupSettings(
                attributes: "\(folder)/attributes.csv",
                by: [try AttributeSetting("sex"), try AttributeSetting("age:40")])
            options.readers = try ReaderOption.list(["ann=\(folder)/reader.csv"])
            let trial = plan.folder.trial(record.model[0].id)
            let command = try ModelEvaluator(trials: [trial.path], dataset: path, options)
                .evaluate(on: OneDNNDevice())
            #expect(record.subgroups != nil && record.subgroups == command.record.subgroups)
            var comparison = try #require(record.comparisons.first)
            // The record has the path of the study file, which does not depend on the machine.
            #expect(comparison.source.file == "reader.csv")
            comparison.source.file = "\(folder)/reader.csv"
            #expect([comparison] == command.record.comparisons)
            #expect(try evaluation.readReaders(of: record) == command.readers)
            #expect(record.set?.settings["attributes"] == "attributes.csv")
            #expect(record.set?.settings["predictions"] == ["ann": "reader.csv"])
            let report = try String(
                contentsOfFile: ReportWriter.write(plan.folder), encoding: .utf8)
            #expect(report.contains("#### Subgroups"))
            #expect(report.contains("#### Compared with other predictions"))

            // An evaluation is made again if a table or its use has changed, but not otherwise.
            #expect(try Self.evaluate(study) == [])
            let table = "\(folder)/attributes.csv"
            let text = try String(contentsOfFile: table, encoding: .utf8)
            try AtomicFile.write(text.replacing(",", with: ";"), to: table)
            #expect(try Self.evaluate(study) == [])
            try AtomicFile.write(text.replacing(",F,30", with: ",M,30"), to: table)
            #expect(try Self.evaluate(study) == [name])
            let reader = "\(folder)/reader.csv"
            let rows = try String(contentsOfFile: reader, encoding: .utf8)
            try AtomicFile.write(
                rows.replacing(",1\n", with: ",0\n", maxReplacements: 1), to: reader)
            #expect(try Self.evaluate(study) == [name])
            study.evaluate = study.evaluate.replacing(#""age": [40]"#, with: #""age": [45]"#)
            #expect(try StudyEvaluations(study.plan().study, in: plan.folder).missing == [name])
            #expect(try Self.evaluate(study) == [name])
            study.evaluate = #"{ "b": { "path": "other" } }"#
            #expect(try Self.evaluate(study) == [name])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: evaluation.path)
                    .filter { $0.hasPrefix("predictions-") } == [])
        }
    }

    /// What files can say is an error before training, at the setting that is wrong.
    @Test(arguments: [
        (#""attributes": "nowhere.csv""#, "attributes", "nowhere.csv"),
        (#""attributes": "attributes.csv", "by": ["size"]"#, "attributes", "no column 'size'"),
        (#""attributes": "others.csv""#, "attributes", "no row of the column"),
        (#""attributes": "empty.csv""#, "attributes", "the file is empty"),
        (#""attributes": "attributes.csv", "by": ["age"]"#, "by", "different numbers"),
        (#""attributes": "attributes.csv""#, "attributes", "different numbers"),
        (#""by": ["name:(nothing)"]"#, "by", "is unknown for all images"),
        (#""predictions": { "ann": "nowhere.csv" }"#, "predictions", "nowhere.csv"),
        (#""predictions": { "ann": "." }"#, "predictions", "it is a folder"),
        (#""predictions": { "ann": "others.csv" }"#, "predictions", "no row names"),
        (#""predictions": { "ann": "attributes.csv" }"#, "predictions", "attributes.csv"),
        (#""predictions": { "ann": "short.csv" }"#, "predictions", "has no row for 1 of 24"),
    ])
    func tablesAreCheckedBeforeTraining(
        _ settings: String, _ key: String, _ message: String
    ) throws {
        try withTemporaryFolder { folder in
            let path = try PhantomStudy.others(folder)
            try Self.writeTables(folder, of: path)
            try Self.write(
                ["file,sex,predicted", "x.png,F,0", "y.png,M,1"], to: "\(folder)/others.csv")
            try Self.write([], to: "\(folder)/empty.csv")
            try Self.write(
                ["file,predicted"] + Self.images(path).dropFirst().map { "\($0),0" },
                to: "\(folder)/short.csv")
            let study = Self.study(folder, #"{ "b": { "path": "other", \#(settings) } }"#)
            let errors = Self.errors(study)
            #expect(errors.count == 1)
            #expect(errors.first?.contains(": evaluate.b.\(key): ") == true, "\(errors)")
            #expect(errors.first?.contains(message) == true, "\(errors)")
            #expect(errors.first?.contains("--predictions:") == false, "\(errors)")
        }
    }

    @Test func commonImagesAreCompared() throws {
        try withTemporaryFolder { folder in
            let path = try PhantomStudy.others(folder)
            try Self.write(
                ["file,predicted"] + Self.images(path).dropFirst().map { "\($0),0" },
                to: "\(folder)/short.csv")
            let study = Self.study(
                folder,
                #"{ "b": { "path": "other", "predictions": { "ann": "short.csv" }, "commonImages": true } }"#
            )
            #expect(Self.errors(study) == [])
            try study.run()
            #expect(try Self.evaluate(study) == ["b-cnn4-constant"])
            let evaluation = try study.plan().folder.evaluation("b-cnn4-constant")
            let readers = try evaluation.readReaders(of: evaluation.readRecord())
            #expect(readers.map(\.table.files.count) == [23])
        }
    }

    // MARK: - Decisions

    private static let decisions = #"""
        "decisions": { "threshold": "sensitivity:0.8", "calibrate": "temperature",
                       "tta": ["horizontalFlip"], "abstain": 0.2 }
        """#

    @Test func evaluationsHaveTheDecisionsOfTheStudy() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            var study = Self.study(
                folder,
                #"{ "b": { "path": "other" }, "c": { "path": "other", "calibrate": "none", "tta": [], "abstain": null } }"#
            )
            try study.run()
            let names = ["b-cnn4-constant", "c-cnn4-constant"]
            #expect(try Self.evaluate(study) == names)
            let keys = try study.plan().entries.map(\.key)

            // The trials are those of the study without decisions.
            study.sections = Self.decisions
            let plan = try study.plan()
            #expect(plan.entries.map(\.key) == keys)
            #expect(plan.entries.allSatisfy { $0.state == .done })
            try study.run()
            let lock = try plan.folder.readLock()
            #expect(lock.study["decisions"]?["threshold"] == "sensitivity:0.8")
            #expect(try Self.evaluate(study) == names)
            let records = try names.map { try plan.folder.evaluation($0).readRecord() }
            #expect(records.map(\.threshold?.rule) == ["sensitivity:0.8", "sensitivity:0.8"])
            #expect(records.map(\.threshold?.images) == [20, 20])
            #expect(records.map { $0.calibration != nil } == [true, false])
            #expect(records.map(\.augmentation) == [[.horizontalFlip], []])
            #expect(records.map { $0.abstention != nil } == [true, false])
            #expect(records[0].set?.settings["calibrate"] == "temperature")
            #expect(try Self.evaluate(study) == [])
            let report = try String(
                contentsOfFile: ReportWriter.write(plan.folder), encoding: .utf8)
            #expect(report.contains("The study states the decisions of evaluations"))
            #expect(report.contains("threshold sensitivity:0.8; calibrate temperature"))

            // Another decision of the study makes only the evaluations again that have it.
            study.sections = study.sections.replacing(#""abstain": 0.2"#, with: #""abstain": 0.4"#)
            #expect(try Self.evaluate(study) == [names[0]])
        }
    }

    /// An error in the study's decisions is reported once, where it is.
    @Test(arguments: ["{}", #"{ "b": { "path": "other" }, "c": { "path": "other" } }"#])
    func decisionsAreCheckedBeforeTraining(_ evaluate: String) throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            var study = Self.study(folder, evaluate, Self.decisions)
            #expect(Self.errors(study) == [])
            (study.draws, study.monitor) = (false, "train_loss")
            try FileManager.default.removeItem(atPath: "\(folder)/phantom/val")
            let names = ["threshold", "calibrate", "abstain"]
            let errors = Self.errors(study)
            #expect(errors.count == names.count, "\(errors)")
            for name in names {
                let expected = ": decisions.\(name): requires validation images"
                #expect(errors.contains { $0.contains(expected) }, "\(errors)")
            }
        }
    }

    // MARK: - Interruption

    /// Every long part can be interrupted: the comparison, the predictions of validation and test
    /// images with augmentation, those of the images, and the measurement of brightness.
    @Test func everyLongPartIsInterrupted() throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy.others(folder)
            let study = Self.study(folder, #"{ "b": { "path": "other" } }"#, Self.decisions)
            try study.run()
            let plan = try study.plan()
            try study.placeLock(of: plan.folder)
            var stages: [EvaluationProgress.Stage] = []
            func run(until stage: EvaluationProgress.Stage?) throws {
                var signal: Int32?
                let evaluations = try StudyEvaluations(plan.study, in: plan.folder)
                _ = try evaluations.run(on: OneDNNDevice(), interruption: { signal }) { event in
                    if case .failed(_, let message) = event { Issue.record("\(message)") }
                    guard case .progress(_, let progress) = event else { return }
                    #expect(progress.done <= progress.total)
                    if stages.last != progress.stage { stages.append(progress.stage) }
                    if progress.stage == stage { signal = SIGINT }
                }
            }
            let all: [EvaluationProgress.Stage] = [
                .deciding, .predicting, .predictingTest, .measuring,
            ]
            for stage in all {
                #expect(throws: Interrupted.self, "\(stage)") { try run(until: stage) }
                #expect(!plan.folder.evaluation("b-cnn4-constant").isComplete)
            }
            stages = []
            try run(until: nil)
            // The images of the study were compared before, so that their looks are known.
            #expect(stages.filter { $0 != .comparing }.prefix(4) == all[...])
            #expect(plan.folder.evaluation("b-cnn4-constant").isComplete)
        }
    }

    @Test func theComparisonIsInterrupted() throws {
        try withTemporaryFolder { folder in
            let path = try PhantomStudy.others(folder)
            let (_, trials) = try PhantomStudy.trained(in: folder)
            var calls = 0
            #expect(throws: Interrupted.self) {
                try ModelEvaluator(trials: [trials[0].path], dataset: path) { progress in
                    #expect(progress.stage == .comparing)
                    calls += 1
                    throw Interrupted(signal: SIGINT)
                }
            }
            #expect(calls == 1)
        }
    }

    // MARK: - Subgroups of the study's own images

    /// Images of several data sets with the same path cannot be told apart in predictions.
    @Test func sweptDataSetsWithEqualPathsAreRefused() throws {
        try withTemporaryFolder { folder in
            _ = try Self.study(folder, "").plan()
            try FileManager.default.copyItem(
                atPath: "\(folder)/phantom", toPath: "\(folder)/second")
            let images = "\(folder)/second/train/NORMAL"
            let first = try #require(
                try FileManager.default.contentsOfDirectory(atPath: images).sorted().first)
            try FileManager.default.removeItem(atPath: "\(images)/\(first)")
            var study = Self.study(
                folder, "", #""subgroups": { "by": ["name:(0)"] }"#,
                sweep: #"{ "dataset.path": ["phantom", "second"] }"#)
            study.draws = false
            let error = #expect(throws: StudyErrors.self) { try study.plan().attributes() }
            let text = try #require(error?.diagnostics.first.map { "\($0)" })
            #expect(text.contains("subgroups: the study has several data sets"), "\(text)")
            #expect(text.contains("\(folder)/phantom/test/") && text.contains("/second/test/"))
            #expect(text.contains("give each data set a study of its own"))
        }
    }

    @Test func imagesReadInTwoWaysAreListedOnce() throws {
        try withTemporaryFolder { folder in
            let subgroups = #""subgroups": { "by": ["name:(0)"] }"#
            let study = Self.study(
                folder, "", subgroups, sweep: #"{ "dataset.resize": [36, 40] }"#)
            let found = try #require(try study.plan().attributes())
            #expect(found.attributes.files.count == 20)
            #expect(Set(found.attributes.files).count == 20)
        }
    }
}
