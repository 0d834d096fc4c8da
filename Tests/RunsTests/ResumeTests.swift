import Datasets
import Foundation
import Inference
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary
import Weights

/// Results of interrupted trainings are identical to those of uninterrupted ones.
@Suite(.serialized) struct ResumeTests {
    private static func study(
        _ folder: String, _ network: String, _ optimizer: String, _ epochs: Int
    ) -> PhantomStudy {
        PhantomStudy(
            folder, network: network, optimizer: optimizer, epochs: epochs,
            sweep: #"""
                {
                  "schedule": [
                    { "kind": "cosine", "interval": "step" },
                    { "kind": "plateau", "patience": 0, "factor": 0.5 }
                  ],
                  "seed": [1]
                }
                """#)
    }

    /// Networks, optimizers and numbers of epochs.
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
            #"{ "kind": "cnn4", "channels": 8, "train": { "from": "features.5" }, "unfreezeEpoch": 1 }"#,
            #"{ "kind": "adam", "learningRate": 0.001, "backboneLearningRate": 0.0001 }"#, 2
        ),
    ]

    @Test(arguments: cases)
    func resumedTrialsAreIdenticalToUninterruptedOnes(
        _ network: String, _ optimizer: String, _ epochs: Int
    ) throws {
        try withTemporaryFolder { folder in
            let study = Self.study(folder, network, optimizer, epochs)
            let places = try study.run("whole", interruptedAt: nil).pauses
            #expect(places > 8)
            let expected = try study.files("whole")
            #expect(expected.count == 2)
            for place in stride(from: 1, through: places, by: 3) {
                let results = "interrupted-\(place)"
                try study.run(results, interruptedAt: place)
                try study.run(results)
                #expect(try study.files(results) == expected, "at place \(place) of \(places)")
                #expect(try study.epochs(results) == study.epochs("whole"))
            }
            // The training is interrupted several times; an evaluation, which has no checkpoint,
            // has four minibatches.
            var runs = 0
            while runs < 40, try study.plan("often").entries.contains(where: { $0.state != .done })
            {
                try study.run("often", interruptedAt: 6)
                runs += 1
            }
            #expect(runs > 2)
            #expect(try study.files("often") == expected)
        }
    }

    /// Images are augmented, mixed and drawn by a sampler, with dropout, in the whole network and
    /// in one with a frozen backbone.
    @Test(arguments: [
        (#"{ "kind": "cnn4", "channels": 8, "dropout": 0.3 }"#, ""),
        (#"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#, ""),
        (
            #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#,
            #", "views": 2"#
        ),
    ])
    func resumedAugmentedTrialsAreIdentical(_ network: String, _ views: String) throws {
        try withTemporaryFolder { folder in
            var study = Self.study(
                folder, network, #"{ "kind": "adam", "learningRate": 0.001 }"#, 3)
            study.dataset =
                #""augment": ["horizontalFlip", "affine", "noise", "cutout", "mixup"]"# + views
            study.training = #""sampler": "balanced""#
            let places = try study.run("whole", interruptedAt: nil).pauses
            let expected = try study.files("whole")
            for place in stride(from: 2, through: places, by: 7) {
                try study.run("interrupted-\(place)", interruptedAt: place)
                try study.run("interrupted-\(place)")
                #expect(try study.files("interrupted-\(place)") == expected, "at place \(place)")
            }
        }
    }

    /// Steps of two minibatches, of which the last of an epoch has one, with a limited gradient and
    /// averaged weights; also on stored features, and after unfreezing.
    @Test(arguments: cases)
    func resumedTrialsWithAveragesAreIdentical(
        _ network: String, _ optimizer: String, _ epochs: Int
    ) throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder, network, optimizer, epochs)
            study.training = #""clipNorm": 0.5, "accumulate": 2, "ema": 0.8"#
            let places = try study.run("whole", interruptedAt: nil).pauses
            let expected = try study.files("whole")
            for place in 1...places {
                try study.run("interrupted-\(place)", interruptedAt: place)
                try study.run("interrupted-\(place)")
                #expect(try study.files("interrupted-\(place)") == expected, "at place \(place)")
            }
            // Each setting changes the result.
            for setting in [#""clipNorm": 0.5, "#, #""accumulate": 2, "#, #", "ema": 0.8"#] {
                var other = study
                other.training = study.training.replacingOccurrences(of: setting, with: "")
                try other.run("other")
                #expect(try other.files("other") != expected, "\(setting)")
                try FileManager.default.removeItem(atPath: "\(folder)/other")
            }
        }
    }

    @Test func thePlanShowsWhereATrialResumes() throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            let study = Self.study(folder, network, optimizer, epochs)
            // Three training minibatches, two and two of the evaluations, the end of the epoch;
            // then one minibatch.
            try study.run("results", interruptedAt: 9)
            let plan = try study.plan("results")
            #expect(plan.entries[0].state == .resumes(epochs: 1, steps: 1))
            #expect(plan.entries[0].state.text == "resumes in epoch 2, after step 1")
            #expect(plan.entries[1].state == .new)
            let state = try #require(
                FileManager.default.contentsOfDirectory(
                    atPath: plan.folder.trial(plan.entries[0].trial.id).statePath
                ).sorted().last)
            #expect(state.hasSuffix(".safetensors"))

            // A trial with a different setting does not use the checkpoint.
            var other = study
            other.optimizer = #"{ "kind": "adam", "learningRate": 0.002 }"#
            #expect(try other.plan("results").entries[0].state == .new)
            try other.run("results")
            try other.run("fresh")
            #expect(try other.files("results") == other.files("fresh"))
        }
    }

    /// A damaged checkpoint is skipped for the one before; without a complete one the trial starts
    /// again.
    @Test(arguments: [1, 2])
    func damagedCheckpointsAreSkipped(_ damaged: Int) throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            let study = Self.study(folder, network, optimizer, epochs)
            try study.run("whole")
            try study.run("results", interruptedAt: 3)
            try study.run("results", interruptedAt: 3)
            let plan = try study.plan("results")
            let path = plan.folder.trial(plan.entries[0].trial.id).statePath
            let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            #expect(files.count == 2)
            for file in files.suffix(damaged) {
                let url = URL(fileURLWithPath: "\(path)/\(file)")
                var bytes = try Data(contentsOf: url)
                bytes[bytes.count / 2] ^= 1
                try bytes.write(to: url)
            }
            try study.run("results")
            #expect(try study.files("results") == study.files("whole"))
        }
    }

    /// A trial that was started on a different processor model resumes with a warning.
    @Test func aDifferentProcessorGivesAWarning() throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            let study = Self.study(folder, network, optimizer, epochs)
            try study.run("results", interruptedAt: 2)
            let plan = try study.plan("results")
            let entry = plan.entries[0]
            let trial = plan.folder.trial(entry.trial.id)
            var saved = try #require(SavedState.latest(in: trial, key: entry.key))
            let own = Platform.current(threads: 1).processor
            #expect(saved.processors == [own])
            saved.processors = ["Another One (sse4_1)"]
            try saved.write(to: trial)
            try study.run("results")
            #expect(try trial.readRecord().processors == ["Another One (sse4_1)", own])
            let other = plan.folder.trial(plan.entries[1].trial.id)
            #expect(try other.readRecord().processors == [])
        }
    }

    /// The tests above would detect a checkpoint without the optimizer's slots, or of another step.
    @Test(arguments: ["slots", "step", "seed", "averages"])
    func theComparisonDetectsAWrongCheckpoint(_ kind: String) throws {
        try withTemporaryFolder { folder in
            let (network, optimizer, epochs) = Self.cases[0]
            var study = Self.study(folder, network, optimizer, epochs)
            study.training = kind == "averages" ? #""ema": 0.9"# : ""
            try study.run("whole")
            try study.run("results", interruptedAt: 2)
            let plan = try study.plan("results")
            let entry = plan.entries[0]
            let trial = plan.folder.trial(entry.trial.id)
            var saved = try #require(SavedState.latest(in: trial, key: entry.key))
            switch kind {
            case "slots": saved.state.slots = saved.state.slots.map { ($0.name, []) }
            case "averages": saved.state.averages = []
            case "step": saved.state.step -= 1
            default:
                // Dropout and order are those of another seed.
                var other = entry.trial
                other.settings.seed += 1
                try InProcess(store: study.store).run(
                    TrialJob(
                        folder: plan.folder.path, tasks: [.init(trial: other, key: entry.key)],
                        threads: entry.threads)
                ) { _ in }
            }
            if kind != "seed" { try saved.write(to: trial) }
            try study.run("results")
            #expect(try study.files("results") != study.files("whole"))
        }
    }
}

extension PhantomStudy {
    /// Runs the study until a signal ends it at a position where a training can be interrupted.
    @discardableResult
    fileprivate func run(_ results: String, interruptedAt place: Int?) throws -> InProcess {
        let executor = InProcess(interruptedAt: place, store: store)
        try run(results, executor)
        return executor
    }

    /// The tables of all trials, without the seconds.
    fileprivate func epochs(_ results: String) throws -> [[EpochRecord]] {
        try StudyResults(ResultsFolder("\(folder)/\(results)")).trials.map { trial in
            trial.epochs.map {
                var epoch = $0
                epoch.seconds = 0
                return epoch
            }
        }
    }
}
