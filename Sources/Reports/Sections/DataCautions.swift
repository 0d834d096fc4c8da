import Analysis
import Evaluation
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The properties of the data that limit the conclusions: leaks, unknown patients, few images and
/// imbalanced classes.
struct DataCautions {
    let analysis: StudyAnalysis

    /// The smallest number of images for which one image is at most one point of accuracy.
    static let fewImages = 100
    /// The smallest number of images of a class for which sensitivity and specificity change by at
    /// most about three points from image to image.
    static let fewOfClass = 30
    /// The smallest ratio of the largest to the smallest class, in training images, that counts as
    /// a strong imbalance.
    static let strongImbalance = 2.5

    private var results: StudyResults { analysis.results }
    private var dataset: DatasetRecord { results.lock.dataset }

    /// The notes on the data, one sentence or two each.
    var notes: [Markdown] {
        let all: [[Markdown]] = [
            leaks, repeats, unrecorded, patients, positive, fewTestImages, smallClasses, imbalance,
        ]
        return all.flatMap { $0 }
    }

    // MARK: Leaks

    /// The remark at the beginning of the report, before all numbers; nil without a leak.
    var remark: Markdown? {
        let leaks = leakRecords
        guard !leaks.isEmpty else { return nil }
        let isOfSplits = leaks.contains { $0.kind != .classes }
        let isOfClasses = leaks.contains { $0.kind == .classes }
        let title =
            !isOfClasses
            ? "A leak between splits."
            : isOfSplits ? "A leak between splits and classes." : "Images with two labels."
        let statements = leaks.map { leak -> Markdown in
            "\(leak.statement.capitalizedFirst): \(examples(leak))."
        }
        let effects = [learned(leaks), chosen(leaks), mislabeled(leaks)].compactMap { $0 }
        return
            "> **\(title)** \(statements.joined(separator: " ")) \(effects.joined(separator: " "))"
    }

    /// The largest effect that shared training images or patients can have on the accuracy of
    /// another split; nil if nothing is shared.
    private func learned(_ leaks: [LeakRecord]) -> String? {
        let parts = [Split.val, .test].compactMap { split -> String? in
            let shared = leaks.filter { $0.split == split && $0.other == .train }
            guard let total = shared.map(\.total).max(), total > 0 else { return nil }
            // An image can be in several records.
            let images = min(total, shared.reduce(0) { $0 + $1.images })
            return
                "\(split.title) accuracy by up to \(Self.points(images, of: total))"
        }
        guard !parts.isEmpty else { return nil }
        return
            "The networks were trained on these images or patients, which can raise "
            + "\(Formatting.list(parts))."
    }

    /// The effect of images or patients that validation and test share; nil if there are none.
    private func chosen(_ leaks: [LeakRecord]) -> String? {
        let shared = leaks.filter { $0.split == .test && $0.other == .val }
        guard let total = shared.map(\.total).max(), total > 0 else { return nil }
        let images = min(total, shared.reduce(0) { $0 + $1.images })
        let points = Self.points(images, of: total)
        let isChosen = results.trials.contains {
            $0.hasChosenEpoch && MonitoredMetric($0.monitorUsed)?.part == .val
        }
        return isChosen
            ? "Epochs were chosen on validation images that share files or patients with the test images: \(points) of test "
                + "accuracy are not independent of that choice."
            : "Validation and test are not independent: \(points) of test accuracy come from shared images or patients."
    }

    private func mislabeled(_ leaks: [LeakRecord]) -> String? {
        let contradictions = leaks.filter { $0.kind == .classes }
        guard let leak = contradictions.first, leak.total > 0 else { return nil }
        let percent = Formatting.significant(100 * Double(leak.images) / Double(leak.total))
        return "The labels of \(percent)% of all images contradict each other."
    }

    private static func points(_ images: Int, of total: Int) -> String {
        let fraction = Double(images) / Double(total)
        return Formatting.points(fraction, decimals: fraction < 0.001 ? 2 : 1)
    }

    private var leakRecords: [LeakRecord] { (dataset.leaks ?? []).filter(\.isLeak) }

    private func examples(_ leak: LeakRecord) -> Markdown {
        let shown = leak.examples.prefix(3).map(Markdown.code)
        let more = (leak.kind == .patients ? leak.patients : leak.images) - shown.count
        let rest: Markdown = more > 0 ? " and \(more) more" : ""
        return "\(shown.joined(separator: ", "))\(rest)"
    }

    private var leaks: [Markdown] { leakRecords.map { "\($0.statement.capitalizedFirst)." } }

    private var repeats: [Markdown] {
        (dataset.leaks ?? []).filter { !$0.isLeak }.map {
            "\($0.statement.capitalizedFirst): \(examples($0))."
        }
    }

