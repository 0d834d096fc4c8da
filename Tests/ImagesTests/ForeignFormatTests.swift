import Foundation
import Images
import Testing

/// Files of other formats are named in the error.
struct ForeignFormatTests {
    private static let zeros = [UInt8](repeating: 0, count: 400)

    private static func container(_ brands: String, size: UInt8 = 24) -> [UInt8] {
        [0, 0, 0, size] + Array("ftyp\(brands)".utf8) + zeros
    }

    private static let files: [(format: ForeignFormat?, content: [UInt8])] = [
        (.heic, container("heic\0\0\0\0mif1heic")), (.heic, container("mif1\0\0\0\0heicmif1")),
        (.heic, container("msf1\0\0\0\0hevcmsf1")), (.avif, container("avif\0\0\0\0mif1miaf")),
        (.avif, container("mif1\0\0\0\0avifmif1")),
        (.avif, container("avis\0\0\0\0avis", size: 20)),
        (.video, container("qt  \0\0\0\0qt  ", size: 20)),
        // The minor version is no brand, and what follows the box is none.
        (.video, container("isomavifiso2", size: 16)),
        (.video, container("isom\0\0\0\0avif", size: 16)),
        (nil, Array("RIFF1234WAVEfmt ".utf8)),
        // The first element of DICOM, and none after it.
        (nil, [2, 0, 0, 0] + Array("UL".utf8) + zeros),
        (nil, [8, 0, 5, 0] + Array("CS".utf8) + zeros), (nil, [8, 0, 5, 0, 1, 2] + zeros),
        (.gif, Array("GIF89a".utf8)), (.gif, Array("GIF87a".utf8) + zeros),
        (nil, Array("BMX is a sport for the young".utf8)),
        (.jpeg2000, [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20]), (.jpeg2000, [0xFF, 0x4F, 0xFF, 0x51]),
        (.jpegXL, [0xFF, 0x0A, 1]), (.pdf, Array("%PDF-1.7".utf8)), (.zip, [0x50, 0x4B, 3, 4]),
        (.gzip, [0x1F, 0x8B, 8]), (.nifti, Array(zeros.prefix(344)) + Array("n+1\0".utf8)),
        (.html, Array("\u{FEFF}\n<!DOCTYPE html><p>404".utf8)), (.html, Array("<HTML>".utf8)),
        (.svg, Array("<?xml version=\"1.0\"?>\n<svg".utf8)),
        (nil, Array("<?xml version=\"1.0\"?>".utf8)),
        (.base64, Array("/9j/4AAQSkZJRg==".utf8)), (.base64, Array("data:image/png;base64,".utf8)),
        (nil, [0xFF]), (nil, Array("text".utf8)),
    ]

    @Test func otherFormatsAreNamed() throws {
        for (format, content) in Self.files {
            let expected = format.map { ImageError.Kind.foreign($0) } ?? .notAnImage
            // Both ways to read a file give the same error.
            let header = #expect(throws: ImageError.Kind.self) {
                try content.withUnsafeBytes { try ImageHeader($0) }
            }
            #expect(header == expected, "\(content.prefix(16))")
            let whole = #expect(throws: ImageError.self) {
                try RGBImage(.content(content, name: "a.jpg"))
            }
            #expect(whole?.kind == expected)
            guard let format else { continue }
            #expect(
                whole?.description.contains("but \(format.rawValue) (by its contents); ") == true)
        }
        #expect(Set(Self.files.compactMap(\.format)) == Set(ForeignFormat.allCases))
    }
}
