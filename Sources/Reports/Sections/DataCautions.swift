import Analysis
import Evaluation
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// What of the data limits what the numbers can say: leaks, unknown patients, few images, uneven
/// classes.
struct DataCautions {
    let analysis: StudyAnalysis

    /// With fewer images than this, one is more than a point.
    static let fewImages = 100
    /// With fewer images of a class than this, sensitivity and specificity move in steps of more
    /// than three points.
    static let fewOfClass = 30
    /// Training images of the largest class for one of the smallest, from which on classes count as
    /// very uneven.
    static let strongImbalance = 2.5

    private var results: StudyResults { analysis.results }
    private var dataset: DatasetRecord { results.lock.dataset }

    var notes: [Markdown] {
        let all: [[Markdown]] = [
            leaks, repeats, unrecorded, patients, positive, fewTestImages, smallClasses, imbalance,
        ]
        return all.flatMap { $0 }
    }

    // MARK: Leaks

    /// The report's first remark, above all numbers; nil without a leak.
    var remark: Markdown? {
        let leaks = leakRecords
        guard !leaks.isEmpty else { return nil }
        let isOfSplits = leaks.contains { $0.kind != .classes }
        let isOfClasses = leaks.contains { $0.kind == .classes }
        let title =
            !isOfClasses
            ? "A leak between splits."
            : isOfSplits ? "A leak between splits and classes." : "Images with two labels."
        let told = leaks.map { leak -> Markdown in
            "\(leak.statement.capitalizedFirst): \(examples(leak))."
        }
        let meanings = [learned(leaks), chosen(leaks), mislabeled(leaks)].compactMap { $0 }
        return
            "> **\(title)** \(told.joined(separator: " ")) \(meanings.joined(separator: " "))"
    }

    /// What images of another split that the networks have learned from can add to its accuracy: at
    /// most all of them.
    private func learned(_ leaks: [LeakRecord]) -> String? {
        let parts = [Split.val, .test].compactMap { split -> String? in
            let shared = leaks.filter { $0.split == split && $0.other == .train }
            guard let total = shared.map(\.total).max(), total > 0 else { return nil }
            // One image can be in several records.
            let images = min(total, shared.reduce(0) { $0 + $1.images })
            return
                "\(split.title) accuracy by up to \(Self.points(images, of: total))"
        }
        guard !parts.isEmpty else { return nil }
        return
            "The networks may know these images or patients from training, which can raise "
            + "\(Formatting.list(parts))."
    }

    /// What is chosen on images that also measure it.
    private func chosen(_ leaks: [LeakRecord]) -> String? {
        let shared = leaks.filter { $0.split == .test && $0.other == .val }
        guard let total = shared.map(\.total).max(), total > 0 else { return nil }
        let images = min(total, shared.reduce(0) { $0 + $1.images })
        let points = Self.points(images, of: total)
        let isChosen = results.trials.contains {
            $0.hasChosenEpoch && MonitoredMetric($0.monitorUsed)?.part == .val
        }
        return isChosen
            ? "Epochs were chosen on validation, which shares images or patients with test: \(points) of test accuracy are "
                + "not independent of that choice."
            : "Validation and test are not independent in \(points) of test accuracy."
    }

    private func mislabeled(_ leaks: [LeakRecord]) -> String? {
        let wrong = leaks.filter { $0.kind == .classes }
        guard let leak = wrong.first, leak.total > 0 else { return nil }
        let share = Formatting.significant(100 * Double(leak.images) / Double(leak.total))
        return "Labels of \(share)% of all images contradict each other."
    }

    private static func points(_ images: Int, of total: Int) -> String {
        let share = Double(images) / Double(total)
        return Formatting.points(share, decimals: share < 0.001 ? 2 : 1)
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

    /// What records of earlier versions, and of other programs, do not say of patients and leaks.
    private var unrecorded: [Markdown] {
        guard dataset.leaks == nil || dataset.patients == nil else { return [] }
        if results.isUnion {
            return [
                "The records of patients and leaks are not the same in all studies, or are missing: the report of each study "
                    + "says what is known\(independence)."
            ]
        }
        if results.lock.origin != nil {
            return [
                "The trials were trained elsewhere: whether their splits share patients or files is not known."
            ]
        }
        if dataset.leaks == nil {
            return [
                "These results are older than the check of patients and leaks: whether splits share patients or files is not "
                    + "recorded\(independence)."
            ]
        }
        return ["These results are older than the record of patients\(independence)."]
    }

    /// What the intervals take unknown patients to be.
    private var independence: String {
        analysis.unit == "images" && analysis.accuracyMethod != .none
            ? ", and the intervals treat all images as independent" : ""
    }

    private var patients: [Markdown] {
        guard let patients = dataset.patients else { return [] }
        if patients.isEmpty {
            let setting = Markdown.code("dataset.groupPattern")
            return [
                "Patients: nothing says which images are of one patient; \(setting) can say what of a file's name does. "
                    + "Whether a patient is in two splits is unknown, and the intervals treat all images as independent."
            ]
        }
        let missing = results.trials.filter { trial in
            trial.predictions[analysis.comparison.split].map { !$0.hasGroups } ?? false
        }
        guard !missing.isEmpty, patients.contains(where: { $1 < dataset.total($0) }) else {
            return []
        }
        return [
            "The predictions of \(Formatting.plural(missing.count, "trial")) do not say whose the images are, so the intervals are "
                + "over images, and narrower than over patients; they are older than the setting, or than the program "
                + "that reads it."
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
            "There \(images == 1 ? "is" : "are") \(results.images(split)): one is "
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
                ? "too few to learn it reliably"
                : fewest == 0
                    ? "nothing is measured of a class without images"
                    : "one of them is up to \(Formatting.points(1 / Double(fewest))) of its sensitivity"
            return
                "Few \(split.title) images of a class\(results.ofFirst) (\(names.joined(separator: ", "))): \(meaning)."
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
        let whose =
            without.count == results.trials.count
            ? "no trial" : "\(Formatting.plural(without.count, "trial")) of \(results.trials.count)"
        let verb = without.count == results.trials.count ? "makes" : "do not make"
        return [
            "Training\(results.ofFirst) has \(Formatting.count(most)) images of \(dataset.classes[large]) and \(Formatting.count(least)) of "
                + "\(dataset.classes[small]), and \(whose) \(verb) up for it by class weights, the balanced sampler or the focal "
                + "loss: a network leans to \(dataset.classes[large]), and accuracy hides that."
        ]
    }
}

extension TrialResult {
    /// Whether the training made up for classes of different sizes.
    fileprivate var hasImbalanceRemedy: Bool {
        let loss = record.settings.loss
        return record.settings.value(at: "training.sampler.kind") == "balanced"
            || loss?.values.values["classWeights"]?.text == "balanced"
            || loss?.kind == "focal"
    }
}
