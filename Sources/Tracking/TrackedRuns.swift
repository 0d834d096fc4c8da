import Results
import Vocabulary

/// What an outbox says so far of the runs of its present experiment.
struct TrackedRuns {
    /// A run, and what of it is in the outbox.
    struct Entry {
        var run: TrackedRun
        var status = RunStatus.running
        /// Whether its settings and its data are told.
        var hasParams = false
        var hasData = false
        /// The last epoch, the last one whose seconds are told, and the last one whose figures of
        /// the test split are.
        var epoch = 0
        var timedEpoch = 0
        var testedEpoch = 0
        var step = 0
        /// The names of the chosen configuration's figures that are told.
        var chosen: Set<String> = []
        /// Milliseconds since 1970 of the last that was told.
        var time: Int
    }

    private(set) var experiment: String?
    private(set) var entries: [String: Entry] = [:]
    private var order: [String] = []

    /// The latest run of a whole study.
    var latestStudy: Entry? {
        order.last { entries[$0]?.run.trial == nil }.flatMap { entries[$0] }
    }

    /// The latest run of a trial with this key.
    func latest(trial: String, key: String) -> Entry? {
        order.last { entries[$0]?.run.trial == trial }.flatMap { entries[$0] }
            .flatMap { $0.run.key == key ? $0 : nil }
    }

    /// Those that have not ended.
    var running: [Entry] {
        order.compactMap { entries[$0] }.filter { $0.status == .running }
    }

    mutating func take(_ event: TrackingEvent) {
        switch event {
        case .experiment(let name):
            if name != experiment { self = TrackedRuns() }
            experiment = name
        case .run(let run):
            entries[run.id] = Entry(run: run, time: run.time)
            order.append(run.id)
        case .status(let run, let status, let time):
            entries[run]?.status = status
            entries[run]?.time = time
        case .adopted(let run, let parent): entries[run]?.run.parent = parent
        case .metrics(let run, let points): for point in points { take(point, of: run) }
        case .params(let run, _): entries[run]?.hasParams = true
        case .data(let run, _, _, _, _): entries[run]?.hasData = true
        case .tags(let run, let values): entries[run]?.run.tags.merge(values) { $1 }
        case .artifact: break
        }
    }

    private mutating func take(_ point: MetricPoint, of run: String) {
        guard var entry = entries[run] else { return }
        switch point.key {
        case TrackedMetric.epoch: entry.epoch = max(entry.epoch, point.step)
        case TrackedMetric.seconds: entry.timedEpoch = max(entry.timedEpoch, point.step)
        case TrackedMetric.testAccuracy: entry.testedEpoch = max(entry.testedEpoch, point.step)
        case TrackedMetric.stepLoss: entry.step = max(entry.step, point.step)
        case _ where point.key.hasPrefix(TrackedMetric.chosen): entry.chosen.insert(point.key)
        default: break
        }
        entry.time = max(entry.time, point.time)
        entries[run] = entry
    }
}

/// The names of metrics.
enum TrackedMetric {
    static let (epoch, rate, seconds) = ("epoch", "lr", "seconds")
    /// Of single steps, which are counted over the whole trial; the others are counted by epochs.
    static let (stepLoss, stepRate) = ("step_loss", "step_lr")
    static let bestEpoch = "best_epoch"
    static let testAccuracy = "test_accuracy"
    /// What the names of the chosen configuration's figures begin with.
    static let chosen = "chosen_"

    /// What is known at the end of an epoch, and the same for trials that were interrupted; but for
    /// the figures of the test split, by which nobody is to choose while a trial trains.
    static func points(_ record: EpochRecord, time: Int) -> [MetricPoint] {
        let monitored = record.monitored.map { [($0.name, $0.value)] } ?? []
        // The last one: where it is, the others are.
        let values: [(String, Double)] =
            figures(record, .train) + figures(record, .val) + monitored
            + [(rate, record.learningRate), (epoch, Double(record.epoch))]
        return points(values, record, time)
    }

    /// The figures of the test split after an epoch, which are told once the trial has ended.
    static func test(_ record: EpochRecord, time: Int) -> [MetricPoint] {
        points(figures(record, .test), record, time)
    }

    private static func figures(
        _ record: EpochRecord, _ split: Split
    ) -> [(String, Double)] {
        guard let metrics = record.metrics[split] else { return [] }
        return [
            ("\(split.rawValue)_loss", metrics.loss),
            ("\(split.rawValue)_accuracy", metrics.accuracy),
        ]
    }

    private static func points(
        _ values: [(String, Double)], _ record: EpochRecord, _ time: Int
    ) -> [MetricPoint] {
        values.map { MetricPoint(key: $0.0, value: $0.1, step: record.epoch, time: time) }
    }

    /// - Parameter step: from 1 over the whole trial.
    static func points(step: Int, rate: Double?, loss: Double, time: Int) -> [MetricPoint] {
        let rates = rate.map { MetricPoint(key: stepRate, value: $0, step: step, time: time) }
        return (rates.map { [$0] } ?? [])
            + [MetricPoint(key: stepLoss, value: loss, step: step, time: time)]
    }

    /// At the epoch that counts.
    static func best(_ record: EpochRecord, time: Int) -> [MetricPoint] {
        var values = [bestEpoch: Double(record.epoch)]
        for (split, metrics) in record.metrics {
            values["best_\(split.rawValue)_accuracy"] = metrics.accuracy
            values["best_\(split.rawValue)_loss"] = metrics.loss
        }
        if let monitored = record.monitored { values["best_\(monitored.name)"] = monitored.value }
        return values.sorted { $0.key < $1.key }.map {
            MetricPoint(key: $0.key, value: $0.value, step: record.epoch, time: time)
        }
    }
}
