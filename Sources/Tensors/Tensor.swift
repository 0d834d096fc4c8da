/// A dense tensor of 32-bit floats in host memory, row-major (the last axis is contiguous).
package struct Tensor: Sendable, Hashable {
    package let shape: Shape
    package private(set) var values: [Float]

    /// - Precondition: `values.count == shape.count`.
    package init(_ values: [Float], shape: Shape) {
        precondition(values.count == shape.count, "\(values.count) values for shape \(shape)")
        self.shape = shape
        self.values = values
    }

    package init(repeating value: Float = 0, shape: Shape) {
        self.init([Float](repeating: value, count: shape.count), shape: shape)
    }

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

    package var count: Int { values.count }

    package func withUnsafeValues<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R
    {
        try values.withUnsafeBufferPointer(body)
    }

    package mutating func withUnsafeMutableValues<R>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
    ) rethrows -> R {
        try values.withUnsafeMutableBufferPointer { try body($0) }
    }

    package func reshaped(to shape: Shape) -> Tensor { Tensor(values, shape: shape) }
}
