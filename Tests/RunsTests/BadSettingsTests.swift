import JSON
import Runs
import Studies
import Testing
import Vocabulary

/// Invalid values of settings: the location in the file and the message.
@Suite struct BadSettingsTests {
    @Test(arguments: [
        (
            #"{"kind": "oneCycle", "warmupFraction": 1}"#,
            "54: schedule.warmupFraction: must be in [0, 1); got 1"
        ),
        (
            #"{"kind": "oneCycle", "anneal": "cos"}"#,
            #"46: schedule.anneal: must be one of "cosine", "linear"; got "cos"; did you mean "cosine"?"#
        ),
        (
            #"{"kind": "cosineRestarts", "every": 0}"#,
            "51: schedule.every: must be in [1, 1000000]; got 0"
        ),
        (
            #"{"kind": "plateau", "patience": 1.5}"#,
            "47: schedule.patience: must be a whole number; got 1.5"
        ),
        (
            #"{"kind": "plateau", "cooldown": null}"#,
            "47: schedule.cooldown: must be a whole number in [0, 1000000]; got null"
        ),
        (
            #"{"kind": "step", "warmup": {"epochs": -1}}"#,
            "53: schedule.warmup.epochs: must be at least 0; got -1"
        ),
        (
            #"{"kind": "step", "warmup": {"epochs": 1, "startFactor": 0}}"#,
            "71: schedule.warmup.startFactor: must be in (0, 1]; got 0"
        ),
        (
            #"{"kind": "step", "warmup": {"epoch": 1}}"#,
            """
            42: schedule.warmup.epochs: is required; add "epochs": a number at least 0
            x.json:3:43: schedule.warmup.epoch: unknown key; did you mean 'epochs'?
            """
        ),
        (
            #"{"kind": "step", "warmup": {"startFactor": 0.5}}"#,
            #"42: schedule.warmup.epochs: is required; add "epochs": a number at least 0"#
        ),
        (
            #"{"kind": "step", "warmup": "1"}"#,
            #"42: schedule.warmup: must be an object such as {"epochs": 1, "startFactor": 0.1}; got "1""#
        ),
    ])
    func schedules(_ schedule: String, _ message: String) throws {
        let text = """
            { "name": "x", "dataset": { "path": "nowhere" }, "network": "cnn4",
              "training": { "epochs": 1, "optimizer": "sgd" },
              "schedule": \(schedule) }
            """
        #expect(errors(in: text) == "x.json:3:" + message)
    }

    @Test(arguments: ["sgd", "rmsprop", "adam", "adamw", "lion"])
    func optimizers(_ kind: String) throws {
        let text = """
            { "name": "x", "dataset": { "path": "nowhere" }, "network": "cnn4",
              "training": { "epochs": 1, "optimizer": {
                "kind": "\(kind)",
                "backboneLearningRate": 0 } } }
            """
        #expect(
            errors(in: text)
                == "x.json:4:29: training.optimizer.backboneLearningRate: must be greater than 0; got 0"
        )
    }

    @Test(arguments: [
        ("clipNorm", "0", "must be greater than 0; got 0"),
        (
            "clipNorm", #""1""#,
            #"must be a number greater than 0; got "1"; write the number without quotes"#
        ),
        ("accumulate", "0", "must be in [1, 65536]; got 0"),
        ("accumulate", "1.5", "must be a whole number; got 1.5"),
        ("ema", "0", "must be in (0, 1); got 0"), ("ema", "1", "must be in (0, 1); got 1"),
        ("ema", #"{ "decay": 0.9 }"#, "must be a number in (0, 1); got an object"),
    ])
    func updates(_ name: String, _ value: String, _ message: String) {
        let text = """
            { "name": "x", "dataset": { "path": "nowhere" }, "network": "cnn4",
              "training": { "epochs": 1, "optimizer": "sgd",
                "\(name)": \(value) } }
            """
        let expected = "x.json:3:\(name.count + 9): training.\(name): \(message)"
        #expect(errors(in: text) == expected)
    }

    private func errors(in text: String) -> String {
        do {
            _ = try StudyFile.read(
                bytes: Array(text.utf8), file: "x.json", folder: "/here", catalog: .all)
            return ""
        } catch { return "\(error)" }
    }
}
