import Datasets
import Evaluation
import Foundation
import Inference
import JSON
package import Networks
package import Studies
import Tensors
package import Training
import Vocabulary

extension TrialSettings {
    /// The network that the settings describe, laid out for batches of so many of their images.
    /// - Throws: `UnsupportedSetting`; `ShapeError` when the network cannot take the images.
    package func graph(classes: Int, batch: Int) throws -> Graph {
        let size = dataset.crop
        let network = try network.network(classes: classes, imageSize: size)
        guard size >= network.minimumImageSize else {
            throw UnsupportedSetting(
                path: "dataset.crop",
                message:
                    "must be at least \(network.minimumImageSize) for \(network.name), which takes "
                    + "no smaller images; got \(size)")
        }
        return try network.graph(input: [batch, 3, size, size])
    }
}

extension TrainingOptions {
    /// The options that a trial's settings describe.
    /// - Parameters:
    ///   - trainCounts: training images of each class.
    ///   - positive: the index of the positive class of two; nil where it is not known.
    /// - Throws: `UnsupportedSetting`.
    package init(_ settings: TrialSettings, threads: Int, trainCounts: [Int], positive: Int? = nil)
        throws
    {
        let training = settings.training
        guard let optimizer = try Optimizers.all.make(training.optimizer),
            let schedule = try Schedules.all.make(settings.schedule),
            let loss = try Losses.all.make(training.loss)
        else { throw UnsupportedSetting(path: "training", message: "names an unknown kind") }
        self.init(
            epochs: training.epochs, shuffle: training.shuffle, sampler: try training.madeSampler,
            seed: settings.seed, threads: threads, optimizer: optimizer,
            learningRate: training.optimizer.values.number("learningRate"),
            backboneLearningRate: training.optimizer.values.optionalNumber("backboneLearningRate"),
            schedule: schedule,
            schedulePerStep: settings.isScheduledPerStep,
            loss: loss(trainCounts), monitor: MonitoredMetric(training.monitor), positive: positive,
            patience: training.patience)
    }
}
