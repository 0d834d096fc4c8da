import Datasets
import JSON
package import Results
package import Studies
import Vocabulary

extension StudyPlan {
    /// The record of the study's data for the lock; nil if the study has no trials.
    ///
    /// If trials differ in their data, counts and patients are those of the first trial; leaks,
    /// unread and skipped files, and notes are those of all trials.
    package var datasetRecord: DatasetRecord? {
        guard let first = entries.first else { return nil }
        let sets = imageSets(
            path: study.resolved["dataset"]?["path"]?.text ?? first.data.dataset.root)
        var record = sets[0].record
        // The study has a positive class only if all trials have the same.
        if entries.contains(where: { $0.data.positiveClass != record.positiveClass }) {
            record.positiveClass = nil
        }
        guard sets.count > 1 else { return record }
        record.varies = sets.contains { set in
            let other = set.record
            return other.fingerprint != record.fingerprint || other.counts != record.counts
                || other.patients != record.patients
        }
        func text(_ text: String, _ title: String) -> String { "\(title): \(text)" }
        record.skipped = Self.merged(sets, \.skipped, naming: text).sorted()
        record.unread = Self.merged(sets, \.unread, naming: text)
        record.notes = Self.merged(sets, \.notes, naming: text)
        let hiding = sets.filter { $0.record.patients?.isEmpty ?? false }
        if !hiding.isEmpty, hiding.count < sets.count {
            record.notes.append(text(Self.unknownPatients, Self.list(hiding.map(\.title))))
        }
        record.leaks = Self.merged(sets, { $0.leaks ?? [] }) { leak, title in
            var leak = leak
            leak.examples = leak.examples.map { text($0, title) }
            return leak
        }
        record.isPhantom = sets.contains(where: \.record.isPhantom)
        return record
    }

    private static let unknownPatients = "the patients of the images are unknown"

    /// Validation errors for trials whose classes differ from those of the first trial, since the
    /// metrics of a study are computed for a single list of classes.
    package static func otherClasses(_ study: Study, _ entries: [Entry]) -> [Diagnostic] {
        guard let first = entries.first?.data.dataset else { return [] }
        var seen: Set<[String]> = [first.classes]
        return entries.filter { seen.insert($0.data.dataset.classes).inserted }.map { entry in
            let other = entry.data.dataset
            return study.diagnostic(
                at: "dataset.path", of: entry.trial,
                "\(other.root): the classes are \(other.classes.joined(separator: ", ")), but those of "
                    + "\(first.root) are \(first.classes.joined(separator: ", ")); all trials of a "
                    + "study must have the same classes")
        }
    }

    // MARK: - Sets of images

    /// The different sets of images of the trials, beginning with that of the first trial.
    private func imageSets(path: String) -> [ImageSet] {
        var seen: Set<DatasetSettings> = []
        return entries.filter {
            seen.insert($0.trial.settings.dataset.withoutPreprocessing).inserted
        }.map { entry in
            ImageSet(
                root: entry.data.dataset.root, title: title(of: entry),
                record: entry.data.record(
                    path: path, isPhantom: entry.trial.settings.dataset.phantom != nil))
        }
    }

    /// A name for the images of a trial that differs from those of other sets, such as
    /// `fold 2, limit train-100`.
    private func title(of entry: Entry) -> String {
        let labels = study.axes.compactMap { axis -> String? in
            guard axis.labels.count > 1, DatasetSettings.decidesImages(axis.path),
                let label = entry.trial.coordinates[axis.path]
            else { return nil }
            return "\(axis.path.split(separator: ".").last ?? "") \(label)"
        }
        return labels.isEmpty ? entry.data.dataset.root : labels.joined(separator: ", ")
    }

    /// The items of all sets, each item once. An item that not all sets have gets the names of the
    /// sets that have it.
    private static func merged<Item: Hashable>(
        _ sets: [ImageSet], _ items: (DatasetRecord) -> [Item], naming: (Item, String) -> Item
    ) -> [Item] {
        var order: [Statement<Item>] = []
        var titles: [Statement<Item>: [String]] = [:]
        for set in sets {
            for item in items(set.record).unique {
                let statement = Statement(root: set.root, item: item)
                if titles[statement] == nil { order.append(statement) }
                titles[statement, default: []].append(set.title)
            }
        }
        return order.map { statement in
            let known = titles[statement] ?? []
            if known.count == sets.count { return statement.item }
            return naming(statement.item, list(known))
        }
    }

    private static func list(_ titles: [String]) -> String {
        let more = titles.count > 3 ? " and \(titles.count - 3) more" : ""
        return titles.prefix(3).joined(separator: "; ") + more
    }
}

/// A set of images on which trials of a study are trained and evaluated.
private struct ImageSet {
    let root: String
    /// A name that differs from those of the study's other sets.
    let title: String
    let record: DatasetRecord
}

/// An item about the images in a folder, which its file names are relative to.
private struct Statement<Item: Hashable>: Hashable {
    let root: String
    let item: Item
}

extension DatasetSettings {
    /// The settings that determine the images and their labels; the settings of preprocessing have
    /// fixed values.
    fileprivate var withoutPreprocessing: DatasetSettings {
        var settings = self
        (settings.resize, settings.crop, settings.interpolation) = (1, 1, .bilinear)
        (settings.window, settings.orientation, settings.onSmallRange) = (.full, .stored, .stop)
        (settings.augment, settings.views, settings.normalize) = ([], nil, .imagenet)
        (settings.onUnread, settings.onLeak, settings.positiveClass) = (.stop, .stop, nil)
        return settings
    }

    private static let preprocessing: Set<String> = [
        "resize", "crop", "interpolation", "window", "orientation", "onSmallRange", "augment",
        "views", "normalize", "onUnread", "onLeak", "positiveClass",
    ]

    /// True if the setting with this path determines the images, not their preprocessing.
    fileprivate static func decidesImages(_ path: String) -> Bool {
        if path == "dataset" { return true }
        let prefix = "dataset."
        guard path.hasPrefix(prefix) else { return false }
        let name = path.dropFirst(prefix.count).prefix { $0 != "." && $0 != "[" }
        return !preprocessing.contains(String(name))
    }
}
