package import Datasets
package import Images
package import JSON
package import Studies
package import Training
package import Vocabulary

extension TrainingSettings {
    /// What says which images an epoch visits; nil: all of them.
    /// - Throws: `UnsupportedSetting`.
    var madeSampler: (any Sampler)? {
        get throws {
            guard let sampler else { return nil }
            guard let made = try Samplers.all.make(sampler) else {
                throw UnsupportedSetting(
                    path: "training.sampler", message: "there is no sampler '\(sampler.kind)'")
            }
            return made
        }
    }
}

extension DatasetSettings {
    /// What is done to training images.
    /// - Throws: `UnsupportedSetting` where settings do not go together.
    var augmentationPlan: AugmentationPlan {
        get throws {
            let steps = try augment.enumerated().map { index, configuration in
                let path = "dataset.augment[\(index)]"
                do {
                    guard let step = try Augmentations.all.make(configuration) else {
                        throw UnsupportedSetting(
                            path: path, message: "there is no augmentation '\(configuration.kind)'")
                    }
                    return step
                } catch let error as AugmentationError {
                    throw UnsupportedSetting(
                        path: "\(path).\(error.setting)", message: error.description)
                }
            }
            return AugmentationPlan(steps)
        }
    }
}

extension TrialSettings {
    /// The images that are trained on, augmented where that is asked for.
    /// - Throws: `UnsupportedSetting`.
    package func trainingImages(
        of split: DecodedSplit, _ normalization: PixelNormalization
    ) throws -> any ExampleSource {
        guard isAugmented else { return NormalizedImages(split, normalization) }
        return AugmentedImages(
            split, try dataset.augmentationPlan, normalization, seed: seed,
            sampler: try training.madeSampler)
    }

    /// Whether training images look otherwise in every epoch.
    package var isAugmented: Bool { !dataset.augment.isEmpty }

    /// Whether the features of training images are computed anew in every epoch, where a part of
    /// the network is frozen.
    package var hasPassingFeatures: Bool { isAugmented && dataset.views == nil }

    /// What the reader of a plan should know.
    var augmentationNotes: [String] {
        guard hasPassingFeatures, network.train != .all else { return [] }
        return [
            "\(network.configuration.kind): its training images are augmented, so its frozen layers see them anew in every "
                + "epoch; \"dataset.views\" keeps the features of so many views of each"
        ]
    }

    /// - Parameter isFrozen: whether a part of the network is.
    /// - Throws: `UnsupportedSetting` where augmentation, sampler and the rest do not go together.
    func checkAugmentation(isFrozen: Bool) throws {
        _ = try dataset.augmentationPlan
        if dataset.views != nil {
            let path = "dataset.views"
            guard isAugmented else {
                throw UnsupportedSetting(
                    path: path,
                    message:
                        "there is no augmentation, so all views are the same; add \"augment\", or remove this"
                )
            }
            guard isFrozen else {
                throw UnsupportedSetting(
                    path: path,
                    message:
                        "nothing is frozen, so no features are kept; set network.train to \"head\" or "
                        + "{\"from\": ...}, or remove this")
            }
        }
        guard training.sampler != nil else { return }
        let path = "training.sampler"
        guard training.shuffle else {
            throw UnsupportedSetting(
                path: path, message: "draws an order of its own; remove \"shuffle\": false")
        }
        guard training.loss.values.values["classWeights"] != "balanced" else {
            throw UnsupportedSetting(
                path: path,
                message:
                    "balances the classes, and so does training.loss.classWeights; remove one of the two"
            )
        }
    }
}
