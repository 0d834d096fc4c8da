import Analysis
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

/// Several studies in one report.
@Suite struct AcrossTests {

    @Test func onlyDifferentSettingsAreListed() throws {
        let rows = DifferencesTable(try StudyUnion(Synthetic.twoStudies())).rows
        #expect(
            rows == [
                .init(name: "training.batchSize", values: ["32", "64"]),
                .init(
                    name: "schedule", values: ["step, cosine", "step, cosine, polynomial"]),
            ])
    }

    @Test func configurationsOfOneNameStandSideBySide() throws {
        let union = try StudyUnion(Synthetic.twoStudies())
        let shared = SharedConfigurations(union, StudyAnalysis(union.results, replicates: 50))
        #expect(Set(shared.rows.map(\.label)) == ["step", "cosine"])
        for row in shared.rows {
            let means = row.scores.compactMap { $0?.mean }
            try #require(means.count == 2)
            #expect(row.difference == means[1] - means[0])
            #expect(row.probability != nil)
        }
        let text = try #require(shared.markdown).source
        #expect(text.contains("| larger minus baseline, points | p (Holm) |"))
    }

    @Test func theReportBeginsWithTheDifferences() throws {
        let temporary = try TemporaryFolder()
        let union = try StudyUnion(
            Synthetic.twoStudies().map { ("\(temporary.path)/\($0.folder)", $0.results) })
        let folder = ResultsFolder("\(temporary.path)/out/both")
        let outcome = try ReportWriter.compare(
            union, in: folder, command: "study compare a b", replicates: 50, searchPath: "")
        #expect(outcome.plottingError != nil, "without gnuplot")
        let report = try String(contentsOfFile: folder.reportPath, encoding: .utf8)
        let heads = report.split(separator: "\n").filter { $0.hasPrefix("#") }
        #expect(
            heads.prefix(5) == [
                "# baseline and larger compared", "## Differences", "## Answer",
                "## Shared configurations", "## Results",
            ])
        #expect(report.contains("[baseline](../../results/baseline/report.md)"))
        #expect(report.contains("install gnuplot and run `study compare a b`"))
        let summary = try ResultsFolder.csv(folder.summaryPath)
        #expect(summary.rows.count == 15)
        for chart in ["test_accuracy_final", "val_loss", "learning_rate"] {
            #expect(FileManager.default.fileExists(atPath: "\(folder.chartsPath)/\(chart).gp"))
        }
    }

    /// Notes of a single study begin with its name, and folders are quoted for a shell.
    @Test func notesOfOneStudyBeginWithItsName() throws {
        var studies = Synthetic.twoStudies()
        studies[0].results.lock.notes = ["schedule.minimum is above the base rate"]
        studies[1].results.lock.dataset.unread = ["valid"]
        studies[0].results.lock.dataset.patients = [.test: 100]
        studies[0].folder = "results/a b"
        let union = try StudyUnion(studies)
        #expect(union.results.isUnion && !studies[0].results.isUnion)
        #expect(
            union.results.lock.notes == ["baseline: schedule.minimum is above the base rate"])
        #expect(union.results.lock.dataset.unread == ["larger: valid"])
        #expect(union.results.lock.dataset.patients == nil)
        let analysis = StudyAnalysis(union.results, replicates: 50)
        let report = ComparisonDocument(
            union: union, gallery: ChartGallery(analysis), folder: "results/both"
        ).markdown
        #expect(report.contains("The records of patients and leaks differ between the studies"))
        #expect(report.contains("study verify 'results/a b'"))
    }

    @Test func studiesOnDifferentImagesAreNotTested() throws {
        var studies = Synthetic.twoStudies()
        studies[1].results.lock.dataset.fingerprint = String(repeating: "a", count: 64)
        let union = try StudyUnion(studies)
        #expect(!union.hasSameImages)
        let analysis = StudyAnalysis(union.results, replicates: 50, isFair: false)
        #expect(analysis.comparison.pairwiseComparisons.isEmpty && analysis.comparison.axes.isEmpty)
        #expect(
            SharedConfigurations(union, analysis).rows.allSatisfy { $0.probability == nil })
        let report = ComparisonDocument(
            union: union, gallery: ChartGallery(analysis), folder: "results/both"
        ).markdown
        #expect(report.contains("## Different images") && !report.contains("## Answer\n"))
        #expect(!report.contains("compared with the first |"))
    }

    @Test func aComparisonIsNotWrittenIntoResults() throws {
        let temporary = try TemporaryFolder()
        let folder = ResultsFolder(temporary.path)
        try Synthetic().write(to: folder)
        let union = try StudyUnion(Synthetic.twoStudies())
        #expect(throws: StudyUnionError.isResults(folder: folder.path)) {
            try ReportWriter.compare(union, in: folder, command: "", replicates: 50, searchPath: "")
        }
    }
}
