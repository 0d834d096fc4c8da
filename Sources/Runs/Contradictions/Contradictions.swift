import Datasets
import JSON
import Studies
import Training
import Vocabulary

extension StudyPlan {
    /// The treatment of settings that contradict each other.
    package enum ContradictionPolicy: Sendable {
        /// A contradiction of severity `error` is a validation error; the others are notes.
        case reject
        /// All contradictions are notes, for results that were trained with them.
        case report
    }
}

/// The contradictions between settings of a study's trials.
struct Contradictions {
    private let policy: StudyPlan.ContradictionPolicy
    /// The notes in the order found, each with the ids of the trials to which it applies.
    private var notes: [(text: String, trials: [String])] = []

    init(_ policy: StudyPlan.ContradictionPolicy) { self.policy = policy }

    /// Adds the contradictions of a trial to the notes.
    /// - Returns: the validation errors; they are not added.
    mutating func add(_ found: [Contradiction], of trial: Trial, in study: Study) -> [Diagnostic] {
        found.compactMap { contradiction in
            let path = contradiction.setting
            if contradiction.severity == .error, policy == .reject {
                return study.diagnostic(at: path, of: trial, contradiction.message)
            }
            note("\(path): \(contradiction.message)", [trial.id])
            return nil
        }
    }

    private mutating func note(_ text: String, _ trials: [String]) {
        if let index = notes.firstIndex(where: { $0.text == text }) {
            notes[index].trials = (notes[index].trials + trials).unique
        } else {
            notes.append((text, trials))
        }
    }

    /// The notes; a note that does not apply to all trials names the first ones.
    /// - Parameter count: the number of trials of the study.
    func texts(of count: Int) -> [String] {
        notes.map { text, trials in
            if trials.count == count || trials.isEmpty { return text }
            let more = trials.count > 3 ? ", ..." : ""
            return "\(text) (\(trials.prefix(3).joined(separator: ", "))\(more))"
        }
    }

    /// Adds trials that have the same key although their coordinates on the axes differ; the report
    /// would count them as different configurations.
    /// - Returns: the validation errors; they are not added.
    mutating func addSameTrials(_ study: Study, _ entries: [StudyPlan.Entry]) -> [Diagnostic] {
        var first: [String: Trial] = [:]
        return entries.flatMap { entry -> [Diagnostic] in
            let trial = entry.trial
            guard let other = first[entry.key] else {
                first[entry.key] = trial
                return []
            }
            let axes = study.axes.map(\.path).filter {
                trial.coordinates[$0] != other.coordinates[$0]
            }
            // Threads and pruning are not part of the key, but may be varied on purpose.
            let isMeant = axes.contains {
                $0.hasPrefix("training.threads") || $0.hasPrefix("training.pruning")
            }
            let contradiction = Contradiction(
                isMeant ? .note : .error, axes.first ?? "sweep",
                "'\(trial.id)' and '\(other.id)' are the same trial: the settings in which they differ have no effect on the result"
            )
            return add([contradiction], of: trial, in: study)
        }
    }

    /// Adds trials whose training is the same although their settings differ, for example two
    /// schedules with the same learning rate in every step; and pruning that can stop no trial.
    /// - Throws: `UnsupportedSetting`, `ShapeError`.
    mutating func addSameRates(_ entries: [StudyPlan.Entry]) throws {
        try addIdlePruning(entries)
        guard entries.count > 1 else { return }
        var structures: [StructureKey: NetworkStructure] = [:]
        var known: [EffectiveTraining.Key: [EffectiveTraining]] = [:]
        for entry in entries {
            let settings = entry.trial.settings
            let structureKey = StructureKey(
                network: settings.network, crop: settings.dataset.crop,
                classes: entry.data.dataset.classes.count)
            let structure =
                try structures[structureKey]
                ?? NetworkStructure(settings, classes: structureKey.classes)
            structures[structureKey] = structure
            let training = try EffectiveTraining(entry, structure)
            guard let same = known[training.key]?.first(where: { training.isSame(as: $0) }) else {
                known[training.key, default: []].append(training)
                continue
            }
            // `addSameTrials` has noted trials with the same key.
            guard same.entry.key != entry.key else { continue }
            note(Self.sameTraining(same.entry.trial, entry.trial), [same.entry, entry])
        }
    }

    private mutating func note(_ text: String, _ entries: [StudyPlan.Entry]) {
        note(text, entries.map(\.trial.id))
    }

    /// The settings that determine a network's structure.
    private struct StructureKey: Hashable {
        let network: NetworkSettings
        let crop: Int
        let classes: Int
    }

    /// The note on two trials with the same training, with their values on the axes on which they
    /// differ.
    private static func sameTraining(_ first: Trial, _ second: Trial) -> String {
        let paths = second.coordinates.keys.sorted().filter {
            first.coordinates[$0] != second.coordinates[$0]
        }
        let values = paths.map { path in
            [first, second].compactMap { $0.coordinates[path] }.joined(separator: " and ")
        }.joined(separator: ", ")
        let epochs = second.settings.training.epochs
        let isOfRates = paths.allSatisfy { $0 == "schedule" || $0.hasPrefix("schedule.") }
        let reason =
            isOfRates
            ? "have the same learning rate in "
                + (epochs == 1 ? "the only epoch" : "all \(epochs) epochs")
            : "have the same effect here"
        return "\(paths.joined(separator: ", ")): \(values) \(reason), so the training is the "
            + "same"
    }

    /// Adds pruning rules that compare too few configurations to stop any of them.
    private mutating func addIdlePruning(_ entries: [StudyPlan.Entry]) throws {
        for cohort in try PruningCohort.cohorts(of: entries).cohorts {
            let count = cohort.groups.count
            // More configurations are enough for any sensible setting of a rule.
            guard count <= 100, let rule = try PruningRules.all.make(cohort.configuration) else {
                continue
            }
            let field = PruningField(
                metric: cohort.metric, largerIsBetter: true,
                candidates: (0..<count).map {
                    PruningCandidate([MetricHistory([Double($0)])])
                })
            guard rule.stopped(in: field).isEmpty else { continue }
            note(
                "training.pruning: \(cohort.configuration.kind) compares \(count) "
                    + "\(count == 1 ? "configuration" : "configurations") here, too few to stop any",
                cohort.entries)
        }
    }
}
