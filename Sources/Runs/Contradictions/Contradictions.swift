import Datasets
import JSON
import Studies
import Training
import Vocabulary

extension StudyPlan {
    /// What becomes of settings that make no sense together.
    package enum ContradictionPolicy: Sendable {
        /// What nobody can mean is an error.
        case stop
        /// All are said: for results that were trained with them.
        case say
    }
}

/// The settings of a study's trials that make no sense together.
struct Contradictions {
    private let policy: StudyPlan.ContradictionPolicy
    /// What is said, in the order found, each with the trials that it is true of.
    private var notes: [(text: String, trials: [String])] = []

    init(_ policy: StudyPlan.ContradictionPolicy) { self.policy = policy }

    /// Takes note of what is said of a trial.
    /// - Returns: what the study is refused for.
    mutating func add(_ found: [Contradiction], of trial: Trial, in study: Study) -> [Diagnostic] {
        found.compactMap { contradiction in
            let path = contradiction.setting
            if contradiction.severity == .error, policy == .stop {
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

    /// Each with the trials that it is true of, where that is not all of them.
    func texts(of count: Int) -> [String] {
        notes.map { text, trials in
            if trials.count == count || trials.isEmpty { return text }
            let more = trials.count > 3 ? ", ..." : ""
            return "\(text) (\(trials.prefix(3).joined(separator: ", "))\(more))"
        }
    }

    /// Takes note of trials that are the same though axes tell them apart: their figures would
    /// count as those of different configurations.
    /// - Returns: what the study is refused for.
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
            // They say how a trial is trained, or when it ends, and not what it is until then.
            let isMeant = axes.contains {
                $0.hasPrefix("training.threads") || $0.hasPrefix("training.pruning")
            }
            let contradiction = Contradiction(
                isMeant ? .note : .error, axes.first ?? "sweep",
                "'\(trial.id)' and '\(other.id)' are the same trial: what they differ in does not change the outcome"
            )
            return add([contradiction], of: trial, in: study)
        }
    }

    /// Takes note of trials that are the same training though their settings differ, such as two
    /// schedules that give the same rates from the first step to the last; and of pruning that can
    /// stop none of them.
    mutating func addSameRates(_ entries: [StudyPlan.Entry]) throws {
        try addIdlePruning(entries)
        guard entries.count > 1 else { return }
        var structures: [StructureKey: NetworkStructure] = [:]
        var known: [EffectiveTraining.Key: [EffectiveTraining]] = [:]
        for entry in entries {
            let settings = entry.trial.settings
            let place = StructureKey(
                network: settings.network, crop: settings.dataset.crop,
                classes: entry.data.dataset.classes.count)
            let structure =
                try structures[place] ?? NetworkStructure(settings, classes: place.classes)
            structures[place] = structure
            let training = try EffectiveTraining(entry, structure)
            guard let same = known[training.key]?.first(where: { training.isSame(as: $0) }) else {
                known[training.key, default: []].append(training)
                continue
            }
            // That they are the same trial is said already.
            guard same.entry.key != entry.key else { continue }
            note(Self.sameTraining(same.entry.trial, entry.trial), [same.entry, entry])
        }
    }

    private mutating func note(_ text: String, _ entries: [StudyPlan.Entry]) {
        note(text, entries.map(\.trial.id))
    }

    /// What decides a network's structure.
    private struct StructureKey: Hashable {
        let network: NetworkSettings
        let crop: Int
        let classes: Int
    }

    /// That two trials are the same training, by the values of the axes that they differ on.
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
            ? "have the same rate in \(epochs == 1 ? "the only epoch" : "all \(epochs) epochs")"
            : "make no difference here"
        return "\(paths.joined(separator: ", ")): \(values) \(reason), so they are the same "
            + "training twice"
    }

    /// Takes note of pruning that compares too few configurations to stop one.
    private mutating func addIdlePruning(_ entries: [StudyPlan.Entry]) throws {
        for cohort in try PruningCohort.cohorts(of: entries).cohorts {
            let count = cohort.groups.count
            // More than these are compared by every rule that anybody sets.
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
                    + "\(count == 1 ? "configuration" : "configurations") here, too few to stop one",
                cohort.entries)
        }
    }
}
