import Images

extension InspectedImage {
    /// The central square of the image, resized to `[side, side, 3]`.
    /// - Throws: `ImageError`.
    package func square(side: Int, of dataset: Dataset) throws -> [UInt8] {
        let transform = EvaluationTransform(resize: side, crop: side)
        return try [UInt8](unsafeUninitializedCapacity: transform.byteCount) { buffer, count in
            try transform.apply(
                path: dataset.path(sample),
                into: UnsafeMutableBufferPointer(rebasing: buffer[..<transform.byteCount]))
            count = transform.byteCount
        }
    }
}
