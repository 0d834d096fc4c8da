import CJPEG
package import Foundation

extension JPEG {
    /// The image as a JPEG file.
    /// - Parameter quality: the quality, 1 to 100.
    /// - Throws: `ImageError.Kind.unwritable`.
    package static func encode(_ image: RGBImage, quality: Int) throws -> Data {
        try encode(
            image.pixels, width: image.width, height: image.height, channels: 3, quality: quality)
    }

    /// The gray image `pixels`, `[height, width]`, as a JPEG file.
    /// - Parameter quality: the quality, 1 to 100.
    /// - Throws: `ImageError.Kind.unwritable`.
    package static func encode(
        gray pixels: [UInt8], width: Int, height: Int, quality: Int
    ) throws -> Data {
        precondition(pixels.count == width * height, "\(pixels.count) bytes")
        return try encode(pixels, width: width, height: height, channels: 1, quality: quality)
    }

    private static func encode(
        _ pixels: [UInt8], width: Int, height: Int, channels: Int32, quality: Int
    ) throws(ImageError.Kind) -> Data {
        var output: UnsafeMutablePointer<UInt8>?
        var size = 0
        let report = cjpeg_encode(
            pixels, Int32(width), Int32(height), channels, Int32(quality), &output, &size)
        defer { free(output) }
        guard report.status == CJPEG_OK, let output else { throw .unwritable(report.text) }
        return Data(bytes: output, count: size)
    }
}
