package import Datasets
package import JSON
package import Networks
package import Studies
package import Training
package import Vocabulary

extension TrialSettings {
    /// Images of a full step: no more than there are.
    func stepImages(of examples: Int) -> Int { max(1, min(training.batchSize, examples)) }

    /// How the training images of an epoch are divided into steps, in all epochs in the same way.
    /// - Parameters:
    ///   - graph: the whole network.
    ///   - parts: its frozen and its trained part; nil where everything trains.
    /// - Throws: `UnsupportedSetting` where every step would have one image and a batch norm needs
    ///   more.
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
                    "must give batches of at least 2 images for \(network.configuration.kind) at "
                    + "\(dataset.crop) x \(dataset.crop) pixels, since batch norm '\(norm)' sees one value per "
                    + "channel of each image; got batches of 1\(got). Use a larger training.batchSize or "
                    + "dataset.crop")
        }
        return EpochBatches(examples: examples, size: size, for: trained)
    }
}

extension StudyPlan.Entry {
    /// What the reader should know about the batches.
    var batchNotes: [String] {
        let images = data.splits[.train]?.count ?? 0
        let settings = trial.settings
        var notes: [String] = []
        if settings.training.batchSize > images {
            notes.append(
                "training.batchSize: \(settings.training.batchSize) is more than the \(images) training "
                    + "images: every epoch is one step on all of them")
        }
        if batches.leftOut > 0 {
            notes.append(
                "\(settings.network.configuration.kind): the last batch of \(images) training images in "
                    + "batches of \(batches.size) would have one image, of which its batch norms see one "
                    + "value per channel; each epoch leaves that image out"
                    + (settings.training.shuffle ? ", another one in every epoch" : ""))
        }
        return notes
    }
}
