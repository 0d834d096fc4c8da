import Results
import Vocabulary

/// The state of the runs of the present experiment, according to the events in an outbox.
struct TrackedRuns {
    /// A run with the data that the outbox contains.
    struct Entry {
        var run: TrackedRun
        var status = RunStatus.running
        /// True if the outbox contains the run's settings.
        var hasParams = false
        /// True if the outbox contains the run's data set.
        var hasData = false
        /// The last epoch with metrics.
        var epoch = 0
        /// The last epoch with a duration.
        var timedEpoch = 0
        /// The last epoch with metrics of the test split.
        var testedEpoch = 0
        /// The last step with metrics.
        var step = 0
        /// The last values of the metrics of a study's outcome.
        var outcome: [String: Double] = [:]
        /// The names of the metrics of evaluations on other data.
        var evaluated: Set<String> = []
        /// The time of the last event, in milliseconds since 1970.
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

    /// The runs that have not ended.
    var running: [Entry] {
        order.compactMap { entries[$0] }.filter { $0.status == .running }
    }

    /// Updates the state with the next event.
    mutating func add(_ event: TrackingEvent) {
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
        case .metrics(let run, let points): for point in points { add(point, of: run) }
        case .params(let run, _): entries[run]?.hasParams = true
        case .data(let run, _, _, _, _): entries[run]?.hasData = true
        case .tags(let run, let values): entries[run]?.run.tags.merge(values) { $1 }
        case .artifact: break
        }
    }

    private mutating func add(_ point: MetricPoint, of run: String) {
        guard var entry = entries[run] else { return }
        switch point.key {
        case TrackedMetric.epoch: entry.epoch = max(entry.epoch, point.step)
        case TrackedMetric.seconds: entry.timedEpoch = max(entry.timedEpoch, point.step)
        case TrackedMetric.testAccuracy: entry.testedEpoch = max(entry.testedEpoch, point.step)
        case TrackedMetric.stepLoss: entry.step = max(entry.step, point.step)
        case _ where TrackedMetric.isOfOutcome(point.key): entry.outcome[point.key] = point.value
        case _ where point.key.hasPrefix(TrackedMetric.evaluations):
            entry.evaluated.insert(point.key)
        default: break
        }
        entry.time = max(entry.time, point.time)
        entries[run] = entry
    }
}

/// The names of metrics.
enum TrackedMetric {
    static let (epoch, rate, seconds) = ("epoch", "lr", "seconds")
    /// The metrics of single steps, which are counted over the whole trial; the steps of all other
    /// metrics are epochs.
    static let (stepLoss, stepRate) = ("step_loss", "step_lr")
    static let bestEpoch = "best_epoch"
    static let testAccuracy = "test_accuracy"

    /// True for a metric of the study's outcome.
    static func isOfOutcome(_ name: String) -> Bool {
        [chosen, mean, "trials_"].contains { name.hasPrefix($0) }
    }

    /// The metrics of an epoch, except those of the test split, which must not influence decisions
    /// while a trial trains.
    static func points(_ record: EpochRecord, time: Int) -> [MetricPoint] {
        let monitored = record.monitored.map { [($0.name, $0.value)] } ?? []
        // `epoch` is last: if the outbox contains it, it contains the others.
        let values: [(String, Double)] =
            metrics(record, .train) + metrics(record, .val) + monitored
            + [(rate, record.learningRate), (epoch, Double(record.epoch))]
        return points(values, record, time)
    }

    /// The metrics of the test split after an epoch, which are tracked when the trial has ended.
    static func test(_ record: EpochRecord, time: Int) -> [MetricPoint] {
        points(metrics(record, .test), record, time)
    }

    private static func metrics(
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

    /// The metrics of a training step.
    /// - Parameter step: the number of the step in the trial, from 1.
    static func points(step: Int, rate: Double?, loss: Double, time: Int) -> [MetricPoint] {
        let rates = rate.map { MetricPoint(key: stepRate, value: $0, step: step, time: time) }
        return (rates.map { [$0] } ?? [])
            + [MetricPoint(key: stepLoss, value: loss, step: step, time: time)]
    }

    /// The metrics of a trial at its best epoch.
    static func best(_ trial: TrialResult, time: Int) -> [MetricPoint] {
        guard let best = trial.best else { return [] }
        let values = Self.best(of: trial).map { ("best_\($0.key)", $0.value) }
        let all = (values + [(bestEpoch, Double(best.epoch))]).sorted { $0.0 < $1.0 }
        return points(all, best, time)
    }
}
