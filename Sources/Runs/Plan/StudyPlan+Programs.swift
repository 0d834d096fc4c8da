import Datasets
package import Engine
import JSON
import Networks
package import Studies
package import Training
import Vocabulary

extension StudyPlan.Entry {
    /// The settings on which the compiled programs of a trial depend.
    package struct ProgramKey: Hashable, Sendable {
        /// The network's settings without its checkpoint.
        package let network: NetworkSettings
        let optimizer: Configuration
        let clips: Bool
        let accumulates: Bool
        let averages: Bool
        let batchSize: Int
        let imageSize: Int
        let precision: PrecisionSetting
        let threads: Int

        /// The network's kind, the batch size and the image size in one line, for people.
        package var title: String {
            "\(network.configuration.kind), batch \(batchSize), \(imageSize) px"
        }
    }

    /// The key of the trial's programs; trials with equal keys run the same programs.
    package var programKey: ProgramKey {
        let settings = trial.settings
        var network = settings.network
        network.weights = nil
        return ProgramKey(
            network: network, optimizer: settings.training.optimizer,
            clips: settings.training.clipNorm != nil,
            accumulates: settings.training.accumulate > 1, averages: settings.training.ema != nil,
            batchSize: batchSize, imageSize: settings.dataset.crop,
            precision: settings.training.precision, threads: threads)
    }

    /// The number of images in a step.
    private var batchSize: Int {
        trial.settings.stepImages(of: data.splits[.train]?.count ?? 1)
    }

    /// Compiles the programs of the trial: for the whole network, for the trainable head behind a
    /// frozen backbone, or for the head and then the network if the backbone is unfrozen later.
    /// Memory is allocated on first use.
    /// - Parameter device: the device, with the kernels to run on.
    /// - Throws: `ShapeError`, `EngineError`, `UnsupportedSetting`.
    package func programs(on device: any Device) throws -> [TrainingPrograms] {
        let settings = trial.settings
        let options = try TrainingOptions(
            settings, threads: threads, trainCounts: data.trainCounts)
        let graph = try settings.graph(classes: data.dataset.classes.count, batch: batchSize)
        let tail = try settings.network.split(graph)?.tail
        let unfrozen = tail == nil || settings.network.unfreezeEpoch != nil ? graph : nil
        return try [tail, unfrozen].compactMap { $0 }.map {
            try TrainingPrograms($0, on: device, options: options)
        }
    }
}

extension StudyPlan {
    /// The memory in bytes that each trial's programs need when they run, by the trial's id.
    /// Finished trials that this processor cannot train are left out.
    /// - Parameter device: the device, with the kernels to run on.
    /// - Throws: `EngineError`.
    package func plannedBytes(on device: any Device) throws -> [String: Int] {
        var known: [Entry.ProgramKey: Int] = [:]
        var result: [String: Int] = [:]
        let hasBFloat16 = OneDNNLibrary.supports(.bf16)
        for entry in entries {
            let needsBFloat16 = entry.trial.settings.training.precision == .bf16
            if entry.state == .done, needsBFloat16, !hasBFloat16 { continue }
            let key = entry.programKey
            let bytes =
                try known[key] ?? entry.programs(on: device)
                .map(\.plannedBytes).max() ?? 0
            known[key] = bytes
            result[entry.trial.id] = bytes
        }
        return result
    }
}
