import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import JSON
import Networks
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Vocabulary
import Weights

/// Studies that start from a checkpoint, and predictions of the trained networks.
@Suite(.serialized) struct WeightsStudyTests {
    private static func text(_ weights: String) -> String {
        """
        {
          "name": "tiny",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 }
          },
          "training": {
            "epochs": 1, "batchSize": 16, "optimizer": { "kind": "sgd", "learningRate": 0.01 }
          },
          "network": { "kind": "cnn4", "channels": 8, "weights": "\(weights)" }
        }
        """
    }

    private static func plan(_ weights: String, in folder: String) throws -> StudyPlan {
        let study = try StudyFile.read(
            bytes: Array(text(weights).utf8), file: "tiny.json", folder: folder, catalog: .all,
            currentDirectory: folder)
        return try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
    }

    /// Trains in this process, and returns the folder of the single trial.
    private static func run(_ plan: StudyPlan) throws -> TrialFolder {
        let runner = try StudyRunner(
            RunScope(plan, studyFile: "tiny.json"), executor: InProcess(),
            kernelCache: .ofTheseTests
        ) { _ in }
        #expect(try runner.run(on: OneDNNDevice()) == 0)
        return plan.folder.trial(plan.entries[0].trial.id)
    }

    private static func write(
        _ path: String, classes: Int = 2, seed: UInt64
    ) throws {
        let values = SettingValues(CNN4.settings, ["channels": .number(8)])
        let request = NetworkRequest(classes: classes, imageSize: 32, values: values)
        let network = try #require(NetworkRegistry.make("cnn4", request))
        let graph = try network.graph(input: [1, 3, 32, 32])
        try Safetensors.write(
            graph.parameters.map { ($0.name, $0.initializer.tensor(for: $0, seed: seed)) }, to: path
        )
    }

