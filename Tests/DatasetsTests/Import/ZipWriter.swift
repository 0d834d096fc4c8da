import Foundation

/// A writer of valid and invalid zip archives in memory.
struct ZipWriter {
    private(set) var bytes = Data()
    private var directory = Data()
    private var count = 0

    /// Adds an entry whose name is a text.
    mutating func add(
        _ name: String, _ contents: Data, mode: UInt32 = 0o100644, method: UInt16 = 0,
        size: Int? = nil, checksum: UInt32? = nil, flags: UInt16 = 0, system: UInt16 = 3
    ) {
        add(
            bytes: Array(name.utf8), contents, mode: mode, method: method, size: size,
            checksum: checksum, flags: flags, system: system)
    }

    /// Adds an entry.
    /// - Parameters:
    ///   - contents: the stored contents.
    ///   - mode: the Unix mode of a file, such as 0o120777 for a link.
    ///   - method: 0: stored, 8: deflated.
    ///   - size: the uncompressed size, if it differs from the actual size.
    ///   - system: the system on which the entry was made: 3 is Unix, 0 Windows.
    mutating func add(
        bytes name: [UInt8], _ contents: Data, mode: UInt32 = 0o100644, method: UInt16 = 0,
        size: Int? = nil, checksum: UInt32? = nil, flags: UInt16 = 0, system: UInt16 = 3
    ) {
        let offset = UInt32(bytes.count)
        let size = UInt32(size ?? contents.count)
        var common = Data()
        common.append(integers: [flags, method, 0, 0x21])
        common.append(integers: [checksum ?? Self.crc(contents), UInt32(contents.count), size])
        common.append(integers: [UInt16(name.count), 0])
        bytes.append(integers: [0x0403_4B50] as [UInt32])
        bytes.append(integers: [20] as [UInt16])
        bytes.append(common)
        bytes.append(contentsOf: name)
        bytes.append(contents)
        directory.append(integers: [0x0201_4B50] as [UInt32])
        directory.append(integers: [system << 8 | 20, 20] as [UInt16])
        directory.append(common)
        directory.append(integers: [0, 0, 0] as [UInt16])
        directory.append(integers: [mode << 16, offset])
        directory.append(contentsOf: name)
        count += 1
    }

    /// The complete archive.
    var archive: Data {
        var end = Data()
        end.append(integers: [0x0605_4B50] as [UInt32])
        end.append(integers: [0, 0, UInt16(count), UInt16(count)] as [UInt16])
        end.append(integers: [UInt32(directory.count), UInt32(bytes.count)])
        end.append(integers: [0] as [UInt16])
        return bytes + directory + end
    }

    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
        }
    }

    /// The CRC-32 of ISO 3309, as in zip.
    static func crc(_ data: Data) -> UInt32 {
        data.withUnsafeBytes { bytes in
            ~bytes.reduce(~UInt32(0)) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
        }
    }
}

extension Data {
    fileprivate mutating func append<T: FixedWidthInteger>(integers: [T]) {
        for value in integers {
            Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
        }
    }
}
