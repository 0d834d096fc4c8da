package import JSON
package import Vocabulary

/// An experiment as its file describes it, validated and expanded.
package struct Study: Sendable {
    /// The name, which is also the results folder's.
    package var name: String
    /// The heading of the report.
    package var title: String
    /// Markdown that opens the report.
    package var question: String
    /// The axes of the grid, in the order of the file.
    package var axes: [Axis]
    /// Every trial of the grid, in the order of the axes (the last one varies fastest).
    package var trials: [Trial]
    /// The study as written, resolved: defaults filled in, overrides applied.
    package var resolved: JSONValue
    /// Where the trials train, unless the command line says otherwise.
    package var executor = ExecutorSettings()
    /// What the reader should know: an axis that an override replaced, a file found under another
    /// case.
    package var notes: [String]
    /// The file as read, for the places of its settings; nil for a study made in code.
    package let document: JSONDocument?
    /// The paths that `--set` gave, in their order, but for those into the sweep.
    let overridden: [JSONPath]

    package init(
        name: String, title: String, question: String, axes: [Axis], trials: [Trial],
        resolved: JSONValue
    ) {
        self.init(
            name: name, title: title, question: question, axes: axes, trials: trials,
            resolved: resolved, notes: [], document: nil, overridden: [])
    }

    package init(
        name: String, title: String, question: String, axes: [Axis], trials: [Trial],
        resolved: JSONValue, notes: [String], document: JSONDocument?, overridden: [JSONPath]
    ) {
        self.notes = notes
        self.document = document
        self.overridden = overridden
        self.name = name
        self.title = title
        self.question = question
        self.axes = axes
        self.trials = trials
        self.resolved = resolved
    }

    /// One axis of the sweep.
    package struct Axis: Sendable, Hashable {
        /// The dotted path of the setting, such as `training.batchSize`, or `network`, `schedule`,
        /// `seed`.
        package var path: String
        /// A short name for each value, unique on the axis: `vgg16`, `step`, `1`.
        package var labels: [String]

        /// The settings by which repeats of the same differ: the seed, and the fold of a
        /// cross-validation.
        static let repeated = ["seed", foldPath]
        static let foldPath = "dataset.split.fold"

        /// Whether trials that differ on it alone are repeats of the same.
        package var isOfRepeats: Bool { Self.repeated.contains(path) }
        /// Whether its values are folds of a cross-validation.
        package var isOfFolds: Bool { path == Self.foldPath }

        package init(path: String, labels: [String]) {
            self.path = path
            self.labels = labels
        }
    }
}

/// One training run: a point of the grid with every setting resolved.
package struct Trial: Sendable, Hashable {
    /// Readable and stable: `alexnet-step-s1`, never a running number.
    package var id: String
    /// The identifier without seed and fold: trials of one group are repeats of the same.
    package var group: String
    /// The label on each axis, by the axis' path.
    package var coordinates: [String: String]
    /// Every setting, resolved.
    package var settings: TrialSettings

    package init(
        id: String, group: String, coordinates: [String: String], settings: TrialSettings
    ) {
        self.id = id
        self.group = group
        self.coordinates = coordinates
        self.settings = settings
    }
}

/// All that decides a trial's outcome.
package struct TrialSettings: Sendable, Hashable {
    /// The images and how they are cut.
    package var dataset: DatasetSettings
    /// How long, with what, on how many threads.
    package var training: TrainingSettings
    /// Kind (`alexnet`) with `weights`, `train`, `head` and `dropout` among its values.
    package var network: NetworkSettings
    /// How the learning rate goes.
    package var schedule: Configuration
    /// What all random numbers of the trial are drawn from.
    package var seed: UInt64

    package init(
        dataset: DatasetSettings, training: TrainingSettings, network: NetworkSettings,
        schedule: Configuration, seed: UInt64
    ) {
        self.dataset = dataset
        self.training = training
        self.network = network
        self.schedule = schedule
        self.seed = seed
    }
}

