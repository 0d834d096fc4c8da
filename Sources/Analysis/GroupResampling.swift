package import Evaluation
package import Results
import Vocabulary

/// Bootstrap resampling of the evaluation split, the same for all configurations: of patients if
/// they are known and some have several images, otherwise of images.
package struct GroupResampling: Sendable {
    /// The predictions of one trial, and the indices of their images in the union of all images.
    private struct Member: Sendable {
        var predictions: WeightedPredictions
        var indices: [Int]
    }

    private let groups: [(name: String, members: [Member])]
    /// The indices of each trial's images in the union, by the trial's id.
    private let indices: [String: [Int]]
    /// The resampling of the union of all trials' images.
    package let bootstrap: Bootstrap
    /// The number of images in the union of all trials.
    package let images: Int
    /// The number of patients of these images; nil if images are resampled.
    package let patients: Int?

    /// The number of replicates: as many as requested or as `mostSteps` allows, but at least 200; 0
    /// without predictions.
    package let replicates: Int

    /// The largest number of images over all trials and replicates, a few seconds of computation.
    private static let mostSteps = 400_000_000

    init(
        _ groups: [TrialGroup], split: Split,
        predictions: [String: [Split: WeightedPredictions]], replicates: Int
    ) {
        let trials = groups.flatMap(\.trials)
        let tables = trials.map { $0.predictions[split] }
        let files = Set(tables.flatMap { $0?.files ?? [] }).sorted()
        let order = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        let indices = Dictionary(
            zip(trials, tables).map { ($0.entry.id, ($1?.files ?? []).compactMap { order[$0] }) },
            uniquingKeysWith: { first, _ in first })
        self.indices = indices
        self.groups = groups.compactMap { group in
            let members = group.trials.compactMap { trial in
                predictions[trial.entry.id]?[split].map {
                    Member(predictions: $0, indices: indices[trial.entry.id, default: []])
                }
            }
            return members.count == group.trials.count ? (group.name, members) : nil
        }
        images = files.count
        let steps = self.groups.flatMap(\.members).reduce(0) { $0 + $1.indices.count }
        self.replicates = steps == 0 ? 0 : min(replicates, max(200, Self.mostSteps / steps))
        let clusters = PatientClusters(
            files, tables.compactMap { $0 }.filter { !$0.files.isEmpty })
        patients = clusters?.count
        bootstrap = Bootstrap(
            images: files.count, replicates: max(1, self.replicates),
            clusters: clusters?.ofImages)
    }

    /// The number of times that a replicate counts each of a trial's images.
    package func weights(_ weights: [Double], of trial: String) -> [Double] {
        indices[trial, default: []].map { weights[$0] }
    }

    /// The 95% intervals of every configuration whose trials all have predictions, by name.
    /// - Parameter first: the configuration that the `lead` of the others refers to.
    package func intervals(first: String?) -> [String: StudyAnalysis.Intervals] {
        guard replicates > 0 else { return [:] }
        let reference = groups.firstIndex { $0.name == first }
        let ranges = bootstrap.intervals { weights in
            let all = groups.map { means($0.members, weights) }
            let top = reference.flatMap { all[$0].accuracy }
            return all.flatMap { [$0.accuracy, $0.area, difference(top, $0.accuracy)] }
        }
        var intervals: [String: StudyAnalysis.Intervals] = [:]
        for (index, group) in groups.enumerated() {
            intervals[group.name] = StudyAnalysis.Intervals(
                accuracy: ranges[3 * index], area: ranges[3 * index + 1],
                lead: index == reference ? nil : ranges[3 * index + 2])
        }
        return intervals
    }

    private func difference(_ first: Double?, _ second: Double?) -> Double? {
        if let first, let second { first - second } else { nil }
    }

    private func means(
        _ members: [Member], _ weights: [Double]
    ) -> (accuracy: Double?, area: Double?) {
        var (accuracies, areas) = ([Double](), [Double]())
        for member in members {
            let drawn = member.predictions.weighted(by: member.indices.map { weights[$0] })
            if let value = Accuracy().value(drawn) { accuracies.append(value) }
            if let value = AreaUnderROC().value(drawn) { areas.append(value) }
        }
        return (
            accuracies.count == members.count ? Statistics.mean(accuracies) : nil,
            areas.count == members.count ? Statistics.mean(areas) : nil
        )
    }
}

/// The patient of each image, according to the groups that predictions record.
package struct PatientClusters: Sendable, Hashable {
    /// The patient of each image, as a number from 0.
    package let ofImages: [Int]
    /// The number of patients.
    package let count: Int

    /// Nil if a trial records no patients for its images, or if no patient has several images.
    /// - Parameters:
    ///   - files: the images.
    ///   - tables: the predictions of each trial.
    package init?(_ files: [String], _ tables: [PredictionTable]) {
        guard !tables.isEmpty, tables.allSatisfy(\.hasGroups) else { return nil }
        let groups = Dictionary(
            tables.flatMap { table in
                zip(table.files, table.groups).compactMap { file, group in
                    group.map { (file, $0) }
                }
            }, uniquingKeysWith: { first, _ in first })
        var numbers: [String: Int] = [:]
        var next = 0
        ofImages = files.map { file in
            // An image without a recorded patient counts as a patient of its own.
            let number = groups[file].flatMap { numbers[$0] } ?? next
            if let group = groups[file] { numbers[group] = number }
            next = max(next, number + 1)
            return number
        }
        count = next
        if count == files.count { return nil }
    }
}
