package import Evaluation
package import Results

/// The bootstrap of a table of predictions: over patients if some have several images, otherwise
/// over images. Its order of the images is that of a report, so that intervals are the same.
struct TableResampling: Sendable {
    let bootstrap: Bootstrap
    /// The index of each image of the table in the bootstrap, `[N]`.
    let indices: [Int]

    /// The largest number of images over all replicates, a few seconds of computation.
    private static let mostSteps = 20_000_000

    /// - Parameters:
    ///   - seed: the seed of the bootstrap, so that two sets are drawn independently.
    ///   - replicates: the number of replicates; fewer, but at least 200, for many images.
    init(_ table: PredictionTable, seed: UInt64 = 0, replicates: Int) {
        // In a shared copy, the names of different images can be equal.
        let rows = table.files.indices.sorted { (table.files[$0], $0) < (table.files[$1], $1) }
        let files = rows.map { table.files[$0] }
        var indices = rows
        for (position, row) in rows.enumerated() { indices[row] = position }
        self.indices = indices
        bootstrap = Bootstrap(
            images: files.count,
            replicates: min(replicates, max(200, Self.mostSteps / max(1, files.count))),
            seed: seed, clusters: PatientClusters(files, [table])?.ofImages)
    }

    /// The unit that the bootstrap draws: `images` or `patients`.
    var unit: String { bootstrap.clusters == nil ? "images" : "patients" }

    /// The patient of each image of the table, `[N]`; nil if images are drawn.
    var patients: [Int]? {
        bootstrap.clusters.map { clusters in indices.map { clusters[$0] } }
    }

    /// The number of times that a replicate counts each image of the table, `[N]`.
    func weights(of replicate: Int) -> [Double] {
        let weights = bootstrap.weights(of: replicate)
        return indices.map { weights[$0] }
    }
}

extension Subgroups {
    /// Computes the metrics of a table's subgroups, with the intervals of `ModelEvaluation`.
    /// - Parameters:
    ///   - attributes: the attributes of the table's images.
    ///   - positive: the positive class of two; nil if it is unknown or there are more.
    ///   - threshold: the probability from which the positive class is predicted; nil: the most
    ///     probable class is predicted.
    /// - Throws: `EvaluationError` for probabilities that are not numbers.
    package init(
        _ table: PredictionTable, _ attributes: [ImageAttribute], positive: String?,
        threshold: Double?, replicates: Int = StudyAnalysis.replicates
    ) throws(EvaluationError) {
        let predictions = try table.weighted(positive: positive)
        let resampling = TableResampling(table, replicates: replicates)
        self.init(
            predictions, threshold: threshold, attributes, bootstrap: resampling.bootstrap,
            indices: resampling.indices)
    }
}
