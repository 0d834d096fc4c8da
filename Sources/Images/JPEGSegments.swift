/// The segments of a JPEG file before its first scan.
struct JPEGSegments {
    private let bytes: UnsafeRawBufferPointer
    /// The marker of each segment and the range of its content.
    private let segments: [(marker: UInt8, content: Range<Int>)]

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        var segments: [(UInt8, Range<Int>)] = []
        var position = 2
        while let marker = Self.nextMarker(in: bytes, &position), position + 2 <= bytes.count {
            let length = Int(bytes[position]) << 8 + Int(bytes[position + 1])
            let content = position + 2..<max(position + 2, min(position + length, bytes.count))
            segments.append((marker, content))
            if marker == 0xDA || marker == 0xD9 { break }
            position += max(length, 2)
        }
        self.segments = segments
    }

    /// The next marker with a length. Bytes outside of segments and fill bytes are skipped.
    private static func nextMarker(
        in bytes: UnsafeRawBufferPointer, _ position: inout Int
    ) -> UInt8? {
        while position + 1 < bytes.count {
            let next = bytes[position + 1]
            let isMarker =
                bytes[position] == 0xFF && next != 0 && next != 0xFF && next != 0x01
                && !(0xD0...0xD8).contains(next)
            position += isMarker ? 2 : 1
            if isMarker { return next }
        }
        return nil
    }

    /// True if the file ends with the end marker, apart from padding with zeros. Otherwise only
    /// decoding shows whether it is complete.
    var endsWithMarker: Bool {
        guard let last = bytes.lastIndex(where: { $0 != 0 }), last > 0 else { return false }
        return bytes[last - 1] == 0xFF && bytes[last] == 0xD9
    }

    /// Adds the properties in the metadata.
    func describe(_ properties: inout ImageProperties) {
        // As in Pillow, further EXIF segments continue the first, and the last XMP segment is used.
        var (exif, xmp): ([UInt8], [UInt8]) = ([], [])
        for (marker, content) in segments {
            let content = UnsafeRawBufferPointer(rebasing: bytes[content])
            if marker == 0xE1, content.starts(with: EXIF.header) {
                exif += content.dropFirst(EXIF.header.count)
            } else if marker == 0xE1, content.starts(with: XMP.header) {
                xmp = Array(content.dropFirst(XMP.header.count))
            } else if marker == 0xE2, content.starts(with: Array("ICC_PROFILE\0".utf8)),
                content.count > 14, content[12] == 1, !ColorProfile.isSRGB(content)
            {
                properties.kinds.insert(.profile)
            }
        }
        properties.setOrientation(exif: exif, xmp: xmp)
    }
}

/// An ICC profile.
enum ColorProfile {
    /// True for a profile of sRGB, for which networks are trained; its description contains the
    /// name, as text with one or two bytes per letter.
    static func isSRGB(_ profile: UnsafeRawBufferPointer) -> Bool {
        let name = Array("sRGB".utf8)
        let wide: [UInt8] = name.flatMap { [0, $0] as [UInt8] }
        return contains(profile, name) || contains(profile, wide)
    }

    private static func contains(_ data: UnsafeRawBufferPointer, _ part: [UInt8]) -> Bool {
        guard data.count >= part.count else { return false }
        // The description is near the start, after the tag table.
        let last = min(data.count - part.count, 4096)
        return (0...last).contains { start in
            data[start] == part[0] && data[start..<start + part.count].elementsEqual(part)
        }
    }
}
