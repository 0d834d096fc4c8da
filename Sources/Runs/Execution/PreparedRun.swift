package import Results
import Training

/// The features and the kernels with which the trials of a run train. While this value exists, the
/// features stay in the cache.
package struct PreparedRun: Sendable {
    /// The keys of the features of each trial, by the trial's id and the set of images.
    package let features: [String: [FeatureSetID: String]]
    /// The chosen kernel of each operation that has several.
    package let kernels: [String: String]
    /// The opened features, which keep them in the cache.
    private let matrices: [FeatureMatrix]

    init(
        features: [String: [FeatureSetID: String]] = [:], kernels: [String: String] = [:],
        matrices: [FeatureMatrix] = []
    ) {
        self.features = features
        self.kernels = kernels
        self.matrices = matrices
    }
}
