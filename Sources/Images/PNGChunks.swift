/// The chunks of a PNG file: each is its length, its name, that many bytes, and a checksum.
struct PNGChunks {
    private let bytes: UnsafeRawBufferPointer
    /// Each one's name, and where its content is.
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

    /// Bits a sample, by the header, which is the first chunk.
    var bitDepth: Int { bytes.count > 24 ? Int(bytes[24]) : 0 }
    private var colourType: UInt8 { bytes.count > 25 ? bytes[25] : 0 }
    var isGray: Bool { colourType & 2 == 0 }
    /// Samples a pixel of a file without a palette.
    var samples: Int { (isGray ? 1 : 3) + (colourType & 4 == 0 ? 0 : 1) }

    /// The file without its gamma and profiles, which libpng would apply and Pillow does not; nil when it has none.
    func withoutColourSpace() -> [UInt8]? {
        let names: Set = ["gAMA", "cHRM", "sRGB", "iCCP"]
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

    /// Adds what the metadata says of the pixels.
    func describe(_ facts: inout ImageFacts) {
        if let exif = content("eXIf"), let orientation = EXIF.orientation(in: exif) {
            facts.orientation = orientation
        }
        // 16-bit samples are read without this chunk, which names a colour that is to be transparent.
        if bitDepth == 16, content("tRNS") != nil { facts.kinds.insert(.transparency) }
        let profile = content("iCCP")
        if let profile, !hasNameOfSRGB(profile) { facts.kinds.insert(.profile) }
        // The chunk of sRGB, and a profile, come before a gamma (PNG specification, 4.3).
        if profile == nil, content("sRGB") == nil, let gamma = content("gAMA"), gamma.count == 4 {
            let value = gamma.reduce(0) { $0 << 8 | Int($1) }
            // 1/2.2 in units of 1/100000, to a hundredth.
            if abs(value - 45_455) > 455 { facts.kinds.insert(.gamma) }
        }
    }

    /// The name of a profile ends with a zero; the profile itself is compressed.
    private func hasNameOfSRGB(_ profile: UnsafeRawBufferPointer) -> Bool {
        String(decoding: profile.prefix { $0 != 0 }, as: UTF8.self).contains("sRGB")
    }
}
