import CJPEG
import Foundation

/// A JPEG decoder and encoder using libjpeg, with the accurate integer DCT and smooth chroma
/// upsampling, as in Pillow.
package enum JPEG {
    /// - Parameter need: returns the part of an image of a given size that is needed; nil: every
    ///   pixel.
    /// - Throws: `ImageError.Kind`, also for missing pixels. Irregularities that do not change
    ///   pixels are in the properties of the raster.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, need: ((ImageSize) -> DecodingNeed)?
    ) throws(ImageError.Kind) -> Raster {
        let header = try header(of: bytes)
        let original = ImageSize(width: Int(header.width), height: Int(header.height))
        try ImageLimits.check(width: original.width, height: original.height)
        let isSequential = header.has_multiple_scans == 0
        // The decoder rejects a second scan of a gray image.
        let scans = header.channels == 1 && isSequential ? 1 : scans(of: bytes)
        try ImageLimits.check(passes: scans, width: original.width, height: original.height)
        let segments = JPEGSegments(bytes)
        let divisor: Int
        var rows = original.height
        if let need = need?(original) {
            divisor = original.divisor(leaving: need.size)
            if isSequential, segments.endsWithMarker { rows = min(need.rows, rows) }
        } else {
            divisor = 1
        }
        var raster = try decode(bytes, header, original, dividedBy: divisor, rows: rows)
        segments.describe(&raster.properties)
        if raster.channels == 4 {
            raster.pixels = rgb(cmyk: raster.pixels)
            raster.channels = 3
            raster.properties.kinds.insert(.cmyk)
        }
        return raster
    }

    /// Reads the headers before the first scan.
    /// - Throws: `ImageError.Kind`.
    static func header(
        of bytes: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> cjpeg_header {
        var header = cjpeg_header()
        try check(cjpeg_read_header(bytes.bytes, bytes.count, &header))
        guard header.width > 0, header.height > 0 else {
            throw .damaged("its header gives \(header.width) x \(header.height) pixels")
        }
        return header
    }

    /// - Parameter rows: the number of rows of the original that are needed.
    private static func decode(
        _ bytes: UnsafeRawBufferPointer, _ header: cjpeg_header, _ original: ImageSize,
        dividedBy divisor: Int, rows: Int
    ) throws(ImageError.Kind) -> Raster {
        let size = original.divided(by: divisor)
        let kept = min((rows + divisor - 1) / divisor, size.height)
        let channels = Int(header.channels)
        var raster = Raster(
            width: size.width, height: size.height, channels: channels, pixels: [],
            original: original, divisor: divisor)
        let count = kept * size.width * channels
        var report = cjpeg_report()
        var known = header
        raster.pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            report = cjpeg_decode(
                bytes.bytes, bytes.count, &known, Int32(divisor), Int32(kept), buffer.baseAddress)
            initialized = report.status == CJPEG_OK ? count : 0
        }
        try check(report)
        raster.properties.kinds = ImageProperties.Kinds(oddities: report.oddities)
        return raster
    }

    /// - Throws: the error of the report, if it has one.
    static func check(_ report: cjpeg_report) throws(ImageError.Kind) {
        switch report.status {
        case CJPEG_OK: return
        case CJPEG_UNSUPPORTED: throw .unsupported(report.text)
        default: throw .damaged(report.text)
        }
    }

    /// Converts four bytes per pixel, where 255 means no ink, to three bytes, with Pillow's
    /// rounding.
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

    /// The number of start-of-scan markers; the decoder processes all pixels for each scan. The
    /// markers do not occur in compressed data, but a thumbnail in the metadata has its own.
    static func scans(of bytes: UnsafeRawBufferPointer) -> Int {
        guard var next = bytes.baseAddress else { return 0 }
        let end = next + bytes.count
        var count = 0
        while let marker = memchr(next, 0xFF, end - next), marker + 1 < end {
            next = UnsafeRawPointer(marker + 1)
            if next.load(as: UInt8.self) == 0xDA { count += 1 }
        }
        return count
    }
}

extension cjpeg_report {
    /// The message of the library.
    var text: String {
        withUnsafeBytes(of: message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}

extension UnsafeRawBufferPointer {
    fileprivate var bytes: UnsafePointer<UInt8>? {
        assumingMemoryBound(to: UInt8.self).baseAddress
    }
}

extension ImageSize {
    /// The divisor 8, 4 or 2, by which the inverse DCT can reduce the size cheaply; 1 if the result
    /// would be smaller than `least`.
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
