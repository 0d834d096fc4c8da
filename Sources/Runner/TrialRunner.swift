import Datasets
import Engine
import Networks
import Results
import Settings
import Studies
import Tensors
package import Training

/// Trains the trials of a job and writes their folders. On one thread from start to end.
package struct TrialRunner {
    private let job: TrialJob
    private let data: TrialData
    private let store: FeatureStore
    private let report: (TrialEvent) -> Void

    /// - Parameter report: called often; on the thread of `run()`.
    package init(
        _ job: TrialJob, data: TrialData, store: FeatureStore = FeatureStore(),
        report: @escaping (TrialEvent) -> Void
    ) {
        self.job = job
        self.data = data
        self.store = store
        self.report = report
    }

    /// What all trials of the job agree in.
    private var settings: TrialSettings { job.tasks[0].trial.settings }

    /// - Throws: `ShapeError`, `EngineError`, `FileError`, `WeightsError`, `TrialFailure`.
    package func run() throws {
        let start = try TrialStart(settings, data)
        guard start.weights?.record.sha256 == job.weights else {
            throw TrialFailure(
                "\(settings.network.weights ?? ""): has changed since the run began; run it again")
        }
        let examples = try start.cut == nil ? data.images : features(start.parameters)
        let trainers = try job.tasks.map { task in
            try Trainer(
                start.trained, on: OneDNNDevice(), examples: start.examples,
                options: options(task.trial), parameters: start.parameters,
                kernels: KernelChoices(job.kernels, measures: false))
        }
        let writers = try zip(job.tasks, trainers).map { task, trainer in
            try TrialWriter(
                task, job, data, start.graph, frozen: start.frozen,
                select: trainer.options.select, weights: start.weights?.record, report: report)
        }
        let frozen = settings.network.unfreezeAt ?? settings.training.epochs
        let loop = TrainingLoop(trainers, on: examples)
        let unfinished = try loop?.run(epochs: 0..<frozen) { index, event in
            try writers[index].take(event, trainers[index])
        }
        guard let index = unfinished?.first else { return }
        // What unfreezes trains alone.
        let whole = try Trainer(
            unfreezing: start.graph, after: trainers[index], epochs: frozen, on: OneDNNDevice(),
            parameters: start.parameters, kernels: KernelChoices(job.kernels, measures: false))
        try TrainingLoop([whole], on: data.images)?.run(
            epochs: frozen..<settings.training.epochs
        ) { _, event in try writers[index].take(event, whole) }
    }

    private func options(_ trial: Trial) throws -> TrainingOptions {
        try TrainingOptions(
            trial.settings, threads: job.threads, trainCounts: data.trainCounts)
    }

    /// The features that the run has made ready; or, where somebody has cleared them away, computed again.
    private func features(_ start: [String: Tensor]) throws -> [Split: any ExampleSource] {
        var front: FrozenFront?
        var examples: [Split: any ExampleSource] = [:]
        for (split, images) in data.splits {
            var matrix = try job.features[split.rawValue].flatMap {
                try store.open($0, verify: false)
            }
            if matrix == nil {
                front =
                    try front
                    ?? FrozenFront(
                        settings, classes: data.dataset.classes.count, parameters: { _ in start },
                        threads: job.threads,
                        kernels: KernelChoices(job.kernels, measures: false))
                matrix = try front?.features(of: images, in: store)
            }
            examples[split] = matrix.map { FeatureExamples($0, labels: images.labels) }
        }
        return examples
    }
}

extension TrainingLoop {
    /// Trains on the training split and evaluates on the others; nil without a training split.
    fileprivate init?(_ trainers: [Trainer], on examples: [Split: any ExampleSource]) {
        guard let train = examples[.train] else { return nil }
        self.init(
            trainers, train: train,
            evaluated: [Split.val, .test].compactMap { split in
                examples[split].map { (split, $0) }
            })
    }
}

extension TrialData {
    /// The images of each split as network input.
    var images: [Split: any ExampleSource] { splits.mapValues { NormalizedImages($0) } }

    /// Training images of each class, without those that were skipped.
    var trainCounts: [Int] {
        dataset.classes.indices.map { label in
            splits[.train]?.samples.count { $0.label == label } ?? 0
        }
    }
}

extension Graph {
    /// The first value of every parameter: the checkpoint's, or drawn from the seed.
    func start(_ weights: InitialWeights?, seed: UInt64) -> [String: Tensor] {
        let loaded = weights?.tensors() ?? [:]
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
