/// The beginning of DICOM files.
package enum DICOMSignature {
    /// The number of bytes at the beginning of a file that are examined.
    package static let count = 512

    /// The value representations of PS3.5, section 6.2.
    private static let representations: Set<String> = [
        "AE", "AS", "AT", "CS", "DA", "DS", "DT", "FD", "FL", "IS", "LO", "LT", "OB", "OD", "OF",
        "OL", "OV", "OW", "PN", "SH", "SL", "SQ", "SS", "ST", "SV", "TM", "UC", "UI", "UL", "UN",
        "UR", "US", "UT", "UV",
    ]

    /// True for a file with `DICM` after a preamble of 128 bytes. The preamble may be the beginning
    /// of a file of another format, such as TIFF.
    package static func hasPreamble(_ start: UnsafeRawBufferPointer) -> Bool {
        start.count >= 132 && start[128..<132].elementsEqual("DICM".utf8)
    }

    /// True for a file with `DICM` after a preamble, and for one that begins with elements: the
    /// first belongs to the group 0002, 0004 or 0008, and the headers of the first two are those of
    /// a DICOM file. A few bytes alone are not enough, because files of other formats may begin so.
    /// - Parameter start: the first `count` bytes, or all bytes of a smaller file; more are not
    ///   examined.
    package static func begins(_ start: UnsafeRawBufferPointer) -> Bool {
        if hasPreamble(start) { return true }
        guard start.count >= 16, start[0] < 9, start[1] < 9 else { return false }
        let bytes = Array(start.prefix(count))
        return [true, false].contains { isElements(bytes, isLittleEndian: $0) }
    }

    private static func isElements(_ bytes: [UInt8], isLittleEndian: Bool) -> Bool {
        var reader = ElementReader(bytes: bytes, range: 0..<bytes.count)
        reader.isLittleEndian = isLittleEndian
        reader.isExplicit = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[4])
        // Without representations, only little-endian files exist.
        guard reader.isExplicit || isLittleEndian, let first = next(&reader),
            [2, 4, 8].contains(first.tag >> 16), let length = first.length, length % 2 == 0,
            (try? reader.value(of: first.tag, length: length)) != nil
        else { return false }
        guard let second = next(&reader), second.tag > first.tag else { return false }
        return second.tag >> 16 <= 0x0028 && (second.length ?? 0) % 2 == 0
    }

    private static func next(_ reader: inout ElementReader) -> ElementHeader? {
        guard let element = try? reader.next(),
            reader.isExplicit
                ? element.representation.map(representations.contains) == true
                : element.length.map({ $0 < 1 << 16 }) ?? true
        else { return nil }
        return element
    }
}
