import Datasets
import JSON
import Results
import Terminal
import Vocabulary

extension StudyDraft {
    /// The images, their patients, and the files that are not read.
    static func observations(_ survey: DataSurvey) -> [DraftNote] {
        let data = survey.dataset
        var notes = [
            DraftNote(
                "data",
                "\(data.root): \(Formatting.plural(data.imageCount, "image")) of \(data.classes.count) "
                    + "classes (\(classList(data.classes))): \(counts(data))")
        ]
        notes.add("patients", patients(data))
        if let note = data.unread.note { notes.add("data", "not read: \(note)") }
        let repeated = survey.leaks(in: data).filter { !$0.isLeak }
        for leak in repeated { notes.add("data", leak.text) }
        return notes
    }

    /// The names of the classes, at most ten.
    static func classList(_ classes: [String]) -> String {
        let more = classes.count - 10
        return classes.prefix(10).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// The number of images in each split, such as `train 5,216, val 16, test 624`.
    private static func counts(_ data: Dataset) -> String {
        data.splits.map { "\($0.rawValue) \(Formatting.count(data.samples($0).count))" }
            .joined(separator: ", ")
    }

    private static func patients(_ data: Dataset) -> String {
        guard data.knowsGroups else {
            let hint = GroupPattern.hint(data.splits.flatMap { data.samples($0).map(\.path) })
            return
                "the file names do not say which images are of one patient, so every image counts "
                + "as independent; --group-pattern gives a pattern"
                + (hint.map { " (\($0))" } ?? "")
        }
        let names = data.groupPattern.map { " (pattern '\($0.name)')" } ?? ""
        let prefix = "\(data.root): "
        let notes = data.notes.map {
            $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count)) : $0
        }
        return
            ([
                Formatting.plural(data.unitCount(data.splits), "patient")
                    + ", by the file names\(names)"
            ]
            + notes).joined(separator: "; ")
    }

    /// The reasons for a split and the numbers of images that it gives.
    static func text(of split: DraftSplit) -> String {
        let reasons = split.reasons.joined(separator: "; ")
        return split.json == nil ? reasons : "\(reasons), which gives \(counts(split.dataset))"
    }

    /// The positive class of two, and the reason for it; nil for more classes.
    /// - Throws: `DraftError` if it is needed and not given, or is not one of two classes.
    static func positiveClass(
        _ given: String?, _ classes: [String]
    ) throws(DraftError) -> (name: String, reason: String)? {
        let name: String?
        do { name = try PositiveClass.resolved(given, among: classes) } catch {
            throw .positiveClass(error)
        }
        guard classes.count == 2 else { return nil }
        guard let name else { throw .positiveClassNeeded(classes) }
        let reason =
            given == nil
            ? "\(name), the known one of \(Formatting.list(classes))"
            : "\(name), as given"
        return (name, reason + "; sensitivity, precision and thresholds refer to it")
    }

    static func manyClasses(_ classes: [String]) -> String {
        "none: there are \(classes.count) classes, and each is measured against the rest"
    }

    /// The largest class at so many times the smallest counts as imbalance.
    private static let imbalance = 2.0

    /// Settings against classes of different size, and their reasons; empty for even classes.
    /// - Parameter section: the section `training`, which gets the settings.
    static func balance(_ data: Dataset, _ section: inout JSONValue) -> [DraftNote] {
        let counts = data.counts(.train)
        let order = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
        guard let least = order.first, let most = order.last,
            Double(counts[most]) >= imbalance * Double(counts[least])
        else { return [] }
        func text(_ label: Int) -> String {
            "\(Formatting.count(counts[label])) \(data.classes[label])"
        }
        section["sampler"] = "balanced"
        var notes = [
            DraftNote(
                "training.sampler",
                "\(text(least)) against \(text(most)) training images: the sampler is balanced, so "
                    + "an epoch draws every class equally often")
        ]
        let validation = data.counts(.val)
        guard let largest = validation.max(), !validation.contains(0),
            let name = zip(data.classes, validation).first(where: { $1 == largest })?.0
        else { return notes }
        section["monitor"] = "val_balanced_accuracy"
        notes.add(
            "training.monitor",
            "val_balanced_accuracy, because always predicting \(name) has a validation accuracy of "
                + Formatting.percent(data.majorityBaseline(.val)))
        return notes
    }
}
