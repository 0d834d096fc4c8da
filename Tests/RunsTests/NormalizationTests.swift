import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import JSON
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary
import Weights

/// `dataset.normalize` in a trial's record and in predictions.
@Suite(.serialized) struct NormalizationTests {
    private static let network = #"{ "kind": "cnn4", "channels": 8 }"#
    private static let values: JSONValue = ["mean": [0.5, 0.25, 0.125], "std": [0.5, 0.25, 1]]

    private static func study(_ folder: String, _ normalize: String?) -> PhantomStudy {
        var study = PhantomStudy(folder, network: network, epochs: 1, sweep: #"{ "seed": [1] }"#)
        study.dataset = normalize.map { "\"normalize\": \($0)" } ?? ""
        return study
    }

    @Test func everyNormalizationHasItsOwnKeyAndIsUsedInPrediction() throws {
        try withTemporaryFolder { folder in
            let choices: [(String?, Normalization?)] = [
                (nil, .imageNet), (#""imagenet""#, .imageNet),
                (#""none""#, Normalization.none),
                (Self.values.canonical, Normalization(Self.values)), (#""dataset""#, nil),
            ]
            var keys: [String] = []
            for (index, choice) in choices.enumerated() {
                let study = Self.study(folder, choice.0)
                let plan = try study.plan("r\(index)")
                let results = try study.run("r\(index)")
                let trial = try #require(results.trials.first)
                keys.append(trial.record.key)
                let numbers = try #require(trial.record.normalization)
                #expect(numbers == plan.entries[0].data.normalization.numbers)
                if let expected = choice.1 { #expect(numbers == expected) }
                // The default is not part of the settings, so that the keys of earlier trials stay
                // the same.
                let setting = trial.record.settings.json["dataset"]?["normalize"]
                #expect((setting == nil) == (index < 2))
                try Self.expectSamePredictions(plan.folder.trial(trial.entry.id), folder)
            }
            #expect(keys[0] == keys[1])
            #expect(Set(keys).count == 4)
        }
    }

    private static func expectSamePredictions(_ trial: TrialFolder, _ folder: String) throws {
        let expected = try #require(try trial.readPredictions(.test))
        let files = expected.files.map { FilePath("\(folder)/phantom/\($0)") }
        var found: [[Double]] = []
        let predictor = try Predictor(TrainedNetwork(trial: trial.path), on: OneDNNDevice())
        try predictor.predict(files) { _, prediction, _ in
            found.append(try prediction.get().probabilities)
        }
        for (a, b) in zip(expected.predictions.probabilities, found.joined()) {
            #expect(abs(a - b) < 1e-5)
        }
        // The trial's own file contains all settings.
        var again: [[Double]] = []
        let own = try TrainedNetwork(
            kind: "cnn4", weights: trial.bestPath, options: ModelOptions())
        try Predictor(own, on: OneDNNDevice()).predict(files) { _, prediction, _ in
            again.append(try prediction.get().probabilities)
        }
        #expect(again == found)
    }

    @Test func featuresDependOnTheNormalization() throws {
        try withTemporaryFolder { folder in
            var keys: Set<String> = []
            for normalize in [nil, #""none""#, #""dataset""#, Self.values.canonical] {
                var study = Self.study(folder, normalize)
                study.network = #"{ "kind": "cnn4", "channels": 8, "train": "head" }"#
                let results = try study.run("r\(keys.count)")
                let record = try #require(results.lock.features.first)
                keys.formUnion([record.keys[FeatureSetID(split: .train)] ?? ""])
            }
            #expect(keys.count == 4 && !keys.contains(""))
        }
    }

    @Test func aRecordOfEarlierVersionsHasImageNetsNormalization() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, nil)
            let trial = try #require(try study.run().trials.first)
            let place = try study.plan().folder.trial(trial.entry.id)
            var record = trial.record
            record.normalization = nil
            try place.write(record)
            #expect(try TrainedNetwork(trial: place.path).normalization.numbers == .imageNet)
        }
    }
}

/// The description in a checkpoint, if options or a study contradict it.
@Suite(.serialized) struct ModelDescriptionTests {
    private static func trial(in folder: String, _ network: String) throws -> TrialFolder {
        let study = PhantomStudy(folder, network: network, epochs: 1, sweep: #"{ "seed": [1] }"#)
        let results = try study.run()
        return try study.plan().folder.trial(try #require(results.trials.first).entry.id)
    }

    @Test(arguments: [
        #"{ "kind": "cnn4", "channels": 8 }"#,
        #"{ "kind": "cnn4", "channels": 5, "head": { "kind": "linear", "dropout": 0.5 } }"#,
    ])
    func aFileOutsideItsTrialIsReadByItsShapes(network: String) throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(in: folder, network)
            let path = "\(folder)/alone.safetensors"
            try FileManager.default.copyItem(atPath: trial.bestPath, toPath: path)
            let options = ModelOptions(resize: 36, crop: 32)
            let alone = try TrainedNetwork(kind: "cnn4", weights: path, options: options)
            let own = try TrainedNetwork(trial: trial.path)
            #expect(
                try alone.parameters.mapValues(\.values) == own.parameters.mapValues(\.values))
            #expect(!alone.isDescribed && own.isDescribed)
            #expect(alone.classes == ["0", "1"])
        }
    }

    @Test func contradictingOptionsAreErrors() throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(in: folder, #"{ "kind": "cnn4", "channels": 8 }"#)
            let cases: [(String, ModelOptions, String)] = [
                ("cnn4", ModelOptions(crop: 30), "--crop 30, but the metadata of the file has 32"),
                (
                    "cnn4", ModelOptions(resize: 256),
                    "--resize 256, but the metadata of the file has 36"
                ),
                (
                    "cnn4", ModelOptions(classes: ["b", "a"]),
                    "--classes b,a, but the metadata of the file has "
                ),
                (
                    "cnn4", ModelOptions(interpolation: .lanczos),
                    "--interpolation lanczos, but the metadata of the file has bilinear"
                ),
                (
                    "resnet18", ModelOptions(),
                    "--network resnet18, but the metadata of the file has cnn4"
                ),
            ]
            for (kind, options, words) in cases {
                let error = try #require(throws: PredictionError.self) {
                    try TrainedNetwork(kind: kind, weights: trial.bestPath, options: options)
                }
                #expect("\(error)".contains(words), "\(error)")
            }
            let same = ModelOptions(resize: 36, crop: 32, interpolation: .bilinear)
            _ = try TrainedNetwork(kind: "cnn4", weights: trial.bestPath, options: same)
        }
    }

    @Test func differencesFromTheCheckpointsSettingsGiveANote() throws {
        try withTemporaryFolder { folder in
            let trial = try Self.trial(in: folder, #"{ "kind": "cnn4", "channels": 8 }"#)
            let network = #"{ "kind": "cnn4", "channels": 8, "weights": "\#(trial.bestPath)" }"#
            var study = PhantomStudy(
                folder, network: network, epochs: 1, sweep: #"{ "seed": [1] }"#)
            #expect(
                try study.plan("same").notes.allSatisfy {
                    !$0.contains("was trained with settings that differ")
                })
            study.dataset = #""normalize": "none", "interpolation": "bicubic""#
            let notes = try study.plan("other").notes
            #expect(
                notes.contains { $0.contains("was trained with settings that differ") }, "\(notes)")
            let record = try #require(try study.run("other").trials.first).record
            let differences = record.weights?.differences ?? []
            #expect(differences.count == 2)
            #expect(
                differences.first
                    == "interpolation bilinear in the checkpoint, bicubic in the study")
            #expect(differences.last?.contains("normalization (ImageNet's mean 0.485") == true)
        }
    }
}
