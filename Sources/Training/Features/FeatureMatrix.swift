import Files
package import Weights

/// The features of all images of a split, `[count, width]`, in a memory-mapped file that stays in
/// the cache as long as this object lives.
package final class FeatureMatrix: Sendable {
    package let key: String
    package let request: FeatureRequest
    private let file: MappedFile
    private let start: Int

    init(_ opened: FeatureFile, key: String) {
        self.key = key
        request = opened.request
        file = opened.file
        start = opened.data.lowerBound
    }

    /// Rows: one for each image.
    package var count: Int { request.rows }
    /// Values of a row.
    package var width: Int { request.width }
    package var title: String { request.title }
    /// How values are stored.
    package var type: ElementType { request.type }
    package var path: String { file.path }

    /// Writes row `index` to `target`, `[width]`.
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

    /// Calls `body` with all values as they lie in the file, `[count, width]`.
    /// - Returns: nil, without a call, when they are not stored in single precision.
    package func withFloats<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R? {
        guard type == .float32 else { return nil }
        return try withData { data in
            try body(
                UnsafeBufferPointer(
                    start: data.assumingMemoryBound(to: Float.self), count: count * width))
        }
    }

    /// The first value; page-aligned.
    private func withData<R>(_ body: (UnsafeRawPointer) throws -> R) rethrows -> R {
        try file.withBytes { bytes in
            guard let base = bytes.baseAddress else { preconditionFailure("a file of features") }
            return try body(base + start)
        }
    }
}
