import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

extension StudyAnalysis {
    /// All variables that a narrative can name; numbers are rounded according to their uncertainty.
    var variables: TemplateValue {
        let lock = results.lock
        let scored = comparison.scores.map(\.group)
        let ordered = scored + groups.filter { group in !scored.contains { $0.name == group.name } }
        let groupVariables = ordered.map { TemplateValue.Member($0.name, variables(of: $0)) }
        let trialVariables = groups.flatMap { group in
            group.trials.map { trial in
                var alone = group
                (alone.name, alone.label, alone.trials) = (trial.entry.id, trial.entry.id, [trial])
                return TemplateValue.Member(trial.entry.id, variables(of: alone))
            }
        }
        var members: [TemplateValue.Member] = [
            .init(
                "study",
                .members([
                    .init("name", .text(lock.name)), .init("title", .text(lock.title)),
                    .init("question", .text(lock.question)),
                    .init("trials", .count(results.trials.count)),
                    .init("groups", .count(groups.count)),
                ])),
            .init("dataset", dataset),
            .init("groups", .members(groupVariables)),
            // A name without a seed is the mean over all seeds.
            .init(
                "trials",
                .members(
                    trialVariables
                        + groupVariables.filter { group in
                            !trialVariables.contains { $0.name == group.name }
                        })),
        ]
        if let first = comparison.first, case .members(var variables) = variables(of: first.group) {
            variables.append(.init("trial", .text(comparison.bestTrial?.entry.id ?? "–")))
            members.append(.init("best", comparison.isChosen ? .members(variables) : notChosen))
        }
        if let highest = Comparison.sorted(comparison.scores).first {
            members.append(.init("highest", variables(of: highest.group)))
        }
        return .members(members)
    }

    /// The value of `best` if no configuration is chosen.
    private var notChosen: TemplateValue {
        .absent(
            "no configuration is chosen: "
                + (comparison.choice.undecided.map(ChoiceWording.reason) ?? "no metric is known")
                + "; use 'highest' for the configuration with the highest \(comparison.split.title) accuracy"
        )
    }

    private var dataset: TemplateValue {
        let dataset = results.lock.dataset
        var members: [TemplateValue.Member] = [
            .init("classes", .text(Formatting.list(dataset.classes)))
        ]
        for split in dataset.splits {
            members.append(.init("\(split.rawValue)_images", .count(dataset.total(split))))
            if let fraction = dataset.majorityBaseline(split) {
                let text = Formatting.percent(fraction, decimals: decimals[split, default: 1])
                members.append(.init("\(split.rawValue)_baseline", .number(text, fraction)))
            }
        }
        return .members(members)
    }

    /// The variables of a configuration: its settings, and its results on each split as means over
    /// its trials.
    private func variables(of group: TrialGroup) -> TemplateValue {
        var members: [TemplateValue.Member] = [
            .init("name", .text(group.name)), .init("label", .text(group.label)),
        ]
        members += SettingVariables(group).members
        for split in Split.allCases { members += numbers(group, split) }
        let seconds = group.trials.map(\.record.seconds)
        members.append(.init("trials", .count(group.trials.count)))
        if let mean = Statistics.mean(seconds) {
            members.append(.init("time", .number(Formatting.duration(mean), mean)))
        }
        if let mean = Statistics.mean(group.trials.map { Double($0.record.bestEpoch) }) {
            members.append(
                .init(
                    "best_epoch",
                    .number(Formatting.fixed(mean, group.trials.count > 1 ? 1 : 0), mean)
                ))
        }
        return .members(members)
    }

    private func numbers(_ group: TrialGroup, _ split: Split) -> [TemplateValue.Member] {
        let name = split.rawValue
        let records = group.trials.compactMap { $0.best?.metrics[split] }
        guard !records.isEmpty else { return [] }
        let digits = decimals[split, default: 1]
        var members: [TemplateValue.Member] = []
        func add(_ metric: String, _ values: [Double], inPercent: Bool) {
            guard let mean = Statistics.mean(values) else { return }
            let text =
                inPercent
                ? Formatting.percent(mean, decimals: digits) : Formatting.significant(mean)
            members.append(.init("\(name)_\(metric)", .number(text, mean)))
            if let std = Statistics.std(values) {
                let text =
                    inPercent
                    ? Formatting.points(std, decimals: digits) : Formatting.significant(std)
                members.append(.init("\(name)_\(metric)_std", .number(text, std)))
            }
        }
        add("accuracy", records.map(\.accuracy).filter(\.isFinite), inPercent: true)
        add("loss", records.map(\.loss).filter(\.isFinite), inPercent: false)
        for metric in EvaluationMetrics.all where metric.name != "accuracy" {
            add(metric.name, values(metric, group, split), inPercent: metric.isFraction)
        }
        if split == comparison.split, let interval = intervals[group.name]?.accuracy {
            let middle = (interval.lowerBound + interval.upperBound) / 2
            members.append(
                .init(
                    "\(name)_accuracy_interval",
                    .number(Formatting.range(interval, decimals: digits), middle)))
        }
        return members
    }
}

extension TemplateValue {
    /// A whole number.
    fileprivate static func count(_ count: Int) -> TemplateValue {
        .number(Formatting.count(count), Double(count))
    }
}
