package import Datasets
import Networks
import Tensors

/// The passes over a data set: trains one network, or several in step with each other.
///
/// Networks that are trained together see the same batches, so that these are read and prepared once. They must agree
/// in batch size, order and seed; each ends with the bits that it would have had alone.
package struct TrainingLoop {
    private let trainers: [Trainer]
    private let train: any ExampleSource
    private let evaluated: [(split: Split, examples: any ExampleSource)]

    /// - Parameter evaluated: the splits to evaluate after each epoch.
    package init(
        _ trainers: [Trainer], train: any ExampleSource,
        evaluated: [(split: Split, examples: any ExampleSource)]
    ) {
        let shapes = trainers.map { ($0.graph.inputShape, $0.options.seed, $0.options.shuffle) }
        precondition(
            shapes.allSatisfy { $0 == shapes[0] }, "trainers of one loop see the same batches")
        self.trainers = trainers
        self.train = train
        self.evaluated = evaluated
    }

    /// Trains all epochs, each network until its loss is not a number any more or its patience is at its end.
    /// - Parameters:
    ///   - epochs: the epochs to train of each network's own, from 0; nil: all.
    ///   - report: called on this thread with the trainer's position; what it throws ends the training.
    /// - Returns: the positions of the trainers that have epochs left.
    @discardableResult
    package func run(
        epochs: Range<Int>? = nil, _ report: (Int, TrainingEvent) throws -> Void
    ) throws -> [Int] {
        var active = Array(trainers.indices)
        var epoch = epochs?.lowerBound ?? 0
        while !active.isEmpty, epochs.map({ epoch < $0.upperBound }) ?? true {
            for (index, result) in try run(epoch: epoch, of: active, report) {
                try report(index, .epoch(result))
                if trainers[index].isFinished(result) {
                    active.removeAll { $0 == index }
                    try report(index, .finished)
                }
            }
            epoch += 1
        }
        return active
    }

    private func run(
        epoch: Int, of active: [Int], _ report: (Int, TrainingEvent) throws -> Void
    ) throws -> [(Int, EpochResult)] {
        guard let first = active.first else { return [] }
        let start = ContinuousClock.now
        for index in active { trainers[index].begin(epoch: epoch) }
        let options = trainers[first].options
        let order =
            options.shuffle
            ? Order.shuffled(count: train.count, seed: options.seed, epoch: epoch)
            : Order.sequential(count: train.count)
        try pass(over: train, in: order) { batch, _ in
            for index in active {
                try report(index, .step(try trainers[index].train(batch)))
            }
        }
        var evaluations: [[Split: Evaluation]] = Array(repeating: [:], count: trainers.count)
        for (split, examples) in evaluated {
            for index in active { try trainers[index].beginEvaluation(count: examples.count) }
            try pass(over: examples, in: Order.sequential(count: examples.count)) { batch, done in
                for index in active {
                    try trainers[index].evaluate(batch)
                    try report(index, .evaluating(split, done: done, of: examples.count))
                }
            }
            for index in active { evaluations[index][split] = trainers[index].endEvaluation() }
        }
        // What none of them did itself, such as waiting for a batch, is shared out.
        let all = (ContinuousClock.now - start) / .seconds(1)
        let own = active.reduce(0) { $0 + trainers[$1].seconds }
        let shared = max(0, all - own) / Double(active.count)
        return active.map { index in
            let result = trainers[index].endEpoch(
                count: train.count, evaluations: evaluations[index], shared: shared)
            return (index, result)
        }
    }

    /// Calls `body` with each batch and the number of examples up to its end.
    private func pass(
        over source: any ExampleSource, in order: [Int], _ body: (Batch, Int) throws -> Void
    ) throws {
        let loader = BatchLoader(
            source, order: order, batchSize: trainers[0].graph.inputShape[0])
        defer { loader.stop() }
        var done = 0
        while let batch = loader.next() {
            done += batch.count
            try body(batch, done)
        }
    }
}
