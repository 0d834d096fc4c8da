package import Engine
import Files
package import Inference
package import Results
import Studies
package import Training

/// The options of a run.
package struct RunOptions: Sendable {
    /// The number of jobs that train at the same time.
    package var jobs: Int
    /// True if the first failure ends the run; running trials then save checkpoints.
    package var failsFast: Bool
    /// The number of retries for a failed trial.
    package var retries: Int
    /// The ends of pruned trials, by id, in a run that repeats an earlier one; nil: the study's
    /// pruning rules apply.
    package var ends: [String: PruningRecord]?

    /// Creates options; by default, one job at a time without retries.
    package init(
        jobs: Int = 1, failsFast: Bool = false, retries: Int = 0,
        ends: [String: PruningRecord]? = nil
    ) {
        self.jobs = jobs
        self.failsFast = failsFast
        self.retries = retries
        self.ends = ends
    }
}

/// Trains the trials of a run's scope, and keeps the lock and the summary up to date.
package struct StudyRunner: Sendable {
    private let scope: RunScope
    private let executor: any Executor
    private let options: RunOptions
    private let preparation: RunPreparation
    private let runState: RunState
    private let interruption: @Sendable () -> Int32?
    private let report: @Sendable (RunEvent) -> Void

    /// Creates a runner, and adds the finished trials to its lock.
    /// - Parameters:
    ///   - executor: trains the jobs.
    ///   - kernelCache: the cache of measured kernels.
    ///   - store: the cache of the features of frozen backbones.
    ///   - interruption: returns the signal that asks the run to end; nil if there was none.
    ///   - report: called with progress, on any thread.
    /// - Throws: `FileError`, `ResultsError` for a finished trial that cannot be read.
    package init(
        _ scope: RunScope, executor: any Executor, options: RunOptions = RunOptions(),
        kernelCache: KernelCache = KernelCache(), store: FeatureStore = FeatureStore(),
        interruption: @escaping @Sendable () -> Int32? = { nil },
        report: @escaping @Sendable (RunEvent) -> Void
    ) throws {
        self.scope = scope
        self.executor = executor
        self.options = options
        self.interruption = interruption
        self.report = report
        preparation = RunPreparation(
            kernelCache: kernelCache, store: store, interruption: interruption, report: report)
        runState = try RunState(scope)
    }

    private var folder: ResultsFolder { scope.plan.folder }

    /// Trains the trials.
    /// - Parameter device: the device that compiles the networks and computes features.
    /// - Returns: the number of failed trials; the others are complete, unless the run was
    ///   interrupted.
    /// - Throws: `Interrupted` during the preparation; `FileError`, `ResultsError` if the folder
    ///   cannot be written; errors of the engine.
    package func run(on device: any Device) throws -> Int {
        for path in [folder.path, folder.chartsPath, folder.tablesPath] {
            AtomicFile.removeLeftovers(in: path)
        }
        // The lock must list the trials to train already during the preparation.
        try runState.write()
        var prepared = PreparedRun()
        if !scope.queue.isEmpty {
            prepared = try preparation.prepare(scope, runState, on: device)
            try runState.write()
        }
        if !scope.done.isEmpty { report(.skipping(scope.done.count)) }
        // The features must stay in the cache while the trials' processes read them.
        try withExtendedLifetime(prepared) { try trainStages(prepared) }
        if let error = runState.error { throw error }
        try runState.write()
        try folder.writeSummary()
        return runState.failed.count
    }

    /// Trains the trials, in stages if the study has pruning.
    private func trainStages(_ prepared: PreparedRun) throws {
        let trainer = GroupTrainer(
            scope: scope, executor: executor, options: options, prepared: prepared,
            runState: runState, interruption: interruption, report: report)
        let stages = try PruningStages(scope.plan, ends: options.ends)
        for stage in 0..<stages.count {
            trainer.train(stages.work(at: stage, left: runState.left, jobs: options.jobs))
            if trainer.isEnding { return }
            let outcome = stages.outcome(
                of: stage, left: runState.left, failed: runState.failed, jobs: options.jobs)
            for (epoch, trials, missing) in outcome.waiting {
                report(.waiting(trials, epoch: epoch, for: missing))
                runState.leave(trials)
            }
            trainer.train(outcome.stopped)
            if trainer.isEnding { return }
        }
    }
}
