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

/// Finished trials on images that had no part in their training.
@Suite(.serialized) struct ModelEvaluationTests {
    static let classes = ["NORMAL", "PNEUMONIA"]

    static func evaluate(
        _ trials: [TrialFolder], _ dataset: String,
        _ options: EvaluationOptions = EvaluationOptions()
    ) throws -> (record: EvaluationRecord, predictions: PredictionTable) {
        let outcome = try ModelEvaluator(trials: trials.map(\.path), dataset: dataset, options)
            .evaluate(on: OneDNNDevice())
        guard case .classes(let table) = outcome.predictions else {
            throw EvaluationFailure("these are labels")
        }
        return (outcome.record, table)
    }

    static func trial(_ results: ResultsFolder, seed: Int = 1) throws -> TrialFolder {
        let entry = try #require(try results.readLock().trials.first { $0.seed == seed })
        return results.trial(entry.id)
    }

    static func message(_ body: () throws -> Void) -> String {
        do { try body() } catch { return "\(error)" }
        return ""
    }

    /// The evaluation of a trial on the test images of its study has the predictions and the
    /// metrics of the trial, to the last bit.
    @Test func ownTestImagesGiveTheNumbersOfTheTrial() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trial = try Self.trial(results)
            let (record, table) = try Self.evaluate([trial], "\(folder)/phantom")
            let own = try #require(try trial.readPredictions(.test))
            #expect(table.files == own.files)
            #expect(table.predictions == own.predictions)
            let weighted = try own.weighted(positive: record.positiveClass)
            for metric in EvaluationMetrics.all {
                #expect(record.metrics[metric.name]?.value == metric.value(weighted), "\(metric)")
            }
            // The intervals are those of the report.
            let analysis = StudyAnalysis(try StudyResults(results))
            let expected = analysis.resampling.bootstrap.intervals { weights in
                let drawn = weighted.weighted(
                    by: analysis.resampling.weights(weights, of: trial.id))
                return [Accuracy().value(drawn), LogLoss().value(drawn)]
            }
            #expect(record.metrics["accuracy"]?.interval == expected[0])
            #expect(record.metrics["log_loss"]?.interval == expected[1])
            #expect(record.overlaps?.map(\.split) == [.test])
            #expect(record.overlaps?.first?.images == 21)
            // The two sets are not independent.
            #expect(record.shift == nil)
            #expect(!record.isContaminated)
        }
    }

    /// The features of frozen layers were computed in other minibatches than in an evaluation.
    @Test func frozenNetworksHaveTheirPredictionsUpToRounding() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(
                in: folder,
                network: #"""
                    { "kind": "cnn4", "channels": 16, "train": "head", "head": { "kind": "linear" } }
                    """#
            ).results
            let trial = try Self.trial(results)
            let (_, table) = try Self.evaluate([trial], "\(folder)/phantom")
            let own = try #require(try trial.readPredictions(.test))
            #expect(table.files == own.files)
            #expect(table.predictions.predicted == own.predictions.predicted)
            let pairs = zip(table.predictions.probabilities, own.predictions.probabilities)
            #expect(pairs.allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    /// Identical files with different labels are an error; with the same label, they are counted.
    @Test func repeatedImagesAreCounted() throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(try PhantomStudy.trained(in: folder).results)
            let path = try PhantomStudy.others(folder)
            let files = FileManager.default
            let name = try #require(
                try files.contentsOfDirectory(atPath: "\(path)/test/NORMAL").sorted().first)
            try files.copyItem(
                atPath: "\(path)/test/NORMAL/\(name)", toPath: "\(path)/test/NORMAL/twice.jpeg")
            #expect(try Self.evaluate([trial], path).record.images.repeats == 1)
            try files.moveItem(
                atPath: "\(path)/test/NORMAL/twice.jpeg",
                toPath: "\(path)/test/PNEUMONIA/twice.jpeg")
            let text = Self.message { _ = try Self.evaluate([trial], path) }
            #expect(text.contains("identical files with different classes"), "\(text)")
        }
    }

    @Test func changedValidationPredictionsAreNotUsed() throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(try PhantomStudy.trained(in: folder).results)
            let path = try PhantomStudy.others(folder)
            let file = trial.predictionsPath(.val)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("0.", with: "0.0", maxReplacements: 1).write(
                toFile: file, atomically: true, encoding: .utf8)
            let message = Self.message { _ = try Self.evaluate([trial], path) }
            #expect(message.contains("is not the file that the trial wrote"), "\(message)")
        }
    }

    /// Nothing that is decided depends on the labels of the evaluated images.
    @Test func exchangedLabelsChangeNoDecision() throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(try PhantomStudy.trained(in: folder).results)
            let path = try PhantomStudy.others(folder)
            let before = try Self.evaluate([trial], path)
            let files = FileManager.default
            let test = "\(path)/test"
            try files.moveItem(atPath: "\(test)/NORMAL", toPath: "\(test)/x")
            try files.moveItem(atPath: "\(test)/PNEUMONIA", toPath: "\(test)/NORMAL")
            try files.moveItem(atPath: "\(test)/x", toPath: "\(test)/PNEUMONIA")
            let after = try Self.evaluate([trial], path)
            #expect(before.record.threshold != nil)
            #expect(after.record.threshold == before.record.threshold)
            #expect(after.record.positiveClass == before.record.positiveClass)
            func probabilities(_ table: PredictionTable) -> [String: [Double]] {
                Dictionary(
                    uniqueKeysWithValues: table.files.enumerated().map { index, file in
                        let name = URL(fileURLWithPath: file).lastPathComponent
                        return (name, table.predictions.probabilities(of: index))
                    })
            }
            #expect(probabilities(after.predictions) == probabilities(before.predictions))
            let accuracy = before.record.metrics["accuracy"]?.value ?? .nan
            let exchanged = after.record.metrics["accuracy"]?.value ?? .nan
            #expect(abs(accuracy + exchanged - 1) < 1e-12)
        }
    }

    @Test func imagesOfTheTrainingAreRefused() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trial = try Self.trial(results)
            let path = try PhantomStudy.others(folder)
            let images = try FileManager.default.contentsOfDirectory(
                atPath: "\(folder)/phantom/train/NORMAL")
            let stolen = try #require(images.sorted().first)
            try FileManager.default.copyItem(
                atPath: "\(folder)/phantom/train/NORMAL/\(stolen)",
                toPath: "\(path)/test/NORMAL/innocent.jpeg")
            let text = Self.message { _ = try Self.evaluate([trial], path) }
            #expect(text.contains("1 of 25 images are also training images"), "\(text)")
            #expect(text.contains("test/NORMAL/innocent.jpeg = train/NORMAL/\(stolen)"), "\(text)")
            var options = EvaluationOptions()
            options.allowsOverlap = true
            let record = try Self.evaluate([trial], path, options).record
            #expect(record.isContaminated)
            // Other images than those of the training say nothing about an overlap.
            options.data = path
            let other = Self.message { _ = try Self.evaluate([trial], path, options) }
            #expect(other.contains("--data: "), "\(other)")
            try FileManager.default.moveItem(
                atPath: "\(folder)/phantom", toPath: "\(folder)/moved")
            options.data = nil
            let unknown = try ModelEvaluator(trials: [trial.path], dataset: path, options)
            #expect(unknown.notes.contains { $0.contains("were not compared") })
            options.data = "\(folder)/moved"
            #expect(try Self.evaluate([trial], path, options).record.isContaminated)
        }
    }

    @Test func unfitImagesAreRefused() throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(try PhantomStudy.trained(in: folder).results)
            func text(_ options: EvaluationOptions = EvaluationOptions()) -> String {
                Self.message { _ = try Self.evaluate([trial], "\(folder)/b", options) }
            }
            #expect(text().contains("no such folder"))
            let others = try PhantomStudy.others(folder)
            let files = FileManager.default
            try files.moveItem(atPath: "\(others)/test", toPath: "\(folder)/b")
            // Class folders without splits.
            #expect(text().isEmpty)
            // The path of a broken link has no split in it.
            try files.moveItem(atPath: "\(folder)/b/NORMAL", toPath: "\(folder)/normal")
            try files.createSymbolicLink(
                atPath: "\(folder)/b/NORMAL", withDestinationPath: "\(folder)/unmounted")
            #expect(text().contains("\(folder)/b/NORMAL: "), "\(text())")
            try files.removeItem(atPath: "\(folder)/b/NORMAL")
            try files.moveItem(atPath: "\(folder)/normal", toPath: "\(folder)/b/NORMAL")
            var split = EvaluationOptions()
            split.split = .val
            #expect(text(split).contains("has no splits"))
            try files.moveItem(atPath: "\(folder)/b/NORMAL", toPath: "\(folder)/b/HEALTHY")
            #expect(
                text().contains(
                    "the model distinguishes NORMAL, PNEUMONIA, but the folder has HEALTHY, PNEUMONIA"
                ))
            try files.removeItem(atPath: "\(folder)/b/HEALTHY")
            // One class alone can be evaluated.
            let one = try Self.evaluate([trial], "\(folder)/b").record
            #expect(one.images.counts[0] == 0 && one.metrics["auroc"] == nil)
            #expect(one.metrics["sensitivity"] != nil && one.metrics["specificity"] == nil)
            try Data("no image".utf8).write(
                to: URL(fileURLWithPath: "\(folder)/b/PNEUMONIA/a.jpeg"))
            #expect(text().contains("PNEUMONIA/a.jpeg: "))
            #expect(text().contains("--skip-bad-images"))
            var skipping = EvaluationOptions()
            skipping.skipsBadImages = true
            let skipped = try Self.evaluate([trial], "\(folder)/b", skipping).record
            #expect(skipped.images.skipped.count == 1)
            #expect(skipped.images.total == one.images.total)
            try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder)/b/loose.png"))
            #expect(text(skipping).contains("--ignore-unread"))
            skipping.ignoresUnread = true
            #expect(text(skipping).isEmpty)
            skipping.name = "../b"
            #expect(text(skipping).contains("--name ../b"))
        }
    }

    @Test func anEnsembleIsTheMeanOfItsMembers() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trials = [try Self.trial(results, seed: 1), try Self.trial(results, seed: 2)]
            let path = try PhantomStudy.others(folder)
            let parts = try trials.map { try Self.evaluate([$0], path) }
            let (record, table) = try Self.evaluate(trials, path)
            let means = zip(
                parts[0].predictions.predictions.probabilities,
                parts[1].predictions.predictions.probabilities
            ).map { ($0 + $1) / 2 }
            #expect(table.predictions.probabilities == means)
            let losses = parts.compactMap { $0.record.metrics["log_loss"]?.value }
            let own = try #require(record.metrics["log_loss"]?.value)
            let gain = try #require(record.gains["log_loss"])
            #expect(abs(gain.value - (own - (losses[0] + losses[1]) / 2)) < 1e-12)
            // The mean of probabilities never has a larger log loss than the mean of the members.
            #expect(gain.value <= 0)
            #expect(record.model.map { $0.metrics["log_loss"] } == losses)
            let twice = Self.message { _ = try Self.evaluate([trials[0], trials[0]], path) }
            #expect(twice.contains("is given twice"))
        }
    }

    /// Calibration and threshold come from the validation images; the probabilities of the internal
    /// test images are calibrated in the same way.
    @Test func calibrationsAreFittedToValidation() throws {
        try withTemporaryFolder { folder in
            let results = try PhantomStudy.trained(in: folder).results
            let trial = try Self.trial(results)
            let path = try PhantomStudy.others(folder)
            let plain = try Self.evaluate([trial], path)
            for method in CalibrationMap.Method.allCases {
                var options = EvaluationOptions()
                options.decisions.calibration = .method(method)
                options.decisions.threshold = .rule(.sensitivity(atLeast: 0.8))
                options.prevalences = [0.1, 0.5]
                let (record, table) = try Self.evaluate([trial], path, options)
                let val = try #require(try trial.readPredictions(.val))
                let fitted = try #require(
                    CalibrationMap(method, fit: val.weighted(positive: "PNEUMONIA")))
                #expect(record.calibration?.map == fitted)
                #expect(record.calibration?.images == 20)
                #expect(
                    record.calibration?.before["log_loss"]
                        == plain.record.metrics["log_loss"]?.value)
                #expect(
                    table.predictions.probabilities
                        == fitted.apply(
                            to: plain.predictions.predictions.probabilities, classes: 2))
                let rule = ThresholdRule.sensitivity(atLeast: 0.8)
                let calibrated = val.calibrated(by: fitted)
                #expect(
                    record.threshold?.value
                        == rule.threshold(try calibrated.weighted(positive: "PNEUMONIA"))?.value)
                #expect(record.threshold?.rule == "sensitivity:0.8")
                let test = try #require(try trial.readPredictions(.test)).calibrated(by: fitted)
                #expect(
                    record.shift?.metrics["log_loss"]?.value
                        == LogLoss().value(try test.weighted(positive: "PNEUMONIA")))
                #expect(record.predictive.map(\.prevalence) == [0.1, 0.5])
                let evaluation = results.evaluation("calibrated-\(method.rawValue)")
                try evaluation.write(record, .classes(table))
                #expect(try evaluation.readRecord().calibration == record.calibration)
                #expect(try evaluation.readRecord().area == record.area)
                #expect(try evaluation.readRecord().predictive == record.predictive)
            }
        }
    }
}
