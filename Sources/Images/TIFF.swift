import CTIFF

/// A TIFF decoder using libtiff: gray, palette and RGB images of 1 to 16 bits per sample, in strips
/// or tiles, with every compression that the library is built with.
enum TIFF {
    /// - Throws: `ImageError.Kind`; files with several images, floating-point samples and color
    ///   spaces other than gray and RGB are not supported.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) -> DecodedPixels {
        var header = try header(of: bytes)
        let (width, height) = (Int(header.width), Int(header.height))
        try ImageLimits.check(width: width, height: height)
        let rowBytes = ctiff_row_bytes(&header)
        var report = ctiff_report()
        let rows = [UInt8](unsafeUninitializedCapacity: height * rowBytes) { buffer, count in
            report = ctiff_read_rows(
                bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, &header,
                buffer.baseAddress)
            count = report.status == CTIFF_OK ? height * rowBytes : 0
        }
        try check(report)
        return try pixels(rows, rowBytes: rowBytes, header)
    }

    /// Reads the header, which is anywhere in the file.
    /// - Throws: `ImageError.Kind`.
    static func header(
        of bytes: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> ctiff_header {
        var header = ctiff_header()
        try check(
            ctiff_read_header(
                bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, &header))
        return header
    }

    private static func check(_ report: ctiff_report) throws(ImageError.Kind) {
        let text = withUnsafeBytes(of: report.message) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        switch report.status {
        case CTIFF_OK: return
        case CTIFF_UNSUPPORTED: throw .unsupported(text)
        default: throw .damaged(text)
        }
    }

    /// - Parameter rows: the packed samples, `[height, rowBytes]`.
    private static func pixels(
        _ rows: [UInt8], rowBytes: Int, _ header: ctiff_header
    ) throws(ImageError.Kind) -> DecodedPixels {
        let (bits, stored) = (Int(header.bits), Int(header.samples))
        var samples = unpacked(
            rows, rowBytes: rowBytes, bits: bits, count: Int(header.width) * stored)
        var properties = ImageProperties()
        properties.orientation = Int(header.orientation)
        if header.has_profile != 0 { properties.kinds.insert(.profile) }
        let channels = header.photometric == CTIFF_RGB ? 3 : 1
        let isOpaque = samples.dropLastChannel(
            of: stored, keeping: channels, opaque: UInt16(1 << bits - 1))
        if isOpaque == false, header.has_alpha != 0 {
            guard header.is_premultiplied == 0 else {
                throw .unsupported("a TIFF whose colors are multiplied by transparency")
            }
            properties.kinds.insert(.transparency)
        }
        let sign: UInt16 = header.is_signed == 0 ? 0 : 0x8000
        if sign != 0 { for index in samples.indices { samples[index] ^= sign } }
        let raster = StoredRaster(
            width: Int(header.width), height: Int(header.height), channels: channels,
            samples: samples, bits: bits, intercept: -Double(sign),
            isInverted: header.photometric == CTIFF_WHITE_IS_ZERO, properties: properties)
        if header.photometric == CTIFF_PALETTE { return .levels(colored(raster, header)) }
        guard bits <= 8 else { return .values(raster) }
        var levels = raster.raster
        levels.properties = properties
        return .levels(levels)
    }

    /// The samples of packed rows.
    /// - Parameter count: the number of samples of a row.
    private static func unpacked(
        _ rows: [UInt8], rowBytes: Int, bits: Int, count: Int
    ) -> [UInt16] {
        var samples: [UInt16] = []
        samples.reserveCapacity(rows.count / max(rowBytes, 1) * count)
        rows.withUnsafeBytes { rows in
            for start in stride(from: 0, to: rows.count, by: rowBytes) {
                if bits == 8 {
                    for index in 0..<count { samples.append(UInt16(rows[start + index])) }
                } else if bits == 16 {
                    for index in 0..<count {
                        samples.append(
                            rows.loadUnaligned(fromByteOffset: start + 2 * index, as: UInt16.self))
                    }
                } else {
                    var (held, left, next) = (0, 0, start)
                    for _ in 0..<count {
                        while left < bits {
                            held = (held << 8 | Int(rows[next])) & 0xFF_FFFF
                            (left, next) = (left + 8, next + 1)
                        }
                        left -= bits
                        samples.append(UInt16(held >> left & (1 << bits - 1)))
                    }
                }
            }
        }
        return samples
    }

    /// The colors of a palette image; as in Pillow, the upper 8 bits of each.
    private static func colored(_ raster: StoredRaster, _ header: ctiff_header) -> Raster {
        let palette = withUnsafeBytes(of: header.palette) {
            $0.bindMemory(to: UInt16.self).map { UInt8($0 >> 8) }
        }
        return Raster(
            width: raster.width, height: raster.height, channels: 3,
            pixels: raster.samples.flatMap { palette[3 * Int($0)..<3 * Int($0) + 3] },
            properties: raster.properties)
    }
}
