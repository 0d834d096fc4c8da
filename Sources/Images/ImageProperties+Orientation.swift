extension ImageProperties {
    /// Sets the orientation from the metadata of a file, as Pillow does: XMP is used only if EXIF
    /// has none.
    /// - Parameters:
    ///   - exif: the content of the EXIF data; empty if there is none.
    ///   - xmp: the content of the XMP data; empty if there is none.
    mutating func setOrientation(exif: [UInt8], xmp: [UInt8]) {
        let value = EXIF.orientation(in: exif) ?? XMP.orientation(in: xmp) ?? 1
        orientation = (1...8).contains(value) ? value : 1
    }
}

/// EXIF data: metadata in the form of a TIFF file.
enum EXIF {
    /// The bytes before the data in a JPEG segment; some programs write them into PNG files too.
    static let header = Array("Exif\0\0".utf8)

    /// The orientation in the first directory, unchecked; nil if there is none.
    static func orientation(in content: [UInt8]) -> Int? {
        var data = content[...]
        while data.starts(with: header) { data = data.dropFirst(header.count) }
        return orientation(of: Array(data))
    }

    private static func orientation(of data: [UInt8]) -> Int? {
        guard data.count >= 8 else { return nil }
        let isLittle = data[0] == 0x49
        func number(_ start: Int, _ count: Int) -> Int? {
            guard start >= 0, start + count <= data.count else { return nil }
            let bytes = data[start..<start + count].map(Int.init)
            return (isLittle ? bytes.reversed() : bytes).reduce(0) { $0 << 8 | $1 }
        }
        guard data.starts(with: isLittle ? [0x49, 0x49, 42, 0] : [0x4D, 0x4D, 0, 42]),
            let directory = number(4, 4), let count = number(directory, 2)
        else { return nil }
        // Each entry has twelve bytes: tag, type, count, value.
        for entry in 0..<count {
            let start = directory + 2 + 12 * entry
            guard let tag = number(start, 2), let type = number(start + 2, 2) else { return nil }
            // The size of a number of each type in bytes; the standard requires type 3.
            if tag == 0x0112 { return number(start + 8, [1: 1, 4: 4, 9: 4][type] ?? 2) }
        }
        return nil
    }
}

/// XMP data: metadata as XML.
enum XMP {
    /// The bytes before the data in a JPEG segment.
    static let header = Array("http://ns.adobe.com/xap/1.0/\0".utf8)

    /// The digit in `tiff:Orientation="6"` or `<tiff:Orientation>6`; nil if there is none.
    static func orientation(in data: [UInt8]) -> Int? {
        let name = Array("tiff:Orientation".utf8)
        let zero = UInt8(ascii: "0")
        // The text is the name, up to two characters and the digit.
        guard data.count > name.count + 1 else { return nil }
        for start in 0..<data.count - name.count - 1
        where data[start] == name[0] && data[start...].starts(with: name) {
            let rest = data[(start + name.count)...]
            for opening in ["=\"", "='", ">"].map({ Array($0.utf8) })
            where rest.starts(with: opening) {
                let digit = rest.dropFirst(opening.count).first
                if let digit, (zero...zero + 9).contains(digit) { return Int(digit - zero) }
            }
        }
        return nil
    }
}
