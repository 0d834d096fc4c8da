import Datasets
import Evaluation
import Files
package import JSON
import Results
package import Studies
import Terminal
import Vocabulary

/// An external set of a study whose images were checked before training.
package struct PlannedSet: Sendable {
    /// The set as in the study file.
    package let set: ExternalSet
    /// The names of the classes.
    package let classes: [String]
    /// The number of images of each class, in the order of the classes.
    package let counts: [Int]
    /// The number of configurations that are evaluated on the set.
    package let configurations: Int
    /// Notes for the user.
    package let notes: [String]

    /// A line such as `hospitalB: 200 images (NORMAL 80, PNEUMONIA 120), for 2 configurations`.
    package var summary: String {
        let perClass = zip(classes, counts).map { "\($0) \(Formatting.count($1))" }
        return "\(set.name): \(Formatting.plural(counts.reduce(0, +), "image")) "
            + "(\(perClass.joined(separator: ", "))), for "
            + Formatting.plural(configurations, "configuration")
    }

    /// An object with the name, the images of each class and the number of configurations.
    package var json: JSONValue {
        [
            "name": .string(set.name),
            "images": .object(zip(classes, counts).map { .init($0, .number(Double($1))) }),
            "configurations": .number(Double(configurations)),
        ]
    }
}

extension Study {
    /// The options of an evaluation on an external set.
    /// - Parameter configuration: the name of the configuration.
    func options(of set: ExternalSet, _ configuration: String? = nil) -> EvaluationOptions {
        let settings = set.settings
        var options = EvaluationOptions()
        options.name = configuration.map { set.evaluation(of: $0) }
        options.root = settings.path
        options.set = set.record
        (options.split, options.groupPattern) = (settings.split, settings.groupPattern)
        (options.table, options.skipsBadRows) = (settings.table, settings.skipBadRows)
        options.decisions = settings.decisions
        options.subgroups = settings.subgroups == SubgroupSettings() ? nil : settings.subgroups
        options.readers = settings.predictions.map { file in
            ReaderOption(
                name: file.reader, path: file.path, written: writtenPath(of: file, in: set))
        }
        options.comparesCommonImages = settings.commonImages
        options.prevalences = settings.prevalences
        options.skipsBadImages = settings.skipBadImages
        options.ignoresUnread = settings.ignoreUnread
        options.allowsOverlap = settings.allowOverlap
        return options
    }
}

extension ExternalSet {
    /// The description of the set in the records of its evaluations.
    var record: EvaluationRecord.StudySet {
        EvaluationRecord.StudySet(name: name, settings: settings.withoutPaths)
    }
}

extension StudyPlan {
    /// Checks the decisions and the external sets of the study as far as that needs no trained
    /// model: folders, classes, labels, images that are also in the study's data, attributes, other
    /// predictions, and whether the validation images allow the thresholds and calibrations.
    /// - Parameter progress: called with the name of a set, the number of images that were compared
    ///   with the study's, and their total.
    /// - Throws: `StudyErrors` with all errors; `FileError`; the error of `progress`.
    package func plannedSets(
        progress: (String, Int, Int) throws -> Void = { _, _, _ in }
    ) throws -> [PlannedSet] {
        guard !entries.isEmpty else { return [] }
        var diagnostics = problems(study.decisions).map {
            study.diagnostic(ofDecision: $0.setting, $0.message)
        }
        let images = study.externalSets.isEmpty ? nil : StudyImages(entries)
        let sets = try study.externalSets.compactMap { set -> PlannedSet? in
            diagnostics += problems(in: set).filter { !study.isInherited($0.setting, in: set) }
                .map { study.diagnostic(of: set, $0.setting, $0.message) }
            guard let images else { return nil }
            do {
                return try planned(set, images) { try progress(set.name, $0, $1) }
            } catch let error as SetError {
                diagnostics.append(study.diagnostic(of: set, error.setting, error.message))
                return nil
            }
        }
        guard diagnostics.isEmpty else { throw StudyErrors(diagnostics) }
        return sets
    }