/// Where the images are and how they become the input of a network.
package struct DatasetSettings: Sendable, Hashable {
    /// What happens when files of the set's folder are not read.
    package enum UnreadPolicy: String, Sendable, CaseIterable { case stop, ignore }
    /// What happens when identical files or a patient are in more than one split.
    package enum LeakPolicy: String, Sendable, CaseIterable { case stop, report }

    /// The split of a set's own folders.
    package static let officialSplit = Configuration(kind: "official", values: SettingValues([:]))

    /// An absolute path.
    package var path: String
    /// Pixels of the shorter side after resizing, and of the square cut from the centre.
    package var resize: Int
    /// Pixels of the square that the network sees.
    package var crop: Int
    package var interpolation: Interpolation
    package var decode: DecodeMode
    /// Random changes of training images, in order.
    package var augment: [Configuration]
    /// Augmented views of each training image that features are kept of, in turns; nil: none.
    package var views: Int?
    /// How the images are shared out to train, val and test; `official`: as their folders say.
    package var split: Configuration
    /// What of a file's name says which group it belongs to; nil: recognised.
    package var groupPattern: String?
    /// At most so many images of a split (`train`, `val`, `test`), evenly over its classes.
    package var limit: [String: Int]
    /// What an image that cannot be read does.
    package var onBadImage: BadImagePolicy
    /// What happens when the set's folder has files that look like images or splits and are not
    /// read.
    package var onUnread: UnreadPolicy
    /// What happens when identical files or a patient are in more than one split.
    package var onLeak: LeakPolicy
    /// The class that sensitivity, precision and thresholds refer to; nil: the known set's, if it
    /// is one.
    package var positiveClass: String?
    /// How pixels become the network's input.
    package var normalize: Normalize
    /// How to make the set when it is not there: the phantom's settings; nil for a set of one's
    /// own.
    package var phantom: SettingValues?

    package init(
        path: String, resize: Int, crop: Int, interpolation: Interpolation = .bilinear,
        decode: DecodeMode = .exact, augment: [Configuration] = [], views: Int? = nil,
        split: Configuration = Self.officialSplit, groupPattern: String? = nil,
        limit: [String: Int] = [:], onBadImage: BadImagePolicy = .stop,
        onUnread: UnreadPolicy = .stop, onLeak: LeakPolicy = .stop, positiveClass: String? = nil,
        normalize: Normalize = .imagenet, phantom: SettingValues? = nil
    ) {
        self.path = path
        self.resize = resize
        self.crop = crop
        self.interpolation = interpolation
        self.decode = decode
        self.augment = augment
        self.views = views
        self.split = split
        self.groupPattern = groupPattern
        self.limit = limit
        self.onBadImage = onBadImage
        self.onUnread = onUnread
        self.onLeak = onLeak
        self.positiveClass = positiveClass
        self.normalize = normalize
        self.phantom = phantom
    }
}

/// How a network is trained.
package struct TrainingSettings: Sendable, Hashable {
    /// Passes over the training images.
    package var epochs: Int
    /// Images a step.
    package var batchSize: Int
    /// Whether each epoch has an order of its own.
    package var shuffle: Bool
    /// The type of numbers that the engine computes with, such as `fp32`.
    package var precision: String
    /// 0: one for every core.
    package var threads: Int
    /// With `learningRate` among its values.
    package var optimizer: Configuration
    /// Which images an epoch visits; nil: all of them.
    package var sampler: Configuration?
    /// What training minimises.
    package var loss: Configuration
    /// The metric that decides which epoch counts, such as `val_accuracy` or `val_auroc`; `none`:
    /// the last one counts.
    package var monitor: String
    /// Epochs without a better value of that metric after which a trial ends; nil: it never ends
    /// early.
    package var patience: Int?
    /// What stops trials that do worse than others of the study; nil: nothing does.
    package var pruning: Configuration?

    package init(
        epochs: Int, batchSize: Int, shuffle: Bool = true, precision: String = "fp32", threads: Int,
        optimizer: Configuration, loss: Configuration, monitor: String = "val_accuracy",
        patience: Int? = nil, sampler: Configuration? = nil, pruning: Configuration? = nil
    ) {
        self.pruning = pruning
        self.epochs = epochs
        self.batchSize = batchSize
        self.shuffle = shuffle
        self.precision = precision
        self.threads = threads
        self.optimizer = optimizer
        self.loss = loss
        self.monitor = monitor
        self.patience = patience
        self.sampler = sampler
    }
}

/// Which network is trained, from which weights, and which part of it.
package struct NetworkSettings: Sendable, Hashable {
    /// The network's kind and the settings of its own, such as `dropout`.
    package var configuration: Configuration
    /// nil: random initialisation; `"imagenet"`; or the absolute path of a checkpoint.
    package var weights: String?
    /// What trains; the rest is frozen.
    package var train: Trained
    /// What stands in place of the classifier.
    package var head: Configuration
    /// How the features of the frozen part are stored.
    package var features: FeaturePrecision
    /// Epochs after which the frozen part trains too; nil: never.
    package var unfreezeAt: Int?

    /// What trains: everything, the head alone, or a layer and all after it.
    package enum Trained: Sendable, Hashable {
        case all
        case head
        case from(String)
    }

    package init(
        configuration: Configuration, weights: String? = nil, train: Trained = .all,
        head: Configuration, features: FeaturePrecision = .float32, unfreezeAt: Int? = nil
    ) {
        self.configuration = configuration
        self.weights = weights
        self.train = train
        self.head = head
        self.features = features
        self.unfreezeAt = unfreezeAt
    }
}
