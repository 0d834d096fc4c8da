package import Evaluation
package import Results
import Vocabulary

/// The metrics of the out-of-fold predictions of a cross-validation, which are evaluated as one set
/// of images.
///
/// The class with the largest probability is predicted. There is no threshold: the only images on
/// which the trial of a fold could choose one are those of the fold, which it would then be
/// evaluated on.
package struct OutOfFoldAnalysis: Sendable {
    /// The configurations with predictions of all folds, in the order of the report.
    package let configurations: [Configuration]
    /// The configurations and seeds that are left out.
    package let omissions: [OutOfFoldPredictions.Omission]
    /// The number of bootstrap samples that the intervals come from.
    package let replicates: Int

    /// The out-of-fold predictions of a configuration and their metrics.
    package struct Configuration: Sendable {
        /// The configuration's name.
        package let group: String
        /// The configuration's label, as reports show it.
        package let label: String
        /// One set of predictions for each seed, all of the same images.
        package let sets: [OutOfFoldPredictions]
        /// The predictions of each seed as metrics take them.
        package let predictions: [WeightedPredictions]
        /// The metrics of each seed.
        package let evaluations: [ModelEvaluation]
        /// The mean of each metric over the seeds, by name, with the 95% interval of that mean.
        package let metrics: [String: EvaluationRecord.Figure]
        /// The metrics of each fold on its own, of all seeds, by name; folds in which a metric is
        /// undefined are left out.
        package let ofFolds: [String: [Double]]

        /// The number of folds.
        package var folds: Int { sets.first?.trials.count ?? 0 }
        /// The number of images of all folds.
        package var images: Int { sets.first?.table.files.count ?? 0 }
        /// The number of patients; nil if they are unknown.
        package var patients: Int? { sets.first?.table.patients }
        /// The unit of resampling: `images` or `patients`.
        package var unit: String { evaluations.first?.unit ?? "images" }

        /// The number of images by actual and predicted class, `[K][K]`: the mean over the seeds.
        package var confusion: [[Double]] {
            let all = evaluations.map(\.confusion)
            guard let first = all.first else { return [] }
            return first.indices.map { row in
                first[row].indices.map { column in
                    Double(all.reduce(0) { $0 + $1[row][column] }) / Double(all.count)
                }
            }
        }
    }

    /// The largest number of images over all sets and replicates, a few seconds of computation.
    private static let mostSteps = 20_000_000

    /// Nil unless the study is a cross-validation.
    /// - Parameters:
    ///   - order: the names of the configurations in the order of the report.
    ///   - predictions: the predictions of each trial, by id and split.
    init?(
        _ results: StudyResults, order: [String],
        predictions: [String: [Split: WeightedPredictions]], replicates: Int
    ) {
        let (sets, omissions) = OutOfFoldPredictions.all(results, predictions: predictions)
        guard !sets.isEmpty || !omissions.isEmpty else { return nil }
        let images = sets.reduce(0) { $0 + $1.table.files.count }
        let count = min(replicates, max(200, Self.mostSteps / max(1, images)))
        let positive = results.lock.dataset.positiveClass
        let configurations = sets.map(\.group).unique.compactMap { group in
            Configuration(
                sets.filter { $0.group == group }, predictions, positive: positive,
                replicates: count)
        }
        self.configurations = configurations.inOrder(order, \.group)
        self.omissions = omissions
        self.replicates = count
    }
}

extension OutOfFoldAnalysis.Configuration {
    fileprivate init?(
        _ sets: [OutOfFoldPredictions], _ predictions: [String: [Split: WeightedPredictions]],
        positive: String?, replicates: Int
    ) {
        guard let first = sets.first else { return nil }
        let evaluations = sets.compactMap { set in
            try? ModelEvaluation(
                set.table, positive: positive, threshold: nil, replicates: replicates)
        }
        let weighted = sets.compactMap { try? $0.table.weighted(positive: positive) }
        guard evaluations.count == sets.count, weighted.count == sets.count else { return nil }
        (group, label, self.sets) = (first.group, first.label, sets)
        (self.evaluations, self.predictions) = (evaluations, weighted)
        metrics = ModelEvaluation.mean(of: evaluations)
        let folds = sets.flatMap(\.trials).compactMap { predictions[$0.entry.id]?[.val] }
            .map { ModelEvaluation.values($0, nil) }
        ofFolds = Dictionary(
            uniqueKeysWithValues: EvaluationMetrics.all.enumerated().map { column, metric in
                (metric.name, folds.compactMap { $0[column] })
            })
    }
}

extension ModelEvaluation {
    /// The mean of each metric over evaluations of the same images, by name, with the 95% interval
    /// of the mean: all evaluations draw the same images. A metric that one evaluation does not
    /// have is left out.
    package static func mean(
        of evaluations: [ModelEvaluation]
    ) -> [String: EvaluationRecord.Figure] {
        guard evaluations.count != 1 else { return evaluations[0].metrics }
        var means: [String: EvaluationRecord.Figure] = [:]
        for (column, metric) in EvaluationMetrics.all.enumerated() {
            let values = evaluations.compactMap { $0.metrics[metric.name]?.value }
            guard values.count == evaluations.count, let mean = Statistics.mean(values) else {
                continue
            }
            let replicates = evaluations.map(\.samples.count).min() ?? 0
            let drawn = (0..<replicates).map { replicate -> Double? in
                let values = evaluations.compactMap { $0.samples[replicate][column] }
                return values.count == evaluations.count ? Statistics.mean(values) : nil
            }
            means[metric.name] = .init(
                value: mean, interval: wide(Bootstrap.interval(drawn)))
        }
        return means
    }
}
