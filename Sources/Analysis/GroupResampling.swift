package import Evaluation
package import Results
import Vocabulary

/// Bootstrap resampling of the evaluation split, the same for all configurations: of patients if
/// they are known and some have several images, otherwise of images.
package struct GroupResampling: Sendable {
    /// The predictions of one trial or ensemble, and the number of the order of its images in
    /// `orders`.
    private struct Member: Sendable {
        var predictions: WeightedPredictions
        var order: Int
    }

    private struct Group: Sendable {
        var name: String
        /// The trials with predictions.
        var members: [Member]
        /// Whether all trials have predictions.
        var isComplete: Bool
        var ensemble: Member?
    }

    /// The means over trials in one replicate; nil if a trial has no value.
    struct Means: Sendable {
        var accuracy: Double?
        var area: Double?
    }

    /// The metrics of an ensemble in one replicate, and their means over its members.
    struct EnsembleSample: Sendable {
        var ensemble: Means
        var members: Means
    }

    private let groups: [Group]
    /// The different orders in which trials have their images: the index of each image in the
    /// union of all images.
    private let orders: [[Int]]
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

    /// - Parameter ensembles: the ensembles that are resampled too.
    init(
        _ groups: [TrialGroup], split: Split,
        predictions: [String: [Split: WeightedPredictions]], replicates: Int,
        ensembles: [Ensemble] = []
    ) {
        let trials = groups.flatMap(\.trials)
        let tables = trials.map { $0.predictions[split] }
        let files = Set(tables.flatMap { $0?.files ?? [] }).sorted()
        let order = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1, $0) })
        let indices = Dictionary(
            zip(trials, tables).map { ($0.entry.id, ($1?.files ?? []).compactMap { order[$0] }) },
            uniquingKeysWith: { first, _ in first })
        self.indices = indices
        var orders: [[Int]] = []
        var numbers: [[Int]: Int] = [:]
        func member(_ predictions: WeightedPredictions, imagesOf trial: String) -> Member {
            let own = indices[trial, default: []]
            let number = numbers[own] ?? orders.count
            if number == orders.count {
                orders.append(own)
                numbers[own] = number
            }
            return Member(predictions: predictions, order: number)
        }
        let ofGroups = Dictionary(
            ensembles.map { ($0.group, $0) }, uniquingKeysWith: { first, _ in first })
        self.groups = groups.compactMap { group in
            let members = group.trials.compactMap { trial in
                predictions[trial.entry.id]?[split].map { member($0, imagesOf: trial.entry.id) }
            }
            let isComplete = members.count == group.trials.count
            let ensemble = ofGroups[group.name].flatMap { ensemble in
                ensemble.members.first.map { member(ensemble.predictions, imagesOf: $0) }
            }
            guard isComplete || ensemble != nil else { return nil }
            return Group(
                name: group.name, members: members, isComplete: isComplete, ensemble: ensemble)
        }
        self.orders = orders
        images = files.count
        let steps = self.groups.flatMap(\.members).reduce(0) { $0 + orders[$1.order].count }
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

    /// The patient of each of a trial's images, or the image itself if images are resampled.
    func units(ofImagesOf trial: String) -> [Int] {
        let images = indices[trial, default: []]
        return bootstrap.clusters.map { clusters in images.map { clusters[$0] } } ?? images
    }

    /// A metric of a trial's predictions with its interval.
    /// - Parameter resampled: the interval of the bootstrap, which may have no width.
    /// - Returns: nil if the metric is undefined.
    package func figure(
        _ metric: any Metric, _ predictions: WeightedPredictions, ofTrial trial: String,
        resampled: ClosedRange<Double>?
    ) -> EvaluationRecord.Figure? {
        guard let value = metric.value(predictions), value.isFinite else { return nil }
        let patients = bootstrap.clusters == nil ? nil : units(ofImagesOf: trial)
        return .init(
            value: value, resampled: ModelEvaluation.wide(resampled),
            proportion: metric.proportionInterval(predictions, units: patients))
    }

    /// The 95% intervals of every configuration whose trials all have predictions, and the samples
    /// of every ensemble, by the configuration's name.
    /// - Parameter first: the configuration that the `lead` of the others refers to.
    func resampled(first: String?) -> (
        intervals: [String: StudyAnalysis.Intervals], ensembles: [String: [EnsembleSample]]
    ) {
        guard replicates > 0 else { return ([:], [:]) }
        let reference = groups.firstIndex { $0.name == first && $0.isComplete }
        var samples: [String: [EnsembleSample]] = [:]
        let ranges = bootstrap.intervals { weights in
            let drawn = orders.map { order in order.map { weights[$0] } }
            let all = groups.map { means($0.members, drawn) }
            for (group, members) in zip(groups, all) {
                if let ensemble = group.ensemble {
                    samples[group.name, default: []].append(
                        EnsembleSample(ensemble: means([ensemble], drawn), members: members))
                }
            }
            let top = reference.flatMap { all[$0].accuracy }
            return all.flatMap { [$0.accuracy, $0.area, difference(top, $0.accuracy)] }
        }
        var intervals: [String: StudyAnalysis.Intervals] = [:]
        for (index, group) in groups.enumerated() where group.isComplete {
            intervals[group.name] = StudyAnalysis.Intervals(
                accuracy: ranges[3 * index], area: ranges[3 * index + 1],
                lead: index == reference ? nil : ranges[3 * index + 2])
        }
        return (intervals, samples)
    }

    private func difference(_ first: Double?, _ second: Double?) -> Double? {
        if let first, let second { first - second } else { nil }
    }

    /// - Parameter drawn: the number of times that the replicate counts each image, for each of
    ///   `orders`.
    private func means(_ members: [Member], _ drawn: [[Double]]) -> Means {
        var (accuracies, areas) = ([Double](), [Double]())
        for member in members {
            let predictions = member.predictions.weighted(by: drawn[member.order])
            if let value = Accuracy().value(predictions) { accuracies.append(value) }
            if let value = AreaUnderROC().value(predictions) { areas.append(value) }
        }
        return Means(
            accuracy: accuracies.count == members.count ? Statistics.mean(accuracies) : nil,
            area: areas.count == members.count ? Statistics.mean(areas) : nil)
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
