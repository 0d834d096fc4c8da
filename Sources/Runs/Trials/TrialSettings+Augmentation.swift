package import Datasets
package import Images
import JSON
package import Studies
import Training
import Vocabulary

extension TrainingSettings {
    /// Makes the sampler, which chooses the images of an epoch; nil: each image once.
    /// - Throws: `UnsupportedSetting` for an unknown sampler.
    func makeSampler() throws -> (any Sampler)? {
        guard let sampler else { return nil }
        guard let made = try Samplers.all.make(sampler) else {
            throw UnsupportedSetting(
                path: "training.sampler", message: "unknown sampler '\(sampler.kind)'")
        }
        return made
    }
}

extension DatasetSettings {
    /// The plan of the augmentation of training images.
    /// - Throws: `UnsupportedSetting` for unknown augmentations or settings that contradict each
    ///   other.
    var augmentationPlan: AugmentationPlan {
        get throws {
            let steps = try augment.enumerated().map { index, configuration in
                let path = "dataset.augment[\(index)]"
                do {
                    guard let step = try Augmentations.all.make(configuration) else {
                        throw UnsupportedSetting(
                            path: path, message: "unknown augmentation '\(configuration.kind)'")
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
    /// The training images of a split, augmented if the settings ask for it.
    /// - Throws: `UnsupportedSetting` for an unknown augmentation or sampler.
    package func trainingImages(
        of split: DecodedSplit, _ normalization: PixelNormalization
    ) throws -> any ExampleSource {
        guard isAugmented else { return NormalizedImages(split, normalization) }
        return AugmentedImages(
            split, try dataset.augmentationPlan, normalization, seed: seed,
            sampler: try training.makeSampler())
    }

    /// True if training images are augmented.
    package var isAugmented: Bool { !dataset.augment.isEmpty }

    /// True if the features of training images must be recomputed in every epoch, in a network with
    /// frozen layers.
    package var hasPassingFeatures: Bool { isAugmented && dataset.views == nil }

    /// Notes on the augmentation for the user.
    var augmentationNotes: [String] {
        guard hasPassingFeatures, network.train != .all else { return [] }
        return [
            "\(network.configuration.kind): the training images are augmented, so the frozen layers "
                + "process them again in every epoch; set \"dataset.views\" to store the features of "
                + "a fixed number of augmented views of each image"
        ]
    }

    /// Checks augmentation, augmented views and sampler against the other settings.
    /// - Parameter isFrozen: whether a part of the network is frozen.
    /// - Throws: `UnsupportedSetting` for the first setting that contradicts another.
    func checkAugmentation(isFrozen: Bool) throws {
        _ = try dataset.augmentationPlan
        if dataset.views != nil {
            let path = "dataset.views"
            guard isAugmented else {
                throw UnsupportedSetting(
                    path: path,
                    message:
                        "has no effect without augmentation; add \"augment\" or remove \"views\""
                )
            }
            guard isFrozen else {
                throw UnsupportedSetting(
                    path: path,
                    message:
                        "has no effect, because no layer is frozen; set network.train to \"head\" or "
                        + "{\"from\": ...}, or remove \"views\"")
            }
        }
        guard training.sampler != nil else { return }
        let path = "training.sampler"
        guard training.shuffle else {
            throw UnsupportedSetting(
                path: path,
                message: "determines the order of the images; remove \"shuffle\": false")
        }
        guard training.loss.values.values["classWeights"] != "balanced" else {
            throw UnsupportedSetting(
                path: path,
                message:
                    "balances the classes, and so does training.loss.classWeights; remove one of them"
            )
        }
    }
}
