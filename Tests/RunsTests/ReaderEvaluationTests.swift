import Engine
import Evaluation
import Files
import Foundation
import JSON
import Phantom
import Reports
import Results
import Runs
import Testing
import TestSupport
import Vocabulary

/// Evaluations that are compared with somebody else's predictions.
@Suite(.serialized) struct ReaderEvaluationTests {
    /// A trained trial and the folder of other images.
    private static func prepared(
        _ folder: String
    ) throws -> (results: ResultsFolder, trials: [TrialFolder], dataset: String) {
        let (results, trials) = try PhantomStudy.trained(in: folder)
        return (results, trials, try PhantomStudy.others(folder))
    }

    private static func options(
        _ files: [String], common: Bool = false
    ) throws -> EvaluationOptions {
        var options = EvaluationOptions()
        options.readers = try ReaderOption.list(files)
        options.comparesCommonImages = common
        return options
    }

    private static func evaluate(
        _ trial: TrialFolder, _ dataset: String, _ options: EvaluationOptions
    ) throws -> ModelEvaluator.Outcome {
        try ModelEvaluator(trials: [trial.path], dataset: dataset, options)
            .evaluate(on: OneDNNDevice())
    }

    private static func message(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return ""
    }

    /// The predictions of the model, of another seed and of a reader, from the command's options to
    /// the report.
    @Test func aModelIsComparedWithReaders() throws {
        try withTemporaryFolder { folder in
            let (results, trials, dataset) = try Self.prepared(folder)
            let plain = try Self.evaluate(trials[0], dataset, EvaluationOptions())
            let other = try Self.evaluate(trials[1], dataset, EvaluationOptions())
            let files = ["own", "seed2", "reader"].map { "\(folder)/\($0).csv" }
            try plain.predictions.csv.text.write(
                toFile: files[0], atomically: true, encoding: .utf8)
            try other.predictions.csv.text.write(
                toFile: files[1], atomically: true, encoding: .utf8)
            let rows = plain.predictions.files.enumerated().map { index, file in
                let name = file.split(separator: "/").suffix(2).joined(separator: "/")
                return "\(name);\(index % 3 == 0 ? "normal" : "pneumonia")\n"
            }
            try ("Image;Diagnosis\r\n" + rows.joined()).write(
                toFile: files[2], atomically: true, encoding: .utf8)
            let options = try Self.options([files[0], "b=\(files[1]),\(files[2])"])
            #expect(options.readers.map(\.name) == ["own", "b", "reader"])
            let outcome = try Self.evaluate(trials[0], dataset, options)
            let comparisons = outcome.record.comparisons
            #expect(comparisons.map(\.source.name) == ["own", "b", "reader"])
            // The comparison changes nothing else.
            var record = outcome.record
            record.comparisons = []
            #expect(record == plain.record && outcome.predictions == plain.predictions)
            let own = try #require(comparisons.first)
            #expect(own.mostProbable.differences.count == plain.record.metrics.count)
            #expect(own.mostProbable.differences.values.allSatisfy { $0.value == 0 })
            #expect(own.mostProbable.equal == 24 && own.mostProbable.pValue == 1)
            #expect(own.mostProbable.kappa.map { $0.value == 1 } ?? true)
            #expect(own.metrics == plain.record.metrics)
            #expect(own.area?.pValue == 1)
            #expect(own.atThreshold?.metrics == plain.record.decided)
            let second = comparisons[1]
            #expect(second.metrics == other.record.metrics)
            for (name, difference) in second.mostProbable.differences {
                let values = [plain.record, other.record].compactMap { $0.metrics[name]?.value }
                #expect(difference.value == values[0] - values[1], "\(name)")
            }
            let reader = comparisons[2]
            #expect(reader.metrics["auroc"] == nil && reader.area == nil)
            #expect(reader.metrics["accuracy"] != nil)
            #expect(comparisons.allSatisfy { $0.mostProbable.correctedP != nil })

            let evaluation = results.evaluation(outcome.record.name)
            try evaluation.write(
                outcome.record, outcome.predictions, readers: outcome.readers)
            var read = try evaluation.readRecord()
            #expect(
                read.files.keys.sorted() == [
                    "predictions-b.csv", "predictions-own.csv", "predictions-reader.csv",
                    "predictions.csv",
                ])
            #expect(try evaluation.readReaders(of: read) == outcome.readers)
            read.files = [:]
            #expect(read == outcome.record)
            let report = try String(contentsOfFile: ReportWriter.write(results), encoding: .utf8)
            #expect(report.contains("#### Compared with other predictions"))
            #expect(report.contains("corrected for the 3 files by Holm's method"))
            #expect(report.contains("| reader | accuracy |"))
            #expect(!report.contains("| reader | AUROC |"))
            #expect(try FolderCheck(results, results.readLock()).mismatches == [])
            // A changed copy is noticed.
            let copy = evaluation.predictionsPath(of: "reader")
            try "file,label,predicted\n".write(toFile: copy, atomically: true, encoding: .utf8)
            #expect(
                try FolderCheck(results, results.readLock()).mismatches.map(\.file)
                    == ["evaluations/\(evaluation.name)/predictions-reader.csv"])
            let damaged = try String(contentsOfFile: ReportWriter.write(results), encoding: .utf8)
            #expect(damaged.contains("is not the file of the evaluation"))
            // An evaluation without readers leaves none behind.
            try evaluation.write(plain.record, plain.predictions)
            #expect(!FileManager.default.fileExists(atPath: copy))
        }
    }

    /// A file that lacks images, or that changed, is noticed before images are predicted.
    @Test func missingImagesAndChangedFiles() throws {
        try withTemporaryFolder { folder in
            let (_, trials, dataset) = try Self.prepared(folder)
            let plain = try Self.evaluate(trials[0], dataset, EvaluationOptions())
            let file = "\(folder)/some.csv"
            let lines = plain.predictions.csv.text.split(separator: "\n")
            try (lines.dropLast(4).joined(separator: "\n") + "\n").write(
                toFile: file, atomically: true, encoding: .utf8)
            let text = Self.message {
                _ = try ModelEvaluator(
                    trials: [trials[0].path], dataset: dataset, Self.options([file]))
            }
            #expect(text.contains("--predictions: \(file): has no row for 4 of 24"), "\(text)")
            let options = try Self.options([file], common: true)
            let outcome = try Self.evaluate(trials[0], dataset, options)
            let comparison = try #require(outcome.record.comparisons.first)
            #expect(comparison.images == 20)
            #expect(outcome.record.images.total == 24)
            #expect(comparison.mostProbable.differences.values.allSatisfy { $0.value == 0 })
            func evaluator() throws -> ModelEvaluator {
                try ModelEvaluator(trials: [trials[0].path], dataset: dataset, options)
            }
            #expect(try evaluator().isSubject(of: outcome.record))
            #expect(try !evaluator().isSubject(of: plain.record))
            try (lines.dropLast(5).joined(separator: "\n") + "\n").write(
                toFile: file, atomically: true, encoding: .utf8)
            #expect(try !evaluator().isSubject(of: outcome.record))
        }
    }

    @Test func filesAndNamesOfReaders() throws {
        try withTemporaryFolder { folder in
            for name in ["a.csv", "Dr. X=1,2.csv", "c/a.csv"] {
                let path = "\(folder)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
                    withIntermediateDirectories: true)
                try "x".write(toFile: path, atomically: true, encoding: .utf8)
            }
            func names(_ texts: [String]) throws -> [String] {
                try ReaderOption.list(texts).map(\.name)
            }
            #expect(try names([]) == [])
            // A comma or an equals sign can be part of a file name.
            #expect(try names(["\(folder)/Dr. X=1,2.csv"]) == ["Dr.-X-1-2"])
            #expect(try names(["x=\(folder)/Dr. X=1,2.csv"]) == ["x"])
            #expect(
                try names(["\(folder)/a.csv,b=\(folder)/c/a.csv"]) == ["a", "b"])
            func text(_ texts: [String]) -> String { Self.message { _ = try names(texts) } }
            #expect(text(["\(folder)/a.csv", "\(folder)/c/a.csv"]).contains("both named 'a'"))
            #expect(text(["A=\(folder)/a.csv", "\(folder)/c/a.csv"]).contains("give them names"))
            #expect(text(["\(folder)/none.csv"]).contains("none.csv: no such file"))
            #expect(text([folder]).contains("is not a file"))
            #expect(text(["../x=\(folder)/a.csv"]).contains("the name '../x' must be"))
            #expect(text(["=\(folder)/a.csv"]).contains("the name '' must be"))
            #expect(text(["\(folder)/a.csv,"]).contains("expected a CSV file, or NAME=FILE"))
        }
    }
}
