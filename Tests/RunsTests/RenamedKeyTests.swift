import Files
import Results
import Runs
import Studies
import Testing
import Vocabulary

/// An old name of a setting in a study file, in a sweep or in `--set` is an error that gives the
/// new one.
@Suite struct RenamedKeyTests {
    private static func errors(
        _ members: [String: String] = [:], sweep: String = "{}", _ overrides: [String] = []
    ) -> String {
        func member(_ name: String, _ usual: String) -> String {
            "\"\(name)\": \(members[name] ?? usual)"
        }
        let text = """
            { "name": "x",
              \(member("dataset", #"{ "path": "nowhere" }"#)),
              \(member("training", #"{ "epochs": 4, "optimizer": "sgd" }"#)),
              \(member("network", #""cnn4""#)),
              \(member("schedule", #""constant""#)),
              "sweep": \(sweep) }
            """
        do {
            _ = try StudyFile.read(
                bytes: Array(text.utf8), file: "x.json", folder: "/here", overrides: overrides,
                catalog: .all)
            return ""
        } catch { return "\(error)" }
    }

    @Test(arguments: [
        (
            "schedule", #"{ "kind": "cosine", "per": "step" }"#,
            "x.json:5:35: schedule.per: was renamed; use 'interval'"
        ),
        (
            "schedule", #"{ "kind": "cosine", "warmupFrom": 0.1 }"#,
            "x.json:5:35: schedule.warmupFrom: was renamed; use 'startFactor' in 'warmup'"
        ),
        (
            "schedule", #"{ "kind": "cosine", "warmup": 1 }"#,
            #"x.json:5:45: schedule.warmup: must be an object such as {"epochs": 1, "startFactor": 0.1}; got 1"#
        ),
        (
            "network", #"{ "kind": "cnn4", "train": "head", "unfreezeAt": 1 }"#,
            "x.json:4:49: network.unfreezeAt: was renamed; use 'unfreezeEpoch'"
        ),
        (
            "network", #"{ "kind": "cnn4", "train": "head", "features": "float16" }"#,
            "x.json:4:49: network.features: was renamed; use 'featurePrecision'"
        ),
        (
            "dataset",
            #"{ "path": "nowhere", "augment": [{ "kind": "noise", "deviation": 0.1 }] }"#,
            "x.json:2:66: dataset.augment[0].deviation: was renamed; use 'std'"
        ),
    ])
    func inAStudyFile(_ section: String, _ value: String, _ message: String) {
        #expect(Self.errors([section: value]) == message)
    }

