package import Datasets
import Engine
import Networks
import Tensors
package import Vocabulary

/// The training loop: passes over a data set that train one network, or several in parallel.
///
/// Networks that are trained together use the same batches, which are read and prepared once. Batch
/// size, order and seed must be equal. The result of each network is identical to the result of
/// training it alone.
package struct TrainingLoop {
    private let trainers: [Trainer]
    private let train: any ExampleSource
    private let extractor: FeatureExtractor?
    private let evaluated: [(split: Split, examples: any ExampleSource)]

    /// - Parameters:
    ///   - train: the training examples: the inputs of `extractor` if there is one, otherwise of
    ///     the trainers.
    ///   - extractor: the frozen backbone that computes the features of each training batch; nil:
    ///     there is none.
    ///   - evaluated: the splits to evaluate after each epoch, as inputs of the trainers.
    package init(
        _ trainers: [Trainer], train: any ExampleSource, extractor: FeatureExtractor? = nil,
        evaluated: [(split: Split, examples: any ExampleSource)]
    ) {
        let shapes = trainers.map { ($0.graph.inputShape, $0.options.seed, $0.options.shuffle) }
        precondition(
            shapes.allSatisfy { $0 == shapes[0] }
                && trainers.allSatisfy { $0.batches == trainers[0].batches },
            "the trainers of a loop must have the same batches")
        self.trainers = trainers
        self.train = train
        self.extractor = extractor
        self.evaluated = evaluated
    }

    /// Trains all epochs. The training of a network ends early if there is no improvement for
    /// `patience` epochs, or at once if it diverges. It begins at the epoch and step of the
    /// trainers, which must be equal for all.
    /// - Parameters:
    ///   - end: the epoch before which to stop, from 0; nil: the last one.
    ///   - pause: called between steps, between batches of evaluations and between epochs, with the
    ///     indices of the trainers that continue, and true if an epoch has just ended; an error
    ///     that it throws ends the training.
    ///   - report: called on this thread with the index of the trainer and an event; an error that
    ///     it throws ends the training.
    /// - Returns: the indices of the trainers that have epochs left.
    @discardableResult
    package func run(
        until end: Int? = nil,
        pause: (_ active: [Int], _ atEndOfEpoch: Bool) throws -> Void = { _, _ in },
        _ report: (Int, TrainingEvent) throws -> Void
    ) throws -> [Int] {
        let start = trainers.map { ($0.epoch, $0.step) }
        precondition(
            start.allSatisfy { $0 == start[0] },
            "the trainers of a loop must begin at the same step")
        var active = Array(trainers.indices)
        while let first = active.first, trainers[first].epoch < end ?? .max {
            for (index, result) in try runEpoch(
                of: &active, pause: { try pause($0, false) }, report)
            {
                try report(index, .epoch(result))
                let trainer = trainers[index]
                guard trainer.isFinished || trainer.divergence != nil else { continue }
                active.removeAll { $0 == index }
                try report(index, trainer.divergence.map { .diverged($0) } ?? .finished)
            }
            try pause(active, true)
        }
        return active
    }

    private func runEpoch(
        of active: inout [Int], pause: ([Int]) throws -> Void,
        _ report: (Int, TrainingEvent) throws -> Void
    ) throws -> [(Int, EpochResult)] {
        guard let first = active.first.map({ trainers[$0] }) else { return [] }
        let start = ContinuousClock.now
        let before = trainers.map(\.seconds)
        let order = first.batches.trained(
            first.options.order(of: train, epoch: first.epoch), after: first.step)
        try pass(over: train.inEpoch(first.epoch), in: order) { batch in
            try withFeatures(of: batch) { batch in
                for index in active {
                    if let step = try trainers[index].train(batch) {
                        try report(index, .step(step))
                    }
                    if let divergence = trainers[index].divergence {
                        try report(index, .diverged(divergence))
                    }
                }
            }
            active.removeAll { trainers[$0].divergence != nil }
            // The sums of gradients within a step are not part of a checkpoint.
            if let index = active.first, trainers[index].isBetweenSteps { try pause(active) }
            return !active.isEmpty
        }
        if active.isEmpty { return [] }
        var evaluations: [[Split: SplitEvaluation]] = Array(repeating: [:], count: trainers.count)
        for (split, examples) in evaluated {
            for index in active { try trainers[index].beginEvaluation(count: examples.count) }
            try pass(over: examples, in: Array(0..<examples.count)) { batch in
                for index in active { try trainers[index].evaluate(batch) }
                try pause(active)
                return true
            }
            for index in active { evaluations[index][split] = trainers[index].endEvaluation() }
        }
        // Time that no trainer used itself, such as waiting for a batch, is divided evenly.
        let allSeconds =
            active.reduce(0) { $0 + before[$1] } + (ContinuousClock.now - start) / .seconds(1)
        let ownSeconds = active.reduce(0) { $0 + trainers[$1].seconds }
        let sharedSeconds = max(0, allSeconds - ownSeconds) / Double(active.count)
        return active.map { index in
            let result = trainers[index].endEpoch(
                count: train.count - first.batches.leftOut, evaluations: evaluations[index],
                sharedSeconds: sharedSeconds)
            return (index, result)
        }
    }

    /// Calls `body` with the input of the trainers: the batch, or its features if there is an
    /// extractor.
    private func withFeatures(of batch: Batch, _ body: (Batch) throws -> Void) throws {
        guard let extractor else { return try body(batch) }
        let features = try extractor.features(of: batch)
        try features.withUnsafeBufferPointer {
            try body(Batch($0, count: batch.count, targets: batch.targets))
        }
    }

    /// Calls `body` with each batch, as long as it returns true.
    private func pass(
        over source: any ExampleSource, in order: [Int], _ body: (Batch) throws -> Bool
    ) throws {
        let loader = BatchLoader(
            source, order: order, batchSize: trainers[0].graph.inputShape[0],
            classes: trainers[0].graph.outputWidth,
            threads: source.isComputed ? trainers[0].options.threads : 1)
        defer { loader.stop() }
        while let batch = try loader.next() {
            guard try body(batch) else { return }
        }
    }
}
