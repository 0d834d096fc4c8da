import Datasets
import Results
import Studies
import Training
import Vocabulary

/// The inputs of a trial: the examples of each split, and the frozen feature extractor that the
/// training examples pass.
struct TrialInputs {
    /// The examples of each split: images or stored features.
    let examples: [Split: any ExampleSource]
    /// The frozen backbone that training images pass in every epoch; nil if the training examples
    /// are what the trained part of the network takes.
    let extractor: FeatureExtractor?

    /// The images as input of the whole network; training images are augmented if the trial says
    /// so.
    /// - Throws: `UnsupportedSetting`.
    init(_ settings: TrialSettings, _ data: TrialData) throws {
        var examples = data.splits.mapValues {
            NormalizedImages($0, data.normalization) as any ExampleSource
        }
        examples[.train] = try data.trainingImages(settings)
        self.examples = examples
        extractor = nil
    }

    /// The features as input of the trained part of a network with a frozen backbone. If training
    /// images are augmented anew in every epoch, they are the training examples, and the extractor
    /// computes their features.
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
    /// The images that are trained on, augmented if the trial says so; nil without a training
    /// split.
    /// - Throws: `UnsupportedSetting`.
    fileprivate func trainingImages(_ settings: TrialSettings) throws -> (any ExampleSource)? {
        try splits[.train].map { try settings.trainingImages(of: $0, normalization) }
    }
}
