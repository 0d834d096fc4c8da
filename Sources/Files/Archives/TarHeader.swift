/// The header of an entry of a tar archive: a block of 512 bytes, as of POSIX ustar, GNU tar and
/// earlier programs.
struct TarHeader {
    /// The number of bytes of a block.
    static let size = 512

    private let block: [UInt8]

    /// - Parameter block: 512 bytes.
    /// - Returns: nil if the checksum differs.
    init?(_ block: [UInt8]) {
        guard block.count == Self.size else { return nil }
        self.block = block
        // The field of the checksum counts as spaces. Some programs add signed bytes.
        var (sum, signed) = (0, 0)
        for (position, byte) in block.enumerated() {
            let byte = (148..<156).contains(position) ? 32 : byte
            sum += Int(byte)
            signed += Int(Int8(bitPattern: byte))
        }
        guard let stated = number(148..<156), stated == sum || stated == signed else { return nil }
    }

    /// True if a file that begins with this block can be a tar archive; one without entries begins
    /// with zeros.
    static func isTar(_ start: [UInt8]) -> Bool {
        start.count == size && (TarHeader(start) != nil || start.allSatisfy { $0 == 0 })
    }

    /// The number of bytes of the entry; nil if the field is malformed.
    var count: Int? { number(124..<136) }

    /// The type of the entry, such as `0` for a file.
    var type: UInt8 { block[156] }

    /// The name, with the prefix of the ustar format.
    var name: [UInt8] {
        let name = text(0..<100)
        guard block[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0]) else { return name }
        let prefix = text(345..<500)
        return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
    }

    /// True if a block with more parts of GNU tar's map of a sparse file follows.
    var isSparseMapContinued: Bool { type == UInt8(ascii: "S") && block[482] == 1 }

    /// True if another block of the map follows a block of it.
    static func isSparseMapContinued(_ block: [UInt8]) -> Bool { block[504] == 1 }

    private func text(_ range: Range<Int>) -> [UInt8] { Array(block[range].prefix { $0 != 0 }) }

    /// A number in octal digits, or in binary if the first bit is set, as GNU tar writes large
    /// numbers.
    private func number(_ range: Range<Int>) -> Int? {
        let field = block[range]
        guard let first = field.first else { return nil }
        if first & 0x80 != 0 {
            // Negative numbers, and those of more than 62 bits, are no sizes.
            guard first == 0x80, field.dropLast(8).dropFirst().allSatisfy({ $0 == 0 }) else {
                return nil
            }
            let value = field.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return value >> 62 == 0 ? Int(value) : nil
        }
        let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
        if digits.isEmpty { return 0 }
        return Int(String(decoding: digits, as: UTF8.self), radix: 8).flatMap { $0 < 0 ? nil : $0 }
    }
}
