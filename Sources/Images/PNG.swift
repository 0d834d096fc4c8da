import CPNG

/// PNG through libpng's simplified interface, which reports by status and never jumps.
enum PNG {
    /// Gray, RGB and palettes of any depth, interlaced or not, to 8 bits; transparency is dropped.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) -> Raster {
        guard let plain = withoutColourSpace(bytes) else { return try read(bytes) }
        let result: Result<Raster, ImageError.Problem> = plain.withUnsafeBytes { bytes in
            Result { () throws(ImageError.Problem) in try read(bytes) }
        }
        return try result.get()
    }

    /// The file without its gamma and profiles, which libpng would apply and Pillow does not; nil when it has none.
    private static func withoutColourSpace(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
        let names = Set(["gAMA", "cHRM", "sRGB", "iCCP"].map { Array($0.utf8) })
        var kept: [UInt8] = []
        var (start, position) = (0, 8)
        // A chunk is its length, its name, that many bytes, and a checksum.
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let end = position + 12 + length
            guard end <= bytes.count else { break }
            if names.contains(Array(bytes[position + 4..<position + 8])) {
                kept += bytes[start..<position]
                start = end
            }
            position = end
        }
        return start == 0 ? nil : kept + bytes[start...]
    }

    private static func read(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) -> Raster {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
            throw .damaged(message(&image))
        }
        let (width, height) = (Int(image.width), Int(image.height))
        try ImageLimits.check(width: width, height: height)
        let colour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR)
        let alpha = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA)
        let channels = colour == 0 ? 1 : 3
        if isDeepAndInterlaced(bytes) {
            guard alpha == 0 else {
                throw .unsupported(
                    "an interlaced 16-bit PNG with transparency; save it again without either")
            }
            return try readDeep(&image, channels: channels)
        }
        // Else 16-bit samples would count as linear light, and dark parts would come out bright.
        image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        image.format = colour | alpha
        let stored = channels + (alpha == 0 ? 0 : 1)
        var pixels = [UInt8](repeating: 0, count: width * height * stored)
        guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else {
            throw .damaged(message(&image))
        }
        if stored > channels {
            for pixel in 0..<width * height {
                for channel in 0..<channels {
                    pixels[pixel * channels + channel] = pixels[pixel * stored + channel]
                }
            }
            pixels.removeLast(width * height)
        }
        return Raster(width: width, height: height, channels: channels, pixels: pixels)
    }

    private static func isDeepAndInterlaced(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count > 28 && bytes[24] == 16 && bytes[28] != 0
    }

    /// Reads 16 bits and rounds them here: libpng mixes rows up when it is to make 8 bits of 16 interlaced ones, since
    /// its repair of CVE-2025-65018.
    private static func readDeep(
        _ image: inout png_image, channels: Int
    ) throws(ImageError.Problem) -> Raster {
        // Taken for linear light and asked for as such, samples stay what they are.
        image.format = png_uint_32(
            PNG_FORMAT_FLAG_LINEAR | (channels == 3 ? PNG_FORMAT_FLAG_COLOR : 0))
        let (width, height) = (Int(image.width), Int(image.height))
        var samples = [UInt16](repeating: 0, count: width * height * channels)
        guard png_image_finish_read(&image, nil, &samples, 0, nil) != 0 else {
            throw .damaged(message(&image))
        }
        let pixels = samples.map { UInt8((UInt32($0) * 255 + 32_895) >> 16) }
        return Raster(width: width, height: height, channels: channels, pixels: pixels)
    }

    private static func message(_ image: inout png_image) -> String {
        withUnsafeBytes(of: &image.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
