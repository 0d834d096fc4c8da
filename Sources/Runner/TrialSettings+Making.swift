import Datasets
import Evaluation
import Foundation
package import Networks
import Settings
package import Studies
import Tensors
package import Training

/// A study asks for what this version cannot do.
package struct UnsupportedSetting: Error, CustomStringConvertible {
    /// The setting's path in a study file.
    package let path: String
    package let message: String

    package var description: String { "\(path): \(message)" }
}

extension NetworkSettings {
    /// The network that the settings describe.
    /// - Throws: `UnsupportedSetting`.
    package func network(classes: Int, imageSize: Int) throws -> Network {
        guard let head = try Heads.all.make(head) else {
            throw UnsupportedSetting(
                path: "network.head", message: "there is no head '\(head.kind)'")
        }
        let request = NetworkRequest(
            classes: classes, imageSize: imageSize, values: configuration.values, head: head)
        guard let network = Networks.make(configuration.kind, request) else {
            throw UnsupportedSetting(
                path: "network", message: "there is no network '\(configuration.kind)'")
        }
        return network
    }
}

extension TrialSettings {
    /// The network that the settings describe, laid out for batches of so many of their images.
    /// - Throws: `UnsupportedSetting`; `ShapeError` when the network cannot take the images.
    func graph(classes: Int, batch: Int) throws -> Graph {
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
