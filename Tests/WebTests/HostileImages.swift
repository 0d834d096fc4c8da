import Foundation

/// Malicious image files.
enum HostileImages {
    /// A PNG file with a size in its header and almost no content.
    static func png(width: Int, height: Int) -> Data {
        var data = Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        var header = Data()
        for side in [width, height] {
            header += withUnsafeBytes(of: UInt32(truncatingIfNeeded: side).bigEndian) { Data($0) }
        }
        header += Data([8, 2, 0, 0, 0])
        data += chunk("IHDR", header)
        data += chunk("IDAT", Data([0x78, 0x9C, 0x03, 0, 0, 0, 0, 1]))
        return data + chunk("IEND", Data())
    }

    private static func chunk(_ name: String, _ content: Data) -> Data {
        let body = Data(name.utf8) + content
        var chunk = withUnsafeBytes(of: UInt32(content.count).bigEndian) { Data($0) }
        chunk += body
        return chunk + withUnsafeBytes(of: checksum(body).bigEndian) { Data($0) }
    }

    /// The CRC-32 of PNG.
    private static func checksum(_ data: Data) -> UInt32 {
        ~data.reduce(~0 as UInt32) { value, byte in
            (0..<8).reduce(value ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
            }
        }
    }
}
