import JSON
package import Vocabulary

/// All that a study file may name. It is made from the registries; reading a study needs nothing
/// else of them.
package struct Catalog: Sendable {
    package var networks: [KindDescription]
    package var heads: [KindDescription]
    package var schedules: [KindDescription]
    package var optimizers: [KindDescription]
    package var losses: [KindDescription]
    package var augmentations: [KindDescription]
    /// What stops trials that do worse than others.
    package var pruningRules: [KindDescription]
    /// Which training images an epoch visits.
    package var samplers: [KindDescription]
    /// How a data set is shared out to train, val and test.
    package var splitRules: [KindDescription]
    /// The settings of the phantom data set.
    package var phantom: [Setting]
    /// What `training.monitor` may be, the default first.
    package var metrics: [String]
    /// What `training.precision` may name, the default first.
    package var precisions: [String]

    package init(
        networks: [KindDescription], heads: [KindDescription], schedules: [KindDescription] = [],
        optimizers: [KindDescription] = [], losses: [KindDescription] = [],
        augmentations: [KindDescription] = [], samplers: [KindDescription] = [],
        splitRules: [KindDescription] = [], phantom: [Setting] = [],
        metrics: [String] = ["none"], precisions: [String] = ["fp32"],
        pruningRules: [KindDescription] = []
    ) {
        self.pruningRules = pruningRules
        self.networks = networks
        self.heads = heads
        self.schedules = schedules
        self.optimizers = optimizers
        self.losses = losses
        self.augmentations = augmentations
        self.samplers = samplers
        self.splitRules = splitRules
        self.phantom = phantom
        self.metrics = metrics
        self.precisions = precisions
    }

    /// A family of kinds, what one of it is called, and the one that stands for an absent setting.
    struct Family {
        var noun: String
        var kinds: [KindDescription]
        var fallback: String?

        func kind(_ name: String) -> KindDescription? { kinds.first { $0.kind == name } }
    }

    var network: Family { Family(noun: "network", kinds: networks) }
    var head: Family { Family(noun: "head", kinds: heads, fallback: "torchvision") }
    var schedule: Family { Family(noun: "schedule", kinds: schedules, fallback: "constant") }
    var optimizer: Family { Family(noun: "optimizer", kinds: optimizers) }
    var loss: Family { Family(noun: "loss", kinds: losses, fallback: "crossEntropy") }
    var pruningRule: Family { Family(noun: "pruning rule", kinds: pruningRules) }
    var augmentation: Family { Family(noun: "augmentation", kinds: augmentations) }
    var sampler: Family { Family(noun: "sampler", kinds: samplers) }
    var split: Family { Family(noun: "split", kinds: splitRules, fallback: "official") }

    /// The plain settings of `training`; `optimizer`, `loss`, `sampler` and `pruning` stand beside
    /// them.
    var trainingSettings: [Setting] {
        [
            Setting(
                "epochs", .integer(1...1_000_000), default: nil,
                "Passes over the training images."),
            Setting("batchSize", .integer(1...65_536), default: 32, "Images a step."),
            Setting("shuffle", .boolean, default: true, "A new order of the images every epoch."),
            Setting(
                "precision", .choice(precisions), default: .string(precisions[0]),
                "The type of numbers that the engine computes with."),
            Setting(
                "threads", .integer(0...4096), default: 0, "Threads to use; 0: one for every core."),
            Setting(
                "monitor", .choice(metrics), default: .string(metrics[0]),
                "The metric that decides which epoch of a trial counts, which configuration is chosen, and what "
                    + "patience, plateau and pruning follow; none: the last epoch counts, as it does without a "
                    + "validation split."),
            Setting(
                "patience", .integer(1...Int.max), default: .null,
                "Epochs without a better value of that metric after which a trial ends; null: never."
            ),
        ]
    }

    /// The plain settings of `dataset`; `augment`, `split`, `limit` and `phantom` stand beside
    /// them.
    static let datasetSettings: [Setting] = [
        Setting(
            "path", .string, default: nil,
            "The folder with train, val and test; relative to the study file."),
        Setting(
            "resize", .integer(1...8192), default: 256, "Pixels of the shorter side after resizing."
        ),
        Setting(
            "crop", .integer(1...8192), default: 224,
            "Pixels of the square cut from the resized image."),
        Setting(
            "interpolation", .choice(Interpolation.allCases.map(\.rawValue)),
            default: .string("bilinear"), "The filter of the resizing, antialiased."),
        Setting(
            "decode", .choice(DecodeMode.allCases.map(\.rawValue)),
            default: .string("exact"),
            "exact: as torchvision, to the last bit; fast: JPEG at a part of its size, where that is enough."
        ),
        Setting(
            "onBadImage", .choice(BadImagePolicy.allCases.map(\.rawValue)),
            default: "stop", "Whether an image that cannot be read stops the run or is skipped."),
        Setting(
            "onUnread", .choice(DatasetSettings.UnreadPolicy.allCases.map(\.rawValue)),
            default: "stop",
            "Whether files in the set's folder that are not read, but look like images or a split, stop the run or are "
                + "ignored."),
        Setting(
            "onLeak", .choice(DatasetSettings.LeakPolicy.allCases.map(\.rawValue)),
            default: "stop",
            "Whether identical files in two splits or classes, or a patient in two splits, stop the run before training, or "
                + "are reported: the report then begins with them."),
        Setting(
            "positiveClass", .string, default: .null,
            "The class that sensitivity, specificity, precision, F1, average precision and thresholds refer to, for two "
                + "classes; null: PNEUMONIA of NORMAL and PNEUMONIA, else none, and these figures are left out."
        ),
        Setting(
            "groupPattern", .string, default: .null,
            "What of a file's name says which patient, or other group, it belongs to: a regular expression with a "
                + "capture group, or the name of a known one, such as chest-xray; null: recognised."
        ),
        Setting(
            "views", .integer(1...10_000), default: .null,
            "How many augmented views of each training image a frozen part's features are kept of, which epochs take in "
                + "turns; null: none, and the features are computed anew in every epoch."),
    ]

    /// The settings of a network of which a part is frozen.
    static let frozenSettings: [Setting] = [
        Setting(
            "features", .choice(FeaturePrecision.allCases.map(\.rawValue)),
            default: .string("float32"),
            "The numbers that the features of a frozen part are stored in; float16 halves the space."
        ),
        Setting(
            "unfreezeAt", .integer(1...Int.max), default: .null,
            "Epochs after which the frozen part trains too; null: never."),
    ]

    static let splits = ["train", "val", "test"]
    static let limit = Setting.Kind.integer(1...Int.max)
    static let seed = Setting.Kind.integer(0...Int.max)
}
