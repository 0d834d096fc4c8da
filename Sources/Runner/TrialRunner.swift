import Datasets
import Engine
import Foundation
import Networks
import Results
import Settings
import Studies
import Tensors
import Training
import Weights

/// Trains one trial and writes its folder. On one thread from start to end.
package struct TrialRunner {
    private let job: TrialJob
    private let data: TrialData
    private let report: (TrialEvent) -> Void

    /// - Parameter report: called often; on the thread of `run()`.
    package init(_ job: TrialJob, data: TrialData, report: @escaping (TrialEvent) -> Void) {
        self.job = job
        self.data = data
        self.report = report
    }

    /// - Throws: `ShapeError`, `EngineError`, `FileError`, `WeightsError`.
    package func run() throws {
        let started = Date()
        let settings = job.trial.settings
        let folder = ResultsFolder(job.folder).trial(job.trial.id)
        try folder.create()
        guard let train = data.splits[.train] else {
            throw DatasetError.emptySplit(settings.dataset.path, split: .train)
        }
        let options = try TrainingOptions(
            settings, threads: job.threads,
            trainCounts: data.dataset.classes.indices.map { label in
                train.samples.count { $0.label == label }
            })
        let network = try settings.network.network(
            classes: data.dataset.classes.count, imageSize: settings.dataset.crop)
        let weights = try initialWeights(of: network)
        let trainer = try Trainer(
            network, on: OneDNNDevice(), train: train,
            evaluated: [Split.val, .test].compactMap { split in
                data.splits[split].map { (split, $0) }
            }, options: options, parameters: weights?.tensors(),
            kernels: KernelChoices(job.kernels, measures: false))
        var log = TrialLog(select: options.select)
        try trainer.run { event in
            switch event {
            case .step(let step):
                log.steps.append(
                    StepRecord(
                        step: step.step + 1, learningRate: step.learningRate, loss: step.loss))
                reportProgress(step, options)
            case .evaluating: break
            case .epoch(let epoch):
                if log.add(epoch) { try writeBest(epoch, trainer, folder) }
                try folder.write(log.epochs)
                try folder.write(log.steps)
                reportEpoch(epoch, options)
            }
        }
        try write(trainer, to: folder.lastPath)
        let seconds = log.epochs.reduce(0) { $0 + $1.seconds }
        try folder.write(
            TrialRecord(
                id: job.trial.id, group: job.trial.group, key: job.key,
                settings: settings.withoutPlaces,
                started: started.ISO8601Format(), finished: Date().ISO8601Format(),
                seconds: seconds, codeVersion: CodeVersion.program,
                platform: .current(threads: job.threads), select: settings.training.select,
                bestEpoch: log.bestEpoch, classes: data.dataset.classes,
                files: try folder.digests(), weights: weights?.record))
    }

    /// The checkpoint that the trial starts from, if it is still the one of the plan; nil for random initialisation.
    private func initialWeights(of network: Network) throws -> InitialWeights? {
        let settings = job.trial.settings
        let size = settings.dataset.crop
        let graph = try network.graph(input: [1, 3, size, size])
        let weights = try Checkpoints().weights(settings.network, for: graph)
        guard weights?.record.sha256 == job.weights else {
            throw TrialFailure(
                "\(settings.network.weights ?? ""): has changed since the run began; run it again")
        }
        return weights
    }

    private func writeBest(_ epoch: EpochResult, _ trainer: Trainer, _ folder: TrialFolder) throws {
        try write(trainer, to: folder.bestPath)
        let classes = data.dataset.classes
        for (split, evaluation) in epoch.evaluations {
            guard let samples = data.splits[split]?.samples else { continue }
            let rows = samples.enumerated().map { index, sample in
                let first = index * evaluation.classes
                let row = Array(evaluation.probabilities[first..<(first + evaluation.classes)])
                let predicted = row.indices.max { row[$0] < row[$1] } ?? 0
                return Prediction(
                    file: sample.path, label: classes[sample.label],
                    predicted: classes[predicted], probabilities: row.map { Double($0) })
            }
            try folder.write(Predictions(classes: classes, rows: rows), MetricSplit(split))
        }
    }

    private func write(_ trainer: Trainer, to path: String) throws {
        try Safetensors.write(
            trainer.parameters(), integers: trainer.graph.counters, to: path)
    }

    private func reportProgress(_ step: StepResult, _ options: TrainingOptions) {
        report(
            TrialEvent(
                fraction: Double(step.step + 1) / Double(step.stepsPerEpoch * options.epochs),
                epoch: step.epoch + 1, epochs: options.epochs, loss: step.loss))
    }

    private func reportEpoch(_ epoch: EpochResult, _ options: TrainingOptions) {
        report(
            TrialEvent(
                fraction: Double(epoch.epoch + 1) / Double(options.epochs),
                epoch: epoch.epoch + 1, epochs: options.epochs, loss: epoch.splits[.train]?.loss,
                valAccuracy: epoch.splits[.val]?.accuracy,
                testAccuracy: epoch.splits[.test]?.accuracy, isEpochEnd: true))
    }
}

/// The records of a trial so far, and its best epoch.
private struct TrialLog {
    private let select: SelectionMetric
    var epochs: [EpochRecord] = []
    var steps: [StepRecord] = []
    private var history: MetricHistory

    init(select: SelectionMetric) {
        self.select = select
        history = MetricHistory(largerIsBetter: select.largerIsBetter)
    }

    /// From 1.
    var bestEpoch: Int { history.bestEpoch + 1 }

    /// Adds an epoch; returns whether it is the best so far. Of equal ones the first stays.
    mutating func add(_ result: EpochResult) -> Bool {
        func metrics(_ split: Split) -> Metrics? {
            result.splits[split].map { Metrics(loss: $0.loss, accuracy: $0.accuracy) }
        }
        let train = metrics(.train) ?? Metrics(loss: .nan, accuracy: 0)
        epochs.append(
            EpochRecord(
                epoch: result.epoch + 1, learningRate: result.learningRate, train: train,
                val: metrics(.val), test: metrics(.test), seconds: result.seconds))
        history.values.append(select.value(of: result))
        return history.epochsSinceBest == 0
    }
}
