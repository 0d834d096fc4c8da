import Datasets
import Evaluation
import Files
import Foundation
import Images
import Inference
import Networks
import Results
import Studies
import Tensors
import Training
import Vocabulary
import Weights

/// The writer of a trial's folder during its training.
final class TrialWriter {
    private let task: TrialJob.Task
    private let job: TrialJob
    private let data: TrialData
    /// The whole network.
    private let graph: Graph
    /// The parameters of the frozen part, by name.
    private let frozen: [String: Tensor]
    private let weights: WeightsRecord?
    private let send: (TrialEvent) throws -> Void
    private let folder: TrialFolder
    private let started = Date()
    private var log: TrialLog
    /// The processor models on which the trial was trained so far, in order.
    private var processors: [String]
    /// The position of the latest checkpoint.
    private var saved: (epoch: Int, step: Int)?
    /// The lock of the folder, which this object has as long as it exists.
    private let lock: FileLock

    /// Creates the trial's folder, and locks it.
    /// - Throws: `FileError`.
    init(
        _ task: TrialJob.Task, _ job: TrialJob, _ data: TrialData, _ graph: Graph,
        frozen: [String: Tensor], monitor: MonitoredMetric?, weights: WeightsRecord?,
        report: @escaping (TrialEvent) throws -> Void
    ) throws {
        self.task = task
        self.job = job
        self.data = data
        self.graph = graph
        self.frozen = frozen
        self.weights = weights
        self.send = report
        log = TrialLog(monitor: monitor)
        processors = [Platform.current(threads: job.threads).processor]
        folder = ResultsFolder(job.folder).trial(task.trial.id)
        lock = try folder.lock()
        try folder.create()
    }

    /// Records an event in the tables of the folder, and reports it.
    /// - Throws: `FileError`, errors of the report.
    func handle(_ event: TrainingEvent, _ trainer: Trainer) throws {
        switch event {
        case .step(let step):
            log.steps.append(
                StepRecord(
                    step: step.step + 1, learningRate: step.learningRate, loss: step.loss,
                    gradientNorm: step.gradientNorm))
            try report(event)
        case .epoch(let epoch):
            if log.add(epoch) { try writeBest(trainer) }
            try folder.write(log.epochs)
            try folder.write(log.steps)
            try report(event)
        case .finished: try finish(trainer)
        case .diverged:
            try folder.write(log.steps)
            try report(event)
        }
    }

    private func report(_ event: TrainingEvent) throws {
        try send(TrialEvent(trial: task.trial.id, .training(event)))
    }

    /// Restores the tables at the latest checkpoint.
    /// - Returns: the state in the checkpoint; nil if there is no usable one.
    func restore(stepsPerEpoch: Int) -> TrainerState? {
        guard let last = SavedState.latest(in: folder, key: task.key) else { return nil }
        let state = last.state
        let steps = state.epoch * stepsPerEpoch + state.step
        // The tables may be newer than the checkpoint.
        guard let epochs = try? state.epoch == 0 ? [] : folder.readEpochs(),
            let records = try? steps == 0 ? [] : folder.readSteps(), epochs.count >= state.epoch,
            records.count >= steps
        else { return nil }
        log.restore(
            Array(epochs.prefix(state.epoch)), Array(records.prefix(steps)), state.history)
        saved = (state.epoch, state.step)
        addProcessors(last.processors)
        return state
    }

