import Analysis
import Evaluation
import Files
import Foundation
@testable import Reports
import Results
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

@Suite struct TableTests {
    private func read(_ table: any Table, _ study: Synthetic) throws -> CSVDocument {
        try CSVDocument(
            text: table.text(StudyAnalysis(study.results, replicates: 50)), file: table.file)
    }

    @Test func everyTableIsWrittenAndNamedInTheReport() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        func expectAll(_ study: Synthetic, without absent: Set<String>) throws {
            try study.write(to: folder)
            let report = try String(
                contentsOfFile: ReportWriter.write(folder, replicates: 50), encoding: .utf8)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.tablesPath)
            #expect(Set(files) == Set(Tables.all.map(\.file)).subtracting(absent))
            for table in Tables.all {
                let link = "[\(table.file)](tables/\(table.file))"
                #expect(report.contains(link) != absent.contains(table.file))
            }
        }
        let ofFolds: Set = ["out_of_fold.csv", "out_of_fold_predictions.csv"]
        let counts: [Split: [Int]] = [.train: [20, 20], .val: [20, 20], .test: [30, 30]]
        try expectAll(
            Synthetic(schedules: ["step"], seeds: 2, folds: 2, counts: counts), without: [])
        // Tables of earlier results are removed.
        try expectAll(Synthetic(seeds: 2), without: ofFolds)
        try expectAll(Synthetic(), without: ofFolds.union(["ensembles.csv"]))
    }

    @Test func ensemblesHaveARowForEachMetric() throws {
        let study = Synthetic(schedules: ["step", "cosine"], seeds: 3)
        let table = try read(EnsemblesTable(), study)
        let analysis = study.analysis
        #expect(table.rows.count == 4)
        for (row, gain) in zip(
            table.rows, analysis.ensembles.flatMap { [$0.accuracy, $0.area] })
        {
            #expect(try row.integer("members") == 3)
            #expect(try row.number("ensemble") == gain?.ensemble)
            #expect(try row.number("gain") == gain?.value)
            #expect(try row.number("gain_images_low") == gain?.gainInterval?.lowerBound)
            #expect(try row.number("p_holm") == gain?.corrected)
        }
    }

    @Test func outOfFoldTables() throws {
        let study = Synthetic(
            schedules: ["step"], seeds: 2, folds: 3,
            counts: [.train: [40, 60], .val: [20, 30], .test: [40, 60]], imagesOfPatient: 5)
        let configuration = try #require(study.analysis.outOfFold?.configurations.first)
        let rows = try read(OutOfFoldTable(), study).rows
        #expect(rows.count == EvaluationMetrics.all.count * 3)
        let areas = try rows.filter { try $0.text("metric") == "auroc" }
        #expect(try areas.map { try $0.text("seed") } == ["1", "2", "all"])
        #expect(try areas[2].number("value") == configuration.metrics["auroc"]?.value)
        #expect(
            try areas[0].number("delong_low")
                == configuration.evaluations[0].area?.interval?.lowerBound)
        #expect(try areas[2].text("delong_low").isEmpty)
        #expect(try areas[2].integer("folds_defined") == 6)
        #expect(
            try areas[2].number("folds_mean")
                == Statistics.mean(configuration.ofFolds["auroc"] ?? []))
        #expect(try areas[0].text("unit") == "patients")
        let predictions = try read(OutOfFoldPredictionsTable(), study)
        #expect(predictions.rows.count == 2 * 150)
        let first = try #require(predictions.rows.first)
        #expect(try first.text("trial") == "vgg16-step-s1-fold0")
        #expect(try first.text("file") == "train/NORMAL/0.jpeg")
        #expect(try first.text("patient") == "NORMAL-0")
        #expect(
            try first.number("probability_NORMAL")
                == study.results.trials[0].predictions[.val]?.predictions.probabilities[0])
    }

    @Test func everyEpochOfEveryTrialHasARow() throws {
        let table = try read(EpochsTable(), Synthetic(schedules: ["step", "cosine"], seeds: 2))
        #expect(table.rows.count == 2 * 2 * 5 * 3)
        let row = try #require(table.rows.first)
        #expect(try row.text("schedule") == "step")
        #expect(try row.text("split") == "train")
        #expect(try row.number("lr") == 0.01)
        #expect(!table.has("seconds"))
    }

    @Test func metricsHaveARowForEveryTrialAndSplit() throws {
        let table = try read(MetricsTable(), Synthetic(schedules: ["step", "cosine"], seeds: 2))
        // Only the test split has predictions here, so no threshold either.
        #expect(table.rows.count == 4)
        for metric in EvaluationMetrics.all { #expect(table.has(metric.name)) }
        var classes = Synthetic(schedules: ["step"])
        classes.classes = ["cat", "dog", "fox"]
        classes.counts = [.train: [30, 40, 30], .test: [20, 20, 20]]
        let rows = try read(MetricsTable(), classes).rows
        #expect(try rows.map { try $0.text("class") } == ["all", "cat", "dog", "fox"])
    }

    @Test func aThresholdIsFixedOnValidationAndUsedOnTest() throws {
        var study = Synthetic(schedules: ["step"]).results
        let trial = study.trials[0]
        let test = try #require(trial.predictions[.test])
        // Validation images whose probabilities part at 0.9.
        let images = Array(0..<16)
        study.trials[0].predictions[.val] = PredictionTable(
            classes: test.classes, files: images.map { "val/\($0).jpeg" },
            groups: images.map { _ in nil },
            predictions: Predictions(
                labels: images.map { $0 < 8 ? 0 : 1 },
                probabilities: images.flatMap { $0 < 8 ? [0.15, 0.85] : [0.05, 0.95] },
                classes: 2))
        for index in study.trials[0].epochs.indices {
            study.trials[0].epochs[index].metrics[.val]?.accuracy = 0.5
        }
        let analysis = StudyAnalysis(study, replicates: 50)
        #expect(abs((analysis.threshold(trial)?.value ?? 0) - 0.9) < 1e-12)
        let text = MetricsTable().text(analysis)
        let table = try CSVDocument(text: text, file: "metrics.csv")
        let row = try #require(
            table.rows.first {
                (try? $0.text("split")) == "test" && (try? $0.text("decision")) == "threshold"
            })
        let positives = test.files.indices.filter { test.predictions.labels[$0] == 1 }
        let found = positives.count { test.predictions.probabilities(of: $0)[1] >= 0.9 }
        let sensitivity = try row.number("sensitivity")
        #expect(sensitivity == Double(found) / Double(positives.count))
        let report = ReportDocument(
            analysis: analysis, charts: [], explanation: nil
        ).markdown
        #expect(report.contains("| at threshold 0.900 |"))
        #expect(report.contains("So few images do not determine a threshold well"))
    }

    @Test func groupsHaveMeansAndIntervals() throws {
        let study = Synthetic(schedules: ["step", "cosine"], seeds: 3)
        let row = try #require(
            try read(GroupsTable(), study).rows.first {
                try $0.text("split") == "test" && $0.text("metric") == "accuracy"
            })
        let values = study.results.groups[0].bestAccuracies(.test)
        #expect(try row.integer("trials") == 3)
        #expect(try row.number("mean") == Statistics.mean(values))
        #expect(try row.number("std") == Statistics.std(values))
        let seeds = try #require(Statistics.meanInterval(values))
        #expect(try row.number("seeds_low") == seeds.lowerBound)
        let (low, high) = (try row.number("images_low"), try row.number("images_high"))
        #expect(low < high && low > 0.7 && high < 1)
    }

    @Test func comparisonsNameTheirTests() throws {
        let table = try read(
            ComparisonsTable(), Synthetic(schedules: ["step", "cosine"], seeds: 3, gap: 0.04))
        let row = try #require(table.rows.first)
        #expect(table.rows.count == 1)
        #expect(try row.text("verdict") == "behind")
        #expect(try row.text("tests").contains("a paired t-test over the seeds: "))
        #expect(try row.number("images_low") > 0)
    }

    @Test func laTeXIsEscaped() {
        #expect(
            LaTeXTable.escaped("a_b & 5% \\ {x}^~#$")
                == ##"a\_b \& 5\% \textbackslash{} \{x\}\textasciicircum{}\textasciitilde{}\#\$"##)
        let text = LaTeXTable().text(
            StudyAnalysis(
                Synthetic(schedules: ["step", "cosine"], seeds: 2).results, replicates: 50))
        #expect(text.contains("\\begin{tabular}{lrrrr}"))
        let rows = text.split(separator: "\n").filter { $0.hasSuffix("\\\\") }
        #expect(rows.count == 3)
        for row in rows { #expect(row.count { $0 == "&" } == 4) }
    }

    @Test func latexSetsTextsAsTheyAre() {
        #expect(
            LaTeXTable.escaped("\\{}$&#_^~% <a|b> \"c\" --")
                == "\\textbackslash{}\\{\\}\\$\\&\\#\\_\\textasciicircum{}\\textasciitilde{}\\% "
                + "\\textless{}a\\textbar{}b\\textgreater{} {\\char34}c{\\char34} -{-}")
        // A mark that combines with a special character makes one character of both.
        #expect(LaTeXTable.escaped("&\u{301}") == "\\&\u{301}")
    }

    /// TeX reads a star or a bracket after the end of a row as an argument of the line break.
    @Test func aRowOfLaTeXBeginsWithItsLabel() {
        #expect(LaTeXTable.first("*a") == "{}*a")
        #expect(LaTeXTable.first(" [a]") == "{} [a]")
        #expect(LaTeXTable.first("a*") == "a*")
        let text = LaTeXTable().text(
            StudyAnalysis(Synthetic(schedules: ["*a", "[b]"], seeds: 2).results, replicates: 50))
        #expect(text.contains("\n  {}*a") && text.contains("\n  {}[b]"))
        #expect(text.contains("$^\\dagger$: not distinguishable from the first row"))
    }
}