    @Test func anotherCheckpointGivesAnotherKey() throws {
        try withTemporaryFolder { folder in
            let path = "\(folder)/start.safetensors"
            try Self.write(path, seed: 3)
            let plan = try Self.plan("start.safetensors", in: folder)
            let trial = try Self.run(plan)
            let record = try trial.readRecord()
            let digest = try openWeights(path: path).digest
            #expect(record.weights == WeightsRecord(file: "start.safetensors", sha256: digest))
            #expect(try plan.folder.readLock().trials.map(\.weights) == [record.weights])
            #expect(record.settings.network?.weights == "start.safetensors")

            // A copy of the file gives the same key.
            try FileManager.default.createDirectory(
                atPath: "\(folder)/deep", withIntermediateDirectories: false)
            try FileManager.default.copyItem(atPath: path, toPath: "\(folder)/deep/x.safetensors")
            #expect(
                try Self.plan("deep/x.safetensors", in: folder).entries.map(\.state) == [.done])

            try Self.write(path, seed: 4)
            let again = try Self.plan("start.safetensors", in: folder)
            let word = try #require(again.entries.first).state.text
            #expect(
                word.hasPrefix("stale: initial weights: start.safetensors (\(digest.prefix(12))"))
            let other = try Self.run(again).readRecord()
            #expect(other.files["last.safetensors"] != record.files["last.safetensors"])
        }
    }

    @Test func trainingBeginsAtTheCheckpoint() throws {
        try withTemporaryFolder { folder in
            try Self.write("\(folder)/a.safetensors", seed: 1)
            try Self.write("\(folder)/b.safetensors", classes: 5, seed: 1)
            let same = try Self.run(try Self.plan("a.safetensors", in: folder)).readRecord()
            // The seed is 1, so the head that is not loaded starts with the values in the other
            // file.
            let plan = try Self.plan("b.safetensors", in: folder)
            #expect(plan.notes.count { $0.contains("b.safetensors") } == 1, "\(plan.notes)")
            let left = try Self.run(plan).readRecord()
            #expect(left.weights?.leftOut == ["classifier.weight", "classifier.bias"])
            #expect(left.key != same.key)
            #expect(left.files["last.safetensors"] == same.files["last.safetensors"])
        }
    }

    @Test func mistakesAreFoundBeforeTraining() throws {
        try withTemporaryFolder { folder in
            let absent = try #require(throws: StudyErrors.self) {
                try Self.plan("nowhere.safetensors", in: folder)
            }
            let place = "tiny.json:10:58: network.weights: "
            #expect("\(absent)".hasPrefix("\(place)\(folder)/nowhere.safetensors: cannot open"))
            try Safetensors.write([], to: "\(folder)/empty.safetensors")
            let empty = try #require(throws: StudyErrors.self) {
                try Self.plan("empty.safetensors", in: folder)
            }
            let contents = "\(folder)/empty.safetensors: does not fit cnn4: it contains no tensors"
            #expect("\(empty)".hasPrefix("\(place)\(contents)"))
            let unknown = try #require(throws: StudyErrors.self) {
                try Self.plan("imagenet", in: folder)
            }
            #expect("\(unknown)".hasPrefix("\(place)no ImageNet weights are available for cnn4"))
        }
    }

    @Test func aFileThatChangedSinceThePlanIsAnError() throws {
        try withTemporaryFolder { folder in
            try Self.write("\(folder)/a.safetensors", seed: 1)
            let plan = try Self.plan("a.safetensors", in: folder)
            try Self.write("\(folder)/a.safetensors", seed: 2)
            let runner = try StudyRunner(
                RunScope(plan, studyFile: "tiny.json"), executor: InProcess(),
                kernelCache: .ofTheseTests
            ) { _ in }
            #expect(try runner.run(on: OneDNNDevice()) == 1)
            guard case .failed(let message) = try plan.folder.readLock().trials[0].state else {
                Issue.record("expected a failed trial")
                return
            }
            #expect(
                message.hasSuffix(
                    "a.safetensors: the checkpoint has changed since the run started; "
                        + "start it again"))
        }
    }

    @Test func predictionsAreThoseOfTheTrial() throws {
        try withTemporaryFolder { folder in
            try Self.write("\(folder)/a.safetensors", seed: 1)
            let plan = try Self.plan("a.safetensors", in: folder)
            let trial = try Self.run(plan)
            let expected = try #require(try trial.readPredictions(.test))
            let root = "\(folder)/phantom"
            // More images than a minibatch contains, and a damaged one among them.
            var files = expected.files.map { FilePath("\(root)/\($0)") }
            files.insert("\(root)/none.png", at: 5)
            let predictor = try Predictor(TrainedNetwork(trial: trial.path), on: OneDNNDevice())
            #expect(predictor.classes == expected.classes)
            var found: [(file: String, prediction: ImagePrediction)] = []
            try predictor.predict(files) { file, prediction, _ in
                found.append((file, prediction))
            }
            #expect(found.map(\.file) == files.map(\.text))
            let broken = found.remove(at: 5)
            #expect(throws: ImageError.self) { try broken.prediction.get() }
            for (image, (file, prediction)) in found.enumerated() {
                expectClose(
                    try prediction.get().probabilities.map { Float($0) },
                    expected.predictions.probabilities(of: image).map { Float($0) }, atol: 1e-6,
                    file)
            }

            // The same by network and weights, for a folder of images.
            let direct = try Predictor(
                TrainedNetwork(
                    kind: "alexnet", weights: Self.alexNet(in: folder),
                    options: ModelOptions(classes: ["a", "b", "c"], resize: 72, crop: 64)),
                on: OneDNNDevice(), images: 3)
            let images = try ImageFiles.expanded(["\(root)/test/"])
            #expect(images == images.sorted() && images.count == 20)
            var count = 0
            try direct.predict(images) { _, prediction, _ in
                let sum = try prediction.get().probabilities.reduce(0, +)
                #expect(abs(sum - 1) < 1e-5)
                count += 1
            }
            #expect(count == 20)
        }
    }

    private static func alexNet(in folder: String) throws -> String {
        let network = try #require(NetworkRegistry.make("alexnet", classes: 3, imageSize: 64))
        let graph = try network.graph(input: [1, 3, 64, 64])
        let path = "\(folder)/alexnet.safetensors"
        try Safetensors.write(
            graph.parameters.map { ($0.name, $0.initializer.tensor(for: $0, seed: 1)) }, to: path)
        return path
    }

    @Test func errorsOfPredictionsAreReported() throws {
        try withTemporaryFolder { folder in
            let noTrial = try #require(throws: PredictionError.self) {
                try TrainedNetwork(trial: folder)
            }
            #expect("\(noTrial)".hasPrefix("\(folder): contains no trial.json"))
            let names = try #require(throws: PredictionError.self) {
                try TrainedNetwork(
                    kind: "alexnet", weights: Self.alexNet(in: folder),
                    options: ModelOptions(classes: ["a", "b"], resize: 72, crop: 64))
            }
            #expect("\(names)".hasSuffix("has 3 classes; got 2 class names"))
            let kind = try #require(throws: PredictionError.self) {
                try TrainedNetwork(kind: "alexnt", weights: "", options: ModelOptions())
            }
            #expect("\(kind)" == "no network 'alexnt'; did you mean 'alexnet'?")
            #expect(throws: NoImages.self) { try ImageFiles.expanded([folder + "/."]) }
        }
    }
}
