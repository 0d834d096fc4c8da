import Files
package import Weights

/// The features of all images of a split, `[count, width]`, in a memory-mapped file. The file stays
/// in the cache during the lifetime of this object.
package final class FeatureMatrix: Sendable {
    /// The key in the cache, a SHA-256 in hexadecimal.
    package let key: String
    /// The contents of the header.
    package let request: FeatureRequest
    private let file: MappedFile
    private let start: Int

    init(_ opened: FeatureFile, key: String) {
        self.key = key
        request = opened.request
        file = opened.file
        start = opened.data.lowerBound
    }

    /// The number of rows: one for each image.
    package var count: Int { request.rows }
    /// The number of features in a row.
    package var width: Int { request.width }
    /// The description of the features, for users.
    package var title: String { request.title }
    /// The element type in the file.
    package var type: ElementType { request.type }
    /// The path of the file.
    package var path: String { file.path }

    /// Copies row `index` to `target`, `[width]`, in single precision.
    package func copyRow(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        precondition(index >= 0 && index < count, "row \(index) of \(count)")
        withData { data in
            let row = data + index * width * type.size
            if type == .float16 {
                HalfPrecision.widen(row, target, count: width)
            } else {
                target.update(from: row.assumingMemoryBound(to: Float.self), count: width)
            }
        }
    }

    /// Calls `body` with all values of the file, `[count, width]`.
    /// - Returns: the result of `body`; nil, without a call, if the values are not stored in single
    ///   precision.
    package func withFloats<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R? {
        guard type == .float32 else { return nil }
        return try withData { data in
            try body(
                UnsafeBufferPointer(
                    start: data.assumingMemoryBound(to: Float.self), count: count * width))
        }
    }

    /// Calls `body` with the address of the first value, which is aligned to a page.
    private func withData<R>(_ body: (UnsafeRawPointer) throws -> R) rethrows -> R {
        try file.withBytes { bytes in
            guard let base = bytes.baseAddress else { preconditionFailure("a file of features") }
            return try body(base + start)
        }
    }
}
