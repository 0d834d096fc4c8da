import Analysis
import Evaluation
import Foundation
@testable import Reports
import Results
import SyntheticResults
import Testing
import Vocabulary

/// The sections on out-of-fold predictions and on ensembles.
struct FoldReportTests {
    private static let counts: [Split: [Int]] = [
        .train: [40, 60], .val: [20, 30], .test: [40, 60],
    ]

    private func report(_ results: StudyResults) -> String {
        ReportDocument(results: results, charts: [], replicates: 100).markdown
    }

    /// The text of a section, from its heading to the next one.
    private func section(_ name: String, of report: String) -> String? {
        guard let start = report.range(of: "\n## \(name)\n") else { return nil }
        let rest = report[start.upperBound...]
        return String(rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)])
    }

    @Test func outOfFoldPredictionsAreOneSet() throws {
        let study = Synthetic(schedules: ["step", "cosine"], folds: 3, counts: Self.counts)
        let analysis = study.analysis
        let text = try #require(section("Out-of-fold predictions", of: report(study.results)))
        #expect(text.contains("Each image of the 3 folds is a validation image once"))
        #expect(text.contains("as one set of 150 images. "))
        #expect(text.contains("Intervals: 100 bootstrap samples over images."))
        #expect(text.contains("probabilities come from different networks"))
        #expect(text.contains("The epoch of each trial was chosen by `val_accuracy`"))
        #expect(
            text.contains(
                "| configuration | accuracy | 95% over images | mean of folds | AUROC |"))
        #expect(text.contains("| predicted NORMAL | predicted PNEUMONIA | correct |"))
        #expect(text.contains("By DeLong's method, the AUROC and its 95% interval are "))
        #expect(!text.contains("seed"))
        #expect(text.contains("[out_of_fold.csv](tables/out_of_fold.csv)"))
        let first = try #require(analysis.outOfFold?.configurations.first)
        #expect(text.contains("### \(first.label)\n"))
        // No threshold is chosen on the images that are evaluated.
        #expect(!text.contains("at threshold"))
    }

    @Test func seedsAreAveraged() throws {
        var study = Synthetic(
            schedules: ["step"], seeds: 2, folds: 3, counts: Self.counts, imagesOfPatient: 5)
        let text = try #require(section("Out-of-fold predictions", of: report(study.results)))
        #expect(text.contains("There is one such set for each of the 2 seeds: a value is the mean"))
        #expect(text.contains("150 images of 30 patients"))
        #expect(text.contains("Counts are means over the seeds."))
        #expect(text.contains(" with seed 1 (") && text.contains(" with seed 2 ("))
        #expect(text.contains("which treats images of one patient as independent"))
        study.failed = ["vgg16-step-s2-fold0", "vgg16-step-s2-fold2"]
        let one = try #require(section("Out-of-fold predictions", of: report(study.results)))
        #expect(
            one.contains(
                "- vgg16-step with seed 2 is left out: 2 of 3 folds (folds 0 and 2) have no usable predictions"
            ))
        study.failed = ["vgg16-step-s1-fold1", "vgg16-step-s2-fold1"]
        let none = try #require(section("Out-of-fold predictions", of: report(study.results)))
        #expect(none.hasPrefix("\nNo configuration has predictions of all folds."))
        #expect(!none.contains("out_of_fold.csv"))
    }

    @Test func foldsWithOneClassAreCounted() throws {
        var results = Synthetic(schedules: ["step"], folds: 3, counts: Self.counts).results
        for fold in 0..<3 {
            let table = try #require(results.trials[fold].predictions[.val])
            let images = table.files.indices.filter { fold > 0 || $0 < 20 }
            let predictions = Predictions(
                labels: images.map { table.predictions.labels[$0] },
                predicted: images.map { table.predictions.predicted[$0] },
                probabilities: images.flatMap { table.predictions.probabilities(of: $0) },
                classes: 2)
            results.trials[fold].predictions[.val] = PredictionTable(
                classes: table.classes, files: images.map { table.files[$0] },
                groups: images.map { table.groups[$0] }, predictions: predictions)
            for epoch in results.trials[fold].epochs.indices {
                results.trials[fold].epochs[epoch].metrics[.val]?.accuracy =
                    Double(predictions.correct) / Double(predictions.count)
            }
        }
        results.lock.dataset.counts[.train] = [40, 30]
        let text = try #require(section("Out-of-fold predictions", of: report(results)))
        #expect(text.contains("as one set of 120 images. "))
        #expect(text.contains(" (2 of 3 folds) |"))
    }

    @Test func otherStudiesHaveNoSection() {
        let text = report(Synthetic(seeds: 3).results)
        #expect(!text.contains("Out-of-fold"))
        #expect(text.contains("\n## Ensembles\n"))
        #expect(!report(Synthetic().results).contains("\n## Ensembles\n"))
    }

    @Test func ensemblesAreComparedWithTheirMembers() throws {
        let study = Synthetic(schedules: ["step", "cosine"], seeds: 3)
        let text = try #require(section("Ensembles", of: report(study.results)))
        #expect(text.contains("the mean of the probabilities of the 3 seeds of a configuration"))
        #expect(text.contains("a permutation test over images"))
        #expect(text.contains("p (Holm) is corrected for 2 configurations"))
        #expect(
            text.contains(
                "| configuration | accuracy | mean of members | gain, points (95%) | p (Holm) | AUROC |"
            ))
        #expect(text.contains("\n| step | ") && text.contains("\n| cosine | "))
        var results = study.results
        results.trials[0].predictions = [:]
        let less = try #require(section("Ensembles", of: report(results)))
        #expect(
            less.contains(
                "- The ensemble of step is without `vgg16-step-s1`, which has no usable predictions here."
            )
        )
        results.trials[1].predictions = [:]
        let one = try #require(section("Ensembles", of: report(results)))
        #expect(one.contains("- step is left out: 1 of its 3 trials has usable predictions here."))
        #expect(one.contains("| gain, points (95%) | p | AUROC |"))
    }

    @Test func manyEnsemblesAreFolded() throws {
        let study = Synthetic(
            schedules: Synthetic.twelve + ["other"], seeds: 2,
            counts: [.train: [40, 60], .val: [20, 30], .test: [20, 20]])
        let text = try #require(section("Ensembles", of: report(study.results)))
        #expect(text.contains("<summary>All 13 ensembles, in the same order</summary>"))
        // Too few images of a class for a test of the area.
        #expect(text.contains("the AUROC is not tested, because a class has fewer than 30 images"))
        #expect(!text.contains("| AUROC | mean of members | gain (95%) | p (Holm) |"))
    }
}
