import Evaluation
import Results
import Settings

/// What of the data limits what the numbers can say: leaks, unknown patients, few images, uneven classes.
struct DataCautions {
    let findings: Findings

    /// With fewer images than this, one is more than a point.
    static let fewImages = 100
    /// With fewer images of a class than this, sensitivity and specificity move in steps of more than three points.
    static let fewOfClass = 30
    /// Training images of the largest class for one of the smallest, from which on classes count as very uneven.
    static let strongImbalance = 2.5

    private var results: StudyResults { findings.results }
    private var dataset: DatasetRecord { results.lock.dataset }

    var notes: [Markdown] {
        leaks + repeats + patients + positive + fewTestImages + smallClasses + imbalance
    }

    // MARK: Leaks

    /// The report's first remark, above all numbers; nil without a leak.
    var remark: Markdown? {
        let leaks = leakRecords
        guard !leaks.isEmpty else { return nil }
        let splits = Set(leaks.compactMap(\.split)).map(\.title).sorted()
        let isOfTest = leaks.contains { $0.split == .test }
        let meaning: Markdown =
            splits.isEmpty
            ? "The numbers below rest on wrong labels."
            : "Results on \(Numbers.list(splits)) images do not tell how a network does on images that it has not seen."
        let warning: Markdown = isOfTest ? " Read the numbers below as too good." : ""
        let told = leaks.map { leak -> Markdown in
            "\(leak.statement.capitalizedFirst): \(examples(leak))."
        }
        return
            "> **A leak between splits or classes.** \(told.joined(separator: " ")) \(meaning)\(warning)"
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

    private var patients: [Markdown] {
        guard let patients = dataset.patients else { return [] }
        if patients.isEmpty {
            return [
                "Patients: nothing says which images are of one patient; dataset.groupPattern can. Whether a patient is in "
                    + "two splits is unknown, and the intervals take all images to be of different patients."
            ]
        }
        let missing = results.trials.filter { trial in
            trial.predictions[findings.comparison.split].map { !$0.hasGroups } ?? false
        }
        guard !missing.isEmpty, patients.contains(where: { $1 < dataset.total($0) }) else {
            return []
        }
        return [
            "The predictions of \(Numbers.plural(missing.count, "trial")) do not say whose the images are, so the intervals are "
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
        let split = MetricSplit.test
        let images = dataset.total(split)
        guard (1..<Self.fewImages).contains(images) else { return [] }
        return [
            "There are \(Numbers.plural(images, "\(split.title) image")): one is "
                + "\(Numbers.points(1 / Double(images), decimals: 1)) of accuracy."
        ]
    }

    private var smallClasses: [Markdown] {
        dataset.splits.compactMap { split -> Markdown? in
            let counts = dataset.counts[split, default: []]
            let small = zip(dataset.classes, counts).filter { $0.1 < Self.fewOfClass }
            guard !small.isEmpty, split == .train || dataset.total(split) >= Self.fewImages else {
                return nil
            }
            let names = small.map { "\($0.0) \(Numbers.count($0.1))" }
            let fewest = small.map(\.1).min() ?? 0
            let meaning =
                split == .train
                ? "too few to learn it reliably"
                : fewest == 0
                    ? "nothing is measured of a class without images"
                    : "one of them is up to \(Numbers.points(1 / Double(fewest))) of its sensitivity"
            return
                "Few \(split.title) images of a class (\(names.joined(separator: ", "))): \(meaning)."
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
            ? "no trial" : "\(Numbers.plural(without.count, "trial")) of \(results.trials.count)"
        let verb = without.count == results.trials.count ? "makes" : "do not make"
        return [
            "Training has \(Numbers.count(most)) images of \(dataset.classes[large]) and \(Numbers.count(least)) of "
                + "\(dataset.classes[small]), and \(whose) \(verb) up for it by class weights, the balanced sampler or the focal "
                + "loss: a network leans to \(dataset.classes[large]), and accuracy hides that."
        ]
    }
}

extension TrialResult {
    /// Whether the training made up for classes of different sizes.
    fileprivate var hasImbalanceRemedy: Bool {
        let training = record.settings["training"]
        let loss = training?["loss"]
        return training?["sampler"]?["kind"]?.text == "balanced"
            || loss?["classWeights"]?.text == "balanced" || loss?["kind"]?.text == "focal"
    }
}
