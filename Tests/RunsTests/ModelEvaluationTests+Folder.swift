import Analysis
import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import JSON
import Phantom
import Reports
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Evaluations in their folders: what is written, replaced, read back and reported.
extension ModelEvaluationTests {
    /// A copy of a trial within its results folder is unknown to the study; one elsewhere is used
    /// without the study's data.
    @Test func aCopyOfATrialHasNoStudy() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trial = try Self.trial(results)
            let path = try PhantomStudy.others(folder)
            let inside = results.trial("copy")
            try FileManager.default.copyItem(atPath: trial.path, toPath: inside.path)
            for trials in [[inside], [trial, inside]] {
                let error = #expect(throws: PredictionError.self) {
                    try Self.evaluate(trials, path)
                }
                let text = try #require(error.map { "\($0)" })
                #expect(text.contains("contains the trial '\(trial.id)'"), "\(text)")
                #expect(text.contains("use \(trial.path)"), "\(text)")
            }
            let outside = TrialFolder("\(folder)/copy", id: "copy")
            try FileManager.default.moveItem(atPath: inside.path, toPath: outside.path)
            let (record, table) = try Self.evaluate([outside], path)
            #expect(record.model.map(\.id) == [trial.id] && record.overlaps == nil)
            #expect(table == (try Self.evaluate([trial], path)).predictions)
            let error = #expect(throws: PredictionError.self) {
                try Self.evaluate([trial, outside], path)
            }
            #expect(error.map { "\($0)" }?.contains("is given twice") == true)
        }
    }

    /// Files of a user beside those of an evaluation are kept when it is made again; charts of the
    /// earlier predictions are not.
    @Test func anEvaluationIsReplacedAsAWhole() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let path = try PhantomStudy.others(folder)
            let first = try Self.evaluate([Self.trial(results, seed: 1)], path)
            let second = try Self.evaluate([Self.trial(results, seed: 2)], path)
            let evaluation = results.evaluation("b")
            try evaluation.write(first.record, .classes(first.predictions))
            for name in ["notes.txt", "predictions-old.csv", "charts/roc.csv"] {
                let file = "\(evaluation.path)/\(name)"
                try FileManager.makeFolder(FileManager.parentPath(file))
                try AtomicFile.write(name, to: file)
            }
            try evaluation.write(second.record, .classes(second.predictions))
            let files = FileManager.default
            #expect(
                try files.contentsOfDirectory(atPath: evaluation.path).sorted() == [
                    "evaluation.json", "notes.txt", "predictions.csv",
                ])
            #expect(try evaluation.readRecord().model == second.record.model)
            #expect(
                try evaluation.readPredictions(of: evaluation.readRecord()) == second.predictions)
            #expect(try files.contentsOfDirectory(atPath: results.evaluationsPath) == ["b"])
            // An interruption between the renames is undone.
            try files.moveItem(
                atPath: evaluation.path, toPath: "\(results.evaluationsPath)/.b.old")
            #expect(try results.evaluations().map(\.name) == ["b"])
            #expect(evaluation.isComplete)
        }
    }

    @Test func theRecordIsReadBackAndChecked() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trials = [try Self.trial(results, seed: 1), try Self.trial(results, seed: 2)]
            let path = try PhantomStudy.others(folder)
            for members in [[trials[0]], trials] {
                let (record, table) = try Self.evaluate(members, path)
                let evaluation = results.evaluation(record.name)
                try evaluation.write(record, .classes(table))
                var read = try evaluation.readRecord()
                #expect(read.files.keys.sorted() == ["predictions.csv"])
                read.files = [:]
                #expect(read == record)
                #expect(try evaluation.readPredictions(of: evaluation.readRecord()) == table)
                #expect(record.shift?.images == 21)
            }
            let lock = try results.readLock()
            #expect(try FolderCheck(results, lock).mismatches == [])
            let evaluation = try #require(try results.evaluations().first)
            let text = try String(contentsOfFile: evaluation.predictionsPath, encoding: .utf8)
            try text.replacing(".jpeg,", with: ".jpg,", maxReplacements: 1)
                .write(toFile: evaluation.predictionsPath, atomically: true, encoding: .utf8)
            let mismatches = try FolderCheck(results, lock).mismatches
            #expect(
                mismatches.map(\.file) == ["evaluations/\(evaluation.name)/predictions.csv"])
        }
    }

    /// A trial that was trained again has no evaluation until it is made again.
    @Test func anOutdatedEvaluationIsNotReported() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trial = try Self.trial(results)
            let (record, table) = try Self.evaluate([trial], try PhantomStudy.others(folder))
            try results.evaluation(record.name).write(record, .classes(table))
            func report() throws -> String {
                try String(contentsOfFile: ReportWriter.write(results), encoding: .utf8)
            }
            #expect(try report().contains("| AUROC |"))
            var changed = record
            changed.model[0].key = "other"
            try results.evaluation(record.name).write(changed, .classes(table))
            #expect(try report().contains("was trained again or removed since"))
            // Predictions that are not those of the record are not shown.
            try results.evaluation(record.name).write(record, .classes(table))
            let predictions = results.evaluation(record.name).predictionsPath
            let text = try String(contentsOfFile: predictions, encoding: .utf8)
            try text.replacing(".jpeg,", with: ".jpg,", maxReplacements: 1)
                .write(toFile: predictions, atomically: true, encoding: .utf8)
            #expect(try report().contains("is not the file of the evaluation"))
            // A damaged evaluation does not prevent the report.
            try Data("{".utf8).write(
                to: URL(fileURLWithPath: results.evaluation(record.name).recordPath))
            #expect(try report().contains("its files are damaged or missing"))
        }
    }
}
