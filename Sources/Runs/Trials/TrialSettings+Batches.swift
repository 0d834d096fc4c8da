import Datasets
import JSON
package import Networks
package import Studies
package import Training
import Vocabulary

extension TrialSettings {
    /// The number of images in a full minibatch: the batch size, but at most the number of images.
    func stepImages(of examples: Int) -> Int { max(1, min(training.batchSize, examples)) }

    /// The division of the training images of an epoch into minibatches, the same in all epochs.
    /// - Parameters:
    ///   - graph: the whole network.
    ///   - parts: the frozen and the trained part; nil if all layers are trained.
    ///   - examples: the number of training images.
    /// - Throws: `UnsupportedSetting` if every minibatch would have one image, but a batch norm
    ///   needs more.
    package func batches(
        _ graph: Graph, _ parts: GraphSplit?, examples: Int
    ) throws -> EpochBatches {
        let size = stepImages(of: examples)
        // Frozen batch norms use their running statistics, until their part is unfrozen.
        let isWhole = parts == nil || network.unfreezeEpoch != nil
        let trained = isWhole ? graph : parts?.tail ?? graph
        if size == 1, examples > 0, let norm = trained.singlePixelNorm {
            let got = training.batchSize == 1 ? "" : " (there is one training image)"
            throw UnsupportedSetting(
                path: "training.batchSize",
                message:
                    "must give minibatches of at least 2 images for \(network.configuration.kind) at "
                    + "\(dataset.crop) x \(dataset.crop) pixels, since batch norm '\(norm)' gets one "
                    + "value per channel of each image; got minibatches of 1\(got). Use a larger "
                    + "training.batchSize or dataset.crop")
        }
        return EpochBatches(
            examples: examples, size: size, accumulate: training.accumulate, for: trained)
    }
}

extension StudyPlan.Entry {
    /// Notes on the minibatches for the user.
    var batchNotes: [String] {
        let images = data.splits[.train]?.count ?? 0
        let settings = trial.settings
        var notes: [String] = []
        if settings.training.batchSize > images {
            notes.append(
                "training.batchSize: is \(settings.training.batchSize), more than the \(images) training "
                    + "images: every epoch is one step on all of them")
        }
        if settings.training.accumulate > batches.count, batches.count > 0 {
            notes.append(
                "training.accumulate: is \(settings.training.accumulate), more than the \(batches.count) "
                    + "minibatches of an epoch: every epoch is one step on all of them")
        }
        if batches.leftOut > 0 {
            notes.append(
                "\(settings.network.configuration.kind): the last minibatch of an epoch (\(images) "
                    + "training images in minibatches of \(batches.size)) would have one image, for "
                    + "which batch norms get one value per channel; each epoch leaves that image out"
                    + (settings.training.shuffle ? " (chosen by the shuffling)" : ""))
        }
        return notes
    }
}
