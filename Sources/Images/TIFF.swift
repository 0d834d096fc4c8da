import CTIFF

/// A TIFF decoder using libtiff: gray, palette and RGB images of 1 to 16 bits per sample, in strips
/// or tiles, with every compression that the library is built with.
enum TIFF {
    /// - Throws: `ImageError.Kind`; files with several images, floating-point samples and color
    ///   spaces other than gray and RGB are not supported.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) -> DecodedPixels {
        let header = try header(of: bytes)
        let (width, height) = (Int(header.width), Int(header.height))
        try ImageLimits.check(width: width, height: height)
        if header.jpegs > 0 {
            let passes = JPEG.scans(of: bytes) / Int(header.jpegs)
            try ImageLimits.check(passes: passes, width: width, height: height)
        }
        let (bits, count) = (Int(header.bits), width * Int(header.samples))
        if bits == 16 { return try deep(rows(of: bytes, header, as: UInt16.self), header) }
        let rows = try rows(of: bytes, header, as: UInt8.self)
        if bits > 8 { return try deep(unpacked(rows, bits: bits, count: count), header) }
        return .levels(
            try shallow(bits == 8 ? rows : unpacked(rows, bits: bits, count: count), header))
    }

    /// The rows of the file, `[height, row bytes]`, as numbers of a size that divides them.
    private static func rows<Number: FixedWidthInteger>(
        of bytes: UnsafeRawBufferPointer, _ header: ctiff_header, as type: Number.Type
    ) throws(ImageError.Kind) -> [Number] {
        var header = header
        let size = Int(header.height) * ctiff_row_bytes(&header)
        let capacity = size / MemoryLayout<Number>.size
        var report = ctiff_report()
        let rows = [Number](unsafeUninitializedCapacity: capacity) { buffer, count in
            let target = UnsafeMutableRawBufferPointer(buffer)
            report = ctiff_read_rows(
                bytes.assumingMemoryBound(to: UInt8.self).baseAddress, bytes.count, &header,
                target.assumingMemoryBound(to: UInt8.self).baseAddress)
            count = report.status == CTIFF_OK ? capacity : 0
        }
        try check(report)
        return rows
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

    private static func properties(_ header: ctiff_header) -> ImageProperties {
        var properties = ImageProperties()
        properties.orientation = Int(header.orientation)
        if header.has_profile != 0 { properties.kinds.insert(.profile) }
        return properties
    }

    /// Removes the extra sample of each pixel, if there is one.
    /// - Throws: `ImageError.Kind.unsupported` if colors are multiplied by transparency.
    private static func dropExtra<Sample: FixedWidthInteger>(
        _ samples: inout [Sample], _ header: ctiff_header, _ properties: inout ImageProperties
    ) throws(ImageError.Kind) {
        let isOpaque = samples.dropLastChannel(
            of: Int(header.samples), keeping: channels(header),
            opaque: Sample(truncatingIfNeeded: 1 << header.bits - 1))
        guard isOpaque == false, header.has_alpha != 0 else { return }
        guard header.is_premultiplied == 0 else {
            throw .unsupported("a TIFF whose colors are multiplied by transparency")
        }
        properties.kinds.insert(.transparency)
    }

    private static func channels(_ header: ctiff_header) -> Int {
        header.photometric == CTIFF_RGB ? 3 : 1
    }

    /// An image of more than 8 bits per sample.
    private static func deep(
        _ samples: [UInt16], _ header: ctiff_header
    ) throws(ImageError.Kind) -> DecodedPixels {
        var (samples, properties) = (samples, properties(header))
        try dropExtra(&samples, header, &properties)
        let sign: UInt16 = header.is_signed == 0 ? 0 : 0x8000
        if sign != 0 { for index in samples.indices { samples[index] ^= sign } }
        return .values(
            StoredRaster(
                width: Int(header.width), height: Int(header.height), channels: channels(header),
                samples: samples, bits: Int(header.bits), intercept: -Double(sign),
                isInverted: header.photometric == CTIFF_WHITE_IS_ZERO, properties: properties))
    }

    /// An image of at most 8 bits per sample, or with a palette.
    private static func shallow(
        _ samples: [UInt8], _ header: ctiff_header
    ) throws(ImageError.Kind) -> Raster {
        var (samples, properties) = (samples, properties(header))
        try dropExtra(&samples, header, &properties)
        var raster = Raster(
            width: Int(header.width), height: Int(header.height), channels: channels(header),
            pixels: [], properties: properties)
        if header.photometric == CTIFF_PALETTE {
            raster.channels = 3
            raster.pixels = samples.colored(by: palette(header))
            return raster
        }
        let isInverted = header.photometric == CTIFF_WHITE_IS_ZERO
        if isInverted || header.bits < 8 {
            let levels = StoredRaster.ramp(
                0...Double(1 << header.bits - 1), bits: Int(header.bits)
            ).map { UInt8((isInverted ? 255 - $0 : $0).rounded()) }
            for index in samples.indices { samples[index] = levels[Int(samples[index])] }
        }
        raster.pixels = samples
        return raster
    }

    /// The colors of a palette image; as in Pillow, the upper 8 bits of each.
    private static func palette(_ header: ctiff_header) -> [UInt8] {
        withUnsafeBytes(of: header.palette) {
            $0.bindMemory(to: UInt16.self).map { UInt8($0 >> 8) }
        }
    }

    /// The samples of packed rows, each of which begins at a whole byte.
    /// - Parameter count: the number of samples of a row.
    private static func unpacked<Sample: FixedWidthInteger>(
        _ rows: [UInt8], bits: Int, count: Int
    ) -> [Sample] {
        let rowBytes = (count * bits + 7) / 8
        let height = rows.count / rowBytes
        return [Sample](unsafeUninitializedCapacity: height * count) { buffer, filled in
            rows.withUnsafeBytes { rows in
                for row in 0..<height {
                    var (held, left, next) = (0, 0, row * rowBytes)
                    for _ in 0..<count {
                        while left < bits {
                            held = (held << 8 | Int(rows[next])) & 0xFF_FFFF
                            (left, next) = (left + 8, next + 1)
                        }
                        left -= bits
                        buffer[filled] = Sample(truncatingIfNeeded: held >> left & (1 << bits - 1))
                        filled += 1
                    }
                }
            }
        }
    }
}
