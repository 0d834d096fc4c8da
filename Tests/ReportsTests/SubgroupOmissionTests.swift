import Analysis
import Evaluation
import Results
import SyntheticResults
import Testing
import Vocabulary

@testable import Reports

/// Attributes of test images that cannot be used are named in the report.
@Suite struct SubgroupOmissionTests {
    private static func results(
        _ change: (inout TrialResult) -> Void = { _ in }
    ) -> StudyResults {
        var study = Synthetic(seeds: 1)
        study.hasAttributes = true
        var results = study.results
        for index in results.trials.indices { change(&results.trials[index]) }
        return results
    }

    private static func report(_ results: StudyResults) -> String {
        ReportDocument(results: results, charts: [], replicates: 20).markdown
    }

    @Test func subgroupsAreReported() {
        let results = Self.results()
        let analysis = StudyAnalysis(results, replicates: 20)
        #expect(analysis.subgroups != nil && analysis.subgroupOmission == nil)
        let report = Self.report(results)
        #expect(report.contains("\n## Subgroups\n") && !report.contains("Left out: "))
        var none = results
        none.attributes = nil
        #expect(StudyAnalysis(none, replicates: 20).subgroupOmission == nil)
        #expect(!Self.report(none).contains("\n## Subgroups\n"))
    }

    @Test func aProbabilityThatIsNoNumberIsNamed() throws {
        let results = Self.results { trial in
            guard let table = trial.predictions[.test] else { return }
            var probabilities = table.predictions.probabilities
            probabilities[3] = .nan
            trial.predictions[.test] = PredictionTable(
                classes: table.classes, files: table.files, groups: table.groups,
                predictions: Predictions(
                    labels: table.predictions.labels, predicted: table.predictions.predicted,
                    probabilities: probabilities, classes: table.classes.count))
        }
        let analysis = StudyAnalysis(results, replicates: 20)
        #expect(analysis.subgroups == nil)
        let reason = try #require(analysis.subgroupOmission)
        #expect(reason.contains("on the test images: image 2: a probability must be a number"))
        #expect(Self.report(results).contains("\n## Subgroups\n\nLeft out: the predictions of "))
    }

    @Test func missingPredictionsAreNamed() throws {
        let results = Self.results { $0.predictions[.test] = nil }
        let reason = try #require(StudyAnalysis(results, replicates: 20).subgroupOmission)
        #expect(reason.hasSuffix("are missing, or are not those of its best epoch"))
        #expect(Self.report(results).contains("\n## Subgroups\n\nLeft out: "))
    }
}
