import Datasets
package import Engine
package import Inference
import Processes
import Results
import Studies
package import Training

/// The preparation of a run: chooses the kernels and computes the features of frozen backbones that
/// several trials use.
package struct RunPreparation: Sendable {
    private let kernelCache: KernelCache
    private let store: FeatureStore
    private let interruption: @Sendable () -> Int32?
    private let report: @Sendable (RunEvent) -> Void

    /// Creates a preparation.
    /// - Parameters:
    ///   - kernelCache: the cache of measured kernels.
    ///   - store: the cache of the features of frozen backbones.
    ///   - interruption: returns the signal that asks the run to end; nil if there was none.
    ///   - report: called with progress, on the calling thread.
    package init(
        kernelCache: KernelCache = KernelCache(), store: FeatureStore = FeatureStore(),
        interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void
    ) {
        self.kernelCache = kernelCache
        self.store = store
        self.interruption = interruption
        self.report = report
    }

    /// Compiles each network once, so that all trials use the same kernels as the existing results,
    /// and computes the features that are not in the cache.
    /// - Parameters:
    ///   - runState: the state of the run, whose lock then names the kernels and the features.
    ///   - device: the device that compiles the networks and computes features.
    /// - Throws: `FileError`, `Interrupted`, errors of the engine.
    package func prepare(
        _ scope: RunScope, _ runState: RunState, on device: any Device
    ) throws -> PreparedRun {
        let choices = kernelCache.choices(like: scope.previousLock?.kernels ?? [:])
        let device = device.with(choices)
        var seen: Set<StudyPlan.Entry.ProgramKey> = []
        for entry in scope.queue where seen.insert(entry.programKey).inserted {
            report(.measuring(entry.programKey.title))
            _ = try entry.programs(on: device)
        }
        var features: [String: [FeatureSetID: String]] = [:]
        var matrices: [FeatureMatrix] = []
        var records: [FeaturesRecord] = []
        for shared in try scope.plan.sharedFeatures(of: scope.queue, on: device) {
            let (made, record) = try open(shared)
            matrices += made
            for trial in shared.trials { features[trial] = shared.keys }
            let old = scope.previousLock?.features.first { $0.keys == record.keys }
            records.append(old.map { record.merged(with: $0) } ?? record)
        }
        records += Self.kept(scope, besides: records)
        try? kernelCache.save(choices)
        runState.update {
            $0.features = records
            $0.kernels = choices.used
        }
        return PreparedRun(features: features, kernels: choices.used, matrices: matrices)
    }

    /// Opens shared features; computes them first unless they are in the cache.
    private func open(
        _ shared: SharedFeatures
    ) throws -> ([FeatureMatrix], FeaturesRecord) {
        let start = ContinuousClock.now
        var isComputed = false
        let matrices = try shared.features.matrices(in: store) { done, total in
            if let signal = interruption() { throw Interrupted(signal: signal) }
            isComputed = true
            report(.features(shared.title, done: done, of: total))
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let record = FeaturesRecord(
            title: shared.title, images: shared.images, bytes: shared.bytes, keys: shared.keys,
            seconds: isComputed ? seconds : nil, trials: shared.trials)
        return (Array(matrices.values), record)
    }

    /// The records in the previous lock of features on which finished trials were trained.
    private static func kept(
        _ scope: RunScope, besides records: [FeaturesRecord]
    ) -> [FeaturesRecord] {
        let again = Set(records.flatMap(\.trials))
        let known = Set(scope.plan.entries.map(\.trial.id))
        let others = (scope.previousLock?.features ?? []).filter { old in
            !records.contains { $0.keys == old.keys }
        }
        return others.compactMap { old in
            var record = old
            record.trials.removeAll { again.contains($0) || !known.contains($0) }
            return record.trials.isEmpty ? nil : record
        }
    }
}
