package import Datasets
package import JSON
package import Results
package import Studies
package import Vocabulary

extension StudyPlan {
    /// The data of the study's trials as the lock describes them. Where trials differ in their
    /// data, counts and patients are those of the first trial, and what limits the results (leaks,
    /// unread and skipped files, notes) is that of all.
    package var datasetRecord: DatasetRecord? {
        guard let first = entries.first else { return nil }
        let sets = imageSets(
            path: study.resolved["dataset"]?["path"]?.text ?? first.data.dataset.root)
        var record = sets[0].record
        // What is not the same in all is not known of the study.
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

    private static let unknownPatients = "nothing says which images are of one patient"

    /// Trials with other classes than the first one: the figures of a study are over one list of
    /// classes.
    package static func otherClasses(_ study: Study, _ entries: [Entry]) -> [Diagnostic] {
        guard let first = entries.first?.data.dataset else { return [] }
        var seen: Set<[String]> = [first.classes]
        return entries.filter { seen.insert($0.data.dataset.classes).inserted }.map { entry in
            let other = entry.data.dataset
            return study.diagnostic(
                at: "dataset.path", of: entry.trial,
                "\(other.root): its classes are \(other.classes.joined(separator: ", ")), those of "
                    + "\(first.root) \(first.classes.joined(separator: ", ")); all trials of a study "
                    + "must have the same classes")
        }
    }

    // MARK: - Sets of images

    /// The different sets of images of the trials, the first trial's first.
    private func imageSets(path: String) -> [ImageSet] {
        var seen: Set<DatasetSettings> = []
        return entries.filter {
            seen.insert($0.trial.settings.dataset.withoutPreparation).inserted
        }.map { entry in
            ImageSet(
                root: entry.data.dataset.root, title: title(of: entry),
                record: entry.data.record(
                    path: path, isPhantom: entry.trial.settings.dataset.phantom != nil))
        }
    }

    /// What sets the images of a trial apart from those of others, such as
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

    /// What the sets say, each statement once; one that is not of all sets is named by those that
    /// it is of.
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

/// A set of images that trials of a study learn from and are measured on.
private struct ImageSet {
    let root: String
    /// What sets it apart from the study's others.
    let title: String
    let record: DatasetRecord
}

/// Something that is said of the images in a folder: names of files begin there.
private struct Statement<Item: Hashable>: Hashable {
    let root: String
    let item: Item
}

extension DatasetSettings {
    /// The settings that decide which images there are and what is known of them, without how they
    /// are prepared.
    fileprivate var withoutPreparation: DatasetSettings {
        var settings = self
        (settings.resize, settings.crop, settings.interpolation) = (1, 1, .bilinear)
        (settings.augment, settings.views, settings.normalize) = ([], nil, .imagenet)
        (settings.onUnread, settings.onLeak, settings.positiveClass) = (.stop, .stop, nil)
        return settings
    }

    private static let preparation: Set<String> = [
        "resize", "crop", "interpolation", "augment", "views", "normalize", "onUnread", "onLeak",
        "positiveClass",
    ]

    /// Whether the setting with this path is one of those that decide which images there are.
    fileprivate static func decidesImages(_ path: String) -> Bool {
        if path == "dataset" { return true }
        let prefix = "dataset."
        guard path.hasPrefix(prefix) else { return false }
        let name = path.dropFirst(prefix.count).prefix { $0 != "." && $0 != "[" }
        return !preparation.contains(String(name))
    }
}
