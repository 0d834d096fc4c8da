import CTurboJPEG
package import Foundation

/// JPEG through libjpeg-turbo: the accurate integer DCT and smooth chroma upsampling, as Pillow
/// decodes.
package enum JPEG {
    /// - Parameters:
    ///   - isScratch: whether the bytes may be written to.
    ///   - need: given the picture's size, what is of use of it; nil for every pixel.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, isScratch: Bool, need: ((ImageSize) -> DecodingNeed)?
    ) throws(ImageError.Problem) -> Raster {
        guard let handle = tjInitDecompress() else { throw .damaged(message(nil)) }
        defer { tjDestroy(handle) }
        var (width, height): (Int32, Int32) = (0, 0)
        var (subsampling, space): (Int32, Int32) = (0, 0)
        let status = tjDecompressHeader3(
            handle, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt(bytes.count),
            &width, &height, &subsampling, &space)
        guard status == 0, width > 0, height > 0 else { throw .damaged(message(handle)) }
        let original = ImageSize(width: Int(width), height: Int(height))
        try ImageLimits.check(width: original.width, height: original.height)
        let layout = PixelLayout(space: space)
        let frame = sequentialFrame(of: bytes)
        // The decoder refuses a second scan of a gray one.
        let scans = layout.channels == 1 && frame != nil ? 1 : scans(of: bytes)
        try ImageLimits.check(passes: scans, width: original.width, height: original.height)
        var raster: Raster
        if let need = need?(original) {
            raster = Raster(original, dividedBy: original.divisor(leaving: need.size), layout)
            var isDecoded = false
            if scans == 1, let frame {
                isDecoded = JPEG.withScratch(bytes, isScratch: isScratch) {
                    raster.decodeTop($0, frame: frame, rows: need.rows, handle, layout)
                }
            }
            if !isDecoded { try raster.decode(bytes, handle, layout) }
        } else {
            raster = Raster(original, dividedBy: 1, layout)
            try raster.decode(bytes, handle, layout)
        }
        if layout.channels == 4 {
            raster.pixels = rgb(cmyk: raster.pixels)
            raster.channels = 3
        }
        return raster
    }

    fileprivate struct PixelLayout {
        let format: TJPF
        let channels: Int

        init(space: Int32) {
            switch TJCS(UInt32(bitPattern: space)) {
            case TJCS_GRAY: (format, channels) = (TJPF_GRAY, 1)
            case TJCS_CMYK, TJCS_YCCK: (format, channels) = (TJPF_CMYK, 4)
            default: (format, channels) = (TJPF_RGB, 3)
            }
        }
    }

    /// Four bytes a pixel, 255 for no ink, to three, with Pillow's roundings.
    private static func rgb(cmyk: [UInt8]) -> [UInt8] {
        var rgb: [UInt8] = []
        rgb.reserveCapacity(cmyk.count / 4 * 3)
        for pixel in stride(from: 0, to: cmyk.count, by: 4) {
            let black = Int(cmyk[pixel + 3])
            for ink in cmyk[pixel..<pixel + 3] {
                let product = (255 - Int(ink)) * black + 128
                rgb.append(UInt8(black - (product >> 8 + product) >> 8))
            }
        }
        return rgb
    }

    /// Calls `body` with bytes that it may write to: the same ones or a copy.
    private static func withScratch(
        _ bytes: UnsafeRawBufferPointer, isScratch: Bool,
        _ body: (UnsafeMutableRawBufferPointer) -> Bool
    ) -> Bool {
        if isScratch { return body(UnsafeMutableRawBufferPointer(mutating: bytes)) }
        var copy = [UInt8](bytes)
        return copy.withUnsafeMutableBytes(body)
    }

    /// The start-of-scan markers, each of which has the decoder go over all pixels. They do not occur
    /// in compressed data, but a thumbnail in a file's metadata has some of its own.
    private static func scans(of bytes: UnsafeRawBufferPointer) -> Int {
        guard var next = bytes.baseAddress else { return 0 }
        let end = next + bytes.count
        var count = 0
        while let marker = memchr(next, 0xFF, end - next), marker + 1 < end {
            next = UnsafeRawPointer(marker + 1)
            if next.load(as: UInt8.self) == 0xDA { count += 1 }
        }
        return count
    }

    /// What no row of a picture ends with.
    fileprivate static let mark: [UInt8] = [
        0x91, 0x07, 0xE4, 0x3D, 0xB8, 0x5A, 0xF2, 0x16, 0xCD, 0x68, 0x2B, 0xA7, 0x4F, 0xD9, 0x73,
        0x0C,
    ]

    /// The position of the frame header's marker; nil unless it is that of a baseline or extended sequential JPEG.
    private static func sequentialFrame(of bytes: UnsafeRawBufferPointer) -> Int? {
        var position = 2
        while position + 9 < bytes.count, bytes[position] == 0xFF {
            switch bytes[position + 1] {
            case 0xC0, 0xC1: return position
            case 0xC4, 0xDB, 0xDD, 0xE0...0xEF, 0xFE:
                position += 2 + Int(bytes[position + 2]) << 8 + Int(bytes[position + 3])
            default: return nil
            }
        }
        return nil
    }

    /// The message of a failed call, or nil when it only met stray bytes between two segments,
    /// which many cameras write and which cost no pixel.
    fileprivate static func seriousFailure(_ handle: tjhandle) -> String? {
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

extension ImageSize {
    /// 8, 4 or 2, by which the inverse DCT divides at less cost; 1, if all would leave less than `least`.
    fileprivate func divisor(leaving least: ImageSize) -> Int {
        [8, 4, 2].first { divided(by: $0).covers(least) } ?? 1
    }

    fileprivate func divided(by divisor: Int) -> ImageSize {
        ImageSize(
            width: (width + divisor - 1) / divisor, height: (height + divisor - 1) / divisor)
    }

    private func covers(_ other: ImageSize) -> Bool {
        width >= other.width && height >= other.height
    }
}

extension Raster {
    /// A part of this size, without pixels.
    fileprivate init(_ original: ImageSize, dividedBy divisor: Int, _ layout: JPEG.PixelLayout) {
        let size = original.divided(by: divisor)
        self.init(
            width: size.width, height: size.height, channels: layout.channels, pixels: [],
            original: original, divisor: divisor)
    }

    /// Decodes all rows, scaled to this picture's size.
    fileprivate mutating func decode(
        _ bytes: UnsafeRawBufferPointer, _ handle: tjhandle, _ layout: JPEG.PixelLayout
    ) throws(ImageError.Problem) {
        var failure: String?
        let count = width * height * channels
        pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            let status = tjDecompress2(
                handle, bytes.assumingMemoryBound(to: UInt8.self).baseAddress, UInt(bytes.count),
                buffer.baseAddress, Int32(width), 0, Int32(height),
                Int32(layout.format.rawValue), TJFLAG_ACCURATEDCT)
            if status != 0 { failure = JPEG.seriousFailure(handle) }
            initialized = failure == nil ? count : 0
        }
        if let failure { throw .damaged(failure) }
    }

    /// Decodes the rows that the first `rows` of the original give: of a file that claims to end there meanwhile.
    /// - Parameter frame: where the marker of the frame header is.
    /// - Returns: false when that cannot be done, or a row is damaged.
    fileprivate mutating func decodeTop(
        _ file: UnsafeMutableRawBufferPointer, frame: Int, rows: Int, _ handle: tjhandle,
        _ layout: JPEG.PixelLayout
    ) -> Bool {
        // Of whole blocks, so that they divide.
        let block = channels == 1 ? 8 : 16
        let rows = (rows + block - 1) / block * block
        guard rows < original.height else { return false }
        let kept = rows / divisor
        let height = (file[frame + 5], file[frame + 6])
        (file[frame + 5], file[frame + 6]) = (UInt8(rows >> 8), UInt8(rows & 0xFF))
        defer { (file[frame + 5], file[frame + 6]) = height }
        let (rowBytes, mark) = (width * channels, JPEG.mark)
        let count = kept * rowBytes
        guard rowBytes >= mark.count else { return false }
        var isWhole = false
        pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            // The decoder warns of what follows the last row; any other warning comes before that row is written.
            let last = UnsafeMutableBufferPointer(rebasing: buffer[(count - mark.count)..<count])
            _ = last.update(from: mark)
            let status = tjDecompress2(
                handle, file.assumingMemoryBound(to: UInt8.self).baseAddress, UInt(file.count),
                buffer.baseAddress, Int32(width), 0, Int32(kept),
                Int32(layout.format.rawValue), TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING)
            isWhole =
                !last.elementsEqual(mark)
                && (status == 0 || JPEG.seriousFailure(handle) == nil)
            initialized = isWhole ? count : 0
        }
        return isWhole
    }
}
