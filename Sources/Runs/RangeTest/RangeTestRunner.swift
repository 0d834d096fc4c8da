import Datasets
package import Engine
package import Inference
import JSON
import Networks
import Results
import Studies
package import Training
import Vocabulary

/// A runner of learning rate range tests, which train in this process.
///
/// Range tests do not change results, locks or reports. They store decoded images, features and the
/// choice of the fastest kernels in the user's cache, which a run uses, too.
package struct RangeTestRunner {
    /// A report of progress during a test.
    package enum Event {
        /// The network is compiled, and kernels without an earlier measurement are measured.
        case compiling
        /// The features of the frozen layers for the training images are computed.
        case features(String, done: Int, of: Int)
        /// A training step is done, with this learning rate and loss.
        case step(RangeCurve.Point)
    }

    private let plan: StudyPlan
    private let test: RangeTest
    private let device: any Device
    private let kernelCache: KernelCache
    private let store: FeatureStore
    private let checkpoints = Checkpoints()

    /// Creates a runner for the setups of a plan; it opens each checkpoint only once.
    package init(
        _ plan: StudyPlan, _ test: RangeTest, on device: any Device,
        kernelCache: KernelCache = KernelCache(), store: FeatureStore = FeatureStore()
    ) {
        self.plan = plan
        self.test = test
        self.device = device
        self.kernelCache = kernelCache
        self.store = store
    }

    /// Trains the network of a setup with an increasing learning rate.
    /// - Returns: the loss of each step by its learning rate.
    /// - Throws: `DatasetError`, `UnsupportedSetting`, `EngineError`; `FileError` for networks with
    ///   frozen layers.
    package func run(
        _ setup: RangeSetup, report: (Event) -> Void = { _ in }
    ) throws -> RangeCurve {
        report(.compiling)
        let entry = setup.entry
        let settings = entry.trial.settings
        let start = try TrialStart(settings, entry.data, checkpoints: checkpoints)
        let kernels = try kernelCache.choices(
            like: plan.folder.readLockIfPresent()?.kernels ?? [:])
        let device = device.with(kernels)
        let inputs = try inputs(entry, start, device, report)
        guard let train = inputs.examples[.train] else {
            throw DatasetError.emptySplit(settings.dataset.path, split: .train)
        }
        let curve = try test.run(
            start.trained, on: device, examples: train, extractor: inputs.extractor,
            options: TrainingOptions(
                settings, threads: entry.threads, trainCounts: entry.data.trainCounts),
            parameters: start.parameters
        ) { report(.step($0)) }
        try? kernelCache.save(kernels)
        return curve
    }

    private func inputs(
        _ entry: StudyPlan.Entry, _ start: TrialStart, _ device: any Device,
        _ report: (Event) -> Void
    ) throws -> TrialInputs {
        let (settings, data) = (entry.trial.settings, entry.data)
        let features = try FrozenFeatures(
            settings, data, start, on: device, threads: entry.threads)
        guard let features else { return try TrialInputs(settings, data) }
        return try TrialInputs(settings, data, features, of: .train, in: store) {
            report(.features(features.title, done: $0, of: $1))
        }
    }
}
