import Settings
import Studies
import Training

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
    mutating func add(_ found: [Contradiction], of trial: Trial, in study: Study) -> [Problem] {
        found.compactMap { contradiction in
            let path = contradiction.setting
            if contradiction.severity == .error, policy == .stop {
                return study.problem(at: path, of: trial, contradiction.message)
            }
            note("\(path): \(contradiction.message)", trial.id)
            return nil
        }
    }

    private mutating func note(_ text: String, _ trial: String) {
        if let index = notes.firstIndex(where: { $0.text == text }) {
            notes[index].trials.append(trial)
        } else {
            notes.append((text, [trial]))
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

    /// Takes note of trials that are the same though axes tell them apart: their figures would count as those of different
    /// configurations.
    /// - Returns: what the study is refused for.
    mutating func addSameTrials(_ study: Study, _ entries: [StudyPlan.Entry]) -> [Problem] {
        var first: [String: Trial] = [:]
        return entries.flatMap { entry -> [Problem] in
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

    /// Takes note of schedules of an axis that give the same rates from the first step to the last.
    mutating func addSameRates(_ entries: [StudyPlan.Entry]) throws {
        var first: [RateKey: Trial] = [:]
        for entry in entries {
            let trial = entry.trial
            guard let schedule = try Schedules.all.make(trial.settings.schedule) else { continue }
            var settings = trial.settings
            settings.schedule = Configuration(kind: "", values: SettingValues([:]))
            let key = RateKey(settings: settings, rates: Self.rates(schedule, trial.settings))
            if let other = first[key], other.settings.schedule != trial.settings.schedule {
                let epochs = trial.settings.training.epochs
                notes.append(
                    (
                        "schedule: '\(other.id)' and '\(trial.id)' have the same rate in all \(epochs) epochs, so they are "
                            + "the same training twice", []
                    ))
            } else {
                first[key] = trial
            }
        }
    }

    private struct RateKey: Hashable {
        let settings: TrialSettings
        let rates: [Double]
    }

    /// The rates of a training that never gets better, in quarters of an epoch where they change at every step.
    fileprivate static func rates(_ schedule: any Schedule, _ settings: TrialSettings) -> [Double] {
        let training = settings.training
        let isPerStep = settings.schedule.values.string("per") == "step"
        let parts = isPerStep ? 4 : 1
        return (0..<training.epochs * parts).map { index in
            var history = MetricHistory()
            history.values = Array(repeating: 0, count: index / parts)
            return schedule.rate(
                base: training.optimizer.values.number("learningRate"),
                at: ScheduleTime(
                    epoch: Double(index) / Double(parts), epochs: Double(training.epochs),
                    interval: 1 / Double(parts), history: history))
        }
    }
}
