import JSON
import Studies
import Vocabulary

extension Catalog {
    static let fake = {
        var catalog = Catalog(
            networks: [
                KindDescription(kind: "alexnet", summary: "AlexNet.", settings: [dropout]),
                KindDescription(kind: "vgg16", summary: "VGG16.", settings: [dropout]),
                KindDescription(kind: "cnn4", summary: "Four convolutions.", settings: []),
            ],
            heads: [
                KindDescription(kind: "torchvision", summary: "A new last layer.", settings: []),
                KindDescription(
                    kind: "linear", summary: "A new classifier.",
                    settings: [Setting("dropout", .number(.fraction), default: 0.2, "Dropout.")]),
            ])
        catalog.schedules = [
            KindDescription(kind: "constant", summary: "The base rate.", settings: []),
            KindDescription(
                kind: "step", summary: "Falls every few epochs.",
                settings: [
                    Setting("factor", .number(.factor), default: 0.5, "What it falls to."),
                    Setting("every", .integer(1...1000), default: 1, "Epochs between."),
                ]),
            KindDescription(
                kind: "cosine", summary: "Half a wave.",
                settings: [Setting("minimum", .number(.nonNegative), default: 0, "The last rate.")]),
            KindDescription(
                kind: "exponential", summary: "A factor every epoch.",
                settings: [Setting("rate", .number(.factor), default: nil, "The factor.")]),
        ]
        catalog.optimizers = [
            KindDescription(
                kind: "sgd", summary: "Gradient descent.",
                settings: [
                    rate, Setting("momentum", .number(.fraction), default: 0, "Momentum."),
                    Setting("nesterov", .boolean, default: false, "Nesterov's."),
                ]),
            KindDescription(kind: "rmsprop", summary: "RMSprop.", settings: [rate]),
            KindDescription(kind: "adam", summary: "Adam.", settings: [rate]),
        ]
        catalog.losses = [
            KindDescription(
                kind: "crossEntropy", summary: "Cross-entropy.",
                settings: [
                    Setting(
                        "classWeights", .choice(["none", "balanced"]), default: "none", "Weights.")
                ])
        ]
        catalog.augmentations = [
            KindDescription(kind: "flip", summary: "Mirrors.", settings: []),
            KindDescription(
                kind: "rotate", summary: "Turns.",
                settings: [Setting("degrees", .number(NumberRange(0, 180)), default: 10, "Up to.")]),
        ]
        catalog.splitRules = [
            KindDescription(kind: "official", summary: "As the folders say.", settings: []),
            KindDescription(
                kind: "folds", summary: "One of k.",
                settings: [
                    Setting("k", .integer(2...100), default: 5, "Folds."),
                    Setting("fold", .integer(0...99), default: nil, "Which one."),
                    Setting("from", .names(["train", "val", "test"]), default: ["train"], "Of."),
                ]),
            KindDescription(
                kind: "manifest", summary: "As a file says.",
                settings: [Setting("path", .string, default: nil, "The file.")]),
        ]
        catalog.phantom = [
            Setting("count", .integer(2...100_000), default: 100, "Images."),
            Setting("seed", .integer(0...1000), default: 1, "The seed."),
        ]
        catalog.metrics = ["val_accuracy", "val_loss", "train_loss"]
        return catalog
    }()

    private static let rate = Setting(
        "learningRate", .number(.positive), default: 0.01, "The rate.")
    private static let dropout = Setting("dropout", .number(.fraction), default: .null, "Dropout.")
}

/// Reads a study as if it were /studies/t.json and the current directory were /here.
func read(_ text: String, _ overrides: [String] = []) throws(StudyErrors) -> Study {
    try StudyFile.read(
        bytes: Array(text.utf8), file: "t.json", folder: "/studies", overrides: overrides,
        catalog: .fake, currentDirectory: "/here")
}

/// The text of a study with a sweep, or with any other member.
func text(
    dataset: String = #"{"path": "../Data/xray"}"#,
    training: String = #"{"epochs": 5, "optimizer": "rmsprop"}"#, _ rest: String = ""
) -> String {
    """
    {
      "name": "t",
      "dataset": \(dataset),
      "training": \(training)\(rest.isEmpty ? "" : ",")
      \(rest)
    }
    """
}

/// The example of the documentation.
let sweepOfSchedules = """
    {
      "name": "lr-sweep",
      "title": "Which learning-rate schedule suits VGG16?",
      "question": "One paragraph.",
      "dataset": {
        "path": "../Data/xray", "resize": 256, "crop": 224, "augment": [], "limit": { "train": 1000 }
      },
      "training": {
        "epochs": 5, "batchSize": 32, "shuffle": true, "precision": "fp32", "threads": 2,
        "optimizer": { "kind": "rmsprop", "learningRate": 0.01 },
        "loss": { "kind": "crossEntropy", "classWeights": "none" },
        "monitor": "val_accuracy"
      },
      "sweep": {
        "network": [
          { "kind": "vgg16", "weights": "imagenet", "train": "head",
            "head": { "kind": "linear", "dropout": 0.2 } }
        ],
        "schedule": [ { "kind": "step", "factor": 0.5, "every": 1 }, { "kind": "cosine", "minimum": 0.001 },
                      { "kind": "exponential", "rate": 0.95 }, "constant" ],
        "seed": [1, 2, 3]
      }
    }
    """
