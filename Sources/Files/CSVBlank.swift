/// The white space around fields of tables: that of Unicode, and characters without a width that
/// some programs insert.
///
/// Joiners and variation selectors do not count, because they can be part of a name.
enum CSVBlank {
    /// White space of more than one byte, in UTF-8: next line, no-break space, Ogham space,
    /// Mongolian vowel separator, the spaces U+2000 to U+200B, direction marks, line and paragraph
    /// separators, the narrow no-break and mathematical spaces, the word joiner, the ideographic
    /// space and the byte order mark.
    private static let sequences: Set<[UInt8]> = {
        let scalars: [ClosedRange<UInt32>] = [
            0x85...0x85, 0xA0...0xA0, 0x1680...0x1680, 0x180E...0x180E, 0x2000...0x200B,
            0x200E...0x200F, 0x2028...0x202F, 0x205F...0x2060, 0x2066...0x2069, 0x3000...0x3000,
            0xFEFF...0xFEFF,
        ]
        return Set(
            scalars.joined().compactMap { Unicode.Scalar($0) }.map { Array(String($0).utf8) })
    }()

    /// True if an ASCII byte is white space within a line.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0B || byte == 0x0C
    }

    /// The length in bytes of the white space character at a position; 0 if there is none.
    static func length(_ bytes: [UInt8], at position: Int) -> Int {
        guard position < bytes.count else { return 0 }
        let byte = bytes[position]
        if byte < 0x80 { return isBlank(byte) ? 1 : 0 }
        let end = position + (byte == 0xC2 ? 2 : 3)
        guard [0xC2, 0xE1, 0xE2, 0xE3, 0xEF].contains(byte), end <= bytes.count else { return 0 }
        return sequences.contains(Array(bytes[position..<end])) ? end - position : 0
    }

    /// The length in bytes of the white space character before a position; 0 if there is none.
    static func length(_ bytes: [UInt8], before position: Int) -> Int {
        guard position > 0 else { return 0 }
        let byte = bytes[position - 1]
        if byte < 0x80 { return isBlank(byte) ? 1 : 0 }
        for count in 2...3 where position >= count {
            if sequences.contains(Array(bytes[position - count..<position])) { return count }
        }
        return 0
    }
}
