package import Analysis
import Evaluation
import Foundation
package import JSON
package import Results
package import Studies
package import Vocabulary

/// A synthetic study with any number of groups, seeds and epochs, whose results are a pure function
/// of its properties.
package struct Synthetic: Sendable {
    /// The networks of the first axis.
    package var networks: [String]
    /// The schedules of the second axis.
    package var schedules: [String]
    /// The number of seeds.
    package var seeds: Int
    /// The number of folds of a cross-validation, each with as many validation images as `counts`
    /// has; the training images are those of the other folds. 0: there is no cross-validation.
    package var folds: Int
    /// The number of epochs.
    package var epochs: Int
    /// The number of images of each class, by split.
    package var counts: [Split: [Int]]
    /// The names of the classes.
    package var classes: [String]
    /// The positive class; an empty text: none; nil: the default of the classes.
    package var positive: String?
    /// The number of images of each patient; nil: patients are unknown.
    package var imagesOfPatient: Int?
    /// The leaks in the record of the data; nil: not recorded.
    package var leaks: [LeakRecord]?
    /// The index of the group whose loss becomes NaN in the second half.
    package var diverges: Int?
    /// The ids of the trials that have failed.
    package var failed: Set<String>
    /// The distance between the groups' accuracies.
    package var gap: Double
    /// The number of recorded steps of each trial; 0: none are recorded.
    package var steps: Int
    /// Whether the sex of each patient is known, for subgroups.
    package var hasAttributes = false
    /// The number of powers of ten by which the losses fall over a training.
    package var lossDecades: Double

    /// A study of VGG16 with four schedules, one seed and five epochs each, on as many images as
    /// the chest X-rays have, except for what is given. Each parameter is the property of its name.
    package init(
        networks: [String] = ["vgg16"],
        schedules: [String] = ["step", "cosine", "exponential", "polynomial"],
        seeds: Int = 1,
        folds: Int = 0,
        epochs: Int = 5,
        counts: [Split: [Int]] = [.train: [1341, 3875], .val: [8, 8], .test: [234, 390]],
        classes: [String] = ["NORMAL", "PNEUMONIA"],
        positive: String? = nil,
        imagesOfPatient: Int? = nil,
        leaks: [LeakRecord]? = nil,
        diverges: Int? = nil,
        failed: Set<String> = [],
        gap: Double = 0.004,
        steps: Int = 0,
        lossDecades: Double = 0.6
    ) {
        self.networks = networks
        self.schedules = schedules
        self.seeds = seeds
        self.folds = folds
        self.epochs = epochs
        self.counts = counts
        self.classes = classes
        self.positive = positive
        self.imagesOfPatient = imagesOfPatient
        self.leaks = leaks
        self.diverges = diverges
        self.failed = failed
        self.gap = gap
        self.steps = steps
        self.lossDecades = lossDecades
    }

    /// The names of twelve schedules.
    package static let twelve = [
        "step", "cosine", "exponential", "polynomial", "naturalExponential", "staircase",
        "constant", "warmup", "cyclic", "oneCycle", "linear", "inverseSquareRoot",
    ]

    private static let platform = Platform(
        cpu: "Example CPU 3000", cores: 2, instructionSet: "avx512_core", system: "Debian 12",
        oneDNN: "2.6.3", threads: 2)

    /// The lock of a run that has ended.
    package var lock: StudyLock {
        StudyLock(
            name: "lr-sweep", title: "Which learning-rate schedule suits VGG16?",
            question: "Seven schedules lower the rate in seven ways. *Does it matter which?*",
            studyFile: "Studies/lr-sweep.json", overrides: ["training.epochs=\(epochs)"],
            study: ["name": "lr-sweep"],
            axes: [
                .init(path: "network", labels: networks),
                .init(path: "schedule", labels: schedules),
                .init(path: "seed", labels: (1...seeds).map(String.init)),
            ] + (folds > 0 ? [.init(path: Self.foldPath, labels: foldLabels)] : []),
            dataset: DatasetRecord(
                path: "../Data/chest_xray", classes: classes, counts: counts,
                fingerprint: String(repeating: "0123456789abcdef", count: 4), imageSize: 224,
                positiveClass: positiveClass, patients: patients, leaks: leaks, varies: folds > 0),
            codeVersion: "1.0.0", platform: Self.platform, trials: entries)
    }

    private var positiveClass: String? {
        positive.map { $0.isEmpty ? nil : $0 } ?? PositiveClass.known(classes)
    }

    private var patients: [Split: Int]? {
        imagesOfPatient.map { size in
            counts.mapValues { $0.reduce(0) { $0 + ($1 + size - 1) / size } }
        }
    }

    private static let foldPath = "dataset.split.fold"
    private var foldLabels: [String] { (0..<folds).map(String.init) }

    private var entries: [TrialEntry] {
        networks.flatMap { network in
            schedules.flatMap { schedule in
                (1...seeds).flatMap { seed in
                    folds > 0
                        ? foldLabels.map { entry(network, schedule, seed, fold: $0) }
                        : [entry(network, schedule, seed, fold: nil)]
                }
            }
        }
    }

    private func entry(
        _ network: String, _ schedule: String, _ seed: Int, fold: String?
    ) -> TrialEntry {
        let id = "\(network)-\(schedule)-s\(seed)" + (fold.map { "-fold\($0)" } ?? "")
        var coordinates = ["network": network, "schedule": schedule, "seed": String(seed)]
        coordinates[Self.foldPath] = fold
        return TrialEntry(
            id: id, group: "\(network)-\(schedule)", coordinates: coordinates,
            seed: UInt64(seed), key: String(repeating: "fe", count: 32),
            state: failed.contains(id) ? .failed("killed by signal 9") : .complete,
            files: ["epochs.csv": String(repeating: "ab", count: 32)])
    }

    /// The analysis of the results, with few bootstrap resamplings, which are slow.
    package var analysis: StudyAnalysis { StudyAnalysis(results, replicates: 50) }

    /// The results of all trials that have not failed.
    package var results: StudyResults {
        let lock = lock
        let complete = lock.trials.enumerated().filter { $1.state == .complete }
        let trials = complete.map { trial($0, $1) }
        var results = StudyResults(lock: lock, trials: trials)
        if hasAttributes, let files = trials.first?.predictions[.test]?.files {
            let sex = ImageAttribute(
                name: "sex", levels: ["F", "M"], values: files.indices.map { $0 % 2 })
            results.attributes = StudyAttributes(files: files, attributes: [sex])
        }
        return results
    }

    /// Writes a results folder without charts and report.
    /// - Throws: `ResultsError` or `FileError`.
    package func write(to folder: ResultsFolder) throws {
        try folder.write(lock)
        for trial in results.trials {
            let trialFolder = folder.trial(trial.entry.id)
            try trialFolder.create()
            try trialFolder.write(trial.epochs)
            if !trial.steps.isEmpty { try trialFolder.write(trial.steps) }
            for (split, predictions) in trial.predictions {
                try trialFolder.write(predictions, split)
            }
            try trialFolder.write(trial.record)
        }
        try folder.writeSummary()
    }

    private func trial(_ index: Int, _ entry: TrialEntry) -> TrialResult {
        let records = (1...epochs).map { epochRecord(index, entry, $0) }
        func score(_ record: EpochRecord) -> Double {
            guard let val = record.metrics[.val], val.loss.isFinite else { return -1 }
            return val.accuracy
        }
        let scores = records.map(score)
        let top = scores.max() ?? 0
        let best = zip(records, scores).first { $0.1 == top }?.0
        var dataset: JSONValue = [
            "path": "/data/chest_xray", "resize": 256, "crop": 224, "augment": [],
        ]
        let fold = entry.coordinates[Self.foldPath].flatMap { Int($0) }
        if let fold {
            dataset["split"] = [
                "kind": "folds", "k": .number(Double(folds)), "fold": .number(Double(fold)),
            ]
        }
        let settings: JSONValue = [
            "dataset": dataset,
            "training": [
                "epochs": .number(Double(epochs)), "batchSize": 32,
                "optimizer": ["kind": "rmsprop", "learningRate": 0.01],
            ],
            "network": [
                "kind": .string(entry.coordinates["network"] ?? ""), "weights": "imagenet",
            ],
            "schedule": ["kind": .string(entry.coordinates["schedule"] ?? "")],
            "seed": .number(Double(entry.seed)),
        ]
        let record = TrialRecord(
            id: entry.id, group: entry.group, key: entry.key,
            settings: RecordedSettings(ofAnyProgram: settings),
            started: "2024-05-01T10:00:00Z", finished: "2024-05-01T10:20:00Z",
            seconds: records.map(\.seconds).reduce(0, +), codeVersion: "1.0.0",
            platform: Self.platform, monitor: "val_accuracy", bestEpoch: best?.epoch ?? 1,
            classes: classes, files: entry.files)
        var result = TrialResult(entry: entry, record: record, epochs: records)
        result.steps = stepRecords(index, entry)
        if let counts = counts[.test] {
            result.predictions[.test] = predictions(
                index, "test", counts.map { Array(0..<$0) },
                best?.metrics[.test]?.accuracy ?? 0)
        }
        if let fold, let counts = counts[.val] {
            result.predictions[.val] = predictions(
                index, "train", counts.map { Array(fold * $0..<(fold + 1) * $0) },
                best?.metrics[.val]?.accuracy ?? 0)
        }
        return result
    }

    private func stepRecords(_ index: Int, _ entry: TrialEntry) -> [StepRecord] {
        (0..<steps).map { step in
            let epoch = step * epochs / steps
            return StepRecord(
                step: step + 1,
                learningRate: Self.rate(entry.coordinates["schedule"] ?? "", epoch, epochs),
                loss: 0.7 * exp(-2 * Double(step) / Double(steps)),
                gradientNorm: 4 * exp(-3 * Double(step) / Double(steps)) + 0.1 * Double(index)
                    * (1 + 0.3 * Self.noise(index, step, 11)))
        }
    }

    private func epochRecord(_ index: Int, _ entry: TrialEntry, _ epoch: Int) -> EpochRecord {
        let group = index / (seeds * max(1, folds))
        let progress = 1 - exp(-3 * Double(epoch) / Double(max(epochs, 5)))
        func noise(_ purpose: Int) -> Double { Self.noise(index, epoch, purpose) }
        func metrics(_ split: Split, _ top: Double, _ rough: Double, _ k: Int) -> Metrics? {
            guard let images = counts[split]?.reduce(0, +) else { return nil }
            let aim = top - gap * Double(group * 5 % 7) - 0.12 * (1 - progress) + rough * noise(k)
            let isLost = diverges == group && epoch > epochs / 2
            let accuracy = (min(1, max(0, aim)) * Double(images)).rounded() / Double(images)
            let loss = (0.08 + 4 * (1 - top)) * pow(10, lossDecades * (0.5 - progress))
            return Metrics(
                loss: isLost ? .nan : loss * (1 + 0.02 * Double(group) + 0.1 * noise(k + 10)),
                accuracy: isLost ? 0.5 : accuracy)
        }
        return EpochRecord(
            epoch: epoch,
            learningRate: Self.rate(entry.coordinates["schedule"] ?? "", epoch - 1, epochs),
            train: metrics(.train, 0.99, 0.003, 1) ?? Metrics(loss: 0, accuracy: 0),
            val: metrics(.val, 0.9, 0.12, 2), test: metrics(.test, 0.86, 0.01, 3),
            seconds: 61.5 + noise(4))
    }

    /// Predictions with the given accuracy, which are correct for mostly the same images in every
    /// trial.
    /// - Parameters:
    ///   - folder: the folder in the images' names.
    ///   - numbers: the numbers of the images of each class.
    private func predictions(
        _ index: Int, _ folder: String, _ numbers: [[Int]], _ accuracy: Double
    ) -> PredictionTable {
        let images = numbers.enumerated().flatMap { label, numbers in
            numbers.map { (label: label, number: $0) }
        }
        let easy = images.indices.sorted {
            Self.noise($0, 0, 7) + 0.5 * Self.noise($0, index, 8)
                > Self.noise($1, 0, 7) + 0.5 * Self.noise($1, index, 8)
        }
        let correct = Set(easy.prefix(Int((accuracy * Double(images.count)).rounded())))
        let predicted = images.enumerated().map { position, image in
            correct.contains(position) ? image.label : (image.label + 1) % classes.count
        }
        let probabilities = predicted.enumerated().flatMap { position, label in
            let confidence = 0.75 + 0.24 * Self.noise(position, index, 9)
            let rest = (1 - confidence) / Double(classes.count - 1)
            return classes.indices.map { $0 == label ? confidence : rest }
        }
        return PredictionTable(
            classes: classes,
            files: images.map { "\(folder)/\(classes[$0.label])/\($0.number).jpeg" },
            groups: images.map { image in
                imagesOfPatient.map { "\(classes[image.label])-\(image.number / $0)" }
            },
            predictions: Predictions(
                labels: images.map(\.label), predicted: predicted, probabilities: probabilities,
                classes: classes.count))
    }

    private static func rate(_ schedule: String, _ e: Int, _ epochs: Int) -> Double {
        let (base, t) = (0.01, Double(e) / Double(epochs))
        return switch schedule {
        case "step": base * pow(0.5, Double(e))
        case "cosine": 0.001 + 0.0045 * (1 + cos(.pi * t))
        case "exponential": base * pow(0.95, Double(e))
        case "polynomial": base * (1 - t) * (1 - t)
        case "naturalExponential": base * exp(-0.005 * Double(e))
        case "staircase": base * exp(-0.05 * Double(1 + e))
        case "warmup": base * min(1, 4 * t + 0.1)
        case "cyclic": base * (0.6 + 0.4 * sin(9 * t))
        case "oneCycle": base * max(0, 1 - abs(2 * t - 0.6)) * 0.9
        case "linear": base * (1 - t)
        case "inverseSquareRoot": base / (1 + Double(e)).squareRoot()
        default: base
        }
    }

    /// A pseudorandom number from -1 to 1, which depends only on the arguments.
    private static func noise(_ a: Int, _ b: Int, _ c: Int) -> Double {
        var z = UInt64(bitPattern: Int64(a * 1_000_003 + b * 1009 + c)) &* 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return 2 * Double((z ^ (z >> 31)) >> 11) * 0x1p-53 - 1
    }
}

extension PredictionTable {
    /// The table without its last images.
    package func dropLast(_ images: Int) -> PredictionTable {
        let count = files.count - images
        return PredictionTable(
            classes: classes, files: Array(files.prefix(count)),
            groups: Array(groups.prefix(count)),
            predictions: Predictions(
                labels: Array(predictions.labels.prefix(count)),
                predicted: Array(predictions.predicted.prefix(count)),
                probabilities: Array(predictions.probabilities.prefix(count * classes.count)),
                classes: classes.count))
    }
}

extension RecordedSettings {
    /// A section of the settings, as JSON.
    package subscript(key: String) -> JSONValue? {
        get { json[key] }
        set {
            var json = json
            json[key] = newValue
            self = RecordedSettings(ofAnyProgram: json)
        }
    }
}
