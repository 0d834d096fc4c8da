import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

extension StudyAnalysis {
    /// All that a narrative can name, rounded by how sure it is.
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
            // A name without a seed stands for the mean over all.
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

    /// What stands for the chosen configuration where none is chosen.
    private var notChosen: TemplateValue {
        .absent(
            (comparison.choice.undecided.map(ChoiceWording.reason) ?? "nothing is chosen")
                + "; 'highest' is the configuration with the highest \(comparison.split.title) accuracy, "
                + "which describes and chooses nothing")
    }

    private var dataset: TemplateValue {
        let dataset = results.lock.dataset
        var members: [TemplateValue.Member] = [
            .init("classes", .text(Formatting.list(dataset.classes)))
        ]
        for split in dataset.splits {
            members.append(.init("\(split.rawValue)_images", .count(dataset.total(split))))
            if let share = dataset.majorityBaseline(split) {
                members.append(
                    .init(
                        "\(split.rawValue)_baseline",
                        .figure(
                            Formatting.percent(share, decimals: decimals[split, default: 1]), share)
                    ))
            }
        }
        return .members(members)
    }

    /// Of a configuration: its place on each axis, and its figures on each split, means over its
    /// trials.
    private func variables(of group: TrialGroup) -> TemplateValue {
        var members: [TemplateValue.Member] = [
            .init("name", .text(group.name)), .init("label", .text(group.label)),
        ]
        members += SettingVariables(group).members
        for split in Split.allCases { members += figures(group, split) }
        let seconds = group.trials.map(\.record.seconds)
        members.append(.init("trials", .count(group.trials.count)))
        if let mean = Statistics.mean(seconds) {
            members.append(.init("time", .figure(Formatting.duration(mean), mean)))
        }
        if let mean = Statistics.mean(group.trials.map { Double($0.record.bestEpoch) }) {
            members.append(
                .init(
                    "best_epoch",
                    .figure(Formatting.fixed(mean, group.trials.count > 1 ? 1 : 0), mean)
                ))
        }
        return .members(members)
    }

    private func figures(_ group: TrialGroup, _ split: Split) -> [TemplateValue.Member] {
        let name = split.rawValue
        let records = group.trials.compactMap { $0.best?.metrics[split] }
        guard !records.isEmpty else { return [] }
        let digits = decimals[split, default: 1]
        var members: [TemplateValue.Member] = []
        func add(_ what: String, _ values: [Double], isShare: Bool) {
            guard let mean = Statistics.mean(values) else { return }
            let text =
                isShare ? Formatting.percent(mean, decimals: digits) : Formatting.significant(mean)
            members.append(.init("\(name)_\(what)", .figure(text, mean)))
            if let std = Statistics.std(values) {
                let text =
                    isShare
                    ? Formatting.points(std, decimals: digits) : Formatting.significant(std)
                members.append(.init("\(name)_\(what)_deviation", .figure(text, std)))
            }
        }
        add("accuracy", records.map(\.accuracy).filter(\.isFinite), isShare: true)
        add("loss", records.map(\.loss).filter(\.isFinite), isShare: false)
        for measure in EvaluationMetrics.all where measure.name != "accuracy" {
            add(measure.name, values(measure, group, split), isShare: measure.isShare)
        }
        if split == comparison.split, let interval = intervals[group.name]?.accuracy {
            let middle = (interval.lowerBound + interval.upperBound) / 2
            members.append(
                .init(
                    "\(name)_accuracy_interval",
                    .figure(Formatting.range(interval, decimals: digits), middle)))
        }
        return members
    }
}

extension TemplateValue {
    fileprivate static func count(_ count: Int) -> TemplateValue {
        .figure(Formatting.count(count), Double(count))
    }
}
