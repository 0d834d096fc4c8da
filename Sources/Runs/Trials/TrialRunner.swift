package import Datasets
package import Engine
package import Inference
package import JSON
package import Networks
package import Processes
package import Results
package import Studies
package import Tensors
package import Training
package import Vocabulary

/// Trains the trials of a job and writes their folders. On one thread from start to end.
package struct TrialRunner {
    private let job: TrialJob
    private let data: TrialData
    /// The device, with the kernels of the job.
    private let device: any Device
    private let store: FeatureStore
    private let interruption: () -> Int32?
    private let report: (TrialEvent) throws -> Void

    /// - Parameters:
    ///   - device: the device that trains, with the kernels that the job names.
    ///   - interruption: the signal that asks to end, once there was one.
    ///   - report: called often; on the thread of `run()`; what it throws ends the training.
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

    /// What all trials of the job agree in.
    private var settings: TrialSettings { job.tasks[0].trial.settings }

    /// Trains to the end, or to the epoch after which the job pauses, from the states that are in
    /// the trials' folders.
    /// - Throws: `Interrupted`; `ShapeError`, `EngineError`, `FileError`, `WeightsError`,
    ///   `TrialFailure`.
    package func run() throws {
        guard job.data ?? data.fingerprint == data.fingerprint else {
            throw TrialFailure(
                "\(data.dataset.root): its images have changed since the run began; run it again")
        }
        let start = try TrialStart(settings, data)
        guard start.weights?.record.sha256 == job.weights else {
            throw TrialFailure(
                "\(settings.network.weights ?? ""): has changed since the run began; run it again")
        }
        let images = try TrialInputs(settings, data)
        let features = try FrozenFeatures(
            settings, data, start, on: device, threads: job.threads)
        // The run has stored the features; those that are gone by now are computed again.
        let inputs =
            try features.map {
                try TrialInputs(settings, data, $0, in: store, keys: job.features)
            } ?? images
        let courses = try job.tasks.map { try course(of: $0, start) }
        // Those that were interrupted at different places go on alone.
        let together = Dictionary(grouping: courses) {
            [$0.isWhole ? 1 : 0, $0.trainer.epoch, $0.trainer.step]
        }
        for courses in together.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            try self.train(courses.value, on: courses.value[0].isWhole ? images : inputs)
        }
    }

    /// What trains and what writes of one trial.
    private struct Course {
        let trainer: Trainer
        let writer: TrialWriter
        /// Whether nothing of the network is frozen, from the beginning or by now.
        var isWhole: Bool { unfreeze == nil }
        /// Makes the trainer of the whole network once its time has come; nil where nothing is
        /// frozen.
        let unfreeze: (() throws -> Course)?
    }

    /// A trial at its start, or where its last state is.
    private func course(of task: TrialJob.Task, _ start: TrialStart) throws -> Course {
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
            return Course(trainer: whole, writer: writer, unfreeze: nil)
        }
        let first = Course(
            trainer: trainer, writer: writer, unfreeze: start.parts == nil ? nil : whole)
        guard let state = writer.restore(stepsPerEpoch: trainer.stepsPerEpoch) else { return first }
        let isOfTail = state.parameters.count == trainer.graph.parameters.count
        let course = isOfTail ? first : try whole()
        try course.trainer.restore(state)
        return course
    }

    /// Epochs of which a part of the network is frozen, where one is.
    private var frozenEpochs: Int { settings.network.unfreezeEpoch ?? settings.training.epochs }

    /// Trains trials that stand at the same place.
    private func train(_ courses: [Course], on inputs: TrialInputs) throws {
        var clock = CheckpointSchedule()
        let loop = TrainingLoop(courses.map(\.trainer), on: inputs)
        let end = courses[0].isWhole ? nil : frozenEpochs
        let unfinished = try loop?.run(
            until: [end, job.until].compactMap { $0 }.min(),
            pause: { active, atEndOfEpoch in
                let signal = interruption()
                guard signal != nil || clock.isDue(atEndOfEpoch: atEndOfEpoch) else { return }
                try clock.save {
                    for index in active { try courses[index].writer.save(courses[index].trainer) }
                }
                if let signal { throw Interrupted(signal: signal) }
            }
        ) { index, event in
            try courses[index].writer.take(event, courses[index].trainer)
        }
        for course in (unfinished ?? []).map({ courses[$0] }) {
            if let until = job.until, course.trainer.epoch >= until {
                try course.writer.pause(course.trainer)
            } else if let whole = course.unfreeze {
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
    /// Trains on the training split and evaluates on the others; nil without a training split.
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
    /// Training images of each class, without those that were skipped.
    package var trainCounts: [Int] {
        dataset.classes.indices.map { label in
            splits[.train]?.samples.count { $0.label == label } ?? 0
        }
    }
}

extension Graph {
    /// The first value of every parameter: the checkpoint's, or drawn from the seed.
    /// - Throws: `FileError` when the checkpoint cannot be read.
    package func start(_ weights: InitialWeights?, seed: UInt64) throws -> [String: Tensor] {
        let loaded = try weights?.tensors() ?? [:]
        return Dictionary(
            uniqueKeysWithValues: parameters.map {
                ($0.name, loaded[$0.name] ?? $0.initializer.tensor(for: $0, seed: seed))
            })
    }

    /// Those of `values` that belong to this graph.
    func values(_ values: [String: Tensor]) -> [String: Tensor] {
        values.filter { name, _ in parameters.contains { $0.name == name } }
    }
}
