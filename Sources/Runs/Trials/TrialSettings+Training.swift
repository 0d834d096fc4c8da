import Datasets
import Evaluation
import Foundation
import Inference
import JSON
package import Networks
package import Studies
import Tensors
package import Training
package import Vocabulary

extension TrialSettings {
    /// The graph of the network that the settings describe.
    /// - Parameter batch: the number of images of the input, `[batch, 3, crop, crop]`.
    /// - Throws: `UnsupportedSetting`; `ShapeError` if the network does not support the image size.
    package func graph(classes: Int, batch: Int) throws -> Graph {
        let size = dataset.crop
        let network = try network.network(classes: classes, imageSize: size)
        guard size >= network.minimumImageSize else {
            throw UnsupportedSetting(
                path: "dataset.crop",
                message:
                    "must be at least \(network.minimumImageSize), the minimum image size of "
                    + "\(network.name); got \(size)")
        }
        return try network.graph(input: [batch, 3, size, size])
    }
}

extension TrainingSettings {
    /// The number format in which a planned trial computes.
    /// - Throws: `UnsupportedSetting` for `auto`, which planning replaces.
    package func computePrecision() throws -> ComputePrecision {
        guard let precision = ComputePrecision(rawValue: precision.rawValue) else {
            throw UnsupportedSetting(
                path: "training.precision", message: "must be fp32 or bf16 when a trial trains")
        }
        return precision
    }
}

extension TrainingOptions {
    /// Creates the options that a trial's settings describe.
    /// - Parameters:
    ///   - threads: the number of threads that train the trial.
    ///   - trainCounts: the number of training images of each class, or in each state of each
    ///     label.
    ///   - positive: the index of the positive class; nil if it is unknown or there are more than
    ///     two classes.
    /// - Throws: `UnsupportedSetting` for an unknown kind.
    package init(
        _ settings: TrialSettings, threads: Int, trainCounts: TrainCounts, positive: Int? = nil
    ) throws {
        let training = settings.training
        guard let optimizer = try Optimizers.all.make(training.optimizer),
            let schedule = try Schedules.all.make(settings.schedule),
            let loss = try Losses.all.make(training.loss)
        else {
            throw UnsupportedSetting(
                path: "training", message: "unknown kind of optimizer, schedule or loss")
        }
        guard Losses.multilabel.contains(training.loss.kind) == trainCounts.isMultilabel else {
            throw UnsupportedSetting(
                path: "training.loss",
                message: TrainingSettings.lossError(
                    training.loss.kind, multilabel: Losses.multilabel))
        }
        self.init(
            epochs: training.epochs, shuffle: training.shuffle, sampler: try training.makeSampler(),
            seed: settings.seed, threads: threads, precision: try training.computePrecision(),
            optimizer: optimizer,
            learningRate: training.optimizer.values.number("learningRate"),
            backboneLearningRate: training.optimizer.values.optionalNumber("backboneLearningRate"),
            schedule: schedule,
            schedulePerStep: settings.isScheduledPerStep,
            loss: loss(trainCounts), monitor: MonitoredMetric(training.monitor), positive: positive,
            patience: training.patience, clipNorm: training.clipNorm,
            accumulate: training.accumulate, ema: training.ema)
    }
}
