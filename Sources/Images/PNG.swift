import CPNG

/// A PNG decoder using libpng: its simplified interface, which returns a status and never uses
/// longjmp, and `cpng_read_samples` for 16 bits per sample.
enum PNG {
    /// Decodes gray, RGB and palette images of any depth, interlaced or not, to 8 bits;
    /// transparency is ignored.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) -> Raster {
        let chunks = PNGChunks(bytes)
        guard let plain = chunks.withoutColorSpace() else { return try read(bytes, chunks) }
        let result: Result<Raster, ImageError.Kind> = plain.withUnsafeBytes { bytes in
            Result { () throws(ImageError.Kind) in try read(bytes, chunks) }
        }
        return try result.get()
    }

    /// - Parameter chunks: the chunks of the whole file.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, _ chunks: PNGChunks
    ) throws(ImageError.Kind) -> Raster {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
            throw .damaged(message(&image))
        }
        let (width, height) = (Int(image.width), Int(image.height))
        try ImageLimits.check(width: width, height: height)
        var raster =
            chunks.bitDepth == 16
            ? try readDeep(bytes, chunks, width: width, height: height) : try read(&image)
        chunks.describe(&raster.properties)
        return raster
    }

    /// Reads an image with at most 8 bits per sample.
    private static func read(_ image: inout png_image) throws(ImageError.Kind) -> Raster {
        let (width, height) = (Int(image.width), Int(image.height))
        let color = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR)
        let alpha = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA)
        let channels = color == 0 ? 1 : 3
        image.format = color | alpha
        let stored = channels + (alpha == 0 ? 0 : 1)
        var pixels = [UInt8](repeating: 0, count: width * height * stored)
        guard png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 else {
            throw .damaged(message(&image))
        }
        var properties = ImageProperties()
        if stored > channels {
            var isOpaque = true
            for pixel in 0..<width * height {
                for channel in 0..<channels {
                    pixels[pixel * channels + channel] = pixels[pixel * stored + channel]
                }
                // Alpha is read before its byte is overwritten.
                if pixels[pixel * stored + channels] != 255 { isOpaque = false }
            }
            pixels.removeLast(width * height)
            if !isOpaque { properties.kinds.insert(.transparency) }
        }
        return Raster(
            width: width, height: height, channels: channels, pixels: pixels, properties: properties
        )
    }

    /// Reads an image with 16 bits per sample and rounds the samples to 8 bits. libpng's simplified
    /// interface converts such images to linear light if they have transparency, and mixes up rows
    /// of interlaced ones since its fix of CVE-2025-65018.
    private static func readDeep(
        _ bytes: UnsafeRawBufferPointer, _ chunks: PNGChunks, width: Int, height: Int
    ) throws(ImageError.Kind) -> Raster {
        let (channels, stored) = (chunks.isGray ? 1 : 3, chunks.samples)
        var samples = [UInt16](repeating: 0, count: width * height * stored)
        var message = [CChar](repeating: 0, count: 200)
        let isRead = cpng_read_samples(
            bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, width, height,
            stored, &samples, &message)
        guard isRead != 0 else {
            throw .damaged(
                String(decoding: message.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
        }
        var properties = ImageProperties()
        let pixels = rounded(samples, channels: channels, of: stored, &properties)
        return Raster(
            width: width, height: height, channels: channels, pixels: pixels, properties: properties
        )
    }

    /// - Parameters:
    ///   - samples: `[pixels, stored]`; the first `channels` of each pixel are used.
    ///   - properties: receives the range of these samples and whether there is transparency.
    private static func rounded(
        _ samples: [UInt16], channels: Int, of stored: Int, _ properties: inout ImageProperties
    ) -> [UInt8] {
        var (minimum, maximum) = (UInt16.max, UInt16.min)
        var isOpaque = true
        let count = samples.count / stored
        let pixels = [UInt8](unsafeUninitializedCapacity: count * channels) { output, written in
            samples.withUnsafeBufferPointer { samples in
                for pixel in 0..<count {
                    for channel in 0..<channels {
                        let sample = samples[pixel * stored + channel]
                        minimum = min(minimum, sample)
                        maximum = max(maximum, sample)
                        output[pixel * channels + channel] = UInt8(
                            (UInt32(sample) * 255 + 32_895) >> 16)
                    }
                    if stored > channels, samples[pixel * stored + channels] != .max {
                        isOpaque = false
                    }
                }
            }
            written = count * channels
        }
        if minimum <= maximum { properties.levels = minimum...maximum }
        if !isOpaque { properties.kinds.insert(.transparency) }
        return pixels
    }

    private static func message(_ image: inout png_image) -> String {
        withUnsafeBytes(of: &image.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
