/// One batch of network input.
package struct Batch {
    /// The examples one after the other; valid until the loader's next `next()`.
    package let values: UnsafeBufferPointer<Float>
    /// The class of each example.
    package let labels: [Int32]
    /// What else than its class each example shows, nil for a pure one; nil where the source mixes
    /// nothing.
    package let blends: [LabelBlend?]?
    /// The position of each example in its source.
    package let indices: [Int]
    /// Keeps the memory of `values`, should the loader go before the batch.
    let owner: BatchWork

    package var count: Int { indices.count }

    /// The same examples, in other values.
    package func with(_ values: UnsafeBufferPointer<Float>) -> Batch {
        Batch(values: values, labels: labels, blends: blends, indices: indices, owner: owner)
    }
}

/// Prepares the batches of one pass over a source on its own threads, ahead of the consumer.
///
/// Batches come in the order given, with the same bits however many threads there are. `next()`
/// belongs to one thread. Buffers are allocated once and used in turn.
package final class BatchLoader {
    private let source: any ExampleSource
    private let labels: [Int32]
    private let order: [Int]
    private let batchSize: Int
    private let width: Int
    private let work: BatchWork
    private var current = 0
    /// The number of batches in all; the last one may be smaller.
    package var batchCount: Int { (order.count + batchSize - 1) / batchSize }

    /// Starts preparing at once.
    /// - Parameters:
    ///   - order: positions in `source`, each in range; any number of them, in any order.
    ///   - threads: how many batches are prepared at the same time.
    package init(
        _ source: any ExampleSource, order: [Int], batchSize: Int, threads: Int = 1
    ) {
        precondition(batchSize > 0 && threads > 0, "batches of \(batchSize) on \(threads) threads")
        precondition(order.allSatisfy { (0..<source.count).contains($0) }, "order out of range")
        self.source = source
        labels = source.labels
        width = source.width
        self.order = order
        self.batchSize = batchSize
        work = BatchWork(
            source, order: order, batchSize: min(batchSize, max(order.count, 1)), threads: threads)
    }

    deinit { work.stop() }

    /// The next batch, or nil after the last one or after `stop()`. Ends the life of the previous
    /// batch.
    package func next() -> Batch? {
        guard current < batchCount, let values = work.take(current) else { return nil }
        let indices = Array(
            order[current * batchSize..<min((current + 1) * batchSize, order.count)])
        current += 1
        return Batch(
            values: UnsafeBufferPointer(start: values, count: width * indices.count),
            labels: indices.map { labels[$0] },
            blends: source.blends ? indices.map { source.blend($0) } : nil, indices: indices,
            owner: work)
    }

    /// Ends the threads and waits for them; the current batch stays valid until the loader is gone.
    package func stop() { work.stop() }
}
