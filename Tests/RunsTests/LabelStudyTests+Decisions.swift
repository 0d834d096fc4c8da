import Engine
import Evaluation
import Files
import Foundation
import Inference
import Reports
import Results
import Runs
import Studies
import Tensors
import TestSupport
import Testing
import Vocabulary

/// Decisions for each label, and evaluations of models of several labels.
extension LabelStudyTests {
    /// The threshold and the calibration of each label are those of its validation predictions.
    @Test func eachLabelIsDecidedOnItsValidationImages() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let results = try Self.run(try Self.study(folder), in: folder)
            let trial = try #require(results.trials.first)
            let val = try #require(trial.labelPredictions[.val])
            let model = try TrainedModel(trials: ["\(folder)/results/trials/\(trial.entry.id)"])
            func decided(_ settings: DecisionSettings) throws -> TrainedModel {
                try model.decided(by: settings, on: OneDNNDevice())
            }
            let rule = ThresholdRule.sensitivity(atLeast: 0.9)
            let chosen = try decided(DecisionSettings(threshold: .rule(rule))).decisions
            let expected = LabelThresholds(
                try WeightedLabelPredictions(val.predictions), rule: rule)
            #expect(chosen.labels.map(\.label) == val.labels)
            #expect(chosen.thresholds(ofLabels: 3) == expected.values)
            #expect(
                chosen.labels.map { $0.threshold?.images }
                    == val.predictions.truth.counts.enumerated().map {
                        expected.undecided.contains($0) ? nil : $1.known
                    })
            // Platt scaling of each label, then the threshold of the calibrated probabilities.
            let platt = try decided(
                DecisionSettings(calibration: .method(.platt), threshold: .rule(.youden))
            ).decisions
            let weighted = try WeightedLabelPredictions(val.predictions)
            for label in 0..<3 where weighted.evaluated.contains(label) {
                let own = try #require(weighted.of(label))
                #expect(platt.labels[label].calibration?.map == CalibrationMap(.platt, fit: own))
            }
            let calibrated = try WeightedLabelPredictions(platt.calibrated(val).predictions)
            #expect(
                platt.thresholds(ofLabels: 3)
                    == LabelThresholds(calibrated, rule: .youden).values)
            // A predictor applies both.
            let predictor = try Predictor(
                decided(
                    DecisionSettings(calibration: .method(.platt), threshold: .rule(.youden))),
                on: OneDNNDevice())
            var image = 0
            try predictor.predict(val.files.map { FilePath("\(folder)/images/\($0)") }) {
                _, prediction, _ in
                let found = try prediction.get()
                for label in 0..<3 {
                    let p = calibrated.predictions.probability(image, of: label)
                    #expect(abs(found.probabilities[label] - p) < 1e-4)
                }
                image += 1
            }
            #expect(image == val.files.count)
            // One given threshold is that of all labels and needs no validation predictions.
            let given = try decided(DecisionSettings(threshold: .given(0.3))).decisions
            #expect(given.thresholds(ofLabels: 3) == [0.3, 0.3, 0.3] && !given.isOfValidation)
            #expect(throws: PredictionError.self) { try decided(DecisionSettings(abstention: 0.2)) }
        }
    }

    /// The figures of an evaluation on labeled images, here the test images of the study.
    @Test func anEvaluationHasTheFiguresOfEachLabel() throws {
        try withTemporaryFolder { folder in
            try Self.write(folder)
            let results = try Self.run(try Self.study(folder), in: folder)
            let trial = try #require(results.trials.first)
            let path = "\(folder)/results/trials/\(trial.entry.id)"
            try Data(Self.table.utf8).write(to: URL(fileURLWithPath: "\(folder)/table.json"))
            var options = EvaluationOptions()
            options.table = try TableSettings(option: "\(folder)/table.json", catalog: .all)
            options.name = "own"
            // Some images are drawn twice, with other labels.
            options.allowsOverlap = true
            let outcome = try ModelEvaluator(
                trials: [path], dataset: "\(folder)/images", options
            ).evaluate(on: OneDNNDevice())
            let record = outcome.record
            let labels = try #require(record.labels)
            let test = try #require(trial.labelPredictions[.test])
            #expect(record.images.total == 16 && record.unit == "patients")
            let overlapping = record.overlaps?.map(\.split) ?? []
            #expect(overlapping == [.test] && record.shift == nil)
            guard case .labels(let table) = outcome.predictions else {
                Issue.record("these are classes")
                return
            }
            #expect(table.files == test.files && table.groups == test.groups)
            #expect(table.predictions.truth == test.predictions.truth)
            // The thresholds have the largest Youden index on the validation images.
            let val = try #require(trial.labelPredictions[.val])
            let thresholds = LabelThresholds(
                try WeightedLabelPredictions(val.predictions), rule: .youden)
            #expect(labels.labels.map(\.decision.thresholdValue) == thresholds.values)
            let predictions = try WeightedLabelPredictions(table.predictions)
                .decided(at: thresholds.values)
            let expected = LabelEvaluation(
                predictions,
                bootstrap: Bootstrap(
                    images: 16, replicates: record.replicates, clusters: test.clusters))
            for (label, figures) in labels.labels.enumerated() {
                #expect(figures.counts == predictions.counts[label])
                #expect(
                    (figures.omission == nil) == expected.evaluated.contains(label))
                for (metric, figure) in zip(expected.metrics, expected.labels[label]) {
                    #expect(figures.metrics[metric]?.value == figure.value)
                }
                let auroc = figures.metrics["auroc"]
                #expect(auroc?.value == predictions.value(AreaUnderROC(), of: label))
            }
            #expect(record.metrics["auroc"]?.value == predictions.macro(AreaUnderROC()))
            #expect(record.metrics["exact_match"]?.value == predictions.exactMatch)
            // It is stored, read back, part of the report and verified.
            let folderOfResults = results.folder(in: folder)
            let evaluation = folderOfResults.evaluation("own")
            try evaluation.write(record, outcome.predictions)
            var stored = try evaluation.readRecord()
            stored.files = [:]
            #expect(stored.labels == labels && stored.images.total == 16)
            let read = try evaluation.readLabelPredictions(of: evaluation.readRecord())
            #expect(read.files == table.files && read.predictions.truth == table.predictions.truth)
            #expect(throws: ResultsError.self) {
                try evaluation.readPredictions(of: evaluation.readRecord())
            }
            let report = try String(
                contentsOfFile: try ReportWriter.write(folderOfResults), encoding: .utf8)
            #expect(report.contains("## Evaluations on other data") && report.contains("### own"))
            // Labels that the table lacks are ignored; a column that is no label is refused.
            let common = options
            for (columns, isRefused) in [
                (#"["bright", "right", "rare", "split"]"#, true), (#"["bright", "right"]"#, false),
            ] {
                var options = common
                let text = Self.table.replacing(#"["bright", "right", "rare"]"#, with: columns)
                try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/table.json"))
                options.table = try TableSettings(option: "\(folder)/table.json", catalog: .all)
                if isRefused {
                    #expect(throws: (any Error).self) {
                        try ModelEvaluator(trials: [path], dataset: "\(folder)/images", options)
                    }
                    continue
                }
                let evaluator = try ModelEvaluator(
                    trials: [path], dataset: "\(folder)/images", options)
                let rare = try evaluator.evaluate(on: OneDNNDevice()).record.labels?.labels.last
                #expect(rare?.omission == "no known image" && rare?.metrics.isEmpty == true)
            }
        }
    }
}
