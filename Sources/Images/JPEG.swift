import CTurboJPEG
package import Foundation

/// JPEG through libjpeg-turbo: the accurate integer DCT and smooth chroma upsampling, as Pillow
/// decodes.
package enum JPEG {
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) -> Raster {
        guard let handle = tjInitDecompress() else { throw .damaged(message(nil)) }
        defer { tjDestroy(handle) }
        let source = bytes.assumingMemoryBound(to: UInt8.self).baseAddress
        let size = UInt(bytes.count)
        var (width, height): (Int32, Int32) = (0, 0)
        var (subsampling, space): (Int32, Int32) = (0, 0)
        let status = tjDecompressHeader3(
            handle, source, size, &width, &height, &subsampling, &space)
        guard status == 0, width > 0, height > 0 else { throw .damaged(message(handle)) }
        try ImageLimits.check(width: Int(width), height: Int(height))
        try ImageLimits.check(passes: scans(of: bytes), width: Int(width), height: Int(height))
        guard space != TJCS_CMYK.rawValue, space != TJCS_YCCK.rawValue else {
            throw .unsupported("a CMYK JPEG; convert it to gray or RGB")
        }
        let gray = space == TJCS_GRAY.rawValue
        let channels = gray ? 1 : 3
        let format = gray ? TJPF_GRAY : TJPF_RGB
        let count = Int(width) * Int(height) * channels
        var failure: String?
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let status = tjDecompress2(
                handle, source, size, buffer.baseAddress, width, 0, height,
                Int32(format.rawValue), TJFLAG_ACCURATEDCT)
            if status != 0 { failure = seriousFailure(handle) }
            initialized = failure == nil ? count : 0
        }
        if let failure { throw .damaged(failure) }
        return Raster(width: Int(width), height: Int(height), channels: channels, pixels: pixels)
    }

    /// The start-of-scan markers, each of which has the decoder go over all pixels. They do not occur
    /// in compressed data, but a thumbnail in a file's metadata has some of its own.
    private static func scans(of bytes: UnsafeRawBufferPointer) -> Int {
        zip(bytes, bytes.dropFirst()).reduce(0) { $0 + ($1.0 == 0xFF && $1.1 == 0xDA ? 1 : 0) }
    }

    /// The message of a failed call, or nil when it only met stray bytes between two segments,
    /// which many cameras write and which cost no pixel.
    private static func seriousFailure(_ handle: tjhandle) -> String? {
        let text = message(handle)
        let harmless =
            tjGetErrorCode(handle) == TJERR_WARNING.rawValue && text.contains("extraneous bytes")
        return harmless ? nil : text
    }

    private static func message(_ handle: tjhandle?) -> String {
        String(cString: tjGetErrorStr2(handle))
    }

    /// The JPEG file of `image`.
    /// - Parameter quality: 1 to 100.
    /// - Throws: `ImageError.Problem.unwritable`.
    package static func encode(_ image: RGBImage, quality: Int) throws -> Data {
        try encode(
            image.pixels, width: image.width, height: image.height, format: TJPF_RGB,
            sampling: TJSAMP_420, quality: quality)
    }

    /// The gray JPEG file of `pixels`, `[height, width]`.
    /// - Parameter quality: 1 to 100.
    /// - Throws: `ImageError.Problem.unwritable`.
    package static func encode(
        gray pixels: [UInt8], width: Int, height: Int, quality: Int
    ) throws -> Data {
        precondition(pixels.count == width * height, "\(pixels.count) bytes")
        return try encode(
            pixels, width: width, height: height, format: TJPF_GRAY, sampling: TJSAMP_GRAY,
            quality: quality)
    }

    private static func encode(
        _ pixels: [UInt8], width: Int, height: Int, format: TJPF, sampling: TJSAMP, quality: Int
    ) throws(ImageError.Problem) -> Data {
        guard let handle = tjInitCompress() else { throw .unwritable(message(nil)) }
        defer { tjDestroy(handle) }
        var output: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        defer { tjFree(output) }
        let status = tjCompress2(
            handle, pixels, Int32(width), 0, Int32(height), Int32(format.rawValue), &output, &size,
            Int32(sampling.rawValue), Int32(quality), TJFLAG_ACCURATEDCT)
        guard status == 0, let output else { throw .unwritable(message(handle)) }
        return Data(bytes: output, count: Int(size))
    }
}
