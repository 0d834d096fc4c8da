import Foundation

/// The ring of buffers and the threads of a `BatchLoader`.
///
/// Batch `b` is prepared in buffer `b % ring`. A thread claims the lowest batch that is not yet
/// claimed, and waits until the consumer has released the batch that used the buffer before.
///
/// `@unchecked Sendable`: the variables below `condition` are used only while it is locked. A
/// buffer is written only by the thread that claimed its batch, after the consumer released the
/// previous batch of the buffer and before the batch is added to `ready`, both under the lock.
/// After that, the buffer is only read.
final class BatchWork: @unchecked Sendable {
    private let source: any ExampleSource
    private let order: [Int]
    private let batchSize: Int
    private let buffers: [UnsafeMutablePointer<Float>]

    private let condition = NSCondition()
    private var claimed = 0
    /// The consumer no longer uses batches below this number.
    private var released = 0
    private var ready: Set<Int> = []
    /// The error of preparing a batch.
    private var failures: [Int: any Error] = [:]
    private var stopped = false
    private var running: Int

    init(_ source: any ExampleSource, order: [Int], batchSize: Int, threads: Int) {
        self.source = source
        self.order = order
        self.batchSize = batchSize
        running = threads
        let count = batchSize * source.width
        // One buffer that the consumer reads, one for each thread, and one that is ready in
        // advance.
        buffers = (0..<threads + 2).map { _ in .allocate(capacity: count) }
        for _ in 0..<threads {
            let thread = Thread { [self] in run() }
            thread.name = "batches"
            thread.start()
        }
    }

    deinit { for buffer in buffers { buffer.deallocate() } }

    /// Waits for batch `number` and releases all batches before it; nil after `stop()`.
    /// - Throws: the error of preparing the batch.
    func take(_ number: Int) throws -> UnsafePointer<Float>? {
        try condition.withLock {
            released = number
            condition.broadcast()
            while !ready.contains(number) && !stopped { condition.wait() }
            guard !stopped, ready.remove(number) != nil else { return nil }
            if let failure = failures[number] { throw failure }
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
            let result = Result { try prepare(number) }
            condition.withLock {
                if case .failure(let error) = result { failures[number] = error }
                ready.insert(number)
                condition.broadcast()
            }
        }
        condition.withLock {
            running -= 1
            condition.broadcast()
        }
    }

    /// The number of the next batch to prepare, as soon as its buffer is free; nil if there are no
    /// more batches.
    private func claim() -> Int? {
        condition.withLock {
            let number = claimed
            guard number * batchSize < order.count else { return nil }
            claimed += 1
            while number - buffers.count >= released && !stopped { condition.wait() }
            return stopped ? nil : number
        }
    }

    private func prepare(_ number: Int) throws {
        let positions = order[number * batchSize..<min((number + 1) * batchSize, order.count)]
        for (slot, position) in positions.enumerated() {
            try source.write(position, into: buffers[number % buffers.count] + slot * source.width)
        }
    }
}
