/// The chunks of a PNG file: length (4 bytes, big-endian), name (4), content, checksum (4).
package enum PNGChunks {
    /// Gives every chunk the checksum of what it holds, as far as the lengths make sense.
    package static func repairChecksums(_ bytes: inout [UInt8]) {
        var offset = 8
        while offset + 12 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
            guard length <= bytes.count - offset - 12 else { return }
            let checksum = crc32(bytes[offset + 4..<offset + 8 + length])
            for index in 0..<4 {
                let byte = UInt8(truncatingIfNeeded: checksum >> UInt32(24 - 8 * index))
                bytes[offset + 8 + length + index] = byte
            }
            offset += 12 + length
        }
    }

    private static func crc32(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
    }

    private static let table = (0..<UInt32(256)).map { start in
        (0..<8).reduce(start) { crc, _ in crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
}
