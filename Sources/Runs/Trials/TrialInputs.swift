import Datasets
import Results
import Studies
import Training
import Vocabulary

/// The inputs of a trial: the examples of each split, and a feature extractor if the features of
/// training images are not stored.
struct TrialInputs {
    /// The examples of each split: images or stored features.
    let examples: [Split: any ExampleSource]
    /// The frozen backbone that computes the features of training images in every epoch; nil if the
    /// training examples are the input of the trained part of the network.
    let extractor: FeatureExtractor?

    /// Creates the input of a network without frozen layers: images, augmented for training if the
    /// settings ask for it.
    /// - Throws: `UnsupportedSetting`.
    init(_ settings: TrialSettings, _ data: TrialData) throws {
        var examples = data.splits.mapValues {
            NormalizedImages($0, data.normalization) as any ExampleSource
        }
        examples[.train] = try data.trainingImages(settings)
        self.examples = examples
        extractor = nil
    }

    /// Creates the input of the trained part of a network with a frozen backbone: features. If
    /// training images are augmented in every epoch, the training examples are images, and the
    /// extractor computes their features.
    /// - Parameters:
    ///   - split: the split whose examples are needed; nil: all of them.
    ///   - keys: the keys of sets of features that are known to be in the store.
    ///   - progress: called while features are computed, with the number of images done and the
    ///     number of images of all sets.
    /// - Throws: as `FrozenFeatures.matrices`.
    init(
        _ settings: TrialSettings, _ data: TrialData, _ features: FrozenFeatures,
        of split: Split? = nil, in store: FeatureStore, keys: [FeatureSetID: String] = [:],
        progress: (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws {
        let matrices = try features.matrices(
            of: split, in: store, keys: keys, progress: progress)
        var views: [Split: [FeatureExamples]] = [:]
        for set in features.sets {
            guard let matrix = matrices[set.id] else { continue }
            views[set.id.split, default: []].append(FeatureExamples(matrix, of: set.images))
        }
        var examples: [Split: any ExampleSource] = views.mapValues { FeatureViews($0) }
        let passes = settings.hasPassingFeatures
        if passes { examples[.train] = try data.trainingImages(settings) }
        self.examples = examples
        extractor = passes ? try features.extractor() : nil
    }
}

extension TrialData {
    /// The training images, augmented if the settings ask for it; nil without a training split.
    /// - Throws: `UnsupportedSetting`.
    fileprivate func trainingImages(_ settings: TrialSettings) throws -> (any ExampleSource)? {
        try splits[.train].map { try settings.trainingImages(of: $0, normalization) }
    }
}
