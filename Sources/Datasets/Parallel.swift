import Dispatch

/// The same work for many indices, on all cores.
package enum Parallel {
    /// `body(0) ... body(count - 1)`, in order of index.
    /// - Throws: the error of the lowest index that failed, whatever the order of execution.
    package static func map<Value>(count: Int, _ body: (Int) throws -> Value) throws -> [Value] {
        var results = [Result<Value, any Error>?](repeating: nil, count: count)
        results.withUnsafeMutableBufferPointer { buffer in
            // Every index is written by one thread alone, and read after all have finished.
            nonisolated(unsafe) let slots = buffer
            withoutActuallyEscaping(body) { body in
                nonisolated(unsafe) let body = body
                DispatchQueue.concurrentPerform(iterations: count) { index in
                    slots[index] = Result { try body(index) }
                }
            }
        }
        return try results.map { result in
            guard let result else { preconditionFailure("every index was computed") }
            return try result.get()
        }
    }
}
