package import Datasets
package import Engine
package import JSON
package import Networks
package import Studies
package import Training
package import Vocabulary

extension StudyPlan.Entry {
    /// What decides the programs that a trial runs.
    package struct ProgramKey: Hashable, Sendable {
        /// Without its checkpoint.
        package let network: NetworkSettings
        let optimizer: Configuration
        package let batchSize: Int
        package let imageSize: Int
        package let threads: Int

        /// For people.
        package var title: String {
            "\(network.configuration.kind), batch \(batchSize), \(imageSize) px"
        }
    }

    package var programKey: ProgramKey {
        let settings = trial.settings
        var network = settings.network
        network.weights = nil
        return ProgramKey(
            network: network, optimizer: settings.training.optimizer,
            batchSize: batchSize, imageSize: settings.dataset.crop, threads: threads)
    }

    /// Images of a step.
    private var batchSize: Int {
        trial.settings.stepImages(of: data.splits[.train]?.count ?? 1)
    }

    /// Compiles what the trial trains, memory is taken when they are used: the whole network or the
    /// part behind a frozen one; both, in this order of use, where that unfreezes.
    /// - Throws: `ShapeError`, `EngineError`, `UnsupportedSetting`.
    package func programs(kernels: KernelChoices) throws -> [TrainingPrograms] {
        let settings = trial.settings
        let options = try TrainingOptions(
            settings, threads: threads, trainCounts: data.dataset.counts(.train))
        let graph = try settings.graph(classes: data.dataset.classes.count, batch: batchSize)
        let rear = try settings.network.cut(graph)?.rear
        let unfrozen = rear == nil || settings.network.unfreezeAt != nil ? graph : nil
        return try [rear, unfrozen].compactMap { $0 }.map {
            try TrainingPrograms($0, on: OneDNNDevice(kernels: kernels), options: options)
        }
    }
}

extension StudyPlan {
    /// Bytes that each trial's programs take when they run, by trial.
    /// - Throws: `EngineError`.
    package func plannedBytes(kernels: KernelChoices) throws -> [String: Int] {
        var known: [Entry.ProgramKey: Int] = [:]
        var result: [String: Int] = [:]
        for entry in entries {
            let key = entry.programKey
            let bytes =
                try known[key] ?? entry.programs(kernels: kernels)
                .map(\.plannedBytes).max() ?? 0
            known[key] = bytes
            result[entry.trial.id] = bytes
        }
        return result
    }
}
