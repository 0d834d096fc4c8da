import CPNG

/// PNG through libpng's simplified interface, which reports by status and never jumps.
enum PNG {
    /// Gray, RGB and palettes of any depth, to 8 bits; transparency is dropped, as in Pillow's
    /// `convert("RGB")`.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) -> Raster {
        var image = png_image()
        image.version = png_uint_32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
            throw .damaged(message(&image))
        }
        let (width, height) = (Int(image.width), Int(image.height))
        try ImageLimits.check(width: width, height: height)
        // Else 16-bit samples would count as linear light, and dark parts would come out bright.
        image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
        let colour = image.format & png_uint_32(PNG_FORMAT_FLAG_COLOR)
        let alpha = image.format & png_uint_32(PNG_FORMAT_FLAG_ALPHA)
        image.format = colour | alpha
        let channels = colour == 0 ? 1 : 3
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

    private static func message(_ image: inout png_image) -> String {
        withUnsafeBytes(of: &image.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
