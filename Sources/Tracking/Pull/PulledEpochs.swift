import Evaluation
import Results
import Vocabulary

/// The epochs of a run of any program.
struct PulledEpochs {
    /// The epochs, numbered from 1; empty if the run cannot be a trial.
    private(set) var epochs: [EpochRecord] = []
    /// The reason why there are no epochs.
    private(set) var problem: String?
    /// The names of metrics that differ from those of `study`.
    let translations: [String]
    /// The metrics that are left out, each with the reason.
    private(set) var leftOut: [String] = []
    /// The metrics whose steps are not those of the training loss.
    private(set) var notes: [String] = []

    /// - Parameter chosen: the metrics of the run that are read.
    init(_ run: ForeignRun, _ chosen: ChosenMetrics, _ units: AccuracyUnits) {
        translations = chosen.translations
        var values = Dictionary(
            uniqueKeysWithValues: PulledMetric.all.map { ($0, chosen.values($0, run, units)) })
        guard values[PulledMetric(.train, .loss)]?.isEmpty == false else {
            problem = Self.problem(run)
            return
        }
        leftOut = Self.removeBadAccuracies(&values) + Self.missing(chosen)
        if !EpochSteps.hasLongEpochs(run) { notes = Self.pair(&values) }
        let steps = EpochSteps(run, values)
        let rates = steps.last(run.values("lr", "learning_rate", "lr-Adam", "lr-SGD", "lr-AdamW"))
        let rate = ["lr", "learning_rate", "training.optimizer.learningRate"].lazy
            .compactMap { run.params[$0] }.compactMap { Double($0) }.first
        let seconds = steps.last(run.values("seconds"))
        let times = steps.last(
            Dictionary(
                (chosen.sources[PulledMetric(.train, .loss)].flatMap { run.metrics[$0.name] } ?? [])
                    .map { ($0.step, Double($0.time)) }, uniquingKeysWith: max))
        let rows = values.map { metric, values in
            (metric, metric.split == .train ? steps.mean(values) : steps.last(values))
        }
        let table = Dictionary(rows, uniquingKeysWith: { $1 })
        var before = Double(run.started)
        for row in 0..<steps.count {
            func metrics(_ split: Split) -> Metrics? {
                let loss = table[PulledMetric(split, .loss)]?[row]
                let accuracy = table[PulledMetric(split, .accuracy)]?[row]
                guard loss != nil || accuracy != nil else { return nil }
                return Metrics(loss: loss ?? .nan, accuracy: accuracy ?? .nan)
            }
            guard let train = metrics(.train), table[PulledMetric(.train, .loss)]?[row] != nil
            else { continue }
            let time = times[row] ?? before
            epochs.append(
                EpochRecord(
                    epoch: epochs.count + 1, learningRate: rates[row] ?? rate ?? .nan,
                    train: train, val: metrics(.val), test: metrics(.test),
                    seconds: seconds[row] ?? max(0, (time - before) / 1000)))
            before = time
        }
    }

    /// Removes what is no accuracy.
    /// - Returns: the names of the removed metrics, each with the reason.
    private static func removeBadAccuracies(
        _ values: inout [PulledMetric: [Int: Double]]
    ) -> [String] {
        PulledMetric.all.filter { $0.kind == .accuracy }.compactMap { metric in
            let found = (values[metric] ?? [:]).values
            guard found.contains(where: { $0.isFinite && !(0...1).contains($0) }) else {
                return nil
            }
            values[metric] = [:]
            return "\(metric.name): a value is no fraction and no percentage"
        }
    }

    /// The metrics that the run does not have, although it has the other metric of the split.
    private static func missing(_ chosen: ChosenMetrics) -> [String] {
        PulledMetric.all.filter { metric in
            let kinds = PulledMetric.Kind.allCases.filter { $0 != metric.kind }
            return chosen.sources[metric] == nil
                && kinds.contains { chosen.sources[PulledMetric(metric.split, $0)] != nil }
        }.map { "\($0.name): not in the run" }
    }

