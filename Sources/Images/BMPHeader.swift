/// The header of a Windows bitmap: 14 bytes with the start of the pixels, then a part whose first
/// word is its size, which gives its version.
struct BMPHeader {
    /// The number of columns.
    let width: Int
    /// The number of rows.
    let height: Int
    /// The bits per pixel: 1, 4, 8, 16, 24 or 32.
    let bits: Int
    /// True if the first row is the top one.
    let isTopDown: Bool
    /// True for the form of OS/2 1.x, whose palettes have three bytes per color.
    let isOS2: Bool
    /// True if the pixels are run-length encoded.
    let isRunLengthEncoded: Bool
    /// The number of colors of the palette.
    let colors: Int
    /// The start of the palette in the file.
    let paletteStart: Int
    /// The start of the pixels in the file.
    let pixelStart: Int
    /// The bits of red, green and blue in a pixel without a palette.
    let masks: [Mask]
    /// The bits of the opacity; nil if there is none.
    let alpha: Mask?

    /// Consecutive bits of a pixel.
    struct Mask {
        let shift: UInt32
        /// The largest value.
        let maximum: UInt32

        /// - Returns: nil unless these are 1 to 8 consecutive bits.
        init?(_ bits: UInt32) {
            let (shift, count) = (bits.trailingZeroBitCount, bits.nonzeroBitCount)
            guard (1...8).contains(count), bits >> shift == 1 << count - 1 else { return nil }
            self.shift = UInt32(shift)
            maximum = 1 << count - 1
        }

        /// The value, scaled to 0 to 255.
        func level(of pixel: UInt32) -> UInt8 {
            UInt8((pixel >> shift & maximum) * 255 / maximum)
        }
    }

    /// - Throws: `ImageError.Kind`.
    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Kind) {
        func number(_ start: Int, _ size: Int) -> Int {
            (0..<size).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        }
        guard bytes.count >= 26 else { throw .endsTooEarly }
        let size = number(14, 4)
        isOS2 = size == 12
        guard isOS2 || [40, 52, 56, 64, 108, 124].contains(size) else {
            throw .unsupported("a BMP with a header of \(size) bytes")
        }
        guard bytes.count >= 14 + size else { throw .endsTooEarly }
        func side(_ start: Int) -> Int { Int(Int32(truncatingIfNeeded: number(start, 4))) }
        width = isOS2 ? number(18, 2) : side(18)
        let rows = isOS2 ? number(20, 2) : side(22)
        isTopDown = rows < 0
        height = abs(rows)
        guard width > 0, height > 0 else {
            throw .damaged("its header gives \(width) x \(rows) pixels")
        }
        bits = number(isOS2 ? 24 : 28, 2)
        guard [1, 4, 8, 16, 24, 32].contains(bits) else {
            throw .unsupported("a BMP of \(bits) bits per pixel")
        }
        let compression = isOS2 ? 0 : number(30, 4)
        isRunLengthEncoded = compression == 1 && bits == 8 || compression == 2 && bits == 4
        let hasMasks = [3, 6].contains(compression) && [16, 32].contains(bits)
        guard
            compression == 0 || hasMasks && size != 64 || isRunLengthEncoded && !isTopDown
        else {
            throw .unsupported("a BMP with compression \(compression) of \(bits) bits per pixel")
        }
        // The masks follow a header of the oldest size and are part of later ones.
        let hasAlpha = hasMasks && (size >= 56 || size == 40 && compression == 6)
        let masksEnd = size == 40 && hasMasks ? 54 + (compression == 6 ? 16 : 12) : 14 + size
        guard bytes.count >= masksEnd else { throw .endsTooEarly }
        (masks, alpha) = try Self.masks(
            bits: bits, given: hasMasks ? (0..<3).map { UInt32(number(54 + 4 * $0, 4)) } : nil,
            alpha: hasAlpha ? UInt32(number(66, 4)) : 0)
        paletteStart = masksEnd
        pixelStart = number(10, 4)
        let used = isOS2 ? 0 : number(46, 4)
        let all = bits <= 8 ? 1 << bits : 0
        guard pixelStart >= 14 + size, pixelStart <= bytes.count, used <= 65_536 else {
            throw .damaged("its header contradicts itself")
        }
        // A palette of OS/2 may have fewer colors than the header implies.
        colors =
            isOS2
            ? min(all, (pixelStart - paletteStart) / 3)
            : used == 0 || used > all ? all : used
    }

    /// - Parameter given: the masks of red, green and blue in the file; nil: the usual ones.
    private static func masks(
        bits: Int, given: [UInt32]?, alpha: UInt32
    ) throws(ImageError.Kind) -> (colors: [Mask], alpha: Mask?) {
        guard bits > 8 else { return ([], nil) }
        let usual: [UInt32] =
            bits == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF_0000, 0xFF00, 0xFF]
        let masks = (given ?? usual).compactMap { Mask($0) }
        let alphaMask = Mask(alpha)
        guard masks.count == 3, alpha == 0 || alphaMask != nil else {
            throw .unsupported("a BMP with unusual bit masks")
        }
        return (masks, alphaMask)
    }
}
