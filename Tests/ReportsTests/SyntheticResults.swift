import Foundation
import Results
import Settings
import Studies

/// A results folder of made-up trials: curves that rise and level off, no training.
struct SyntheticResults {
    var groups = 4
    var seeds = 3
    var epochs = 5
    var testImages = 624
    /// Whether the data set has a test split.
    var hasTest = true
    /// Groups whose losses are not a number from an epoch on, by their index.
    var divergence: [Int: Int] = [:]

    static let networks = ["vgg16-pretrained", "alexnet", "cnn4", "mlp"]
    static let schedules = ["constant", "step", "cosine"]

    /// Writes the lock and the trials to a new temporary folder, or to `path`.
    func write(to path: String? = nil) throws -> ResultsFolder {
        let temporary = FileManager.default.temporaryDirectory.path
        let folder = ResultsFolder(path ?? "\(temporary)/charts-\(UUID().uuidString)")
        try folder.write(lock)
        for entry in lock.trials {
            let trial = folder.trial(entry.id)
            try trial.create()
            try trial.write(records(entry))
            try trial.write(record(entry))
        }
        return folder
    }

    var lock: StudyLock {
        let classes = ["NORMAL", "PNEUMONIA"]
        var counts: [MetricSplit: [Int]] = [.train: [1341, 3875], .val: [100, 300]]
        if hasTest { counts[.test] = [testImages * 3 / 8, testImages - testImages * 3 / 8] }
        let usedNetworks = Array(Self.networks.prefix(groups))
        let usedSchedules = Array(Self.schedules.prefix((groups + 3) / 4))
        return StudyLock(
            name: "synthetic", title: "A synthetic study", question: "Does it draw?",
            studyFile: "synthetic.json", study: [:],
            axes: [
                Study.Axis(path: "network", labels: usedNetworks),
                Study.Axis(path: "schedule", labels: usedSchedules),
                Study.Axis(path: "seed", labels: (1...seeds).map(String.init)),
            ],
            dataset: DatasetRecord(
                path: "data", classes: classes, counts: counts, fingerprint: "00", imageSize: 64),
            codeVersion: "1", platform: platform, trials: entries)
    }

    private var entries: [TrialEntry] {
        (0..<groups).flatMap { group in
            let network = Self.networks[group % 4]
            let schedule = Self.schedules[group / 4 % 3]
            return (1...seeds).map { seed in
                TrialEntry(
                    id: "\(network)-\(schedule)-s\(seed)", group: "\(network)-\(schedule)",
                    coordinates: ["network": network, "schedule": schedule, "seed": "\(seed)"],
                    seed: UInt64(seed), key: "k", state: .complete)
            }
        }
    }

    private var platform: Platform {
        Platform(
            cpu: "cpu", cores: 2, instructionSet: "avx2", system: "Linux", oneDNN: "3.7",
            threads: 2)
    }

    private func record(_ entry: TrialEntry) -> TrialRecord {
        TrialRecord(
            id: entry.id, group: entry.group, key: entry.key, settings: [:],
            started: "2024-01-01T00:00:00Z", finished: "2024-01-01T00:01:00Z", seconds: 60,
            codeVersion: "1", platform: platform, select: "val_accuracy", bestEpoch: epochs,
            classes: ["NORMAL", "PNEUMONIA"], files: [:])
    }

    private func records(_ entry: TrialEntry) -> [EpochRecord] {
        let group = entries.map(\.group).uniqued.firstIndex(of: entry.group) ?? 0
        return (1...epochs).map { epoch in
            let noise = sin(Double(epoch * 7 + group * 13) + Double(entry.seed) * 2.1) * 0.012
            let rise = 1 - exp(-Double(epoch) / (1.5 + Double(group % 5)))
            let isLost = divergence[group].map { epoch >= $0 } ?? false
            func metrics(_ top: Double) -> Metrics {
                let accuracy = min(0.6 + (top - 0.01 * Double(group % 3) - 0.6) * rise + noise, 1)
                let loss = 0.7 * exp(-Double(epoch) / (3 + Double(group))) + 0.02 * (1 + noise)
                return Metrics(
                    loss: isLost ? .nan : loss / top, accuracy: isLost ? 0.375 : accuracy)
            }
            return EpochRecord(
                epoch: epoch, learningRate: rate(entry, epoch), train: metrics(0.99),
                val: metrics(0.95), test: hasTest ? metrics(0.9) : nil, seconds: 1)
        }
    }

    private func rate(_ entry: TrialEntry, _ epoch: Int) -> Double {
        switch entry.coordinates["schedule"] {
        case "step": 0.01 * pow(0.5, Double((epoch - 1) * 4 / epochs))
        case "cosine": 0.005 * (1 + cos(Double.pi * Double(epoch - 1) / Double(epochs)))
        default: 0.01
        }
    }
}

extension Array where Element: Hashable {
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
