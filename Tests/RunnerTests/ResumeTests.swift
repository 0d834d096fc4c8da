import Datasets
import Foundation
import Results
import Runner
import Settings
import Studies
import TestSupport
import Testing
import Training
import Weights

/// Trainings that are interrupted end with the bits of those that are not.
@Suite(.serialized) struct ResumeTests {
    private static func text(_ network: String, optimizer: String, epochs: Int) -> String {
        """
        {
          "name": "resume",
          "dataset": {
            "path": "phantom", "resize": 36, "crop": 32,
            "phantom": { "size": 40, "train": 40, "val": 20, "test": 20 }
          },
          "training": { "epochs": \(epochs), "batchSize": 16, "optimizer": \(optimizer) },
          "network": \(network),
          "sweep": {
            "schedule": [
              { "kind": "cosine", "per": "step" },
              { "kind": "plateau", "patience": 0, "factor": 0.5 }
            ],
            "seed": [1]
          }
        }
        """
    }

    /// A network, an optimizer, epochs.
    static let cases = [
        (
            #"{ "kind": "cnn4", "channels": 8, "dropout": 0.3 }"#,
            #"{ "kind": "adam", "learningRate": 0.001 }"#, 2
        ),
        (
            #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#,
            #"{ "kind": "rmsprop", "learningRate": 0.001, "momentum": 0.9 }"#, 3
        ),
        (
            #"{ "kind": "cnn4", "channels": 8, "train": { "from": "features.5" }, "unfreezeAt": 1 }"#,
            #"{ "kind": "adam", "learningRate": 0.001, "backboneLearningRate": 0.0001 }"#, 2
        ),
    ]

    private struct Probe {
        let folder: String
        let text: String
        let store: FeatureStore

        init(_ folder: String, _ network: String, _ optimizer: String, _ epochs: Int) {
            self.folder = folder
            text = ResumeTests.text(network, optimizer: optimizer, epochs: epochs)
            store = FeatureStore(folder: "\(folder)/features", limit: 1 << 30)
        }

        func plan(_ results: String) throws -> StudyPlan {
            let study = try StudyFile.read(
                bytes: Array(text.utf8), file: "resume.json", folder: folder, catalog: .all,
                currentDirectory: folder)
            return try StudyPlan(study, folder: ResultsFolder("\(folder)/\(results)"))
        }

        /// One run, which may be interrupted; the executor.
        @discardableResult
        func run(_ results: String, interruptedAt place: Int? = nil) throws -> InProcess {
            let executor = InProcess(interruptedAt: place, store: store)
            let runner = try StudyRunner(
                try plan(results), studyFile: "resume.json", overrides: [], executor: executor,
                kernelCache: .ofTheseTests, store: store,
                interruption: { executor.signalReceived }
            ) { _ in }
            #expect(try runner.run() == 0)
            return executor
        }

        /// The digests of all that does not tell the time.
        func files(_ results: String) throws -> [String: [String: String]] {
            let lock = try ResultsFolder("\(folder)/\(results)").readLock()
            #expect(lock.trials.allSatisfy { $0.state == .complete })
            return Dictionary(
                uniqueKeysWithValues: lock.trials.map {
                    ($0.id, $0.files.filter { $0.key != "epochs.csv" })
                })
        }

        func epochs(_ results: String) throws -> [[EpochRecord]] {
            let folder = ResultsFolder("\(folder)/\(results)")
            return try folder.readLock().trials.map { entry in
                try folder.trial(entry.id).readEpochs().map {
                    var epoch = $0
                    epoch.seconds = 0
                    return epoch
                }
            }
        }
    }

    @Test(arguments: cases)
    func theBitsAreThoseOfAnUninterruptedRun(
        _ network: String, _ optimizer: String, _ epochs: Int
    ) throws {
        try withTemporaryFolder { folder in
            let probe = Probe(folder, network, optimizer, epochs)
            let places = try probe.run("whole").pauses
            #expect(places > 8)
            let expected = try probe.files("whole")
            for place in stride(from: 1, through: places, by: 3) {
                let results = "interrupted-\(place)"
                try probe.run(results, interruptedAt: place)
                try probe.run(results)
                #expect(try probe.files(results) == expected, "at place \(place) of \(places)")
                #expect(try probe.epochs(results) == probe.epochs("whole"))
            }
            // Again and again; an evaluation, of which no state is kept, has four batches.
            var runs = 0
            while runs < 40, try probe.plan("often").entries.contains(where: { $0.state != .done })
            {
                try probe.run("often", interruptedAt: 6)
                runs += 1
            }
            #expect(runs > 2)
            #expect(try probe.files("often") == expected)
        }
    }

    @Test func thePlanSaysWhereATrialGoesOn() throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            let probe = Probe(folder, network, optimizer, epochs)
            // Three training batches, two and two of the evaluations, the end of the epoch; one batch.
            try probe.run("results", interruptedAt: 9)
            let plan = try probe.plan("results")
            #expect(plan.entries[0].state == .resumes(epochs: 1, steps: 1))
            #expect(plan.entries[0].state.word == "goes on in epoch 2, after step 1")
            #expect(plan.entries[1].state == .new)
            let state = try #require(
                FileManager.default.contentsOfDirectory(
                    atPath: plan.folder.trial(plan.entries[0].trial.id).statePath
                ).sorted().last)
            #expect(state.hasSuffix(".safetensors"))

            // Another setting is another trial: nothing of the state is in it.
            let other = Probe(folder, network, #"{ "kind": "adam", "learningRate": 0.002 }"#, 2)
            #expect(try other.plan("results").entries[0].state == .new)
            try other.run("results")
            try other.run("fresh")
            #expect(try other.files("results") == other.files("fresh"))
        }
    }

    /// A damaged state is passed over for the one before; without any whole one the trial begins anew.
    @Test(arguments: [1, 2])
    func damagedStatesArePassedOver(_ damaged: Int) throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            let probe = Probe(folder, network, optimizer, epochs)
            try probe.run("whole")
            try probe.run("results", interruptedAt: 3)
            try probe.run("results", interruptedAt: 3)
            let plan = try probe.plan("results")
            let path = plan.folder.trial(plan.entries[0].trial.id).statePath
            let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            #expect(files.count == 2)
            for file in files.suffix(damaged) {
                let url = URL(fileURLWithPath: "\(path)/\(file)")
                var bytes = try Data(contentsOf: url)
                bytes[bytes.count / 2] ^= 1
                try bytes.write(to: url)
            }
            try probe.run("results")
            #expect(try probe.files("results") == probe.files("whole"))
        }
    }

    /// What the tests above would catch: a state without the optimizer's memory, or of another moment.
    @Test(arguments: ["slots", "step"])
    func theComparisonCatchesAWrongState(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            let probe = Probe(folder, network, optimizer, epochs)
            try probe.run("whole")
            try probe.run("results", interruptedAt: 2)
            let plan = try probe.plan("results")
            let entry = plan.entries[0]
            let trial = plan.folder.trial(entry.trial.id)
            var saved = try #require(SavedState.latest(in: trial, key: entry.key))
            if kind == "slots" {
                saved.state.slots = saved.state.slots.map { ($0.name, []) }
            } else {
                saved.state.step -= 1
            }
            try saved.write(to: trial)
            try probe.run("results")
            #expect(try probe.files("results") != probe.files("whole"))
        }
    }
}
