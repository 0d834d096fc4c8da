/// A decoder of Windows bitmaps: palettes of 1, 4 and 8 bits, also run-length encoded, and colors
/// of 16, 24 and 32 bits. Debian has no library for the format.
///
/// The results are Pillow's, which are those of Microsoft's description of the format
/// ("Bitmap Storage").
enum BMP {
    /// - Throws: `ImageError.Kind`; bitmaps that contain a JPEG or PNG file are not supported.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) -> Raster {
        let header = try BMPHeader(bytes)
        try ImageLimits.check(width: header.width, height: header.height)
        var raster = Raster(
            width: header.width, height: header.height, channels: 3, pixels: [])
        if header.bits <= 8 {
            let palette = try palette(header, bytes)
            let indices =
                header.isRunLengthEncoded
                ? try runs(header, bytes) : try indices(header, bytes)
            guard indices.allSatisfy({ Int($0) < palette.count / 3 }) else {
                throw .damaged("a pixel has a color beyond its palette")
            }
            raster.pixels = indices.colored(by: palette)
        } else {
            raster.pixels = try colors(header, bytes, &raster.properties)
        }
        return raster
    }

    /// The colors of the palette: red, green and blue of each.
    private static func palette(
        _ header: BMPHeader, _ bytes: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> [UInt8] {
        let size = header.isOS2 ? 3 : 4
        let start = header.paletteStart
        guard start + header.colors * size <= bytes.count else { throw .endsTooEarly }
        return (0..<header.colors).flatMap { index in
            let color = start + index * size
            return [bytes[color + 2], bytes[color + 1], bytes[color]]
        }
    }

    /// Calls `body` with each row of the image, from the top, and the start of its bytes.
    private static func forEachRow(
        _ header: BMPHeader, _ bytes: UnsafeRawBufferPointer, _ body: (Int) -> Void
    ) throws(ImageError.Kind) {
        let rowBytes = (header.width * header.bits + 31) / 32 * 4
        guard header.pixelStart + rowBytes * header.height <= bytes.count else {
            throw .endsTooEarly
        }
        for row in 0..<header.height {
            let stored = header.isTopDown ? row : header.height - 1 - row
            body(header.pixelStart + stored * rowBytes)
        }
    }

    /// The indices into the palette, `[height, width]`.
    private static func indices(
        _ header: BMPHeader, _ bytes: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> [UInt8] {
        var indices: [UInt8] = []
        indices.reserveCapacity(header.width * header.height)
        let (bits, perByte) = (header.bits, 8 / header.bits)
        try forEachRow(header, bytes) { start in
            for column in 0..<header.width {
                let shift = 8 - bits * (column % perByte + 1)
                indices.append(bytes[start + column / perByte] >> shift & UInt8(1 << bits - 1))
            }
        }
        return indices
    }

    /// The colors, `[height, width, 3]`.
    private static func colors(
        _ header: BMPHeader, _ bytes: UnsafeRawBufferPointer, _ properties: inout ImageProperties
    ) throws(ImageError.Kind) -> [UInt8] {
        var pixels: [UInt8] = []
        pixels.reserveCapacity(3 * header.width * header.height)
        var isOpaque = true
        let (size, masks, alpha) = (header.bits / 8, header.masks, header.alpha)
        try forEachRow(header, bytes) { start in
            for column in 0..<header.width {
                let first = start + column * size
                let pixel = (0..<size).reduce(UInt32(0)) {
                    $0 | UInt32(bytes[first + $1]) << (8 * $1)
                }
                for mask in masks { pixels.append(mask.level(of: pixel)) }
                if let alpha, alpha.level(of: pixel) != 255 { isOpaque = false }
            }
        }
        if !isOpaque { properties.kinds.insert(.transparency) }
        return pixels
    }

    /// The indices of a run-length encoded image, `[height, width]`; pixels that the runs leave out
    /// have the index 0.
    private static func runs(
        _ header: BMPHeader, _ bytes: UnsafeRawBufferPointer
    ) throws(ImageError.Kind) -> [UInt8] {
        let (width, height) = (header.width, header.height)
        var indices = [UInt8](repeating: 0, count: width * height)
        var (x, y, next) = (0, 0, header.pixelStart)
        func put(_ index: UInt8) throws(ImageError.Kind) {
            guard x < width, y < height else { throw .damaged("a run leaves the image") }
            indices[(height - 1 - y) * width + x] = index
            x += 1
        }
        /// The index of pixel `number` of a run with the bytes from `start` on.
        func index(_ number: Int, _ start: Int) -> UInt8 {
            if header.bits == 8 { return bytes[start + number] }
            let pair = bytes[start + number / 2]
            return number % 2 == 0 ? pair >> 4 : pair & 15
        }
        while true {
            guard next + 2 <= bytes.count else { throw .endsTooEarly }
            let (count, code) = (Int(bytes[next]), Int(bytes[next + 1]))
            next += 2
            if count > 0 {
                for number in 0..<count {
                    try put(header.bits == 8 ? UInt8(code) : index(number % 2, next - 1))
                }
            } else if code == 0 {
                (x, y) = (0, y + 1)
            } else if code == 1 {
                return indices
            } else if code == 2 {
                guard next + 2 <= bytes.count else { throw .endsTooEarly }
                (x, y) = (x + Int(bytes[next]), y + Int(bytes[next + 1]))
                next += 2
            } else {
                // Pixels as they are, padded to an even number of bytes.
                let size = (code * header.bits + 7) / 8
                guard next + size <= bytes.count else { throw .endsTooEarly }
                for number in 0..<code { try put(index(number, next)) }
                next += size + size % 2
            }
        }
    }
}

extension ImageError.Kind {
    static var endsTooEarly: Self { .damaged("it ends too early") }
}
