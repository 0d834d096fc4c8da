import Datasets
package import Engine
package import Inference
import JSON
package import Networks
import Processes
import Results
import Studies
package import Tensors
package import Training
import Vocabulary

/// A runner that trains the trials of a job and writes their folders, on the calling thread.
package struct TrialRunner {
    private let job: TrialJob
    private let data: TrialData
    /// The device, with the kernels of the job.
    private let device: any Device
    private let store: FeatureStore
    private let interruption: () -> Int32?
    private let report: (TrialEvent) throws -> Void

    /// Creates a runner for a job.
    /// - Parameters:
    ///   - device: the device that trains; it uses the kernels of the job.
    ///   - interruption: returns the signal that asks the process to end; nil if there was none.
    ///   - report: called after each step, on the thread of `run()`; an error that it throws ends
    ///     the training.
    package init(
        _ job: TrialJob, data: TrialData, on device: any Device,
        store: FeatureStore = FeatureStore(),
        interruption: @escaping () -> Int32? = { nil },
        report: @escaping (TrialEvent) throws -> Void
    ) {
        self.interruption = interruption
        self.job = job
        self.data = data
        self.device = device.with(KernelChoices(job.kernels, measures: false))
        self.store = store
        self.report = report
    }

    /// The settings of the first trial, of which only those common to all trials are used.
    private var settings: TrialSettings { job.tasks[0].trial.settings }

    /// Trains the trials to their end, or to the epoch after which the job pauses. Trials with a
    /// checkpoint in their folder resume from it.
    /// - Throws: `Interrupted`; `ShapeError`, `EngineError`, `FileError`, `WeightsError`,
    ///   `TrialFailure`.
    package func run() throws {
        guard job.data ?? data.fingerprint == data.fingerprint else {
            throw TrialFailure(
                "\(data.dataset.root): the images have changed since the run started; "
                    + "start it again")
        }
        let start = try TrialStart(settings, data)
        guard start.weights?.record.sha256 == job.weights else {
            throw TrialFailure(
                "\(settings.network.weights ?? ""): the checkpoint has changed since the run started; "
                    + "start it again")
        }
        let images = try TrialInputs(settings, data)
        let features = try FrozenFeatures(
            settings, data, start, on: device, threads: job.threads)
        // The run has stored the features; those that have been removed are computed again.
        let inputs =
            try features.map {
                try TrialInputs(settings, data, $0, in: store, keys: job.features)
            } ?? images
        let runs = try job.tasks.map { try trialRun(of: $0, start) }
        // Trials that were interrupted at different positions train separately.
        let together = Dictionary(grouping: runs) {
            [$0.isWhole ? 1 : 0, $0.trainer.epoch, $0.trainer.step]
        }
        for runs in together.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try train(runs.value, on: runs.value[0].isWhole ? images : inputs)
        }
    }

    /// The training of a trial: its trainer, and the writer of its folder.
    private struct TrialRun {
        let trainer: Trainer
        let writer: TrialWriter
        /// True if the whole network is trained: no part was frozen, or it has been unfrozen.
        var isWhole: Bool { unfreeze == nil }
        /// Makes the training of the whole network, from the parameters of `trainer`; nil if no
        /// part is frozen.
        let unfreeze: (() throws -> TrialRun)?
    }

    /// The training of a trial, at its start or at its latest checkpoint.
    private func trialRun(of task: TrialJob.Task, _ start: TrialStart) throws -> TrialRun {
        let trainer = try Trainer(
            start.trained, on: device, batches: start.batches,
            options: options(task.trial), parameters: start.parameters)
        let writer = try TrialWriter(
            task, job, data, start.graph, frozen: start.frozen,
            monitor: trainer.options.monitor, weights: start.weights?.record, report: report)
        let whole = {
            let whole = try Trainer(
                unfreezing: start.graph, after: trainer, at: frozenEpochs, on: device,
                parameters: start.parameters)
            return TrialRun(trainer: whole, writer: writer, unfreeze: nil)
        }
        let first = TrialRun(
            trainer: trainer, writer: writer, unfreeze: start.parts == nil ? nil : whole)
        guard let state = writer.restore(stepsPerEpoch: trainer.stepsPerEpoch) else { return first }
        let isOfTail = state.parameters.count == trainer.graph.parameters.count
        let run = isOfTail ? first : try whole()
        try run.trainer.restore(state)
        return run
    }

    /// The number of epochs in which a part of the network is frozen, if one is.
    private var frozenEpochs: Int { settings.network.unfreezeEpoch ?? settings.training.epochs }

    /// Trains trials that are at the same position.
    private func train(_ runs: [TrialRun], on inputs: TrialInputs) throws {
        var clock = CheckpointSchedule()
        let loop = TrainingLoop(runs.map(\.trainer), on: inputs)
        let end = runs[0].isWhole ? nil : frozenEpochs
        let unfinished = try loop?.run(
            until: [end, job.until].compactMap { $0 }.min(),
            pause: { active, atEndOfEpoch in
                let signal = interruption()
                guard signal != nil || clock.isDue(atEndOfEpoch: atEndOfEpoch) else { return }
                try clock.save {
                    for index in active { try runs[index].writer.save(runs[index].trainer) }
                }
                if let signal { throw Interrupted(signal: signal) }
            }
        ) { index, event in
            try runs[index].writer.handle(event, runs[index].trainer)
        }
        for run in (unfinished ?? []).map({ runs[$0] }) {
            if let until = job.until, run.trainer.epoch >= until {
                try run.writer.pause(run.trainer)
            } else if let whole = run.unfreeze {
                try train([try whole()], on: TrialInputs(settings, data))
            }
        }
    }

    private func options(_ trial: Trial) throws -> TrainingOptions {
        try TrainingOptions(
            trial.settings, threads: job.threads, trainCounts: data.trainCounts,
            positive: data.positive)
    }
}

extension TrainingLoop {
    /// Creates a loop that trains on the training split and evaluates on the others; nil without a
    /// training split.
    fileprivate init?(_ trainers: [Trainer], on inputs: TrialInputs) {
        guard let train = inputs.examples[.train] else { return nil }
        self.init(
            trainers, train: train, extractor: inputs.extractor,
            evaluated: [Split.val, .test].compactMap { split in
                inputs.examples[split].map { (split, $0) }
            })
    }
}

extension TrialData {
    /// The number of training images of each class, or in each state of each label, skipped images
    /// excluded.
    package var trainCounts: TrainCounts {
        if let labels = splits[.train]?.labelMatrix { return .labels(labels.counts) }
        return .classes(
            dataset.classes.indices.map { label in
                splits[.train]?.samples.count { $0.label == label } ?? 0
            })
    }
}

extension Graph {
    /// The initial value of every parameter, by name: from the checkpoint, otherwise drawn from the
    /// seed.
    /// - Throws: `FileError` if the checkpoint cannot be read.
    package func start(_ weights: InitialWeights?, seed: UInt64) throws -> [String: Tensor] {
        let loaded = try weights?.tensors() ?? [:]
        return Dictionary(
            uniqueKeysWithValues: parameters.map {
                ($0.name, loaded[$0.name] ?? $0.initializer.tensor(for: $0, seed: seed))
            })
    }

    /// The members of `values` that are parameters of this graph.
    func values(_ values: [String: Tensor]) -> [String: Tensor] {
        values.filter { name, _ in parameters.contains { $0.name == name } }
    }
}
