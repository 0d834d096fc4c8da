/// The first bytes of image files, whatever their names are.
package enum ImageSignature {
    /// The number of bytes at the beginning of a file that are examined.
    package static let count = 132

    private static let starts: [[UInt8]] = [
        // JPEG, PNG, GIF, TIFF and BigTIFF.
        [0xFF, 0xD8, 0xFF], [0x89, 0x50, 0x4E, 0x47], Array("GIF8".utf8), [0x49, 0x49, 0x2A, 0],
        [0x4D, 0x4D, 0, 0x2A], [0x49, 0x49, 0x2B, 0], [0x4D, 0x4D, 0, 0x2B],
        // JPEG 2000, as a file and as a bare codestream; JPEG XL, in both forms; JPEG XR.
        [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A], [0xFF, 0x4F, 0xFF, 0x51],
        [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A], [0xFF, 0x0A],
        [0x49, 0x49, 0xBC],
        // Photoshop, OpenEXR, NumPy, FITS, NRRD.
        Array("8BPS".utf8), [0x76, 0x2F, 0x31, 0x01], [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59],
        Array("SIMPLE  =".utf8), Array("NRRD000".utf8),
    ]

    /// The brands of HEIF and AVIF files, which follow `ftyp`.
    private static let brands = [
        "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1", "avif", "avis",
    ]

    /// True if a file with these first bytes is an image of a known format, supported or not.
    /// - Parameter start: the first `count` bytes, or all bytes of a smaller file.
    package static func begins(_ start: [UInt8]) -> Bool {
        starts.contains { start.starts(with: $0) } || isBitmap(start) || isWebP(start)
            || isHEIF(start) || isDICOM(start) || isPortable(start)
    }

    private static func text(_ start: [UInt8], _ range: Range<Int>) -> String {
        start.count < range.upperBound ? "" : String(decoding: start[range], as: UTF8.self)
    }

    private static func isWebP(_ start: [UInt8]) -> Bool {
        text(start, 0..<4) == "RIFF" && text(start, 8..<12) == "WEBP"
    }

    private static func isHEIF(_ start: [UInt8]) -> Bool {
        text(start, 4..<8) == "ftyp" && brands.contains(text(start, 8..<12))
    }

    /// True for a Windows bitmap: `BM`, two reserved words of 0, and a header of a valid size. The
    /// letters BM alone are not enough, because a text may begin with them.
    private static func isBitmap(_ start: [UInt8]) -> Bool {
        let sizes: [UInt8] = [12, 16, 40, 52, 56, 64, 108, 124]
        guard start.count >= 18, text(start, 0..<2) == "BM", sizes.contains(start[14]) else {
            return false
        }
        return isZero(start[6..<10]) && isZero(start[15..<18])
    }

    private static func isZero(_ bytes: ArraySlice<UInt8>) -> Bool { bytes.allSatisfy { $0 == 0 } }

    /// True for DICOM: by its preamble, or without a preamble by the tag and type of the first
    /// element.
    private static func isDICOM(_ start: [UInt8]) -> Bool {
        if text(start, 128..<132) == "DICM" { return true }
        let (groups, elements): ([UInt8], [UInt8]) = ([2, 8], [0, 1, 5, 8])
        guard start.count >= 14, groups.contains(start[0]), elements.contains(start[2]),
            start[1] == 0, start[3] == 0
        else { return false }
        if ["UL", "OB", "CS", "UI"].contains(text(start, 4..<6)) { return true }
        guard start[4] > 0, start[4] <= 64, start[4] % 2 == 0, isZero(start[5..<8]) else {
            return false
        }
        // The length of a group is a number of four bytes, before the group's next element.
        return start[2] != 0 || start[12] == 8 && start[13] == 0
    }

    /// True for a binary Netpbm image: `P5` or similar on a line of its own, then the width or a
    /// comment.
    private static func isPortable(_ start: [UInt8]) -> Bool {
        guard start.count > 3, ["P4", "P5", "P6", "P7"].contains(text(start, 0..<2)),
            start[2] == 10 || start[2] == 13
        else { return false }
        return "#W0123456789".utf8.contains(start[3])
    }
}