    /// A setting of a set that cannot be used.
    private struct SetError: Error {
        let setting: String
        let message: String
    }

    /// - Throws: `SetError`, `FileError`, the error of `progress`.
    private func planned(
        _ set: ExternalSet, _ images: StudyImages, progress: (Int, Int) throws -> Void
    ) throws -> PlannedSet {
        let options = study.options(of: set)
        let data = entries[0].data
        let checked: EvaluatedImages
        do {
            checked = try EvaluatedImages(
                set.settings.path, name: study.writtenPath(of: set), classes: data.dataset.classes,
                options, comparedWith: images, progress: progress)
        } catch let error as EvaluationFailure {
            throw SetError(setting: "path", message: error.description)
        } catch let error as LabeledImagesError {
            let isSplit = if case .noSplit = error { set.settings.split != nil } else { false }
            throw SetError(setting: isSplit ? "split" : "path", message: error.description)
        } catch let error as DatasetError {
            throw SetError(setting: "path", message: "\(error)")
        } catch let error as TableError {
            throw SetError(setting: "table", message: "\(error)")
        } catch let error as SplitError {
            throw SetError(setting: "groupPattern", message: "\(error)")
        }
        let attributes: ImageAttributes?
        do { attributes = try options.attributes(of: checked.images) } catch {
            let table = set.settings.subgroups.attributes
            let isTable = table != nil && (error is TableError || set.settings.subgroups.by.isEmpty)
            throw SetError(setting: isTable ? "attributes" : "by", message: "\(error)")
        }
        var notes = checked.notes + (attributes?.notes ?? [])
        // A probability in a column of its own is that of the positive class, which may be swept.
        for positive in entries.map(\.data.positiveClass).unique {
            do {
                let readers = try EvaluatedReaders(
                    options, of: checked.images, classes: data.dataset.classes,
                    positive: positive)
                notes += readers.notes.filter { !notes.contains($0) }
            } catch let error as EvaluationFailure {
                throw SetError(setting: "predictions", message: error.description)
            }
        }
        return PlannedSet(
            set: set, classes: checked.images.classes, counts: checked.images.counts,
            configurations: entries.map(\.trial.group).unique.count, notes: notes)
    }

    /// The settings of a set that the study's data do not allow, each with a message.
    private func problems(in set: ExternalSet) -> [(setting: String, message: String)] {
        var problems = problems(set.settings.decisions)
        if let message = positiveClassIsMissing, !set.settings.prevalences.isEmpty {
            problems.append(("prevalences", message))
        }
        return problems
    }

    /// The message for settings that require a positive class; nil if all trials have one.
    private var positiveClassIsMissing: String? {
        entries.first { $0.data.positiveClass == nil }.map { entry in
            "requires two classes with a positive class; the classes are \(classes(entry)); set "
                + "dataset.positiveClass"
        }
    }

    private func classes(_ entry: Entry) -> String {
        entry.data.dataset.classes.joined(separator: ", ")
    }

    /// The decisions that the study's data do not allow, each with a message.
    private func problems(
        _ decisions: DecisionSettings
    ) -> [(setting: String, message: String)] {
        var problems: [(setting: String, message: String)] = []
        if let message = positiveClassIsMissing, decisions.threshold != nil {
            problems.append(("threshold", message))
        }
        if case .method(let method) = decisions.calibration, method != .temperature,
            let entry = entries.first(where: { $0.data.dataset.classes.count != 2 })
        {
            let message =
                "\(method.rawValue) requires two classes; the classes are \(classes(entry)); use "
                + "temperature"
            problems.append(("calibrate", message))
        }
        for setting in decisions.decidedOnValidation {
            if entries.contains(where: { $0.data.splits[.val] == nil }) {
                problems.append(
                    (setting, "requires validation images, and the data set has none"))
            }
        }
        return problems
    }
}
