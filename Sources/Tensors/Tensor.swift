/// A dense tensor of 32-bit floats in host memory, row-major: the last axis is contiguous.
package struct Tensor: Sendable, Hashable {
    /// The extents, outermost first.
    package let shape: Shape
    /// The elements, row-major.
    package private(set) var values: [Float]

    /// - Precondition: `values.count == shape.count`.
    package init(_ values: [Float], shape: Shape) {
        precondition(values.count == shape.count, "\(values.count) values for shape \(shape)")
        self.shape = shape
        self.values = values
    }

    /// A tensor whose elements all equal `value`.
    package init(repeating value: Float = 0, shape: Shape) {
        self.init([Float](repeating: value, count: shape.count), shape: shape)
    }

    /// A tensor whose elements `body` writes.
    /// - Parameter body: is given uninitialized memory for all elements, row-major, and must write
    ///   each of them.
    package init(
        shape: Shape, initializingWith body: (UnsafeMutableBufferPointer<Float>) throws -> Void
    ) rethrows {
        let count = shape.count
        self.shape = shape
        values = try [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
            try body(UnsafeMutableBufferPointer(rebasing: buffer[0..<count]))
            initialized = count
        }
    }

    /// The number of elements.
    package var count: Int { values.count }

    /// Calls `body` with the elements, row-major; the pointer is valid only during the call.
    package func withUnsafeValues<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R
    {
        try values.withUnsafeBufferPointer(body)
    }

    /// Calls `body` with the elements for changes, row-major; the pointer is valid only during the
    /// call.
    package mutating func withUnsafeMutableValues<R>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
    ) rethrows -> R {
        try values.withUnsafeMutableBufferPointer { try body($0) }
    }

    /// The same elements with another shape.
    /// - Precondition: both shapes have the same number of elements.
    package func reshaped(to shape: Shape) -> Tensor { Tensor(values, shape: shape) }
}
