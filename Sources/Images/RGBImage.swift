package import Files

/// An 8-bit RGB image: `pixels` is `[height, width, 3]`, row-major, top row first.
package struct RGBImage: Sendable, Hashable {
    package let width: Int
    package let height: Int
    package var pixels: [UInt8]

    /// - Precondition: `pixels.count == width * height * 3`.
    package init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(pixels.count == width * height * 3, "\(pixels.count) bytes")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// Decodes a JPEG or PNG file; what it is, its content says and not its name. See `Raster`.
    /// - Throws: `ImageError`.
    package init(path: FilePath) throws {
        self.init(try Raster(path: path))
    }

    /// Decodes a JPEG or PNG file, as `init(path:)` does.
    /// - Returns: the image, and what the file says that its pixels do not show.
    /// - Throws: `ImageError`.
    package static func described(
        path: FilePath
    ) throws(ImageError) -> (image: RGBImage, properties: ImageProperties) {
        let raster = try Raster(path: path)
        return (RGBImage(raster), raster.properties)
    }

    init(_ raster: Raster) {
        self.init(width: raster.width, height: raster.height, pixels: raster.rgbPixels)
    }
}

/// Decoded pixels with one channel (gray) or three (RGB): a gray image stays gray until the end,
/// which saves two thirds of the work and gives the same bytes.
package struct Raster {
    package var width: Int
    package var height: Int
    /// 1 or 3.
    package var channels: Int
    /// `[height, width, channels]`; only the upper rows, where `DecodeMode.fast` was told that no
    /// others are read.
    package var pixels: [UInt8]
    /// The size of the whole image, of which `DecodeMode.fast` may have made a smaller one.
    package var original: ImageSize
    /// What it was divided by; the last row and column then cover what was left.
    package var divisor: Int
    /// What its file says that the pixels do not show.
    package var properties: ImageProperties

    /// - Parameter original: nil for the same size.
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

    /// `[height, width, 3]`.
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

/// Pixels.
package struct ImageSize: Sendable, Hashable {
    package var width: Int
    package var height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}
