import Analysis
import Evaluation
import Results
import Terminal
import Vocabulary

extension Findings {
    /// All that a narrative can name, rounded by how sure it is.
    var facts: Fact {
        let lock = results.lock
        let scored = comparison.scores.map(\.group)
        let ordered = scored + groups.filter { group in !scored.contains { $0.name == group.name } }
        let groupFacts = ordered.map { Fact.Member($0.name, facts(of: $0)) }
        let trialFacts = groups.flatMap { group in
            group.trials.map { trial in
                var alone = group
                (alone.name, alone.label, alone.trials) = (trial.entry.id, trial.entry.id, [trial])
                return Fact.Member(trial.entry.id, facts(of: alone))
            }
        }
        var members: [Fact.Member] = [
            .init(
                "study",
                .members([
                    .init("name", .text(lock.name)), .init("title", .text(lock.title)),
                    .init("question", .text(lock.question)),
                    .init("trials", .count(results.trials.count)),
                    .init("groups", .count(groups.count)),
                ])),
            .init("dataset", dataset),
            .init("groups", .members(groupFacts)),
            // A name without a seed stands for the mean over all.
            .init(
                "trials",
                .members(
                    trialFacts
                        + groupFacts.filter { group in
                            !trialFacts.contains { $0.name == group.name }
                        })),
        ]
        if let first = comparison.first, case .members(var facts) = facts(of: first.group) {
            facts.append(.init("trial", .text(comparison.bestTrial?.entry.id ?? "–")))
            members.append(.init("best", comparison.isChosen ? .members(facts) : notChosen))
        }
        if let highest = Comparison.sorted(comparison.scores).first {
            members.append(.init("highest", facts(of: highest.group)))
        }
        return .members(members)
    }

    /// What stands for the chosen configuration where none is chosen.
    private var notChosen: Fact {
        .absent(
            (comparison.choice.undecided.map(ChoiceWording.reason) ?? "nothing is chosen")
                + "; 'highest' is the configuration with the highest \(comparison.split.title) accuracy, "
                + "which describes and chooses nothing")
    }

    private var dataset: Fact {
        let dataset = results.lock.dataset
        var members: [Fact.Member] = [.init("classes", .text(Numbers.list(dataset.classes)))]
        for split in dataset.splits {
            members.append(.init("\(split.rawValue)_images", .count(dataset.total(split))))
            if let share = dataset.majorityBaseline(split) {
                members.append(
                    .init(
                        "\(split.rawValue)_baseline",
                        .figure(
                            Numbers.percent(share, decimals: decimals[split, default: 1]), share)))
            }
        }
        return .members(members)
    }

    /// Of a configuration: its place on each axis, and its figures on each split, means over its
    /// trials.
    private func facts(of group: TrialGroup) -> Fact {
        var members: [Fact.Member] = [
            .init("name", .text(group.name)), .init("label", .text(group.label)),
        ]
        members += SettingFacts(group).members
        for split in Split.allCases { members += figures(group, split) }
        let seconds = group.trials.map(\.record.seconds)
        members.append(.init("trials", .count(group.trials.count)))
        if let mean = Statistics.mean(seconds) {
            members.append(.init("time", .figure(Numbers.duration(mean), mean)))
        }
        if let mean = Statistics.mean(group.trials.map { Double($0.record.bestEpoch) }) {
            members.append(
                .init(
                    "best_epoch", .figure(Numbers.fixed(mean, group.trials.count > 1 ? 1 : 0), mean)
                ))
        }
        return .members(members)
    }

    private func figures(_ group: TrialGroup, _ split: Split) -> [Fact.Member] {
        let name = split.rawValue
        let records = group.trials.compactMap { $0.best?.metrics[split] }
        guard !records.isEmpty else { return [] }
        let digits = decimals[split, default: 1]
        var members: [Fact.Member] = []
        func add(_ what: String, _ values: [Double], isShare: Bool) {
            guard let mean = Statistics.mean(values) else { return }
            let text = isShare ? Numbers.percent(mean, decimals: digits) : Numbers.significant(mean)
            members.append(.init("\(name)_\(what)", .figure(text, mean)))
            if let deviation = Statistics.deviation(values) {
                let text =
                    isShare
                    ? Numbers.points(deviation, decimals: digits) : Numbers.significant(deviation)
                members.append(.init("\(name)_\(what)_deviation", .figure(text, deviation)))
            }
        }
        add("accuracy", records.map(\.accuracy).filter(\.isFinite), isShare: true)
        add("loss", records.map(\.loss).filter(\.isFinite), isShare: false)
        for measure in Measures.all where measure.name != "accuracy" {
            add(measure.name, values(measure, group, split), isShare: measure.isShare)
        }
        if split == comparison.split, let interval = intervals[group.name]?.accuracy {
            let middle = (interval.lowerBound + interval.upperBound) / 2
            members.append(
                .init(
                    "\(name)_accuracy_interval",
                    .figure(Numbers.range(interval, decimals: digits), middle)))
        }
        return members
    }
}

extension Fact {
    fileprivate static func count(_ count: Int) -> Fact {
        .figure(Numbers.count(count), Double(count))
    }
}
