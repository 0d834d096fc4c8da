import Analysis
import Foundation
import JSON
import Markup
@testable import Reports
import Results
import SyntheticResults
import Testing
import Vocabulary

/// The notes of a report on data and training that make its numbers doubtful.
@Suite struct CautionTests {
    private func data(_ study: Synthetic) -> String {
        DataCautions(analysis: study.analysis).notes.joined(separator: "\n").source
    }

    private func training(_ results: StudyResults) -> String {
        TrainingCautions(analysis: StudyAnalysis(results, replicates: 50)).notes.joined(
            separator: "\n"
        )
        .source
    }

    private static let leak = LeakRecord(
        .files, split: .test, other: .train, images: 5, total: 10,
        examples: ["test/A/0.png = train/A/0.png"])

    @Test func aLeakIsTheFirstRemark() throws {
        var study = Synthetic(schedules: ["step"])
        study.leaks = [Self.leak]
        let report = ReportDocument(analysis: study.analysis, charts: [], explanation: nil).markdown
        let leak = try #require(report.range(of: "5 of 10 test images are also training images"))
        let answer = try #require(report.range(of: "**Answer.**"))
        #expect(leak.lowerBound < answer.lowerBound)
        #expect(data(study).hasPrefix("5 of 10 test images are also training images"))
        study.leaks = []
        #expect(DataCautions(analysis: study.analysis).remark == nil)
    }

    /// The possible effect of a leak depends on its size and on the splits that share images.
    @Test func aLeakIsReportedWithItsSplitsAndItsSize() throws {
        func remark(_ leaks: LeakRecord...) throws -> String {
            var study = Synthetic(schedules: ["step"])
            study.leaks = leaks
            return try #require(DataCautions(analysis: study.analysis).remark).source
        }
        let one = LeakRecord(
            .files, split: .test, other: .train, images: 1, total: 624, examples: ["a = b"])
        #expect(try remark(one).contains("**A leak between splits.**"))
        #expect(
            try remark(one).contains("which can raise test accuracy by up to 0.2 points."))
        let val = LeakRecord(
            .files, split: .test, other: .val, images: 1, total: 624, examples: ["a = b"])
        let text = try remark(val)
        #expect(text.contains("0.2 points of test accuracy are not independent of that choice."))
        #expect(!text.contains("training"))
        let labels = LeakRecord(.classes, images: 2, total: 1000, examples: ["a = b"])
        #expect(
            try remark(labels).contains("The labels of 0.200% of all images contradict each other"))
    }

    @Test func unknownPatientsAreOneLine() {
        var study = Synthetic(schedules: ["step"])
        #expect(
            data(study).contains(
                "older than the check for leaks, so it is unknown whether splits share patients or files, and the "
                    + "intervals treat all images as independent."))
        study.leaks = []
        #expect(data(study).contains("older than the record of patients, and the intervals treat"))
        study.imagesOfPatient = 3
        #expect(!data(study).contains("patient"))
        var results = study.results
        results.lock.dataset.patients = [:]
        let text = DataCautions(analysis: StudyAnalysis(results, replicates: 50)).notes.joined()
            .source
        #expect(
            text.contains(
                "Patients are unknown, so a patient may be in two splits, and the intervals treat all images as "
                    + "independent. If file names contain the patient, set `dataset.groupPattern`.")
        )
    }

    @Test func fewImagesAndImbalancedClassesAreReported() {
        var study = Synthetic(schedules: ["step"])
        #expect(data(study).contains("1,341 of PNEUMONIA") == false)
        #expect(
            data(study).contains(
                "3,875 training images of PNEUMONIA and 1,341 of NORMAL. No trial compensates for this"
            ))
        study.counts = [.train: [300, 400], .val: [8, 8], .test: [12, 20]]
        #expect(
            data(study).contains("only 32 test images, so one image is 3.1 points of accuracy."))
        #expect(!data(study).contains("No trial compensates"))
        study.counts = [.train: [300, 400], .val: [80, 80], .test: [8, 200]]
        #expect(
            data(study).contains(
                "Some classes have few test images (NORMAL 8), so one image is up to 12.5 points"))
    }

    @Test func veryLargeLossesAreReported() {
        var results = Synthetic(schedules: ["step"]).results
        #expect(training(results) == "")
        results.trials[0].epochs[1].metrics[.train]?.loss = 6e23
        #expect(training(results).contains("6.00e+23 on the training images after epoch 2"))
        #expect(training(results).contains("give 0.693"))
        // The reference value is that of cross-entropy, so other losses have none.
        var settings = results.trials[0].record.settings["training"]
        settings?["loss"] = ["kind": "focal", "gamma": 2]
        results.trials[0].record.settings["training"] = settings
        #expect(training(results).contains("6.00e+23 on the training images after epoch 2"))
        #expect(!training(results).contains("give 0.693"))
    }

    @Test func validationAboveTestIsTested() {
        var results = Synthetic(schedules: ["step"]).results
        results.lock.dataset.counts[.val] = [100, 100]
        for epoch in results.trials[0].epochs.indices {
            results.trials[0].epochs[epoch].metrics[.val]?.accuracy = 1
        }
        #expect(
            training(results).contains(
                "Validation accuracy is significantly higher than test accuracy"))
        // With 16 images the difference may be chance.
        results.lock.dataset.counts[.val] = [2, 2]
        #expect(!training(results).contains("Validation accuracy is"))
    }

    @Test func frozenRandomWeightsAreReported() {
        var results = Synthetic(schedules: ["step"]).results
        results.trials[0].record.settings["network"] = [
            "kind": "vgg16", "train": "head", "weights": .null,
        ]
        #expect(training(results).contains("frozen layers have random weights in `vgg16-step-s1`"))
    }
}
