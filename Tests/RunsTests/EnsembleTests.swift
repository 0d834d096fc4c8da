import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import JSON
import Phantom
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Ensembles and decisions: the same from predictions of single images and from evaluations.
@Suite(.serialized) struct EnsembleTests {
    private static let settings = DecisionSettings(
        augmentation: [.horizontalFlip, .rotate180], calibration: .method(.platt),
        threshold: .rule(.sensitivity(atLeast: 0.9)), abstention: 0.25)

    /// Three seeds, and images of others.
    private static func trained(
        _ folder: String
    ) throws -> (trials: [TrialFolder], images: String) {
        let trials = try PhantomStudy.trained(in: folder, seeds: 3, val: 24).trials
        return (trials, try PhantomStudy.others(folder, count: 30))
    }

    private static func files(_ images: String) throws -> [FilePath] {
        try ImageFiles.expanded(["\(images)/test"])
    }

    private static func predictions(
        _ model: TrainedModel, _ files: [FilePath]
    ) throws -> [Prediction] {
        var all: [Prediction] = []
        try Predictor(model, on: OneDNNDevice()).predict(files) {
            all.append(try $1.get()); _ = $2
        }
        return all
    }

    @Test func predictionsAndEvaluationsDecideAlike() throws {
        try withTemporaryFolder { folder in
            let (trials, images) = try Self.trained(folder)
            var options = EvaluationOptions()
            options.decisions = Self.settings
            let outcome = try ModelEvaluator(
                trials: trials.map(\.path), dataset: images, options
            ).evaluate(on: OneDNNDevice())
            let record = outcome.record
            guard case .classes(let table) = outcome.predictions else {
                Issue.record("these are labels")
                return
            }
            let model = try TrainedModel(trials: trials.map(\.path))
                .decided(by: Self.settings, on: OneDNNDevice())
            let decisions = model.decisions
            #expect(decisions.calibration?.images == 24 && !decisions.areOutOfFold)
            #expect(record.threshold == decisions.threshold)
            #expect(record.calibration?.map == decisions.calibration?.map)
            #expect(record.abstention?.rule == decisions.abstention)
            #expect(record.augmentation == Self.settings.augmentation)
            let predictions = try Self.predictions(
                model, table.files.map { FilePath(images).appending(text: $0) })
            var covered = 0
            for (image, prediction) in predictions.enumerated() {
                let expected = table.predictions.probabilities(of: image)
                for (a, b) in zip(prediction.probabilities, expected) {
                    #expect(abs(a - b) < 1e-5)
                }
                #expect(
                    prediction.predicted == decisions.predicted(Array(expected), positive: 1))
                #expect(prediction.spread != nil)
                covered += prediction.isAbstention ? 0 : 1
            }
            #expect(record.abstention?.covered == covered)
            // The internal test images are predicted with the same augmentation.
            #expect(record.shift?.images == 21)
            #expect(record.json["abstention"]?["covered"]?.int == covered)
        }
    }

    /// The mean of the predictions of an image and of its mirror image.
    @Test func augmentedPredictionsAreMeans() throws {
        try withTemporaryFolder { folder in
            let (trials, images) = try Self.trained(folder)
            let plain = try TrainedModel(trials: [trials[0].path])
            // A mirrored file gives a mirrored input, up to the rounding of pixels.
            var (files, mirrored): ([FilePath], [FilePath]) = ([], [])
            for (number, file) in try Self.files(images).prefix(8).enumerated() {
                let image = try RGBImage(path: file)
                files.append(FilePath("\(folder)/\(number).jpeg"))
                mirrored.append(FilePath("\(folder)/\(number)-mirrored.jpeg"))
                for (image, path) in [(image, files[number]), (image.mirrored, mirrored[number])] {
                    try JPEG.encode(image, quality: 100).write(
                        to: URL(fileURLWithPath: "\(path)"))
                }
            }
            let own = try Self.predictions(plain, files)
            let others = try Self.predictions(plain, mirrored)
            let augmented = try Self.predictions(
                plain.decided(
                    by: DecisionSettings(augmentation: [.horizontalFlip]), on: OneDNNDevice()),
                files)
            let pairs = zip(own, others).map { ($0.probabilities[1], $1.probabilities[1]) }
            let errors = zip(augmented, pairs).map { prediction, pair in
                abs(prediction.probabilities[1] - (pair.0 + pair.1) / 2)
            }
            // A mirrored image has another prediction, from which the mean differs far more.
            let differences = pairs.map { abs($0 - $1) }
            let (error, difference) = (errors.max() ?? 1, differences.max() ?? 0)
            #expect(difference > 1e-4 && error < difference / 10, "\(error), \(difference)")
            #expect(augmented.allSatisfy { $0.spread == nil })
        }
    }

    /// Decisions with augmentation are made from the validation images, which must be there and be
    /// those of the training.
    @Test func augmentedDecisionsNeedTheValidationImages() throws {
        try withTemporaryFolder { folder in
            let (trials, images) = try Self.trained(folder)
            let model = try TrainedModel(trials: [trials[0].path])
            func decided(_ settings: DecisionSettings, data: String? = nil) throws -> TrainedModel {
                try model.decided(by: settings, on: OneDNNDevice(), data: data)
            }
            let before = try decided(Self.settings).decisions
            try FileManager.default.moveItem(
                atPath: "\(folder)/phantom", toPath: "\(folder)/moved")
            let missing = #expect(throws: PredictionError.self) { try decided(Self.settings) }
            #expect("\(try #require(missing))".contains("set --data to their folder"))
            #expect(try decided(Self.settings, data: "\(folder)/moved").decisions == before)
            // Other images of the same names.
            let files = FileManager.default
            let val = "\(folder)/moved/val"
            for label in ["NORMAL", "PNEUMONIA"] {
                let names = try files.contentsOfDirectory(atPath: "\(val)/\(label)").sorted()
                let other = try files.contentsOfDirectory(atPath: "\(images)/test/\(label)")
                    .sorted()
                for (name, source) in zip(names, other) {
                    try files.removeItem(atPath: "\(val)/\(label)/\(name)")
                    try files.copyItem(
                        atPath: "\(images)/test/\(label)/\(source)",
                        toPath: "\(val)/\(label)/\(name)")
                }
            }
            let wrong = #expect(throws: PredictionError.self) {
                try decided(Self.settings, data: "\(folder)/moved")
            }
            #expect("\(try #require(wrong))".contains("is not the image that the trial predicted"))
            // A given threshold needs no images.
            let given = DecisionSettings(
                augmentation: [.horizontalFlip], threshold: .given(0.4))
            #expect(try decided(given).decisions.threshold?.value == 0.4)
        }
    }

    @Test func theFractionOfAbstentionIsThatOfValidation() throws {
        try withTemporaryFolder { folder in
            let (trials, _) = try Self.trained(folder)
            let model = try TrainedModel(trials: trials.map(\.path))
            let table = try #require(try model.storedPredictions(of: .val))
            for fraction in [0.01, 0.25, 0.5, 0.99] {
                let decisions = try model.decided(
                    by: DecisionSettings(abstention: fraction), on: OneDNNDevice()
                ).decisions
                let dropped = table.files.indices.count {
                    decisions.abstains(
                        Array(table.predictions.probabilities(of: $0)), positive: 1)
                }
                // All probabilities of this set differ.
                #expect(dropped == Int(fraction * Double(table.files.count)))
            }
        }
    }

    /// Every validation image of a cross-validation has the probabilities of the network that was
    /// not trained on it.
    @Test func foldsDecideByTheirValidationImagesTogether() throws {
        try withTemporaryFolder { folder in
            var study = PhantomStudy(
                folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
                sweep: #"{ "schedule": ["constant"], "dataset.split.fold": [0, 1, 2] }"#)
            study.dataset = #""split": { "kind": "folds", "k": 3 }"#
            study.images = #"{ "size": 40, "train": 40, "val": 20, "test": 20 }"#
            try study.run()
            let results = ResultsFolder("\(folder)/results")
            let trials = try results.readLock().trials.map { results.trial($0.id) }
            let model = try TrainedModel(trials: trials.map(\.path))
            let table = try #require(try model.storedPredictions(of: .val))
            #expect(table.files.count == 60)
            for trial in trials {
                let own = try #require(try trial.readPredictions(.val))
                for (image, file) in own.files.enumerated() {
                    let row = try #require(table.files.firstIndex(of: file))
                    #expect(
                        Array(table.predictions.probabilities(of: row))
                            == Array(own.predictions.probabilities(of: image)))
                }
            }
            let decisions = try model.decided(
                by: DecisionSettings(
                    calibration: .method(.temperature), threshold: .rule(.youden)),
                on: OneDNNDevice()
            ).decisions
            #expect(decisions.calibration?.images == 60 && decisions.threshold?.images == 60)
            #expect(decisions.areOutOfFold)
            let given = DecisionSettings(threshold: .given(0.4))
            #expect(!(try model.decided(by: given, on: OneDNNDevice()).decisions.areOutOfFold))
            // The test images are the same for all.
            #expect(try model.storedPredictions(of: .test)?.files.count == 20)
        }
    }

    @Test func membersMustFit() throws {
        try withTemporaryFolder { folder in
            let (trials, _) = try Self.trained(folder)
            let twice = #expect(throws: PredictionError.self) {
                try TrainedModel(trials: [trials[0].path, trials[0].path])
            }
            #expect("\(try #require(twice))".contains("is given twice"))
        }
    }
}

extension RGBImage {
    /// The image with left and right exchanged.
    fileprivate var mirrored: RGBImage {
        let columns = (0..<height).flatMap { row in
            (0..<width).reversed().flatMap { column in
                let first = (row * width + column) * 3
                return pixels[first..<first + 3]
            }
        }
        return RGBImage(width: width, height: height, pixels: columns)
    }
}
