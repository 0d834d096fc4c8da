import Datasets
import Files
import Foundation
import Results
import Runner
import Settings
import Studies
import Tensors
import TestSupport
import Testing
import Training
import Weights

/// Studies whose networks are frozen in part, on a tiny phantom.
@Suite(.serialized) struct FrozenStudyTests {
    private static func text(_ network: String, epochs: Int, optimizer: String) -> String {
        """
        {
          "name": "frozen",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 }
          },
          "training": { "epochs": \(epochs), "batchSize": 16, "optimizer": \(optimizer) },
          "network": \(network),
          "sweep": {
            "schedule": ["constant", "cosine", { "kind": "step", "factor": 0.1 }], "seed": [1, 2]
          }
        }
        """
    }

    private static let head =
        #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#

    private static func plan(
        _ network: String = head, in folder: String, results: String = "results", epochs: Int = 2,
        optimizer: String = #""rmsprop""#, overrides: [String] = []
    ) throws -> StudyPlan {
        let study = try StudyFile.read(
            bytes: Array(text(network, epochs: epochs, optimizer: optimizer).utf8),
            file: "frozen.json", folder: folder, overrides: overrides, catalog: .all,
            currentDirectory: folder)
        return try StudyPlan(study, folder: ResultsFolder("\(folder)/\(results)"))
    }

    @discardableResult
    private static func run(
        _ plan: StudyPlan, store: FeatureStore, _ executor: InProcess? = nil,
        only: Set<String>? = nil
    ) throws -> StudyResults {
        let runner = try StudyRunner(
            plan, studyFile: "frozen.json", overrides: [],
            executor: executor ?? InProcess(store: store), only: only,
            kernelCache: .ofTheseTests, store: store
        ) { _ in }
        #expect(try runner.run() == 0)
        return try StudyResults(plan.folder)
    }

    private static func files(_ results: StudyResults) -> [String: [String: String]] {
        Dictionary(
            uniqueKeysWithValues: results.trials.map { trial in
                // epochs.csv has seconds.
                (trial.entry.id, trial.record.files.filter { $0.key != "epochs.csv" })
            })
    }

    @Test func togetherOrAloneTheSameBits() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            let together = InProcess(store: store)
            let plan = try Self.plan(in: folder)
            let results = try Self.run(plan, store: store, together)
            #expect(results.trials.count == 6)
            // Three schedules see the same batches; another seed orders them in another way.
            #expect(together.jobs == [3, 3])

