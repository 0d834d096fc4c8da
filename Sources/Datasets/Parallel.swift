import Dispatch

/// A loop over indices on all cores.
package enum Parallel {
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
                DispatchQueue.concurrentPerform(iterations: count) { index in
                    slots[index] = Result { () throws(E) in try body(index) }
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
