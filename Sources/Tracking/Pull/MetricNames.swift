import Foundation
package import Vocabulary

/// A metric of `study` that a run of another program can have: the loss or the accuracy of a split.
package struct PulledMetric: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case accuracy, loss }

    package let split: Split
    package let kind: Kind

    package init(_ split: Split, _ kind: Kind) {
        self.split = split
        self.kind = kind
    }

    /// Reads a name such as `val_accuracy`; nil for another.
    package init?(_ name: String) {
        guard let found = Self.all.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    /// All metrics.
    package static let all = Split.allCases.flatMap { split in
        Kind.allCases.map { PulledMetric(split, $0) }
    }

    /// The metrics that can choose the best epoch; those of the test split cannot.
    package static let monitored = [Split.val, .train].flatMap { split in
        Kind.allCases.map { PulledMetric(split, $0) }
    }

    package var name: String { "\(split.rawValue)_\(kind.rawValue)" }
}

/// The meaning of the metric names of Keras, Lightning, Hugging Face, timm, fastai and others.
///
/// A name is read as words: a split, a loss or an accuracy, and `epoch`, in any order and with any
/// separators, such as `val/loss`, `Accuracy/train`, `eval_top1` or `train_loss_epoch`. Names with
/// other words, such as `train_loss_step`, have another meaning.
struct MetricName {
    /// The split; nil if the name does not contain one.
    let split: Split?
    let kind: PulledMetric.Kind
    /// True for an error rate, which is 1 - accuracy.
    let isError: Bool
    /// True if the name says that the value belongs to an epoch.
    let isOfEpoch: Bool

    private static let splits: [String: Split] = [
        "train": .train, "training": .train, "tr": .train, "trn": .train,
        "val": .val, "valid": .val, "validation": .val, "eval": .val, "evaluation": .val,
        "dev": .val, "test": .test, "testing": .test,
    ]
    private static let kinds: [String: PulledMetric.Kind] = [
        "loss": .loss, "accuracy": .accuracy, "acc": .accuracy, "top1": .accuracy,
        "acc1": .accuracy, "top1acc": .accuracy, "top1accuracy": .accuracy,
        "acctop1": .accuracy, "accuracytop1": .accuracy, "binaryaccuracy": .accuracy,
        "categoricalaccuracy": .accuracy, "sparsecategoricalaccuracy": .accuracy,
        "multiclassaccuracy": .accuracy, "prec1": .accuracy, "errorrate": .accuracy,
    ]

    /// Reads a name; nil if it is neither a loss nor an accuracy.
    init?(_ name: String) {
        var words = Self.words(name)
        isOfEpoch = words.contains("epoch")
        words.removeAll { $0 == "epoch" || $0 == "metrics" }
        var split: Split?
        if let first = words.first, let found = Self.splits[first] {
            split = found
            words.removeFirst()
        } else if let last = words.last, let found = Self.splits[last] {
            split = found
            words.removeLast()
        }
        let rest = words.joined()
        guard let kind = Self.kinds[rest] else { return nil }
        (self.split, self.kind, isError) = (split, kind, rest == "errorrate")
    }

    /// The words of a name in lower case; an upper-case letter after a lower-case one begins a
    /// word.
    private static func words(_ name: String) -> [String] {
        var (words, wasLower) = ([""], false)
        for character in name {
            let isWord = character.isLetter || character.isNumber
            if !isWord || (character.isUppercase && wasLower) { words.append("") }
            if isWord { words[words.count - 1] += character.lowercased() }
            wasLower = character.isLowercase
        }
        return words.filter { !$0.isEmpty }
    }
}

/// The names of a run's metrics that were chosen for the metrics of `study`.
struct ChosenMetrics {
    /// A metric of the run.
    struct Source: Hashable {
        var name: String
        /// True if the values are error rates.
        var isError: Bool
    }

    private(set) var sources: [PulledMetric: Source] = [:]

    /// Chooses the names of a run.
    /// - Parameter given: names that the user has given; they take precedence.
    init(_ run: ForeignRun, given: [PulledMetric: String]) {
        let read = run.metrics.keys.sorted().compactMap { name in
            MetricName(name).map { (name: name, meaning: $0) }
        }
        // In Keras a name without split is that of the training, in fastai that of the validation.
        let hasTrainLoss = read.contains { $0.meaning.split == .train && $0.meaning.kind == .loss }
        for metric in PulledMetric.all {
            if let name = given[metric] {
                let isError = MetricName(name)?.isError ?? false
                if run.metrics[name] != nil {
                    sources[metric] = Source(name: name, isError: isError)
                }
                continue
            }
            let plain: Split = metric.kind == .accuracy && hasTrainLoss ? .val : .train
            let candidates = read.filter {
                ($0.meaning.split ?? plain) == metric.split && $0.meaning.kind == metric.kind
            }
            // The name with the most steps: Hugging Face's `train_loss` is a single mean of all.
            func rank(_ candidate: (name: String, meaning: MetricName)) -> [Int] {
                let steps = Set((run.metrics[candidate.name] ?? []).map(\.step)).count
                let meaning = candidate.meaning
                return [
                    meaning.isOfEpoch ? 1 : 0, min(steps, 2), meaning.split == nil ? 0 : 1,
                    meaning.isError ? 0 : 1, steps, -candidate.name.count,
                ]
            }
            let best = candidates.max { a, b in rank(a).lexicographicallyPrecedes(rank(b)) }
            sources[metric] = best.map { Source(name: $0.name, isError: $0.meaning.isError) }
        }
    }

    var hasTrainingLoss: Bool { sources[PulledMetric(.train, .loss)] != nil }

    /// The names of the accuracies and error rates, sorted.
    var accuracies: [String] {
        Set(sources.filter { $0.key.kind == .accuracy }.map(\.value.name)).sorted()
    }

    /// The values of a metric by step, accuracies as fractions; empty if the unit of an accuracy is
    /// unknown.
    func values(
        _ metric: PulledMetric, _ run: ForeignRun, _ units: AccuracyUnits
    ) -> [Int: Double] {
        guard let source = sources[metric] else { return [:] }
        let values = run.values(source.name)
        guard metric.kind == .accuracy else { return values }
        guard let divisor = units.divisor(source.name) else { return [:] }
        return values.mapValues { value in
            source.isError ? 1 - value / divisor : value / divisor
        }
    }

    /// The names that differ from those of `study`, as `val_accuracy = eval_top1`.
    var translations: [String] {
        PulledMetric.all.compactMap { metric in
            sources[metric].flatMap { source in
                let text = source.isError ? "1 - \(source.name)" : source.name
                return text == metric.name ? nil : "\(metric.name) = \(text)"
            }
        }
    }
}
