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

    /// - Parameter given: the names of metrics that the user has given.
    init(_ run: ForeignRun, given: [PulledMetric: String]) {
        let chosen = ChosenMetrics(run, given: given)
        translations = chosen.translations
        let losses = chosen.values(PulledMetric(.train, .loss), run)
        guard !losses.isEmpty else {
            problem = Self.problem(run)
            return
        }
        var values = Dictionary(
            uniqueKeysWithValues: PulledMetric.all.map { ($0, chosen.values($0, run)) })
        Self.unify(&values, &leftOut, chosen)
        if values[PulledMetric(.train, .accuracy)]?.isEmpty == true {
            leftOut.append("train_accuracy: not in the run")
        }
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
                table[PulledMetric(split, .loss)]?[row].map { loss in
                    Metrics(
                        loss: loss, accuracy: table[PulledMetric(split, .accuracy)]?[row] ?? .nan)
                }
            }
            guard let train = metrics(.train) else { continue }
            let time = times[row] ?? before
            epochs.append(
                EpochRecord(
                    epoch: epochs.count + 1, learningRate: rates[row] ?? rate ?? .nan,
                    train: train, val: metrics(.val), test: metrics(.test),
                    seconds: seconds[row] ?? max(0, (time - before) / 1000)))
            before = time
        }
    }

    /// Converts accuracies in percent to fractions, and leaves out what is no accuracy, or has no
    /// loss.
    private static func unify(
        _ values: inout [PulledMetric: [Int: Double]], _ leftOut: inout [String],
        _ chosen: ChosenMetrics
    ) {
        let accuracies = PulledMetric.all.filter { $0.kind == .accuracy }
        func isPercent(_ metric: PulledMetric) -> Bool {
            (values[metric] ?? [:]).values.contains { $0.isFinite && $0 > 1 }
        }
        let scale = accuracies.contains(where: isPercent) ? 0.01 : 1
        for metric in accuracies {
            let isError = chosen.sources[metric]?.isError == true
            let scaled = (values[metric] ?? [:]).mapValues { isError ? $0 : $0 * scale }
            values[metric] = scaled
            guard !scaled.isEmpty else { continue }
            if scaled.values.contains(where: { $0.isFinite && !(0...1).contains($0) }) {
                values[metric] = [:]
                leftOut.append("\(metric.name): a value is no fraction and no percentage")
            } else if values[PulledMetric(metric.split, .loss)]?.isEmpty != false {
                values[metric] = [:]
                leftOut.append("\(metric.name): there is no \(metric.split.rawValue)_loss")
            }
        }
    }

    private static func problem(_ run: ForeignRun) -> String {
        let names = run.metrics.keys.sorted()
        guard !names.isEmpty else { return "it has no metrics" }
        let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", ..." : "")
        return "no metric is known as the training loss; it has \(shown); "
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
        let numbers = run.values("epoch").filter { $0.value.isFinite }
        if Set(numbers.map { Double($0.key) - $0.value }).count > 1 {
            // A fraction of an epoch belongs to the epoch that it is a part of.
            let last = Dictionary(
                numbers.map { ($0.value.rounded(.up), $0.key) }, uniquingKeysWith: max)
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
