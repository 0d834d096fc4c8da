package import Files
package import Images

/// Image files as network input: decoded, resized, cropped and normalised, `[3, crop, crop]`.
package struct NetworkInput: Sendable {
    package let transform: EvaluationTransform
    private let table: [Float]

    package init(_ transform: EvaluationTransform, _ normalization: Normalization = .imageNet) {
        self.transform = transform
        table = normalization.table
    }

    /// Values of an image.
    package var width: Int { transform.byteCount }

    /// The values of a picture: `[3, crop, crop]`.
    /// - Throws: `ImageError`.
    package func values(_ source: ImageSource) throws(ImageError) -> [Float] {
        do {
            return try [Float](unsafeUninitializedCapacity: width) { buffer, count in
                guard let target = buffer.baseAddress else { return }
                try read(source, into: target)
                count = width
            }
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError(path: source.name, problem: .unreadable("\(error)"))
        }
    }

    /// Writes the values of a file's image to `target`, which has room for `width` of them.
    /// - Throws: `ImageError`.
    package func read(path: FilePath, into target: UnsafeMutablePointer<Float>) throws {
        try read(.file(path), into: target)
    }

    /// Writes the values of a picture to `target`, which has room for `width` of them.
    /// - Throws: `ImageError`.
    package func read(_ source: ImageSource, into target: UnsafeMutablePointer<Float>) throws {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) {
            let pixels = try transform.applyKeepingGray(source, into: $0)
            if pixels.count == width {
                Normalization.apply(table, pixels, into: target)
            } else {
                Normalization.apply(table, gray: pixels, into: target)
            }
        }
    }
}
