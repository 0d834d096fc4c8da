import Dispatch

/// The same work for many indices, on all cores.
package enum Parallel {
    /// `body(0) ... body(count - 1)`, in order of index.
    /// - Throws: the error of the lowest index that failed, whatever the order of execution.
    package static func map<Value, E: Error>(
        count: Int, _ body: (Int) throws(E) -> Value
    ) throws(E) -> [Value] {
        var results = [Result<Value, E>?](repeating: nil, count: count)
        results.withUnsafeMutableBufferPointer { buffer in
            // Every index is written by one thread alone, and read after all have finished.
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
