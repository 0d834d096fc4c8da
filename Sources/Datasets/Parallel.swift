import Dispatch
import Processes
import Synchronization

/// A loop over indices on all cores that this process may use.
package enum Parallel {
    /// The number of files that are processed together, so that all cores are busy and the results
    /// of only a few files are in memory.
    package static var chunk: Int { 16 * AvailableCores.count }

    /// The values `body(0) ... body(count - 1)`, in the order of the indices.
    /// - Throws: the error of the lowest index that failed, whatever the order of execution is.
    package static func map<Value, E: Error>(
        count: Int, _ body: (Int) throws(E) -> Value
    ) throws(E) -> [Value] {
        var results = [Result<Value, E>?](repeating: nil, count: count)
        results.withUnsafeMutableBufferPointer { buffer in
            // Each index is written by one thread, and read after all threads have finished.
            nonisolated(unsafe) let slots = buffer
            withoutActuallyEscaping(body) { body in
                nonisolated(unsafe) let body = body
                let next = Atomic(0)
                let workers = min(count, AvailableCores.count)
                DispatchQueue.concurrentPerform(iterations: workers) { _ in
                    while true {
                        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard index < count else { return }
                        slots[index] = Result { () throws(E) in try body(index) }
                    }
                }
            }
        }
        var values: [Value] = []
        values.reserveCapacity(count)
        for result in results {
            guard let result else { preconditionFailure("every index was computed") }
            values.append(try result.get())
        }
        return values
    }
}