    /// Adds the processor models of earlier parts of the training, and warns if they differ from
    /// this one.
    private func addProcessors(_ earlier: [String]) {
        let own = processors
        let others = earlier.filter { !own.contains($0) }
        processors = others + own
        guard !others.isEmpty else { return }
        let text =
            "resumed on \(own.joined()) after training on \(others.joined(separator: ", ")): the "
            + "results may not be reproducible bit for bit\n"
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Saves a checkpoint.
    /// - Throws: `FileError`.
    func save(_ trainer: Trainer) throws {
        try folder.write(log.steps)
        let state = try trainer.state()
        try SavedState(
            state, key: task.key, threads: job.threads, processors: processors
        ).write(to: folder)
        saved = (state.epoch, state.step)
    }

    /// Saves a checkpoint at the end of an epoch; finishes the trial if a pruning rule stops it.
    /// - Throws: `FileError`.
    func pause(_ trainer: Trainer) throws {
        // A resumed trial needs the tables at that epoch.
        try folder.write(log.epochs)
        if saved.map({ $0 != (trainer.epoch, 0) }) ?? true { try save(trainer) }
        if task.pruned != nil { try finish(trainer) }
    }

    /// Writes the last parameters and `trial.json`, which completes the trial.
    private func finish(_ trainer: Trainer) throws {
        try write(trainer, to: folder.lastPath)
        let settings = task.trial.settings
        try folder.write(
            TrialRecord(
                id: task.trial.id, group: task.trial.group, key: task.key,
                settings: RecordedSettings(settings), started: started.ISO8601Format(),
                finished: Date().ISO8601Format(),
                seconds: log.epochs.reduce(0) { $0 + $1.seconds },
                codeVersion: CodeVersion.program, platform: .current(threads: job.threads),
                monitor: settings.training.monitor, bestEpoch: log.bestEpoch,
                classes: data.dataset.classes, files: try folder.digests(), weights: weights,
                data: data.fingerprint, engine: CodeVersion.engine, pruned: task.pruned,
                leftOutPerEpoch: trainer.batches.leftOut,
                processors: processors.count > 1 ? processors : [],
                normalization: data.normalization.numbers, positiveClass: data.positiveClass,
                commit: CodeVersion.commit))
        // A stopped trial keeps its checkpoint, from which it resumes under another pruning rule.
        if task.pruned == nil { try? FileManager.default.removeItem(atPath: folder.statePath) }
        try report(.finished)
    }

    /// Writes the parameters and predictions of the best epoch so far.
    private func writeBest(_ trainer: Trainer) throws {
        try write(trainer, to: folder.bestPath)
        for (split, evaluation) in trainer.evaluations {
            guard let samples = data.splits[split]?.samples else { continue }
            let (names, files) = (data.dataset.classes, samples.map(\.path))
            let groups = data.dataset.groups(of: samples)
            switch evaluation.predictions {
            case .classes(let predictions):
                try folder.write(
                    PredictionTable(
                        classes: names, files: files, groups: groups, predictions: predictions),
                    split)
            case .labels(let predictions):
                try folder.write(
                    LabelPredictionTable(
                        labels: names, files: files, groups: groups, predictions: predictions),
                    split)
            }
        }
    }

    /// Writes all parameters of the network, including the frozen ones.
    private func write(_ trainer: Trainer, to path: String) throws {
        let trained = Dictionary(uniqueKeysWithValues: try trainer.parameters())
        let tensors = graph.parameters.compactMap { parameter in
            (trained[parameter.name] ?? frozen[parameter.name]).map { (parameter.name, $0) }
        }
        try Safetensors.write(tensors, integers: graph.counters, to: path)
    }
}

/// The records of a trial so far, and its best epoch.
private struct TrialLog {
    private let monitor: MonitoredMetric?
    var epochs: [EpochRecord] = []
    var steps: [StepRecord] = []
    private var history: MetricHistory

    init(monitor: MonitoredMetric?) {
        self.monitor = monitor
        history = MetricHistory(largerIsBetter: monitor?.largerIsBetter ?? true)
    }

    /// The best epoch, from 1.
    var bestEpoch: Int { history.bestEpoch + 1 }

    mutating func restore(_ epochs: [EpochRecord], _ steps: [StepRecord], _ history: [Double]) {
        (self.epochs, self.steps, self.history.values) = (epochs, steps, history)
    }

    /// Adds an epoch.
    /// - Returns: true if the epoch is the best so far. The first of equal epochs is the best;
    ///   without a monitored metric it is the last epoch.
    mutating func add(_ result: EpochResult) -> Bool {
        func metrics(_ split: Split) -> Metrics? {
            result.splits[split].map { Metrics(loss: $0.loss, accuracy: $0.accuracy) }
        }
        let train = metrics(.train) ?? Metrics(loss: .nan, accuracy: 0)
        epochs.append(
            EpochRecord(
                epoch: result.epoch + 1, learningRate: result.learningRate, train: train,
                val: metrics(.val), test: metrics(.test),
                monitored: monitor.flatMap { monitor in
                    monitor.isPlain
                        ? nil : MonitoredValue(name: monitor.name, value: result.monitored)
                }, seconds: result.seconds))
        history.values.append(result.monitored)
        return history.epochsSinceBest == 0
    }
}
