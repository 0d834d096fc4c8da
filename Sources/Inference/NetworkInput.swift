package import Files
package import Images
import JSON
import Vocabulary

/// The preprocessing from image files to network input: decoded, resized, cropped and normalized,
/// `[3, crop, crop]`.
package struct NetworkInput: Sendable {
    /// The resizing and cropping; its crop is the side of the network's input in pixels.
    package let transform: EvaluationTransform
    let normalization: PixelNormalization
    private let table: [Float]

    /// Creates a preprocessing and computes its lookup table of normalized values.
    package init(_ transform: EvaluationTransform, _ normalization: PixelNormalization) {
        self.transform = transform
        self.normalization = normalization
        table = normalization.table
    }

    /// The preprocessing in one line, for messages.
    package var title: String {
        "resize \(transform.resize), crop \(transform.crop), \(transform.interpolation.rawValue), "
            + transform.extras.map { "\($0), " }.joined() + "normalization by "
            + normalization.numbers.title
    }

    /// The number of values of an image, `3 * crop * crop`.
    package var width: Int { transform.byteCount }

    /// The values of an image: `[3, crop, crop]`.
    /// - Throws: `ImageError`.
    package func values(_ source: ImageSource) throws(ImageError) -> [Float] {
        try described(source).values
    }

    /// The values of an image, `[3, crop, crop]`, the properties of its file that are not visible
    /// in them, and a view of the image for display, `[side, side]`. The image is decoded once,
    /// unless the network's input is decoded by a faster method than the view.
    /// - Parameter viewed: the transform of the view, with exact decoding.
    /// - Throws: `ImageError`.
    package func values(
        _ source: ImageSource, viewed: EvaluationTransform
    ) throws(ImageError) -> (values: [Float], properties: ImageProperties, view: RGBImage) {
        guard transform.decode == viewed.decode else {
            let (values, properties) = try described(source)
            return (values, properties, viewed.apply(try DecodedPixels(source)))
        }
        let image = try DecodedPixels(source)
        var properties = image.properties
        let values = [Float](unsafeUninitializedCapacity: width) { buffer, count in
            guard let target = buffer.baseAddress else { return }
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) {
                let input = transform.applyKeepingGray(image, into: $0)
                normalize(input.pixels, into: target)
                properties = input.properties
            }
            count = width
        }
        return (values, properties, viewed.apply(image))
    }

    /// The values of an image, `[3, crop, crop]`, and the properties of its file that are not
    /// visible in them.
    /// - Throws: `ImageError`.
    package func described(
        _ source: ImageSource
    ) throws(ImageError) -> (values: [Float], properties: ImageProperties) {
        do {
            var properties = ImageProperties()
            let values = try [Float](unsafeUninitializedCapacity: width) { buffer, count in
                guard let target = buffer.baseAddress else { return }
                properties = try read(source, into: target)
                count = width
            }
            return (values, properties)
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError(path: source.name, kind: .unreadable("\(error)"))
        }
    }

    /// Writes the `width` values of the image in a file to `target`.
    /// - Throws: `ImageError`.
    package func read(path: FilePath, into target: UnsafeMutablePointer<Float>) throws {
        try read(.file(path), into: target)
    }

    /// Writes the `width` values of an image to `target`.
    /// - Returns: the properties of the source that are not visible in the values.
    /// - Throws: `ImageError`.
    @discardableResult
    package func read(
        _ source: ImageSource, into target: UnsafeMutablePointer<Float>
    ) throws -> ImageProperties {
        try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width) {
            let (pixels, properties) = try transform.applyKeepingGray(source, into: $0)
            normalize(pixels, into: target)
            return properties
        }
    }

    /// - Parameter pixels: `[crop, crop, channels]` with 1 or 3 channels.
    private func normalize(
        _ pixels: UnsafeBufferPointer<UInt8>, into target: UnsafeMutablePointer<Float>
    ) {
        if pixels.count == width {
            PixelNormalization.apply(table, pixels, into: target)
        } else {
            PixelNormalization.apply(table, gray: pixels, into: target)
        }
    }
}
