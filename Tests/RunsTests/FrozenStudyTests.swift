import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Inference
import JSON
import Results
import Runs
import Studies
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary
import Weights

/// Studies of networks with frozen layers, on a tiny phantom data set.
@Suite(.serialized) struct FrozenStudyTests {
    private static let head =
        #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#

    private static func study(_ folder: String, _ network: String = head) -> PhantomStudy {
        PhantomStudy(
            folder, network: network,
            sweep: #"""
                {
                  "schedule": ["constant", "cosine", { "kind": "step", "factor": 0.1 }],
                  "seed": [1, 2]
                }
                """#)
    }

    @Test func trialsTrainedTogetherOrAloneAreIdentical() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let together = InProcess(store: study.store)
            let results = try study.run("results", together)
            #expect(results.trials.count == 6)
            // Three schedules use the same minibatches; another seed has a different order.
            #expect(together.jobs == [3, 3])

            var alone: [String: [String: String]] = [:]
            for id in results.trials.map(\.entry.id) {
                let one = InProcess(store: study.store)
                try study.run("alone-\(id)", one, only: [id])
                alone.merge(try study.files("alone-\(id)")) { $1 }
                #expect(one.jobs == [1])
            }
            #expect(try alone == study.files())
            #expect(Set(alone.values.map { $0["steps.csv"] }).count == 6)
        }
    }

    /// Trials with different numbers of minibatches in a step train separately; averages and limits
    /// of the gradient belong to each trial.
    @Test func stepsOfSeveralMinibatchesAreIdenticalTogetherOrAlone() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder)
            study.sweep = #"""
                {
                  "training.accumulate": [1, 2], "training.clipNorm": [null, 0.5],
                  "training.ema": [null, 0.8]
                }
                """#
            let together = InProcess(store: study.store)
            let results = try study.run("results", together)
            #expect(together.jobs == [4, 4])
            var alone: [String: [String: String]] = [:]
            for id in results.trials.map(\.entry.id) {
                try study.run("alone-\(id)", only: [id])
                alone.merge(try study.files("alone-\(id)")) { $1 }
            }
            #expect(try alone == study.files())
            #expect(Set(alone.values.map { $0["last.safetensors"] }).count == 8)
        }
    }

    /// If a trial of a group fails, the others are retrained alone, with identical results.
    @Test func aFailureDoesNotAffectTheGroup() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run()
            try study.run(
                "failing", InProcess(failing: "cnn4-cosine-s1", store: study.store), failures: 1)
            var expected = try study.files()
            expected["cnn4-cosine-s1"] = nil
            #expect(try study.files("failing") == expected)
        }
    }

    @Test func featuresAreComputedOnce() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let results = try study.run()
            // Without a checkpoint, each seed has its own frozen parameters.
            #expect(results.lock.features.count == 2)
            #expect(results.lock.features.allSatisfy { $0.images == 80 && $0.seconds != nil })
            #expect(
                results.lock.features.map(\.title)
                    == Array(repeating: "cnn4 before classifier.1, 32 px", count: 2))
            #expect(study.store.entries().count == 6)
            let before = try Self.contents(folder)

            // A different optimizer or dropout uses the same features.
            let network =
                #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": {"kind": "linear", "dropout": 0.5} }"#
            var other = Self.study(folder, network)
            other.optimizer = #""sgd""#
            let again = try other.run("other")
            #expect(try Self.contents(folder) == before)
            #expect(again.lock.features.map(\.keys) == results.lock.features.map(\.keys))
            #expect(again.lock.features.allSatisfy { $0.seconds == nil })

            // A different network has different features.
            let wider = Self.head.replacingOccurrences(of: "8", with: "9")
            try Self.study(folder, wider).run("wider")
            #expect(study.store.entries().count == 12)
        }
    }

    private static func contents(_ folder: String) throws -> [String: String] {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/features")
        return try Dictionary(
            uniqueKeysWithValues: names.filter { $0.hasSuffix(".safetensors") }.map {
                (
                    $0,
                    try SHA256Digest.of(file: "\(folder)/features/\($0)")
                )
            })
    }

    /// A damaged file of features is computed again, with the same result.
    @Test func damagedFeaturesAreComputedAgain() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            try study.run()
            for name in try Self.contents(folder).keys {
                let path = "\(folder)/features/\(name)"
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                bytes[bytes.count - 5] ^= 0x40
                try bytes.write(to: URL(fileURLWithPath: path))
            }
            let again = try study.run("again")
            #expect(try study.files("again") == study.files())
            #expect(again.lock.features.allSatisfy { $0.seconds != nil })
        }
    }

    @Test func halfPrecisionIsClose() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let single = try study.run()
            let network = Self.head.replacingOccurrences(
                of: "}", with: #", "featurePrecision": "float16" }"#)
            let half = try Self.study(folder, network).run("half")
            #expect(study.store.entries().count == 12)
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

    /// After unfreezing, all layers train from their current values; the checkpoint contains the
    /// whole network.
    @Test(arguments: [#""head""#, #"{ "from": "features.5" }"#])
    func unfreezes(_ train: String) throws {
        try withTemporaryFolder { folder in
            func network(_ unfreezeEpoch: String) -> String {
                #"{ "kind": "cnn4", "channels": 8, "train": \#(train), "unfreezeEpoch": \#(unfreezeEpoch) }"#
            }
            var study = Self.study(folder, network("null"))
            study.optimizer = #"{ "kind": "adam", "learningRate": 0.001 }"#
            let frozen = try study.run("frozen")
            study.network = network("2")
            study.epochs = 4
            let results = try study.run()
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
            // The first epochs equal those of the frozen network.
            #expect(try steps.prefix(6).map(\.loss) == old.readSteps().map(\.loss))
            let start = try Self.parameters(old.lastPath)
            let end = try Self.parameters(folder.lastPath)
            let name = "features.0.weight"
            #expect(Set(start.keys) == Set(end.keys))
            #expect(start[name] != end[name])
            // Adam's first step on the unfrozen layers changes each weight by about the learning
            // rate.
            let moved = zip(start[name]?.values ?? [], end[name]?.values ?? []).map { abs($0 - $1) }
            #expect(moved.reduce(0, +) / Float(moved.count) > 5e-4)
        }
    }

    private static func parameters(_ path: String) throws -> [String: Tensor] {
        let file = try openWeights(path: path)
        return Dictionary(
            uniqueKeysWithValues: try file.entries.map { ($0.name, try file.tensor(of: $0)) })
    }

    @Test func predictionsOfATrialAreItsOwn() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder)
            let results = try study.run()
            let plan = try study.plan()
            let trial = plan.folder.trial(results.trials[1].entry.id)
            let predictor = try Predictor(TrainedNetwork(trial: trial.path), on: OneDNNDevice())
            let expected = try #require(try trial.readPredictions(.test))
            var index = 0
            let root = plan.entries[0].data.dataset.root
            try predictor.predict(expected.files.map { FilePath(root).appending(text: $0) }) {
                _, prediction, _ in
                let probabilities = try prediction.get().probabilities
                for (got, wanted) in zip(
                    probabilities, expected.predictions.probabilities(of: index))
                {
                    #expect(abs(got - wanted) < 1e-5)
                }
                index += 1
            }
            #expect(index == expected.files.count)
        }
    }

    @Test(arguments: [
        (
            #"{ "kind": "cnn4", "train": { "from": "features.50" } }"#,
            "phantoms.json:9:41: network.train: no layer 'features.50'; did you mean 'features.0'?"
        ),
        (
            #"{ "kind": "cnn4", "unfreezeEpoch": 1 }"#,
            #"phantoms.json:9:49: network.unfreezeEpoch: nothing is frozen; set "train" to "head" or {"from": ...} too"#
        ),
        (
            #"{ "kind": "cnn4", "train": "head", "unfreezeEpoch": 2 }"#,
            "phantoms.json:9:66: network.unfreezeEpoch: must be less than training.epochs (2), else nothing is ever unfrozen; got 2"
        ),
    ])
    func mistakesAreFoundBeforeTraining(_ network: String, _ message: String) throws {
        try withTemporaryFolder { folder in
            let error = try #require(throws: StudyErrors.self) {
                try Self.study(folder, network).plan()
            }
            // The location is the beginning of the value.
            #expect("\(error)".split(separator: "\n").first ?? "" == message)
        }
    }
}
