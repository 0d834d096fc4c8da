import Foundation

/// The ring of buffers and the threads behind a `BatchLoader`.
///
/// Batch `b` is prepared in buffer `b % ring`. A thread takes the lowest batch not yet begun and
/// waits until the consumer has done with the batch that held its buffer before.
///
/// `@unchecked Sendable`: the variables below `condition` are touched only with it locked. A
/// buffer is written by the one thread that claimed its batch, between the consumer's release of
/// the former batch and the batch's entry into `ready`, both under the lock; after that it is only
/// read.
final class BatchWork: @unchecked Sendable {
    private let source: any ExampleSource
    private let order: [Int]
    private let batchSize: Int
    private let buffers: [UnsafeMutablePointer<Float>]

    private let condition = NSCondition()
    private var claimed = 0
    /// Batches below this number are done with.
    private var released = 0
    private var ready: Set<Int> = []
    private var stopped = false
    private var running: Int

    init(_ source: any ExampleSource, order: [Int], batchSize: Int, threads: Int) {
        self.source = source
        self.order = order
        self.batchSize = batchSize
        running = threads
        let count = batchSize * source.width
        // One that the consumer reads, one being filled by each thread, one filled ahead.
        buffers = (0..<threads + 2).map { _ in .allocate(capacity: count) }
        for _ in 0..<threads {
            let thread = Thread { [self] in run() }
            thread.name = "batches"
            thread.start()
        }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    /// Waits for batch `number`, and releases all before it; nil once stopped.
    func take(_ number: Int) -> UnsafePointer<Float>? {
        condition.withLock {
            released = number
            condition.broadcast()
            while !ready.contains(number) && !stopped { condition.wait() }
            guard !stopped, ready.remove(number) != nil else { return nil }
            return UnsafePointer(buffers[number % buffers.count])
        }
    }

    func stop() {
        condition.withLock {
            stopped = true
            condition.broadcast()
            while running > 0 { condition.wait() }
        }
    }

    private func run() {
        while let number = claim() {
            prepare(number)
            condition.withLock {
                ready.insert(number)
                condition.broadcast()
            }
        }
        condition.withLock {
            running -= 1
            condition.broadcast()
        }
    }

    /// The number of a batch to prepare, once its buffer is free; nil when there is no more.
    private func claim() -> Int? {
        condition.withLock {
            let number = claimed
            guard number * batchSize < order.count else { return nil }
            claimed += 1
            while number - buffers.count >= released && !stopped { condition.wait() }
            return stopped ? nil : number
        }
    }

    private func prepare(_ number: Int) {
        let positions = order[number * batchSize..<min((number + 1) * batchSize, order.count)]
        for (slot, position) in positions.enumerated() {
            source.write(position, into: buffers[number % buffers.count] + slot * source.width)
        }
    }
}
