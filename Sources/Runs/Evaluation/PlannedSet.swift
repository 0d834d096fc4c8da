import Datasets
import Evaluation
import Files
import Inference
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

extension ExternalSet {
    /// The options of an evaluation.
    /// - Parameter configuration: the name of the configuration.
    func options(_ configuration: String? = nil) -> EvaluationOptions {
        var options = EvaluationOptions()
        options.name = configuration.map { evaluation(of: $0) }
        options.root = settings.path
        options.set = record
        (options.split, options.groupPattern) = (settings.split, settings.groupPattern)
        (options.table, options.skipsBadRows) = (settings.table, settings.skipBadRows)
        options.decisions.threshold = settings.threshold
        options.decisions.calibration = settings.calibrate
        options.decisions.augmentation = settings.tta
        options.decisions.abstention = settings.abstain
        options.prevalences = settings.prevalences
        options.skipsBadImages = settings.skipBadImages
        options.ignoresUnread = settings.ignoreUnread
        options.allowsOverlap = settings.allowOverlap
        return options
    }

    /// The description of the set in the records of its evaluations.
    var record: EvaluationRecord.StudySet {
        EvaluationRecord.StudySet(name: name, settings: settings.withoutPath)
    }
}

extension StudyPlan {
    /// Checks the external sets of the study as far as that needs no trained model: folders,
    /// classes, labels, images that are also in the study's data, and whether the validation images
    /// allow the thresholds and calibrations.
    /// - Throws: `StudyErrors` with all errors; `FileError`.
    package func plannedSets() throws -> [PlannedSet] {
        guard !study.externalSets.isEmpty, let first = entries.first else { return [] }
        let images = StudyImages(entries)
        let groups = entries.map(\.trial.group).unique
        var diagnostics: [Diagnostic] = []
        let sets = try study.externalSets.compactMap { set -> PlannedSet? in
            let problems = problems(in: set)
            diagnostics += problems.map { study.diagnostic(of: set, $0.setting, $0.message) }
            func report(_ setting: String, _ message: String) -> PlannedSet? {
                diagnostics.append(study.diagnostic(of: set, setting, message))
                return nil
            }
            do {
                let checked = try EvaluatedImages(
                    set.settings.path, name: study.writtenPath(of: set),
                    classes: first.data.dataset.classes, set.options(), comparedWith: images)
                return PlannedSet(
                    set: set, classes: checked.images.classes, counts: checked.images.counts,
                    configurations: groups.count, notes: checked.notes)
            } catch let error as EvaluationFailure {
                return report("path", error.description)
            } catch let error as LabeledImagesError {
                if case .noSplit = error, set.settings.split != nil {
                    return report("split", error.description)
                }
                return report("path", error.description)
            } catch let error as DatasetError {
                return report("path", "\(error)")
            } catch let error as TableError {
                return report("table", "\(error)")
            } catch let error as SplitError {
                return report("groupPattern", "\(error)")
            }
        }
        guard diagnostics.isEmpty else { throw StudyErrors(diagnostics) }
        return sets
    }

    /// The settings of a set that the study's data do not allow, each with a message.
    private func problems(in set: ExternalSet) -> [(setting: String, message: String)] {
        let settings = set.settings
        var problems: [(setting: String, message: String)] = []
        func classes(_ entry: Entry) -> String {
            entry.data.dataset.classes.joined(separator: ", ")
        }
        if let entry = entries.first(where: { $0.data.positiveClass == nil }) {
            let message =
                "requires two classes with a positive class; the classes are \(classes(entry)); set "
                + "dataset.positiveClass"
            if settings.threshold != nil { problems.append(("threshold", message)) }
            if !settings.prevalences.isEmpty { problems.append(("prevalences", message)) }
        }
        if case .method(let method) = settings.calibrate, method != .temperature,
            let entry = entries.first(where: { $0.data.dataset.classes.count != 2 })
        {
            let message =
                "\(method.rawValue) requires two classes; the classes are \(classes(entry)); use "
                + "temperature"
            problems.append(("calibrate", message))
        }
        for setting in settings.decidedOnValidation {
            if entries.contains(where: { $0.data.splits[.val] == nil }) {
                problems.append(
                    (setting, "requires validation images, and the data set has none"))
            }
        }
        return problems
    }
}
