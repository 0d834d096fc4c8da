import CWebP

/// A WebP decoder using libwebp, with its smooth chroma upsampling, as in Pillow.
enum WebP {
    /// - Throws: `ImageError.Kind`; animations are not supported.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) -> Raster {
        let features = try features(of: bytes)
        guard features.has_animation == 0 else { throw .unsupported("an animated WebP") }
        let (width, height) = (Int(features.width), Int(features.height))
        try ImageLimits.check(width: width, height: height)
        let chunks = try WebPChunks(bytes)
        let stored = features.has_alpha == 0 ? 3 : 4
        var status = VP8_STATUS_OK
        var pixels = [UInt8](unsafeUninitializedCapacity: width * height * stored) {
            buffer, count in
            status = decode(bytes, into: buffer, rowBytes: width * stored, hasAlpha: stored == 4)
            count = status == VP8_STATUS_OK ? width * height * stored : 0
        }
        try check(status)
        var properties = ImageProperties()
        if pixels.dropLastChannel(of: stored, keeping: 3, opaque: .max) == false {
            properties.kinds.insert(.transparency)
        }
        chunks.describe(&properties)
        return Raster(
            width: width, height: height, channels: 3, pixels: pixels, properties: properties)
    }

    /// Reads the size, and whether there are several frames or transparency.
    /// - Throws: `ImageError.Kind`.
    static func features(
        of bytes: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> WebPBitstreamFeatures {
        var features = WebPBitstreamFeatures()
        try check(
            WebPGetFeatures(
                bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, &features))
        guard features.width > 0, features.height > 0 else {
            throw .damaged("its header gives \(features.width) x \(features.height) pixels")
        }
        return features
    }

    private static func decode(
        _ bytes: UnsafeRawBufferPointer, into buffer: UnsafeMutableBufferPointer<UInt8>,
        rowBytes: Int, hasAlpha: Bool
    ) -> VP8StatusCode {
        var config = WebPDecoderConfig()
        guard WebPInitDecoderConfig(&config) != 0 else { return VP8_STATUS_INVALID_PARAM }
        defer { WebPFreeDecBuffer(&config.output) }
        config.output.colorspace = hasAlpha ? MODE_RGBA : MODE_RGB
        config.output.is_external_memory = 1
        config.output.u.RGBA = WebPRGBABuffer(
            rgba: buffer.baseAddress, stride: Int32(rowBytes), size: buffer.count)
        return WebPDecode(
            bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, &config)
    }

    private static func check(_ status: VP8StatusCode) throws(ImageError.Kind) {
        switch status {
        case VP8_STATUS_OK: return
        case VP8_STATUS_UNSUPPORTED_FEATURE: throw .unsupported("a WebP with unknown features")
        case VP8_STATUS_NOT_ENOUGH_DATA, VP8_STATUS_SUSPENDED:
            throw .damaged("it ends too early")
        case VP8_STATUS_OUT_OF_MEMORY: throw .damaged("no memory")
        default: throw .damaged("its data are invalid")
        }
    }
}

/// The chunks of a WebP file: each consists of its name, its length and the content, padded to an
/// even length.
private struct WebPChunks {
    private var chunks: [String: UnsafeRawBufferPointer] = [:]

    /// - Throws: `ImageError.Kind.damaged` for a file that ends before the size in its header.
    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) {
        func number(_ start: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        }
        let end = 8 + number(4)
        guard end <= bytes.count else { throw .damaged("it ends too early") }
        var position = 12
        while position + 8 <= end {
            let name = String(decoding: bytes[position..<position + 4], as: UTF8.self)
            let content = position + 8..<position + 8 + number(position + 4)
            guard content.upperBound <= end else { break }
            if chunks[name] == nil {
                chunks[name] = UnsafeRawBufferPointer(rebasing: bytes[content])
            }
            position = content.upperBound + content.count % 2
        }
    }

    /// Adds the properties in the metadata.
    func describe(_ properties: inout ImageProperties) {
        if let profile = chunks["ICCP"], !ColorProfile.isSRGB(profile) {
            properties.kinds.insert(.profile)
        }
        properties.setOrientation(
            exif: chunks["EXIF"].map { Array($0) } ?? [],
            xmp: chunks["XMP "].map { Array($0) } ?? [])
    }
}
