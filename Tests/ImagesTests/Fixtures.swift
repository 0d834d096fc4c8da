import Foundation
import Images

/// A folder that is removed at the end of the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "images-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ data: Data, _ name: String) throws -> String {
        try data.write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}

/// A writer of uncompressed PNG files of any color type.
struct PNGFixture {
    enum ColorType: UInt8 { case gray = 0, rgb = 2, palette = 3, grayAlpha = 4, rgba = 6 }

    var width: Int
    var height: Int
    var depth: UInt8 = 8
    var type: ColorType
    var palette: [UInt8] = []
    /// The packed bytes of all rows.
    var bytes: [UInt8]

    var data: Data {
        let rowLength = height == 0 ? 0 : bytes.count / height
        var raw: [UInt8] = []
        for row in 0..<height { raw += [0] + bytes[row * rowLength..<(row + 1) * rowLength] }
        var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        data += Self.chunk(
            "IHDR", Self.word(width) + Self.word(height) + [depth, type.rawValue, 0, 0, 0])
        if !palette.isEmpty { data += Self.chunk("PLTE", palette) }
        data += Self.chunk("IDAT", Self.stored(raw))
        return data + Self.chunk("IEND", [])
    }

    private static func word(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    static func chunk(_ name: String, _ content: [UInt8]) -> Data {
        let body = Array(name.utf8) + content
        return Data(word(content.count) + body + word(Int(crc32(body))))
    }

    /// A zlib stream with one stored block.
    static func stored(_ raw: [UInt8]) -> [UInt8] {
        let length = [UInt8(raw.count & 255), UInt8(raw.count >> 8)]
        var (a, b) = (1, 0)
        for byte in raw {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        return [0x78, 0x01, 1] + length + length.map { ~$0 } + raw + word(b << 16 | a)
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }
}

/// A smooth color image, which JPEG preserves well.
func gradient(width: Int, height: Int) -> RGBImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            pixels += [UInt8(x * 255 / width), UInt8(y * 255 / height), 128]
        }
    }
    return RGBImage(width: width, height: height, pixels: pixels)
}
