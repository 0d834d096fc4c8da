import JSON
import Studies
import Testing
import Vocabulary

/// Invalid studies, each with all its error messages.
@Suite struct BrokenStudyTests {
    struct Case: Sendable {
        let text: String
        let overrides: [String]
        let messages: [String]

        init(_ text: String, _ overrides: [String] = [], messages: [String]) {
            self.text = text
            self.overrides = overrides
            self.messages = messages
        }
    }

    private static let network = #""network": "alexnet""#
    private static let manySeeds = (0..<200).map(String.init).joined(separator: ",")
    private static let manyEpochs = (1...60).map(String.init).joined(separator: ",")

    static let file: [Case] = [
        Case(
            "{\"name\": \"t\",}",
            messages: [
                #"t.json:1:13: comma after the last element; remove it"#
            ]),
        Case(
            "[1]",
            messages: [
                #"t.json:1:1: must be an object; got an array"#
            ]),
        Case(
            "{}",
            messages: [
                #"t.json:1:1: name: is required; add "name": a name for the results folder"#,
                #"t.json:1:1: dataset: is required; add "dataset": an object with the path of the images"#,
                #"t.json:1:1: training: is required; add "training": an object with epochs and optimizer"#,
                #"t.json:1:1: network: is required; add "network": one of "alexnet", "vgg16", "cnn4""#,
            ]),
        Case(
            text(network).replacing(#""t""#, with: #"".hidden""#),
            messages: [
                #"t.json:2:11: name: must be a folder name: at most 100 letters, digits, '.', '_' or '-', beginning with a letter or digit and not ending with '.'; got ".hidden""#
            ]),
        Case(
            text(network).replacing(#""t""#, with: #""a/b", "title": 5"#),
            messages: [
                #"t.json:2:11: name: must be a folder name: at most 100 letters, digits, '.', '_' or '-', beginning with a letter or digit and not ending with '.'; got "a/b""#,
                #"t.json:2:27: title: must be a string; got 5; write it in double quotes"#,
            ]),
    ]

    static let settings: [Case] = [
        Case(
            text(dataset: #"{"path": "x", "normalize": "imagnet"}"#, network),
            messages: [
                #"t.json:3:41: dataset.normalize: must be one of "imagenet", "dataset", "none"; got "imagnet"; did you mean "imagenet"?"#
            ]),
        Case(
            text(
                dataset: #"{"path": "x", "normalize": {"mean": [0, 1], "std": [1, 0, 1], "s": 1}}"#,
                network),
            messages: [
                #"t.json:3:50: dataset.normalize.mean: must be three numbers: red, green, blue; got an array"#,
                #"t.json:3:65: dataset.normalize.std: must be three numbers above 0: red, green, blue; got an array"#,
                #"t.json:3:76: dataset.normalize.s: unknown key; expected one of mean, std"#,
            ]),
        Case(
            text(dataset: #"{"path": "x", "normalize": 5}"#, network),
            messages: [
                #"t.json:3:41: dataset.normalize: must be one of "imagenet", "dataset", "none", or an object with mean and std; got 5"#
            ]),
        Case(
            text(dataset: #"{"path": "x", "window": "ful"}"#, network),
            messages: [
                #"t.json:3:38: dataset.window: must be one of "full", "stored"; got "ful"; did you mean "full"?"#
            ]),
        Case(
            text(dataset: #"{"path": "x", "window": 5}"#, network),
            messages: [
                #"t.json:3:38: dataset.window: must be "full", "stored", an object with low and high, or an object with percentiles; got 5"#
            ]),
        Case(
            text(dataset: #"{"path": "x", "window": {"low": 9, "high": 9}}"#, network),
            messages: [
                #"t.json:3:57: dataset.window.high: must be a number above low; got 9"#
            ]),
        Case(
            text(dataset: #"{"path": "x", "window": {"percentiles": [99, 1]}}"#, network),
            messages: [
                #"t.json:3:54: dataset.window.percentiles: must be two numbers from 0 to 100, the lower first, such as [1, 99]; got an array"#
            ]),
        Case(
            text(dataset: #"{"path": "x", "window": {"low": 9}}"#, network),
            messages: [
                #"t.json:3:38: dataset.window.high: is required; add "high": a number; low must be below high"#
            ]),
        Case(
            text(
                dataset: #"{"path": "x", "split": {"kind": "folds", "k": 1, "from": ["trian"]}}"#,
                #""network": "alexnet""#),
            messages: [
                #"t.json:3:37: dataset.split.fold: is required; add "fold": a whole number in [0, 99]"#,
                #"t.json:3:60: dataset.split.k: must be in [2, 100]; got 1"#,
                #"t.json:3:71: dataset.split.from: must be one of "train", "val", "test"; got "trian"; did you mean "train"?"#,
            ]),
        Case(
            text(#""network": "alexnet", "datset": 1"#),
            messages: [
                #"t.json:5:25: datset: unknown key; did you mean 'dataset'?"#
            ]),
        Case(
            text(#""network": "alexnet", "zzz": 1"#),
            messages: [
                #"t.json:5:25: zzz: unknown key; expected one of name, title, question, dataset, training, network, schedule, seed, sweep, evaluate, decisions, subgroups, executor"#
            ]),
        Case(
            text(training: #"{"epochs": 5, "optimizer": "adam", "batchsize": 16}"#, network),
            messages: [
                #"t.json:4:50: training.batchsize: unknown key; did you mean 'batchSize'?"#
            ]),
        Case(
            text(training: #"{"epochs": "5", "optimizer": "adam", "shuffle": 1}"#, network),
            messages: [
                #"t.json:4:26: training.epochs: must be a whole number in [1, 1000000]; got "5"; write the number without quotes"#,
                #"t.json:4:63: training.shuffle: must be true or false; got 1"#,
            ]),
        Case(
            text(training: #"{"epochs": 0, "optimizer": {"kind": "sgd", "momentum": 1}}"#, network),
            messages: [
                #"t.json:4:26: training.epochs: must be in [1, 1000000]; got 0"#,
                #"t.json:4:70: training.optimizer.momentum: must be in [0, 1); got 1"#,
            ]),
        Case(
            text(training: #"{"epochs": 1.5, "optimizer": {"learningRate": 1}}"#, network),
            messages: [
                #"t.json:4:26: training.epochs: must be a whole number; got 1.5"#,
                #"t.json:4:44: training.optimizer.kind: is required; add "kind": one of "sgd", "rmsprop", "adam""#,
            ]),
        Case(
            text(training: #"{"optimizer": {"kind": "rmsprp"}, "loss": 3}"#, network),
            messages: [
                #"t.json:4:15: training.epochs: is required; add "epochs": a whole number in [1, 1000000]"#,
                #"t.json:4:38: training.optimizer.kind: unknown optimizer "rmsprp"; did you mean 'rmsprop'?"#,
                #"t.json:4:57: training.loss: must be a kind of loss (a string) or an object with "kind"; got 3"#,
            ]),
        Case(
            text(training: #"{"epochs": 5}"#, network),
            messages: [
                #"t.json:4:15: training.optimizer: is required; add "optimizer": one of "sgd", "rmsprop", "adam""#
            ]),
        Case(
            text(
                training: #"{"epochs": 5, "optimizer": {"kind": "adam", "momentum": 0.9}}"#, network
            ),
            messages: [
                #"t.json:4:59: training.optimizer.momentum: unknown setting of optimizer 'adam'; expected learningRate"#
            ]),
        Case(
            text(training: #"{"epochs": 5, "optimizer": "adam", "monitor": "val_acc"}"#, network),
            messages: [
                #"t.json:4:61: training.monitor: must be one of "val_accuracy", "val_loss", "train_loss"; got "val_acc"; did you mean "val_accuracy"?"#
            ]),
        Case(
            text(training: #"{"epochs": 5, "optimizer": "adam", "select": "val_loss"}"#, network),
            messages: [
                #"t.json:4:50: training.select: was renamed; use 'monitor'"#
            ]),
        Case(
            text(training: #"{"epochs": 5, "optimizer": "adam", "patience": 0}"#, network),
            messages: [#"t.json:4:62: training.patience: must be at least 1; got 0"#]),
        Case(
            text(training: #"{"epochs": 5, "optimizer": "adam", "patience": 1.5}"#, network),
            messages: [#"t.json:4:62: training.patience: must be a whole number; got 1.5"#]),
        Case(
            text(training: "7", network),
            messages: [
                #"t.json:4:15: training: must be an object; got 7"#
            ]),
        Case(
            text(dataset: #"{"path": "", "crop": 300}"#, network),
            messages: [
                #"t.json:3:23: dataset.path: must not be empty"#,
                #"t.json:3:35: dataset.crop: must be at most dataset.resize, which is 256; got 300"#,
            ]),
        Case(
            text(dataset: #"{"path": "x", "resize": 200}"#, network),
            messages: [
                #"t.json:3:38: dataset.resize: must be at least dataset.crop, which is 224; got 200"#
            ]),
        Case(
            text(dataset: #"{"path": 5, "augment": "flip", "onBadImage": "Skip"}"#, network),
            messages: [
                #"t.json:3:23: dataset.path: must be a string; got 5; write it in double quotes"#,
                #"t.json:3:37: dataset.augment: must be an array; got "flip""#,
                #"t.json:3:59: dataset.onBadImage: must be one of "stop", "skip"; got "Skip"; did you mean "skip"?"#,
            ]),
        Case(
            text(
                dataset: #"{"path": "x", "augment": ["flop", {"kind": "rotate", "degrees": 200}]}"#,
                network),
            messages: [
                #"t.json:3:40: dataset.augment[0]: unknown augmentation "flop"; did you mean 'flip'?"#,
                #"t.json:3:78: dataset.augment[1].degrees: must be in [0, 180]; got 200"#,
            ]),
        Case(
            text(
                dataset: #"{"path": "x", "limit": {"trian": 5, "val": 0}, "phantom": {"cont": 5}}"#,
                network),
            messages: [
                #"t.json:3:38: dataset.limit.trian: unknown key; did you mean 'train'?"#,
                #"t.json:3:57: dataset.limit.val: must be at least 1; got 0"#,
                #"t.json:3:73: dataset.phantom.cont: unknown key; did you mean 'count'?"#,
            ]),
        Case(
            text(
                #""network": {"kind": "alexnet", "weights": "imagnet", "train": "haed", "head": "linaer"}"#
            ),
            messages: [
                #"t.json:5:45: network.weights: must be "imagenet" or the path of a checkpoint, such as "./model.ckpt"; got "imagnet""#,
                #"t.json:5:65: network.train: must be "all", "head" or {"from": "LAYER"}; got "haed""#,
                #"t.json:5:81: network.head: unknown head "linaer"; did you mean 'linear'?"#,
            ]),
        Case(
            text(
                #""network": {"kind": "vgg16", "weights": 1, "train": {"from": ""}, "dropout": 1}"#),
            messages: [
                #"t.json:5:43: network.weights: must be a string; got 1; write it in double quotes"#,
                #"t.json:5:64: network.train.from: must not be empty"#,
                #"t.json:5:80: network.dropout: must be in [0, 1); got 1"#,
            ]),
        Case(
            text(#""network": {"kind": "resnet"}, "schedule": "exponential", "seed": -1"#),
            messages: [
                #"t.json:5:23: network.kind: unknown network "resnet"; expected one of alexnet, vgg16, cnn4"#,
                #"t.json:5:46: schedule.rate: is required; add "rate": a number in (0, 1]"#,
                #"t.json:5:69: seed: must be at least 0; got -1"#,
            ]),
        Case(
            text(#""network": 7, "seed": "1", "schedule": [1]"#),
            messages: [
                #"t.json:5:14: network: must be a kind of network (a string) or an object with "kind"; got 7"#,
                #"t.json:5:25: seed: must be a whole number at least 0; got "1"; write the number without quotes"#,
                #"t.json:5:42: schedule: must be a kind of schedule (a string) or an object with "kind"; got an array; an array of values to train with goes into "sweep""#,
            ]),
        Case(
            text(#""network": {"kind": "cnn4", "dropout": 0.1}, "seed": 1e16, "question": null"#),
            messages: [
                #"t.json:5:31: network.dropout: unknown setting of network 'cnn4'; expected one of weights, entry, train, head, featurePrecision, unfreezeEpoch"#,
                #"t.json:5:56: seed: must be less than 2^53; got 1e+16"#,
                #"t.json:5:74: question: must be a string; got null"#,
            ]),
        Case(
            text(
                #""network": {"kind": "alexnet", "dropuot": 0.1, "head": {"kind": "torchvision", "dropout": 1}}"#
            ),
            messages: [
                #"t.json:5:34: network.dropuot: unknown setting of network 'alexnet'; did you mean 'dropout'?"#,
                #"t.json:5:82: network.head.dropout: unknown setting of head 'torchvision'; there are none"#,
            ]),
    ]

    static let sweeps: [Case] = [
        Case(
            text(#""sweep": {"network": [], "schedule": "step", "seed": [1, 2, 1]}"#),
            messages: [
                #"t.json:5:24: sweep.network: must contain at least one value; got an empty array"#,
                #"t.json:5:40: sweep.schedule: must be an array of values, such as ["step"]; got "step""#,
                #"t.json:5:63: sweep.seed[2]: is the same value as sweep.seed[0]; remove one of them"#,
            ]),
        Case(
            text(
                #""network": "cnn4", "sweep": {"schedule": ["step", "cosine", {"kind": "step", "factor": 0.5}]}"#
            ),
            messages: [
                #"t.json:5:63: sweep.schedule[2]: is the same value as sweep.schedule[0]; remove one of them"#
            ]),
        Case(
            text(
                #""network": "cnn4", "sweep": {"schedule": ["step", "cosine", {"kind": "exponential", "rate": 1.5}]}"#
            ),
            messages: [
                #"t.json:5:95: sweep.schedule[2].rate: must be in (0, 1]; got 1.5"#
            ]),
        Case(
            text(
                #""network": "cnn4", "sweep": {"trainig.epochs": [1], "name": ["a"], "a..b": [1]}"#),
            messages: [
                #"t.json:5:32: sweep.trainig.epochs: unknown key; did you mean 'training'?"#,
                #"t.json:5:55: sweep.name: name cannot be swept; sweep network, schedule, seed or a setting below dataset, training, network or schedule"#,
                #"t.json:5:70: sweep.a..b: must be a dotted path such as "training.batchSize"; got "a..b""#,
            ]),
        Case(
            text(
                #""network": "cnn4", "sweep": {"training.batchSiz": [1, 2], "dataset.crop": [200, 300]}"#
            ),
            messages: [
                #"t.json:5:54: sweep.training.batchSiz[0]: unknown key; did you mean 'batchSize'?"#,
                #"t.json:5:57: sweep.training.batchSiz[1]: unknown key; did you mean 'batchSize'?"#,
                #"t.json:5:83: sweep.dataset.crop[1]: must be at most dataset.resize, which is 256; got 300"#,
            ]),
        Case(
            text(
                #""network": "cnn4", "sweep": {"training.optimizer": ["sgd", "adam"], "training.optimizer.momentum": [0, 0.9]}"#
            ),
            messages: [
                #"t.json:5:103: sweep.training.optimizer.momentum[0]: unknown setting of optimizer 'adam'; expected learningRate"#,
                #"t.json:5:106: sweep.training.optimizer.momentum[1]: unknown setting of optimizer 'adam'; expected learningRate"#,
            ]),
        Case(
            text(#""network": "cnn4", "sweep": {"training.epochs.x": [1], "seed": 1}"#),
            messages: [
                #"t.json:5:54: sweep.training.epochs.x[0]: training.epochs is 5 and has no settings; set training.epochs itself"#,
                #"t.json:5:66: sweep.seed: must be an array of values, such as [1]; got 1"#,
            ]),
        Case(
            text(#""network": "cnn4", "sweep": {"seed": "1-3", "training.batchSize": "8, 16"}"#),
            messages: [
                #"t.json:5:40: sweep.seed: must be an array of values, such as [1, 2, 3]; got "1-3""#,
                #"t.json:5:69: sweep.training.batchSize: must be an array of values, such as [8, 16]; got "8, 16""#,
            ]),
        Case(
            text(#""network": "cnn4", "sweep": [1]"#),
            messages: [
                #"t.json:5:31: sweep: must be an object with an array of values for every setting to sweep; got an array"#
            ]),
        Case(
            text(
                #""sweep": {"network": [{"kind": "cnn4", "weights": "a b.pth"}, {"kind": "cnn4", "weights": "a-b.pth"}]}"#
            ),
            messages: [
                #"t.json:5:12: sweep: gives two trials the id 'cnn4-weightsa-b.pth-constant-s1'; choose values that differ in letters (ignoring case), digits, '.', '_' or '-'"#
            ]),
        Case(
            text(
                #""network": "cnn4", "sweep": {"seed": [\#(manySeeds)], "training.epochs": [\#(manyEpochs)]}"#
            ),
            messages: [
                #"t.json:5:31: sweep: must give at most 10000 trials; sweep fewer values"#
            ]),
    ]

    static let overrides: [Case] = [
        Case(
            text(network), [#"training.epochs=0"#, #"training.epoch=3"#, #"epochs"#],
            messages: [
                #"--set training.epochs: must be in [1, 1000000]; got 0"#,
                #"--set training.epoch: unknown key; did you mean 'epochs'?"#,
                #"--set must be KEY=VALUE with a dotted key, such as training.epochs=2; got "epochs""#,
            ]),
        Case(
            text(network), [#"training.epochs.x=0"#, #"training.optimizer={"kind":}"#, #"=1"#],
            messages: [
                #"--set training.epochs.x: training.epochs is 5 and has no settings; set training.epochs itself"#,
                #"--set training.optimizer: expected a value; got '}' (column 9 of the value); put a text that is not JSON in double quotes"#,
                #"--set must be KEY=VALUE with a dotted key, such as training.epochs=2; got "=1""#,
            ]),
        Case(
            text(network), [#"sweep.schedule=step"#, #"network=alexnt"#, #"dataset.crop=300"#],
            messages: [
                #"--set sweep.schedule: must be an array of values, such as ["step"]; got "step""#,
                #"--set network: unknown network "alexnt"; did you mean 'alexnet'?"#,
                #"--set dataset.crop: must be at most dataset.resize, which is 256; got 300"#,
            ]),
        Case(
            text(#""network": "cnn4", "sweep": {"schedule": ["step", "cosine"]}"#),
            [#"sweep.schedule[2].factor=1"#, #"sweep.schedule[0].factor=2"#, #"schedule.every=0"#],
            messages: [
                #"--set sweep.schedule[2].factor: sweep.schedule has 2 elements; indices start at 0"#,
                #"--set sweep.schedule[0].factor: must be in (0, 1]; got 2"#,
                #"--set schedule.every: must be in [1, 1000]; got 0"#,
                #"--set schedule.every: unknown setting of schedule 'cosine'; expected minimum"#,
            ]),
    ]

    @Test(arguments: file + settings + sweeps + overrides)
    func saysAllThatIsWrong(_ broken: Case) throws {
        let errors = try #require(throws: StudyErrors.self) {
            try read(broken.text, broken.overrides)
        }
        #expect(errors.diagnostics.map(\.description) == broken.messages)
    }

    @Test func keepsTheTypedError() throws {
        let errors = try #require(throws: StudyErrors.self) {
            try read(text(#""network": "cnn4", "schedule": {"kind": "exponential", "rate": 1.5}"#))
        }
        let diagnostic = try #require(errors.diagnostics.first)
        #expect(diagnostic.issue == .value(.range(expected: "in (0, 1]", got: 1.5)))
        #expect(diagnostic.file == "t.json")
        #expect((diagnostic.line, diagnostic.column) == (5, 66))
        #expect(diagnostic.path.description == "schedule.rate")
    }
}
