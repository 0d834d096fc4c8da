/// The format of a file that is not read, recognized by its first bytes, for messages.
package enum ForeignFormat: String, Sendable, Hashable, CaseIterable {
    case avif = "AVIF"
    case base64 = "base64"
    case gif = "GIF"
    case gzip = "gzip"
    case heic = "HEIC"
    case html = "HTML"
    case jpeg2000 = "JPEG 2000"
    case jpegXL = "JPEG XL"
    case nifti = "NIfTI"
    case pdf = "PDF"
    case svg = "SVG"
    case video = "MP4 or QuickTime"
    case zip = "ZIP"

    /// - Parameter content: the file, or its first kilobyte.
    /// - Returns: nil for an unknown format.
    init?(_ content: UnsafeRawBufferPointer) {
        if let found = Self.signatures.first(where: { $0.matches(content) }) {
            self = found.format
        } else if let found = Self.ofContainer(content) ?? Self.ofText(content) {
            self = found
        } else {
            return nil
        }
    }

    /// The advice for a message: how to make a file of it that is read.
    var advice: String {
        switch self {
        case .nifti: "export its slices as PNG"
        case .base64: "decode it first"
        case .gzip, .zip: "unpack it first"
        case .html: "the file is a web page, perhaps an error page of a download"
        case .pdf, .video: "extract an image from it"
        default: "convert it to PNG or JPEG"
        }
    }

    /// Bytes at an offset.
    private struct Signature {
        let format: ForeignFormat
        let bytes: [UInt8]
        let offset: Int

        init(_ format: ForeignFormat, _ bytes: [UInt8], at offset: Int = 0) {
            (self.format, self.bytes, self.offset) = (format, bytes, offset)
        }

        init(_ format: ForeignFormat, _ text: String, at offset: Int = 0) {
            self.init(format, Array(text.utf8), at: offset)
        }

        func matches(_ content: UnsafeRawBufferPointer) -> Bool {
            content.count >= offset && content[offset...].starts(with: bytes)
        }
    }

    private static let signatures: [Signature] = [
        Signature(.gif, "GIF87a"), Signature(.gif, "GIF89a"),
        Signature(.jpeg2000, [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]),
        Signature(.jpeg2000, [0xFF, 0x4F, 0xFF, 0x51]),
        Signature(.jpegXL, [0, 0, 0, 12, 0x4A, 0x58, 0x4C, 0x20]),
        Signature(.jpegXL, [0xFF, 0x0A]),
        Signature(.pdf, "%PDF-"), Signature(.zip, "PK\u{3}\u{4}"), Signature(.gzip, [0x1F, 0x8B]),
        Signature(.nifti, "n+1\0", at: 344), Signature(.nifti, "ni1\0", at: 344),
        // The first bytes of JPEG and PNG files in base64.
        Signature(.base64, "/9j/"), Signature(.base64, "iVBORw0KGgo"),
        Signature(.base64, "data:image/"),
    ]

    /// The format of a file of boxes with a list of brands (ISO 14496-12).
    private static func ofContainer(_ content: UnsafeRawBufferPointer) -> ForeignFormat? {
        guard content.count >= 12, content[4..<8].elementsEqual("ftyp".utf8) else { return nil }
        let size = content[..<4].reduce(0) { $0 << 8 | Int($1) }
        let end = min(max(size, 12), content.count, 512)
        let brands = Set(
            stride(from: 8, through: end - 4, by: 4).filter { $0 != 12 }
                .map { String(decoding: content[$0..<$0 + 4], as: UTF8.self) })
        if !brands.isDisjoint(with: ["avif", "avis"]) { return .avif }
        let isHEIF = brands.contains {
            $0.hasPrefix("he") || $0.hasPrefix("mif") || $0 == "msf1"
        }
        return isHEIF ? .heic : .video
    }

    private static func ofText(_ content: UnsafeRawBufferPointer) -> ForeignFormat? {
        let text = String(decoding: content.prefix(1024), as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" }
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") { return .html }
        let isXML = text.hasPrefix("<?xml") || text.hasPrefix("<svg") || text.hasPrefix("<!--")
        return isXML && text.contains("<svg") ? .svg : nil
    }
}