    /// The notes on patients and leaks that earlier versions and other programs do not record.
    private var unrecorded: [Markdown] {
        guard dataset.leaks == nil || dataset.patients == nil else { return [] }
        if results.isUnion {
            return [
                "The records of patients and leaks differ between the studies or are missing\(independence). The report of "
                    + "each study has its own records."
            ]
        }
        if results.lock.origin != nil {
            return [
                "The trials were trained by another program, and it is unknown whether their splits share patients or files."
            ]
        }
        if dataset.leaks == nil {
            return [
                "These results are older than the check for leaks, so it is unknown whether splits share patients or "
                    + "files\(independence)."
            ]
        }
        return ["These results are older than the record of patients\(independence)."]
    }

    /// The clause on the assumption of the intervals if patients are unknown; empty if they are
    /// known.
    private var independence: String {
        analysis.unit == "images" && analysis.accuracyMethod != .none
            ? ", and the intervals treat all images as independent" : ""
    }

    private var patients: [Markdown] {
        guard let patients = dataset.patients else { return [] }
        if patients.isEmpty {
            let setting = Markdown.code("dataset.groupPattern")
            return [
                "Patients are unknown, so a patient may be in two splits, and the intervals treat all images as independent. "
                    + "If file names contain the patient, set \(setting)."
            ]
        }
        let missing = results.trials.filter { trial in
            trial.predictions[analysis.comparison.split].map { !$0.hasGroups } ?? false
        }
        guard !missing.isEmpty, patients.contains(where: { $1 < dataset.total($0) }) else {
            return []
        }
        return [
            "The predictions of \(Formatting.plural(missing.count, "trial")) do not record the patients, because they are older "
                + "than the setting or than this version of the program. The intervals are therefore over images, and "
                + "narrower than intervals over patients."
        ]
    }

    private var positive: [Markdown] {
        guard dataset.classes.count == 2, dataset.positiveClass == nil else { return [] }
        return ["\(PositiveClass.question(dataset.classes).capitalizedFirst)."]
    }

    // MARK: Sizes

    private var fewTestImages: [Markdown] {
        let split = Split.test
        let images = results.imageCounts(split)?.lowerBound ?? 0
        guard (1..<Self.fewImages).contains(images) else { return [] }
        return [
            "There \(images == 1 ? "is" : "are") only \(results.images(split)), so one image is "
                + "\(Formatting.points(1 / Double(images), decimals: 1)) of accuracy."
        ]
    }

    private var smallClasses: [Markdown] {
        dataset.splits.compactMap { split -> Markdown? in
            let counts = dataset.counts[split, default: []]
            let small = zip(dataset.classes, counts).filter { $0.1 < Self.fewOfClass }
            guard !small.isEmpty, split == .train || dataset.total(split) >= Self.fewImages else {
                return nil
            }
            let names = small.map { "\($0.0) \(Formatting.count($0.1))" }
            let fewest = small.map(\.1).min() ?? 0
            let meaning =
                split == .train
                ? "which is too few to learn the class reliably"
                : fewest == 0
                    ? "and the results say nothing about a class without images"
                    : "so one image is up to \(Formatting.points(1 / Double(fewest))) of the sensitivity for its class"
            return
                "Some classes have few \(split.title) images\(results.ofFirst) (\(names.joined(separator: ", "))), \(meaning)."
        }
    }

    private var imbalance: [Markdown] {
        let counts = dataset.counts[.train, default: []]
        guard let most = counts.max(), let least = counts.min(), least > 0,
            Double(most) >= Self.strongImbalance * Double(least)
        else { return [] }
        let without = results.trials.filter { !$0.hasImbalanceRemedy }
        guard !without.isEmpty, let large = counts.firstIndex(of: most),
            let small = counts.firstIndex(of: least)
        else { return [] }
        let trials =
            without.count == results.trials.count
            ? "No trial compensates"
            : "\(without.count) of \(Formatting.plural(results.trials.count, "trial")) do not compensate"
        return [
            "The classes are imbalanced: there are \(Formatting.count(most)) training images of "
                + "\(dataset.classes[large]) and \(Formatting.count(least)) of \(dataset.classes[small])\(results.ofFirst). "
                + "\(trials) for this by class weights, the balanced sampler or the focal loss, so the networks may favour "
                + "\(dataset.classes[large]), which accuracy does not show; see sensitivity and specificity."
        ]
    }
}

extension TrialResult {
    /// Whether the training compensates for classes of different sizes.
    fileprivate var hasImbalanceRemedy: Bool {
        let loss = record.settings.loss
        return record.settings.value(at: "training.sampler.kind") == "balanced"
            || loss?.values.values["classWeights"]?.text == "balanced"
            || loss?.kind == "focal"
    }
}
