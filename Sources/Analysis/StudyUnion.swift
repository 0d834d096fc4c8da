import Evaluation
import Foundation
import JSON
package import Results
import Studies
import Terminal
import Vocabulary

/// Several studies as one, to be charted and compared together: all their trials, on an additional
/// axis, `study`.
package struct StudyUnion: Sendable {
    /// A study and its results folder.
    package struct Part: Sendable {
        /// The study's name, unique in the union.
        package fileprivate(set) var name: String
        /// The path of the study's results folder.
        package let folder: String
        /// The study's own results, with its own axes and trial ids.
        package let results: StudyResults
    }

    /// The studies in the given order.
    package let parts: [Part]
    /// The trials of all studies; properties in which the studies differ, such as the number of
    /// images, are left out.
    package let results: StudyResults
    /// Whether all studies were evaluated on the same images, so that their accuracies can be
    /// compared.
    package let hasSameImages: Bool

    /// The path of the axis on which the studies differ.
    package static let axis = "study"

    /// Reads and combines the studies of several results folders.
    /// - Throws: `StudyUnionError` if the studies cannot be compared; `ResultsError`, `JSONError`
    ///   or `FileError`.
    package init(_ folders: [ResultsFolder]) throws {
        try self.init(
            folders.map { (folder: $0.path, results: try StudyResults($0, hasSteps: true)) })
    }

    /// Combines studies that have been read, giving each a unique name.
    /// - Throws: `StudyUnionError` if there are no studies, if one has no complete trial, or if
    ///   their known classes differ.
    package init(_ studies: [(folder: String, results: StudyResults)]) throws(StudyUnionError) {
        let names = Self.names(studies.map { ($0.results.lock.name, $0.folder) })
        let parts = zip(names, studies).map {
            Part(name: $0, folder: $1.folder, results: $1.results)
        }
        guard let first = parts.first else { throw .nothing }
        // Runs of other programs do not record their classes.
        let known = parts.first { !$0.results.lock.dataset.classes.isEmpty }
        let expected = known?.results.lock.dataset.classes ?? []
        for part in parts {
            if part.results.trials.isEmpty { throw .incomplete(folder: part.folder) }
            let classes = part.results.lock.dataset.classes
            guard classes.isEmpty || classes == expected else {
                throw .otherClasses(folder: part.folder, classes: classes, expected: expected)
            }
        }
        self.parts = parts
        hasSameImages = parts.dropFirst().allSatisfy { Self.haveSameImages(first, $0) }
        results = Self.union(parts, (known ?? first).results.lock, hasSameImages: hasSameImages)
    }

    /// The studies whose classes and images are not recorded, as those of runs from MLflow.
    package var unknownImages: [Part] { parts.filter(\.results.lock.dataset.classes.isEmpty) }

    /// The studies' names; if two are equal, the names of their folders.
    private static func names(_ studies: [(name: String, folder: String)]) -> [String] {
        func isUnique(_ names: [String]) -> Bool { Set(names).count == names.count }
        let candidates = [
            studies.map(\.name),
            studies.map { URL(fileURLWithPath: $0.folder).lastPathComponent },
            studies.map(\.folder),
        ]
        return candidates.first(where: isUnique)
            ?? studies.enumerated().map { "\($0 + 1): \($1.folder)" }
    }

    /// Whether two studies have the same data set, and predictions of the same images with the same
    /// labels on the evaluation split.
    private static func haveSameImages(_ a: Part, _ b: Part) -> Bool {
        func images(_ part: Part) -> Set<[String]> {
            let split: Split = part.results.lock.dataset.total(.test) > 0 ? .test : .val
            return Set(
                part.results.trials.compactMap { $0.predictions[split] }.flatMap { table in
                    zip(table.files, table.predictions.labels).map {
                        [split.rawValue, $0, table.classes[$1]]
                    }
                })
        }
        let fingerprint = a.results.lock.dataset.fingerprint
        return !fingerprint.isEmpty && fingerprint == b.results.lock.dataset.fingerprint
            && images(a) == images(b)
    }

    private static func union(
        _ parts: [Part], _ first: StudyLock, hasSameImages: Bool
    ) -> StudyResults {
        let paths = parts.flatMap(\.results.lock.axes).map(\.path)
            .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        var (entries, trials): ([TrialEntry], [TrialResult]) = ([], [])
        for part in parts {
            for entry in part.results.lock.trials {
                let trial = part.results.trials.first { $0.entry.id == entry.id }
                let placed = Self.entry(entry, in: part.name, paths, trial?.record.settings)
                entries.append(placed)
                if var trial {
                    trial.entry = placed
                    trials.append(trial)
                }
            }
        }
        var lock = first
        lock.name = parts.map(\.name).joined(separator: "-")
        lock.title = Formatting.list(parts.map(\.name)) + " compared"
        lock.question = ""
        lock.axes =
            [Study.Axis(path: axis, labels: parts.map(\.name))]
            + paths.map { path in
                let labels = entries.compactMap { $0.coordinates[path] }
                    .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
                return Study.Axis(path: path, labels: labels)
            }
        lock.dataset.counts = first.dataset.counts.filter { split, counts in
            hasSameImages && parts.allSatisfy { $0.results.lock.dataset.counts[split] == counts }
        }
        // Texts of a single study, each preceded by the study's name.
        func named(_ texts: (StudyLock) -> [String]) -> [String] {
            parts.flatMap { part in texts(part.results.lock).map { "\(part.name): \($0)" } }
        }
        lock.notes = named(\.notes)
        lock.dataset.skipped = named(\.dataset.skipped)
        lock.dataset.unread = named(\.dataset.unread)
        lock.dataset.notes = named(\.dataset.notes)
        // A property in which the studies differ is unknown for the union.
        if parts.contains(where: {
            $0.results.lock.dataset.positiveClass != first.dataset.positiveClass
        }) {
            lock.dataset.positiveClass = nil
        }
        let datasets = parts.map(\.results.lock.dataset)
        if datasets.contains(where: { $0.patients != first.dataset.patients }) {
            lock.dataset.patients = nil
        }
        let leaks = datasets.compactMap(\.leaks)
        lock.dataset.leaks = leaks.isEmpty ? nil : leaks.flatMap { $0 }.unique
        // If a study has no record of leaks, those of the union are unknown, as are its patients.
        if leaks.count < datasets.count { lock.dataset.patients = nil }
        lock.origin = parts.compactMap(\.results.lock.origin).first
        lock.dataset.isPhantom = parts.contains(where: \.results.lock.dataset.isPhantom)
        lock.trials = entries
        return StudyResults(lock: lock, trials: trials)
    }

    /// The entry with coordinates on the axes of all studies; on an axis that its own study did not
    /// sweep, the coordinate is the trial's setting.
    private static func entry(
        _ entry: TrialEntry, in study: String, _ paths: [String], _ settings: RecordedSettings?
    ) -> TrialEntry {
        var placed = entry
        placed.id = "\(study)/\(entry.id)"
        placed.group = "\(study)/\(entry.group)"
        placed.coordinates[axis] = study
        for path in paths where placed.coordinates[path] == nil {
            placed.coordinates[path] = settings?.value(at: path).map { value in
                value["kind"]?.text ?? value.text ?? value.canonical
            }
        }
        return placed
    }
}

extension StudyResults {
    /// Whether the results combine several studies; each trial's id then begins with its study's
    /// name.
    package var isUnion: Bool {
        lock.axes.first?.path == StudyUnion.axis
            && lock.trials.first.map { $0.id.contains("/") } ?? false
    }
}

/// A reason why studies cannot be compared.
package enum StudyUnionError: Error, Sendable, Hashable, CustomStringConvertible {
    case nothing
    case incomplete(folder: String)
    case otherClasses(folder: String, classes: [String], expected: [String])
    /// The output folder contains the results of a study.
    case isResults(folder: String)

    package var description: String {
        switch self {
        case .nothing: "there are no studies to compare; name two results folders"
        case .incomplete(let folder):
            "\(folder): no trial is complete, so there is nothing to compare; continue the study with 'study run'"
        case .otherClasses(let folder, let classes, let expected):
            "\(folder): its classes are \(Formatting.list(classes)), but those of the first study are "
                + "\(Formatting.list(expected)); only studies with the same classes can be compared"
        case .isResults(let folder):
            "\(folder): contains the results of a study; choose another folder with --output"
        }
    }
}