    @Test(arguments: [
        (#""select": "val_loss""#, "training.select: was renamed; use 'monitor'"),
        (
            #""pruning": { "kind": "median", "first": 1 }"#,
            "training.pruning.first: was renamed; use 'minEpochs'"
        ),
        (
            #""pruning": { "kind": "median", "least": 3 }"#,
            "training.pruning.least: was renamed; use 'minTrials'"
        ),
        (
            #""pruning": { "kind": "successiveHalving", "factor": 3 }"#,
            "training.pruning.factor: was renamed; use 'reductionFactor'"
        ),
        // The rule has no such setting under either name.
        (
            #""pruning": { "kind": "median", "factor": 3 }"#,
            "training.pruning.factor: unknown setting of pruning rule 'median'; "
                + "expected one of minEpochs, every, minTrials"
        ),
    ])
    func inTraining(_ member: String, _ message: String) {
        let found = Self.errors([
            "training": #"{ "epochs": 4, "optimizer": "sgd", \#(member) }"#
        ])
        #expect(found.hasPrefix("x.json:3:"), "\(found)")
        #expect(found.hasSuffix(": \(message)"), "\(found)")
    }

    @Test(arguments: [
        ("training.select", #""val_loss""#, "training.monitor"),
        ("schedule.per", #""step", "epoch""#, "schedule.interval"),
        ("schedule.warmupFrom", "0.1, 0.2", "schedule.warmup.startFactor"),
        ("network.unfreezeAt", "1, 2", "network.unfreezeEpoch"),
        ("network.features", #""float16""#, "network.featurePrecision"),
        ("training.pruning.first", "1, 2", "training.pruning.minEpochs"),
        ("training.pruning.factor", "2, 3", "training.pruning.reductionFactor"),
        ("training.pruning.least", "2, 3", "training.pruning.minTrials"),
        ("dataset.augment[0].deviation", "0.1", "dataset.augment[0].std"),
    ])
    func inASweepAndOnTheCommandLine(_ old: String, _ values: String, _ new: String) {
        let found = Self.errors(sweep: "{ \"\(old)\": [\(values)] }")
        #expect(found.hasPrefix("x.json:6:14: sweep"), "\(found)")
        #expect(found.hasSuffix(": was renamed; use '\(new)'"), "\(found)")
        let value = values.split(separator: ",").first ?? ""
        #expect(
            Self.errors([:], ["\(old)=\(value)"]) == "--set \(old): was renamed; use '\(new)'")
    }

    @Test func inAnElementOfASweep() {
        #expect(
            Self.errors(
                sweep: #"{ "schedule": ["constant", { "kind": "cosine", "per": "step" }] }"#)
                == "x.json:6:59: sweep.schedule[1].per: was renamed; use 'interval'")
        #expect(
            Self.errors(sweep: #"{ "schedule.warmup": [null, 2] }"#)
                == #"x.json:6:40: sweep.schedule.warmup[1]: must be an object such as "#
                + #"{"epochs": 1, "startFactor": 0.1}; got 2"#)
    }

    /// The names of trials have the new names: the whole path within the schedule.
    @Test func namesOfTrials() throws {
        func names(_ sweep: String) throws -> [String] {
            let text = """
                { "name": "x", "dataset": { "path": "nowhere" }, "network": "cnn4",
                  "schedule": "constant", "training": { "epochs": 4, "optimizer": "sgd" },
                  "sweep": \(sweep) }
                """
            return try StudyFile.read(
                bytes: Array(text.utf8), file: "x.json", folder: "/here", catalog: .all
            ).trials.map(\.id)
        }
        #expect(
            try names(#"{ "schedule.warmup.epochs": [0, 1.5], "schedule.interval": ["step"] }"#)
                == [
                    "cnn4-constant-s1-warmup.epochs0-intervalstep",
                    "cnn4-constant-s1-warmup.epochs1.5-intervalstep",
                ])
        #expect(
            try names(#"{ "schedule.warmup": [null, { "epochs": 1 }] }"#) == [
                "cnn4-constant-s1-warmupnone", "cnn4-constant-s1-warmupepochs-1",
            ])
        #expect(
            try names(
                #"{ "schedule": ["cosine", { "kind": "cosine", "warmup": { "epochs": 1 } }] }"#)
                == ["cnn4-cosine-warmupnone-s1", "cnn4-cosine-warmup.epochs1-s1"])
    }

    /// The key of a trial is the one that earlier versions gave it.
    @Test func keysOfTrials() throws {
        let text = """
            { "name": "x",
              "dataset": { "path": "nowhere", "resize": 32, "crop": 32,
                           "augment": [{ "kind": "noise", "std": 0.1 }] },
              "training": { "epochs": 4, "batchSize": 10,
                            "optimizer": { "kind": "sgd", "learningRate": 0.01 },
                            "pruning": { "kind": "median", "minEpochs": 2 } },
              "network": { "kind": "cnn4", "channels": 4, "train": "head", "unfreezeEpoch": 2,
                           "featurePrecision": "float16" },
              "schedule": { "kind": "cosine", "interval": "step",
                            "warmup": { "epochs": 1.5, "startFactor": 0.1 } } }
            """
        let study = try StudyFile.read(
            bytes: Array(text.utf8), file: "x.json", folder: "/here", catalog: .all)
        let key = TrialKey.key(
            RecordedSettings(study.trials[0].settings), fingerprint: "f", weights: nil)
        // The settings that a version with the old names counted for this trial.
        let settings = """
            {"dataset":{"augment":[{"deviation":0.1,"gray":false,"kind":"noise","probability":1}],\
            "crop":32,"limit":{},"onBadImage":"stop","resize":32},\
            "network":{"channels":4,"dropout":0,"features":"float16",\
            "head":{"kind":"torchvision"},"kind":"cnn4","train":"head","unfreezeAt":2,\
            "weights":null},\
            "schedule":{"kind":"cosine","minimum":0,"per":"step","warmup":1.5,"warmupFrom":0.1},\
            "seed":1,\
            "training":{"batchSize":10,"epochs":4,\
            "loss":{"classWeights":"none","kind":"crossEntropy"},\
            "optimizer":{"kind":"sgd","learningRate":0.01,"momentum":0,"nesterov":false,\
            "weightDecay":0},"precision":"fp32","select":"val_accuracy","shuffle":true}}
            """
        #expect(
            key
                == SHA256Digest.of(
                    #"{"data":"f","engine":\#(CodeVersion.engine),"settings":\#(settings)}"#))
    }
}
