package import Tensors

/// Prepares the minibatches of one pass over a source on its own threads, ahead of the consumer.
///
/// Batches come in the given order. Their contents do not depend on the number of threads. Only one
/// thread may call `next()`. Buffers are allocated once and reused.
package final class BatchLoader {
    private let source: any ExampleSource
    private let labels: [Int32]
    private let labelMatrix: LabelMatrix?
    private let order: [Int]
    private let batchSize: Int
    private let classes: Int?
    private let width: Int
    private let work: BatchWork
    private var current = 0
    /// The number of batches; the last one may be smaller.
    package var batchCount: Int { (order.count + batchSize - 1) / batchSize }

    /// Starts the preparation at once.
    /// - Parameters:
    ///   - order: indices of examples in `source`; any number of them, in any order.
    ///   - classes: the number of classes, for the probabilities of mixed labels; nil: the targets
    ///     are class indices.
    ///   - threads: the number of batches that are prepared at the same time.
    package init(
        _ source: any ExampleSource, order: [Int], batchSize: Int, classes: Int? = nil,
        threads: Int = 1
    ) {
        precondition(batchSize > 0 && threads > 0, "batches of \(batchSize) on \(threads) threads")
        precondition(order.allSatisfy { (0..<source.count).contains($0) }, "order out of range")
        self.source = source
        labels = source.labels
        labelMatrix = source.labelMatrix
        width = source.width
        self.order = order
        self.batchSize = batchSize
        self.classes = classes
        work = BatchWork(
            source, order: order, batchSize: min(batchSize, max(order.count, 1)), threads: threads)
    }

    deinit { work.stop() }

    /// The next batch; nil after the last one or after `stop()`. The previous batch becomes
    /// invalid.
    /// - Throws: the error of the source if an example of the batch could not be written.
    package func next() throws -> Batch? {
        guard current < batchCount, let values = try work.take(current) else { return nil }
        let indices = order[current * batchSize..<min((current + 1) * batchSize, order.count)]
        current += 1
        return Batch(
            UnsafeBufferPointer(start: values, count: width * indices.count),
            count: indices.count, targets: targets(of: indices), owner: work)
    }

    /// The targets of examples. A mixed example has the probabilities of both classes, or of the
    /// labels of both.
    private func targets(of indices: ArraySlice<Int>) -> Targets {
        if let labelMatrix {
            return Targets(
                LabelTargets(
                    labelMatrix,
                    mixing: indices.map { index in
                        (index, source.mixedLabel(index).map { ($0.other, $0.fraction) })
                    }))
        }
        guard source.mixesLabels, let classes else { return Targets(indices.map { labels[$0] }) }
        var probabilities = [Float](repeating: 0, count: indices.count * classes)
        for (row, index) in indices.enumerated() {
            let mixed = source.mixedLabel(index)
            probabilities[row * classes + Int(labels[index])] = mixed?.fraction ?? 1
            if let mixed {
                probabilities[row * classes + Int(labels[mixed.other])] += 1 - mixed.fraction
            }
        }
        return Targets(probabilities: probabilities, classes: classes)
    }

    /// Ends the threads and waits for them. The current batch stays valid while the loader exists.
    package func stop() { work.stop() }
}