    /// Gives metrics with as many values as the training loss, but at other steps, its steps: some
    /// programs count the steps of the validation from 0, and those of the training from 1.
    /// - Returns: the metrics that have got other steps.
    private static func pair(_ values: inout [PulledMetric: [Int: Double]]) -> [String] {
        let loss = PulledMetric(.train, .loss)
        let steps = (values[loss] ?? [:]).keys.sorted()
        var notes: [String] = []
        for split in Split.allCases {
            let metrics = PulledMetric.all.filter {
                $0.split == split && $0 != loss && values[$0]?.isEmpty == false
            }
            let own = Set(metrics.flatMap { values[$0]?.keys.map { $0 } ?? [] }).sorted()
            guard own.count == steps.count, own != steps else { continue }
            let places = Dictionary(zip(own, steps), uniquingKeysWith: { $1 })
            for metric in metrics {
                let moved = (values[metric] ?? [:]).map { (places[$0.key] ?? $0.key, $0.value) }
                values[metric] = Dictionary(moved, uniquingKeysWith: { $1 })
            }
            notes.append(
                "paired with the training loss in their order, since their steps differ: "
                    + metrics.map(\.name).joined(separator: ", "))
        }
        return notes
    }

    private static func problem(_ run: ForeignRun) -> String {
        guard !run.metrics.isEmpty else { return "it has no metrics" }
        let names = TrackingError.list(run.metrics.keys)
        return "no metric is known as the training loss; it has \(names); "
            + "name one with --metric train_loss=NAME"
    }
}

/// The steps of a run, divided into epochs.
///
/// If the run has a metric `epoch` that shows that an epoch has several steps, as in Lightning and
/// Hugging Face, the steps with the same `epoch` are one epoch. If validation was recorded at other
/// steps than training, an epoch ends with each validation. Otherwise each step is an epoch.
struct EpochSteps {
    /// The last step of each epoch, in order.
    private let ends: [Int]

    var count: Int { ends.count }

    init(_ run: ForeignRun, _ values: [PulledMetric: [Int: Double]]) {
        let train = Set(values.filter { $0.key.split == .train }.flatMap(\.value.keys))
        let val = Set(values.filter { $0.key.split == .val }.flatMap(\.value.keys))
        if Self.hasLongEpochs(run) {
            // A fraction of an epoch belongs to the epoch that it is a part of.
            let last = Dictionary(
                Self.numbers(run).map { ($0.value.rounded(.up), $0.key) }, uniquingKeysWith: max)
            var ends = last.values.sorted()
            // Values after the last number belong to the last epoch.
            if let end = train.union(val).max(), let old = ends.last, end > old {
                ends[ends.count - 1] = end
            }
            self.ends = ends
        } else {
            ends = (val.isSubset(of: train) ? train : val).sorted()
        }
    }

    /// The finite numbers of the epochs, by step.
    private static func numbers(_ run: ForeignRun) -> [Int: Double] {
        run.values("epoch").filter { $0.value.isFinite }
    }

    /// True if the metric `epoch` shows that an epoch has several steps.
    static func hasLongEpochs(_ run: ForeignRun) -> Bool {
        Set(numbers(run).map { Double($0.key) - $0.value }).count > 1
    }

    /// The last value in each epoch, by index.
    func last(_ values: [Int: Double]) -> [Int: Double] { each(values) { $0.last } }

    /// The mean of the values in each epoch, by index.
    func mean(_ values: [Int: Double]) -> [Int: Double] {
        each(values) { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
    }

    private func each(_ values: [Int: Double], _ body: ([Double]) -> Double?) -> [Int: Double] {
        let steps = values.keys.sorted()
        var (result, next) = ([Int: Double](), 0)
        for (row, end) in ends.enumerated() {
            var found: [Double] = []
            while next < steps.count, steps[next] <= end {
                found.append(values[steps[next]] ?? .nan)
                next += 1
            }
            result[row] = body(found)
        }
        return result
    }
}
