import Evaluation
import Results

/// Resamples the images of a split, the same for all groups, and follows the means over each group's trials.
struct GroupResampling {
    /// Answers of one trial, and which images of the union they are of.
    private struct Member {
        var answers: Answers
        var places: [Int]
    }

    private let groups: [(name: String, members: [Member])]
    private let images: Int
    /// As many as asked for, or as few as `mostSteps` leave, but no fewer than 200.
    let replicates: Int

    /// Images of all trials and replicates together, a few seconds' work.
    private static let mostSteps = 400_000_000

    init(
        _ groups: [TrialGroup], split: MetricSplit, answers: [String: [MetricSplit: Answers]],
        replicates: Int
    ) {
        let files = Set(groups.flatMap(\.trials).flatMap { Self.files($0, split) }).sorted()
        let places = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        self.groups = groups.compactMap { group in
            let members = group.trials.compactMap { trial in
                answers[trial.entry.id]?[split].map { answers in
                    Member(
                        answers: answers,
                        places: Self.files(trial, split).map { places[$0, default: 0] })
                }
            }
            return members.count == group.trials.count ? (group.name, members) : nil
        }
        images = files.count
        let steps = self.groups.flatMap(\.members).reduce(0) { $0 + $1.places.count }
        self.replicates =
            steps == 0 ? 0 : min(replicates, max(200, Self.mostSteps / steps))
    }

    private static func files(_ trial: TrialResult, _ split: MetricSplit) -> [String] {
        trial.predictions[split]?.rows.map(\.file) ?? []
    }

    /// - Parameter first: the group that others' leads are measured from.
    func intervals(first: String?) -> [String: Findings.Intervals] {
        guard replicates > 0 else { return [:] }
        let reference = groups.firstIndex { $0.name == first }
        let bootstrap = Bootstrap(images: images, replicates: replicates)
        let ranges = bootstrap.intervals { weights in
            let all = groups.map { figures($0.members, weights) }
            let top = reference.flatMap { all[$0].accuracy }
            return all.flatMap { [$0.accuracy, $0.area, difference(top, $0.accuracy)] }
        }
        var intervals: [String: Findings.Intervals] = [:]
        for (index, group) in groups.enumerated() {
            intervals[group.name] = Findings.Intervals(
                accuracy: ranges[3 * index], area: ranges[3 * index + 1],
                lead: index == reference ? nil : ranges[3 * index + 2])
        }
        return intervals
    }

    private func difference(_ first: Double?, _ second: Double?) -> Double? {
        if let first, let second { first - second } else { nil }
    }

    private func figures(
        _ members: [Member], _ weights: [Double]
    ) -> (accuracy: Double?, area: Double?) {
        var (accuracies, areas) = ([Double](), [Double]())
        for member in members {
            let drawn = member.answers.weighted(by: member.places.map { weights[$0] })
            if let value = Accuracy().value(drawn) { accuracies.append(value) }
            if let value = AreaUnderROC().value(drawn) { areas.append(value) }
        }
        return (
            accuracies.count == members.count ? Statistics.mean(accuracies) : nil,
            areas.count == members.count ? Statistics.mean(areas) : nil
        )
    }
}