            var alone: [String: [String: String]] = [:]
            for id in plan.entries.map(\.trial.id) {
                let other = try Self.plan(in: folder, results: "alone-\(id)")
                let one = InProcess(store: store)
                alone.merge(Self.files(try Self.run(other, store: store, one, only: [id]))) { $1 }
                #expect(one.jobs == [1])
            }
            #expect(alone == Self.files(results))
            #expect(Set(alone.values.map { $0["steps.csv"] }).count == 6)
        }
    }

    /// A trial of a group fails: the others are trained again, alone, with the same bits.
    @Test func aFailureStaysAlone() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            let whole = try Self.run(try Self.plan(in: folder), store: store)
            let plan = try Self.plan(in: folder, results: "failing")
            let runner = try StudyRunner(
                plan, studyFile: "frozen.json", overrides: [],
                executor: InProcess(failing: "cnn4-cosine-s1", store: store),
                kernelCache: .ofTheseTests,
                store: store
            ) { _ in }
            #expect(try runner.run() == 1)
            let results = try StudyResults(plan.folder)
            var expected = Self.files(whole)
            expected["cnn4-cosine-s1"] = nil
            #expect(Self.files(results) == expected)
        }
    }

    @Test func featuresAreComputedOnce() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            let results = try Self.run(try Self.plan(in: folder), store: store)
            // No checkpoint: each seed has frozen parameters of its own.
            #expect(results.lock.features.count == 2)
            #expect(results.lock.features.allSatisfy { $0.images == 80 && $0.seconds != nil })
            #expect(
                results.lock.features.map(\.title)
                    == Array(repeating: "cnn4 before classifier.1, 32 px", count: 2))
            #expect(store.entries().count == 6)
            let before = try Self.contents(folder)

            // Another optimizer and other dropout: the same features.
            let network =
                #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": {"kind": "linear", "dropout": 0.5} }"#
            let other = try Self.plan(network, in: folder, results: "other", optimizer: #""sgd""#)
            let again = try Self.run(other, store: store)
            #expect(try Self.contents(folder) == before)
            #expect(again.lock.features.map(\.keys) == results.lock.features.map(\.keys))
            #expect(again.lock.features.allSatisfy { $0.seconds == nil })

            // Another network: other features.
            let wider = Self.head.replacingOccurrences(of: "8", with: "9")
            try Self.run(try Self.plan(wider, in: folder, results: "wider"), store: store)
            #expect(store.entries().count == 12)
        }
    }

    private static func contents(_ folder: String) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/features")
        return try Dictionary(
            uniqueKeysWithValues: names.filter { $0.hasSuffix(".safetensors") }.map {
                (
                    $0,
                    try MappedFile(path: "\(folder)/features/\($0)").withBytes {
                        SHA256Digest.of($0)
                    }
                )
            })
    }

    /// A damaged file of features is made again, with the same result.
    @Test func damagedFeaturesAreMadeAgain() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            let results = try Self.run(try Self.plan(in: folder), store: store)
            for name in try Self.contents(folder).keys {
                let path = "\(folder)/features/\(name)"
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                bytes[bytes.count - 5] ^= 0x40
                try bytes.write(to: URL(fileURLWithPath: path))
            }
            let again = try Self.run(try Self.plan(in: folder, results: "again"), store: store)
            #expect(Self.files(again) == Self.files(results))
            #expect(again.lock.features.allSatisfy { $0.seconds != nil })
        }
    }

    @Test func halfPrecisionIsNear() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            let single = try Self.run(try Self.plan(in: folder), store: store)
            let network = Self.head.replacingOccurrences(
                of: "}", with: #", "features": "float16" }"#)
            let half = try Self.run(
                try Self.plan(network, in: folder, results: "half"), store: store)
            #expect(store.entries().count == 12)
            for (a, b) in zip(single.trials, half.trials) {
                #expect(a.record.key != b.record.key)
                #expect(a.record.files["steps.csv"] != b.record.files["steps.csv"])
                for (x, y) in zip(a.epochs, b.epochs) {
                    let (loss, other) = (x.metrics[.train]?.loss ?? 0, y.metrics[.train]?.loss ?? 1)
                    #expect(abs(loss - other) < 5e-3 * loss)
                }
            }
        }
    }

    /// After unfreezing, everything trains from where it is; the checkpoint holds all of the network.
    @Test(arguments: [#""head""#, #"{ "from": "features.5" }"#])
    func unfreezes(_ train: String) throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            func network(_ unfreezeAt: String) -> String {
                #"{ "kind": "cnn4", "channels": 8, "train": \#(train), "unfreezeAt": \#(unfreezeAt) }"#
            }
            let optimizer = #"{ "kind": "adam", "learningRate": 0.001 }"#
            let frozen = try Self.run(
                try Self.plan(
                    network("null"), in: folder, results: "frozen", epochs: 2,
                    optimizer: optimizer), store: store)
            let results = try Self.run(
                try Self.plan(network("2"), in: folder, epochs: 4, optimizer: optimizer),
                store: store)
            let (short, trial) = (frozen.trials[0], results.trials[0])
            #expect(trial.entry.id == short.entry.id)
            #expect(trial.epochs.count == 4)
            let plan = ResultsFolder("\(folder)/results")
            let (folder, old) = (
                plan.trial(trial.entry.id),
                ResultsFolder("\(folder)/frozen").trial(trial.entry.id)
            )
            let steps = try folder.readSteps()
            #expect(steps.map(\.step) == Array(1...12))
            // The first epochs are those of the frozen network.
            #expect(try steps.prefix(6).map(\.loss) == old.readSteps().map(\.loss))
            let start = try Self.parameters(old.lastPath)
            let end = try Self.parameters(folder.lastPath)
            let name = "features.0.weight"
            #expect(Set(start.keys) == Set(end.keys))
            #expect(start[name] != end[name])
            // Adam's first step of what was frozen is a whole one: each weight moves by about the rate, not by a fraction.
            let moved = zip(start[name]?.values ?? [], end[name]?.values ?? []).map { abs($0 - $1) }
            #expect(moved.reduce(0, +) / Float(moved.count) > 5e-4)
        }
    }

    private static func parameters(_ path: String) throws -> [String: Tensor] {
        let file = try openWeights(path: path)
        return Dictionary(
            uniqueKeysWithValues: file.entries.map { ($0.name, file.tensor(of: $0)) })
    }

    @Test func predictionsOfATrialAreItsOwn() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
            let plan = try Self.plan(in: folder)
            let results = try Self.run(plan, store: store)
            let trial = plan.folder.trial(results.trials[1].entry.id)
            let predictor = try Predictor(trial: trial.path, batchSize: 4)
            let expected = try #require(try trial.readPredictions(.test)).rows
            var index = 0
            let root = plan.entries[0].data.dataset.root
            try predictor.predict(expected.map { "\(root)/\($0.file)" }) { prediction in
                let probabilities = try #require(prediction.probabilities)
                for (got, wanted) in zip(probabilities, expected[index].probabilities) {
                    #expect(abs(Double(got) - wanted) < 1e-5)
                }
                index += 1
            }
            #expect(index == expected.count)
        }
    }

    @Test(arguments: [
        (
            #"{ "kind": "cnn4", "train": { "from": "features.50" } }"#,
            "frozen.json:8:41: network.train: no layer 'features.50'; did you mean 'features.0'?"
        ),
        (
            #"{ "kind": "cnn4", "unfreezeAt": 1 }"#,
            #"frozen.json:8:46: network.unfreezeAt: nothing is frozen; set "train" to "head" or {"from": ...} too"#
        ),
        (
            #"{ "kind": "cnn4", "train": "head", "unfreezeAt": 2 }"#,
            "frozen.json:8:63: network.unfreezeAt: must be less than training.epochs (2), else nothing is ever unfrozen; got 2"
        ),
    ])
    func mistakesAreFoundBeforeTraining(_ network: String, _ message: String) throws {
        try withTemporaryFolder { folder in
            let error = try #require(throws: StudyErrors.self) {
                try Self.plan(network, in: folder)
            }
            // The place: the beginning of the value.
            #expect("\(error)".split(separator: "\n").first ?? "" == message)
        }
    }
}
