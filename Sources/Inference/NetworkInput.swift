package import Files
package import Images
import JSON
import Vocabulary

/// Image files as network input: decoded, resized, cropped and normalised, `[3, crop, crop]`.
package struct NetworkInput: Sendable {
    package let transform: EvaluationTransform
    package let normalization: PixelNormalization
    private let table: [Float]

    package init(_ transform: EvaluationTransform, _ normalization: PixelNormalization) {
        self.transform = transform
        self.normalization = normalization
        table = normalization.table
    }

    /// For people: how files become the network's input.
    package var title: String {
        "resize \(transform.resize), crop \(transform.crop), \(transform.interpolation.rawValue), normalization by "
            + normalization.numbers.title
    }

    /// Values of an image.
    package var width: Int { transform.byteCount }

    /// The values of an image: `[3, crop, crop]`.
    /// - Throws: `ImageError`.
    package func values(_ source: ImageSource) throws(ImageError) -> [Float] {
        try described(source).values
    }

    /// The values of an image, `[3, crop, crop]`, and what its file says that they do not show.
    /// - Throws: `ImageError`.
    package func described(
        _ source: ImageSource
    ) throws(ImageError) -> (values: [Float], facts: ImageFacts) {
        do {
            var facts = ImageFacts()
            let values = try [Float](unsafeUninitializedCapacity: width) { buffer, count in
                guard let target = buffer.baseAddress else { return }
                facts = try read(source, into: target)
                count = width
            }
            return (values, facts)
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

    /// Writes the values of an image to `target`, which has room for `width` of them.
    /// - Returns: what the source says that they do not show.
    /// - Throws: `ImageError`.
    @discardableResult
    package func read(
        _ source: ImageSource, into target: UnsafeMutablePointer<Float>
    ) throws -> ImageFacts {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) {
            let (pixels, facts) = try transform.applyKeepingGray(source, into: $0)
            if pixels.count == width {
                PixelNormalization.apply(table, pixels, into: target)
            } else {
                PixelNormalization.apply(table, gray: pixels, into: target)
            }
            return facts
        }
    }
}
