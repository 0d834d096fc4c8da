import CPNG

/// A PNG decoder using libpng: its simplified interface, which returns a status and never uses
/// longjmp, and `cpng_read_samples` for 16 bits per sample.
enum PNG {
    /// Decodes gray, RGB and palette images of any depth, interlaced or not; transparency is
    /// ignored.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) -> DecodedPixels {
        let chunks = PNGChunks(bytes)
        guard let plain = chunks.withoutColorSpace() else { return try read(bytes, chunks) }
        let result: Result<DecodedPixels, ImageError.Kind> = plain.withUnsafeBytes { bytes in
            Result { () throws(ImageError.Kind) in try read(bytes, chunks) }
        }
        return try result.get()
    }

    /// - Parameter chunks: the chunks of the whole file.
    private static func read(
        _ bytes: UnsafeRawBufferPointer, _ chunks: PNGChunks
    ) throws(ImageError.Kind) -> DecodedPixels {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
            throw .damaged(message(&image))
        }
        let (width, height) = (Int(image.width), Int(image.height))
        try ImageLimits.check(width: width, height: height)
        var pixels: DecodedPixels =
            chunks.bitDepth == 16
            ? .values(try readDeep(bytes, chunks, width: width, height: height))
            : .levels(try read(&image))
        chunks.describe(&pixels.properties)
        return pixels
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
        if pixels.dropLastChannel(of: stored, keeping: channels, opaque: .max) == false {
            properties.kinds.insert(.transparency)
        }
        return Raster(
            width: width, height: height, channels: channels, pixels: pixels, properties: properties
        )
    }

    /// Reads an image with 16 bits per sample. libpng's simplified interface converts such images
    /// to linear light if they have transparency, and mixes up rows of interlaced ones since its
    /// fix of CVE-2025-65018.
    private static func readDeep(
        _ bytes: UnsafeRawBufferPointer, _ chunks: PNGChunks, width: Int, height: Int
    ) throws(ImageError.Kind) -> StoredRaster {
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
        if samples.dropLastChannel(of: stored, keeping: channels, opaque: .max) == false {
            properties.kinds.insert(.transparency)
        }
        return StoredRaster(
            width: width, height: height, channels: channels, samples: samples, bits: 16,
            stated: chunks.significantBits.map {
                StoredRaster.ramp(samples.window(ofBits: $0), bits: 16)
            },
            properties: properties)
    }

    private static func message(_ image: inout png_image) -> String {
        withUnsafeBytes(of: &image.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension [UInt16] {
    /// The window of samples with fewer significant bits, as the chunk sBIT gives them. The PNG
    /// specification requires that such samples are scaled to the whole range, so this is the whole
    /// range; but some programs store them as they are, which their lowest bits show.
    fileprivate func window(ofBits bits: Int) -> ClosedRange<Double> {
        let shift = 16 - bits
        let isUnscaled =
            allSatisfy { Int($0) < 1 << bits }
            && contains { sample in
                // The upper bits, followed by zeros or by a repetition of themselves.
                let upper = Int(sample) >> shift
                let scaled = (upper * 65_535 * 2 + (1 << bits - 1)) / (2 * (1 << bits - 1))
                return ![upper << shift, scaled].contains(Int(sample))
            }
        return 0...Double(isUnscaled ? 1 << bits - 1 : 65_535)
    }
}
