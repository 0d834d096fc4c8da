package import Files

/// An 8-bit RGB image. `pixels` is `[height, width, 3]`, row-major, top row first.
package struct RGBImage: Sendable, Hashable {
    /// The number of columns.
    package let width: Int
    /// The number of rows.
    package let height: Int
    /// The pixels, `[height, width, 3]`.
    package var pixels: [UInt8]

    /// - Precondition: `pixels.count == width * height * 3`.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Decodes an image file; the format is detected from the content and not from the name.
    /// See `DecodedPixels`.
    /// - Throws: `ImageError`.
    package init(path: FilePath) throws {
        self.init(try Raster(.file(path)))
    }

    /// Decodes an image file, as `init(path:)` does.
    /// - Returns: the image, and the properties of the file that are not visible in its pixels.
    /// - Throws: `ImageError`.
    package static func described(
        path: FilePath
    ) throws(ImageError) -> (image: RGBImage, properties: ImageProperties) {
        let raster = try Raster(.file(path))
        return (RGBImage(raster), raster.properties)
    }

    init(_ raster: Raster) {
        self.init(width: raster.width, height: raster.height, pixels: raster.rgbPixels)
    }
}

/// Decoded pixels with one channel (gray) or three channels (RGB). Gray images stay gray until the
/// end, which saves two thirds of the computation and gives the same bytes.
package struct Raster {
    /// The number of columns.
    package var width: Int
    /// The number of rows.
    package var height: Int
    /// The number of channels, 1 or 3.
    package var channels: Int
    /// The pixels, `[height, width, channels]`; only the upper rows if no others are needed
    /// (`DecodeMode.fast`).
    package var pixels: [UInt8]
    /// The size of the original image; `DecodeMode.fast` may decode to a smaller size.
    package var original: ImageSize
    /// The divisor of the size; the last row and column then cover the remainder.
    package var divisor: Int
    /// The properties of the file that are not visible in the pixels.
    package var properties: ImageProperties

    /// - Parameter original: the size of the original image; nil: the size of the pixels.
    package init(
        width: Int, height: Int, channels: Int, pixels: [UInt8], original: ImageSize? = nil,
        divisor: Int = 1, properties: ImageProperties = ImageProperties()
    ) {
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
        self.original = original ?? ImageSize(width: width, height: height)
        self.divisor = divisor
        self.properties = properties
    }

    /// The pixels as RGB, `[height, width, 3]`.
    package var rgbPixels: [UInt8] {
        guard channels == 1 else { return pixels }
        return [UInt8](unsafeUninitializedCapacity: pixels.count * 3) { buffer, count in
            for (index, value) in pixels.enumerated() {
                buffer[3 * index] = value
                buffer[3 * index + 1] = value
                buffer[3 * index + 2] = value
            }
            count = pixels.count * 3
        }
    }
}

/// The size of an image in pixels.
package struct ImageSize: Sendable, Hashable {
    /// The number of columns.
    package var width: Int
    /// The number of rows.
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
