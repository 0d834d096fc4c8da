package import Images

/// Image files as network input: decoded, resized, cropped and normalised, `[3, crop, crop]`.
package struct NetworkInput: Sendable {
    private let transform: EvaluationTransform
    private let table: [Float]

    package init(_ transform: EvaluationTransform, _ normalization: Normalization = .imageNet) {
        self.transform = transform
        table = normalization.table
    }

    /// Values of an image.
    package var width: Int { transform.byteCount }

    /// Writes the values of a file's image to `target`, which has room for `width` of them.
    /// - Throws: `ImageError`.
    package func read(path: String, into target: UnsafeMutablePointer<Float>) throws {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) {
            let pixels = try transform.applyKeepingGray(path: path, into: $0)
            if pixels.count == width {
                Normalization.apply(table, pixels, into: target)
            } else {
                Normalization.apply(table, gray: pixels, into: target)
            }
        }
    }
}
