import CPNG

/// The chunks of a PNG file: each consists of its length, its name, the content, and a checksum.
struct PNGChunks {
    private let bytes: UnsafeRawBufferPointer
    /// The name of each chunk and the range of its content.
    private let chunks: [(name: String, content: Range<Int>)]

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        var chunks: [(String, Range<Int>)] = []
        var position = 8
        while position + 12 <= bytes.count {
            let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard position + 12 + length <= bytes.count else { break }
            let name = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            chunks.append((name, position + 8..<position + 8 + length))
            position += 12 + length
        }
        self.chunks = chunks
    }

    /// The bits per sample, from the header, which is the first chunk.
    var bitDepth: Int { bytes.count > 24 ? Int(bytes[24]) : 0 }
    private var colorType: UInt8 { bytes.count > 25 ? bytes[25] : 0 }
    var isGray: Bool { colorType & 2 == 0 }
    /// The significant bits of the first channel in the chunk sBIT, 1 to 16; nil without one.
    var significantBits: Int? {
        guard let first = content("sBIT")?.first, (1...16).contains(first) else { return nil }
        return Int(first)
    }
    /// The samples per pixel of a file without a palette.
    var samples: Int { (isGray ? 1 : 3) + (colorType & 4 == 0 ? 0 : 1) }

    /// The file without its gamma and profiles, which libpng would apply and Pillow does not; nil
    /// if it has none.
    func withoutColorSpace() -> [UInt8]? {
        let names: Set = ["gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI"]
        var kept: [UInt8] = []
        var start = 0
        for chunk in chunks where names.contains(chunk.name) {
            kept += bytes[start..<chunk.content.lowerBound - 8]
            start = chunk.content.upperBound + 4
        }
        return start == 0 ? nil : kept + bytes[start...]
    }

    private func content(_ name: String) -> UnsafeRawBufferPointer? {
        chunks.first { $0.name == name }.map {
            UnsafeRawBufferPointer(rebasing: bytes[$0.content])
        }
    }

    /// Adds the properties in the metadata.
    func describe(_ properties: inout ImageProperties) {
        // Samples of 16 bits are read without this chunk, which gives the color of transparent
        // pixels.
        if bitDepth == 16, content("tRNS") != nil { properties.kinds.insert(.transparency) }
        describeColor(&properties)
        properties.setOrientation(
            exif: content("eXIf").map { Array($0) } ?? rawProfile("exif") ?? rawProfile("APP1")
                ?? [],
            xmp: text("XML:com.adobe.xmp") ?? rawProfile("xmp") ?? [])
    }

    private func describeColor(_ properties: inout ImageProperties) {
        // cICP has priority over profiles, and both and the sRGB chunk have priority over a gamma
        // (PNG specification, third edition, 4.3).
        if let points = content("cICP") {
            // BT.709 primaries, the sRGB transfer function, RGB, full range.
            if !points.elementsEqual([1, 13, 0, 1]) { properties.kinds.insert(.profile) }
        } else if let profile = content("iCCP") {
            if !hasNameOfSRGB(profile) { properties.kinds.insert(.profile) }
        } else if content("sRGB") == nil, let gamma = content("gAMA"), gamma.count == 4 {
            let value = gamma.reduce(0) { $0 << 8 | Int($1) }
            // 1/2.2 in units of 1/100000, with a tolerance of one percent.
            if abs(value - 45_455) > 455 { properties.kinds.insert(.gamma) }
        }
    }

    /// True if the name of the profile, which ends with a zero byte, contains sRGB; the profile
    /// itself is compressed.
    private func hasNameOfSRGB(_ profile: UnsafeRawBufferPointer) -> Bool {
        String(decoding: profile.prefix { $0 != 0 }, as: UTF8.self).contains("sRGB")
    }

    // MARK: Texts

    /// The maximum length of a text that is read, in bytes.
    private static let maximumText = 1 << 20

    /// The text with this keyword, compressed or not, as bytes; nil if there is none.
    private func text(_ keyword: String) -> [UInt8]? {
        let start = Array(keyword.utf8) + [0]
        let found = chunks.first {
            ["tEXt", "zTXt", "iTXt"].contains($0.name)
                && bytes[$0.content].prefix(start.count).elementsEqual(start)
        }
        guard let found else { return nil }
        if found.name == "tEXt" { return Array(bytes[found.content].dropFirst(start.count)) }
        let chunk = bytes[found.content.lowerBound - 8..<found.content.upperBound + 4]
        var count = 0
        let text = [UInt8](unsafeUninitializedCapacity: Self.maximumText) { buffer, filled in
            count = cpng_read_text(
                UnsafeRawBufferPointer(rebasing: chunk).assumingMemoryBound(to: UInt8.self)
                    .baseAddress, chunk.count, buffer.baseAddress, buffer.count)
            filled = max(0, count)
        }
        return count < 0 ? nil : text
    }

    /// A profile that ImageMagick and other programs write as text: an empty line, a line with the
    /// name, a line with the length, then hexadecimal digits.
    private func rawProfile(_ name: String) -> [UInt8]? {
        guard let text = text("Raw profile type \(name)") else { return nil }
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let digits = lines.dropFirst(3).joined().compactMap {
            Character(Unicode.Scalar($0)).hexDigitValue
        }
        return stride(from: 0, to: digits.count - digits.count % 2, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
