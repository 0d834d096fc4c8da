import Files
import Foundation

/// A writer of zip archives with uncompressed files, each of which begins at a multiple of 64
/// bytes, as written by `torch.save`.
///
/// The format is described in PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
/// Archives are limited to 4 GiB.
struct ZipWriter {
    private struct Entry {
        var name: String
        var checksum: UInt32
        var size: UInt32
        var offset: UInt32
    }

    private let writer: AtomicFileWriter
    private let path: String
    private var entries: [Entry] = []
    private static let alignment = 64

    init(_ writer: AtomicFileWriter, path: String) {
        self.writer = writer
        self.path = path
    }

    /// Adds a file.
    /// - Throws: `WeightsError` if the archive would exceed 4 GiB; `FileError`.
    mutating func add(_ name: String, _ bytes: UnsafeRawBufferPointer) throws {
        guard writer.count + bytes.count + (1 << 20) < Int(UInt32.max) else {
            throw WeightsError(path, .archive("it would be larger than 4 GiB; write safetensors"))
        }
        let entry = Entry(
            name: name, checksum: CRC32.of(bytes), size: UInt32(bytes.count),
            offset: UInt32(writer.count))
        entries.append(entry)
        // An extra field that readers skip pads the header to the alignment.
        let start = writer.count + 30 + name.utf8.count + 4
        let padding = (Self.alignment - start % Self.alignment) % Self.alignment
        var header = Data()
        header.append(0x0403_4B50 as UInt32)
        header.append(fields(of: entry))
        header.append(UInt16(padding + 4))
        header += Data(name.utf8)
        header.append(0x4246 as UInt16)
        header.append(UInt16(padding))
        header += Data(repeating: UInt8(ascii: "Z"), count: padding)
        try writer.write(header)
        try writer.write(bytes)
    }

    mutating func add(_ name: String, _ data: Data) throws {
        try data.withUnsafeBytes { try add(name, $0) }
    }

    /// Writes the directory.
    func finish() throws {
        let start = writer.count
        var directory = Data()
        for entry in entries {
            directory.append(0x0201_4B50 as UInt32)
            directory.append(0 as UInt16)
            directory.append(fields(of: entry))
            directory += Data(count: 12)
            directory.append(entry.offset)
            directory += Data(entry.name.utf8)
        }
        let size = directory.count
        directory.append(0x0605_4B50 as UInt32)
        directory += Data(count: 4)
        for _ in 0..<2 { directory.append(UInt16(entries.count)) }
        directory.append(UInt32(size))
        directory.append(UInt32(start))
        directory.append(0 as UInt16)
        try writer.write(directory)
    }

    /// The fields from the version needed to the length of the name. They contain a constant time,
    /// so that equal contents give identical files.
    private func fields(of entry: Entry) -> Data {
        var data = Data()
        // Version, flags (names are UTF-8), method and time.
        for value: UInt16 in [0, 0x0800, 0, 0] { data.append(value) }
        // The first of January 1980.
        data.append(0x21 as UInt16)
        for value in [entry.checksum, entry.size, entry.size] { data.append(value) }
        data.append(UInt16(entry.name.utf8.count))
        return data
    }
}

extension Data {
    /// Appends the bytes of an integer, little-endian.
    fileprivate mutating func append<T: FixedWidthInteger>(_ value: T) {
        Swift.withUnsafeBytes(of: value.littleEndian) { self += Data($0) }
    }
}

/// The checksum of zip archives (ISO 3309), computed eight bytes at a time.
enum CRC32 {
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
            tables[byte] = value
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 255)]
        }
        return tables
    }()

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var sum = UInt32.max
        tables.withUnsafeBufferPointer { tables in
            var offset = 0
            while offset + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
                let mixed = word ^ UInt64(sum)
                sum = 0
                for byte in 0..<8 {
                    sum ^= tables[(7 - byte) * 256 + Int(mixed >> UInt64(8 * byte) & 255)]
                }
                offset += 8
            }
            for byte in bytes[offset...] {
                sum = sum >> 8 ^ tables[Int((sum ^ UInt32(byte)) & 255)]
            }
        }
        return ~sum
    }
}
