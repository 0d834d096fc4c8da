import Datasets
package import Engine
import Networks
import Studies
package import Training

extension StudyPlan.Entry {
    /// The network, batch and image size, for people; trials of one title run the same programs.
    package var programTitle: String {
        let settings = trial.settings
        return "\(settings.network.configuration.label), batch \(batchSize), "
            + "\(settings.dataset.crop) px"
    }

    /// Images of a step.
    private var batchSize: Int {
        max(1, min(trial.settings.training.batchSize, data.splits[.train]?.count ?? 1))
    }

    /// Compiles what the trial runs; memory is taken when they are used.
    /// - Throws: `ShapeError`, `EngineError`, `UnsupportedSetting`.
    package func programs(kernels: KernelChoices) throws -> TrainingPrograms {
        let settings = trial.settings
        let options = try TrainingOptions(
            settings, threads: threads, trainCounts: data.dataset.counts(.train))
        let network = try settings.network.network(
            classes: data.dataset.classes.count, imageSize: settings.dataset.crop)
        return try TrainingPrograms(
            network, on: OneDNNDevice(), batchSize: batchSize, imageSize: settings.dataset.crop,
            options: options, kernels: kernels)
    }
}

extension StudyPlan {
    /// Bytes that each trial's programs take when they run, by trial.
    /// - Throws: `EngineError`.
    package func plannedBytes(kernels: KernelChoices) throws -> [String: Int] {
        var known: [String: Int] = [:]
        var result: [String: Int] = [:]
        for entry in entries {
            let kind = "\(entry.programTitle), \(entry.trial.settings.training.optimizer.label)"
            let bytes = try known[kind] ?? entry.programs(kernels: kernels).plannedBytes
            known[kind] = bytes
            result[entry.trial.id] = bytes
        }
        return result
    }
}
