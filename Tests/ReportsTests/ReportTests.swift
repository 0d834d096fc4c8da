import Analysis
import Files
import Foundation
import JSON
import Markup
@testable import Plotting
@testable import Reports
import Results
import Studies
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

@Suite struct ReportTests {
    private func report(_ study: Synthetic, charts: Set<String>? = nil) -> String {
        ReportDocument(
            results: study.results, charts: charts, replicates: 100
        ).markdown
    }

    @Test func theReportsAreAsRecorded() throws {
        for shape in Synthetic.recorded {
            try TextGolden.expect(report(shape.study), "report/\(shape.name)-report.md")
        }
        try TextGolden.expectOnly(
            Set(Synthetic.recorded.map { "\($0.name)-report.md" }), in: "report")
    }

    /// The folder has what the analysis of its study draws, byte for byte.
    @Test(arguments: Synthetic.shapes)
    func aFolderHasTheChartsOfItsStudy(_ shape: Synthetic.Shape) throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        try shape.study.write(to: folder)
        let outcome = try ReportWriter.make(folder, replicates: 50, searchPath: "")
        #expect(outcome.path == folder.reportPath)
        let drawings = ChartGallery(shape.study.analysis).drawings
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.chartsPath)
        #expect(Set(files) == Set(drawings.flatMap { ["\($0.name).csv", "\($0.name).gp"] }))
        for (name, drawing) in drawings {
            let path = "\(folder.chartsPath)/\(name)"
            #expect(
                try String(contentsOfFile: "\(path).csv", encoding: .utf8) == drawing.data.text)
        }
    }

    @Test func trialsThatStoppedEarlyAreNamed() throws {
        var results = Synthetic(schedules: ["step", "cosine", "exponential"], epochs: 5).results
        for index in results.trials.indices {
            var training = results.trials[index].record.settings["training"]
            training?["patience"] = 2
            results.trials[index].record.settings["training"] = training
            results.trials[index].epochs.removeLast(index)
        }
        let ids = results.trials.map(\.entry.id)
        let report = ReportDocument(results: results, charts: [], replicates: 50).markdown
        #expect(
            report.contains(
                "Early stopping ended trials that had not improved `val_accuracy` for 2 epochs: `\(ids[1])` after "
                    + "epoch 4, `\(ids[2])` after epoch 3"))
        #expect(!report.contains("`\(ids[0])` after epoch"))
    }

    /// Folds of a cross-validation are repeats, as seeds are.
    @Test func foldsAreCalledFolds() {
        func report(_ labels: [String]) -> String {
            var results = Synthetic(seeds: 3).results
            results.lock.axes[2] = .init(path: "dataset.split.fold", labels: ["0", "1", "2"])
            if labels.count > 1 { results.lock.axes.append(.init(path: "seed", labels: labels)) }
            return ReportDocument(results: results, charts: [], replicates: 50).markdown
        }
        let folds = report([])
        #expect(folds.contains("(mean ± standard deviation over 3 folds; 95% interval over"))
        #expect(folds.contains("| 95% over folds |"))
        #expect(folds.contains("(paired t-test over the folds)"))
        #expect(folds.contains("Folds share most of their training images"))
        #expect(!folds.contains("seeds"))
        #expect(report(["1", "2"]).contains("standard deviation over 3 trials;"))
    }

    @Test func theReportIsReproducedByteForByteFromTheFolder() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        try Synthetic(seeds: 2).write(to: folder)
        func made() throws -> [String: Data] {
            _ = try ReportWriter.make(folder, replicates: 50, searchPath: "")
            var files = ["report": try Data(contentsOf: URL(fileURLWithPath: folder.reportPath))]
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.chartsPath) {
                files[name] = try Data(
                    contentsOf: URL(fileURLWithPath: "\(folder.chartsPath)/\(name)"))
            }
            return files
        }
        let first = try made()
        let drawings = ChartGallery(Synthetic(seeds: 2).analysis).drawings
        #expect(first.count == 1 + 2 * drawings.count)
        try FileManager.default.removeItem(atPath: folder.chartsPath)
        try FileManager.default.removeItem(atPath: folder.reportPath)
        #expect(try made() == first)
    }

    @Test func withoutGnuplotTheResultsAreKeptAndTheReportReadsWell() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        try Synthetic().write(to: folder)
        let error = #expect(throws: PlottingError.self) {
            try ReportWriter.plot(folder, replicates: 50, searchPath: "")
        }
        let message = error.map { "\($0)" } ?? ""
        #expect(
            error
                == .gnuplotMissing(folder: folder.chartsPath, command: "study plot \(folder.path)"))
        #expect(message.contains("apt install gnuplot-nox"))
        #expect(message.hasSuffix("run: study plot \(folder.path)"))
        #expect(FileManager.default.fileExists(atPath: folder.chartsPath + "/val_loss.gp"))
        let report = try String(
            contentsOfFile: ReportWriter.write(folder, replicates: 50), encoding: .utf8)
        #expect(report.contains("install gnuplot and run `study report results/lr-sweep`"))
        #expect(report.contains("not drawn: `charts/train_accuracy.csv`"))
        #expect(!report.contains(".png"))
    }

    @Test func theErrorsOfGnuplotAreReported() throws {
        let temporary = try TemporaryFolder()
        let fake = temporary.path + "/gnuplot"
        try "#!/bin/sh\necho \"line 3: no such terminal\" >&2\nexit 7\n".write(
            toFile: fake, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: fake)
        let folder = ResultsFolder(temporary.path + "/results")
        try Synthetic().write(to: folder)
        let error = #expect(throws: PlottingError.self) {
            try ReportWriter.plot(folder, replicates: 50, searchPath: temporary.path)
        }
        #expect(
            error.map { "\($0)" }
                == "test_accuracy_final.gp: gnuplot stopped with status 7: line 3: no such terminal"
        )
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.chartsPath)
        #expect(!files.contains { $0.hasSuffix(".png") })
    }

    @Test func equalConfigurationsAreNotDistinguishable() {
        let text = report(Synthetic(schedules: ["step", "cosine"], gap: 0))
        #expect(text.contains("; the two networks are **not distinguishable**"))
        #expect(text.contains("| not distinguishable |"))
        #expect(text.contains("McNemar's exact test on the predictions"))
    }

    @Test func aSignificantDifferenceIsReported() {
        let text = report(Synthetic(schedules: ["step", "cosine"], seeds: 3, gap: 0.04))
        #expect(text.contains("; the difference is significant."))
        #expect(text.contains("(paired t-test over the seeds)"))
        #expect(text.contains("| behind |"))
        #expect(text.contains("| always predicting PNEUMONIA (62.5%) | "))
    }

    /// McNemar's test on the same images decides, not whether an interval contains the baseline.
    @Test(arguments: [
        (0.04, "is not distinguishable from always predicting PNEUMONIA (corrected p = 0.64)."),
        (
            0.1,
            "is significantly worse than always predicting PNEUMONIA (corrected p less than 0.001)."
        ),
    ])
    func groupsThatAreNoBetterThanAConstantAreNamed(_ gap: Double, _ text: String) {
        let study = Synthetic(schedules: ["step", "cosine"], gap: gap)
        #expect(report(study).contains("- cosine \(text)"))
        #expect(!report(study).contains("- step "))
    }

    @Test func predictionsThatDoNotMatchAreNotUsed() {
        var results = Synthetic(schedules: ["step", "cosine"]).results
        results.trials[0].predictions[.test] = results.trials[0].predictions[.test]?.dropLast(30)
        let text = ReportDocument(results: results, charts: [], replicates: 50).markdown
        #expect(text.contains("(z-test with binomial standard errors)"))
        #expect(
            text.contains(
                "The predictions of `vgg16-step-s1` are not used, because they do not match its test accuracy"
            ))
    }

    @Test func aStudyWithoutATestSplitIsJudgedOnValidation() {
        let study = Synthetic(counts: [.train: [50, 50], .val: [40, 60]])
        let text = report(study, charts: [])
        #expect(text.contains("of the 100 validation images correctly"))
        #expect(text.contains("There is no test split"))
        #expect(text.contains("| not measured | not measured |"))
    }

    @Test func aStudyWithoutACompleteTrialHasAReport() {
        let failed = Synthetic(schedules: ["step"], failed: ["vgg16-step-s1"])
        let text = report(failed, charts: [])
        #expect(text.contains("No trial is complete yet."))
        #expect(
            text.contains("`vgg16-step-s1` is left out because it failed: killed by signal 9"))
        #expect(ChartGallery(failed.analysis).drawings.isEmpty)
    }

    @Test func classesDecideTheWarningAndTheMatrix() {
        var study = Synthetic(schedules: ["step"])
        #expect(report(study).contains("For research, not for diagnosis"))
        study.classes = ["cat", "dog", "fox"]
        study.counts = [.train: [30, 40, 30], .val: [10, 10, 10], .test: [20, 20, 20]]
        let text = report(study)
        #expect(!text.contains("For research, not for diagnosis"))
        #expect(text.contains("| actual fox |"))
        #expect(text.contains("| predicted fox |"))
        #expect(text.contains("| sensitivity |"))
        #expect(text.contains("| metric | all classes | 95% over images | cat | dog | fox |"))
    }
}
