import Files
import Foundation

/// The directory at the end of a zip archive.
///
/// libarchive decompresses the entries. Names and attributes of entries come from this directory,
/// because libarchive converts names to text of the locale and composes accents, and does not
/// return all attributes.
struct ZipDirectory {
    /// An entry of the directory.
    struct Entry {
        var name: EntryName
        /// The offset of its data in the archive.
        var offset: UInt64
        /// The uncompressed size in bytes.
        var size: Int
        /// The compressed size in bytes.
        var packed: Int
        var isEncrypted: Bool
        /// The Unix mode; 0 if the archive has none.
        var mode: UInt32
        var isFromWindows: Bool
    }

    /// The entries in the order of their data, in which libarchive reads them.
    private(set) var entries: [Entry] = []

    private let bytes: FileWindow
    private let path: String

    /// - Throws: `ImportError`, `FileError`.
    init(_ path: String) throws {
        self.path = path
        bytes = FileWindow(try OpenFile(path: path))
        let end = try self.end()
        entries = try read(end).sorted { $0.offset < $1.offset }
        separateByBackslashes()
    }

    private struct End {
        var count: UInt64
        var size: UInt64
        var position: Int
    }

    private func damaged(_ reason: String) -> ImportError {
        .unreadable(
            path, reason: "\(reason); check that the zip archive is complete, or download it again")
    }

    private func number<T: FixedWidthInteger & BitwiseCopyable>(
        _ position: Int, as type: T.Type
    ) throws -> T {
        guard let number = bytes.integer(type, at: position) else {
            throw damaged("the archive ends inside its directory")
        }
        return number
    }

    private func end() throws -> End {
        let lowest = max(0, bytes.count - 22 - 65_535)
        var position = bytes.count - 22
        while position >= lowest {
            if try number(position, as: UInt32.self) == 0x0605_4B50,
                try position + 22 + Int(number(position + 20, as: UInt16.self)) == bytes.count
            {
                return try end(at: position)
            }
            position -= 1
        }
        throw damaged("the directory of the archive is missing")
    }

    private func end(at position: Int) throws -> End {
        let locator = position - 20
        let isLarge = try locator >= 0 && number(locator, as: UInt32.self) == 0x0706_4B50
        if !isLarge {
            let size = try number(position + 12, as: UInt32.self)
            guard size <= position, try number(position + 4, as: UInt16.self) == 0 else {
                throw damaged(
                    "the directory of the archive is damaged, or the archive is one part of several"
                )
            }
            return End(
                count: UInt64(try number(position + 10, as: UInt16.self)), size: UInt64(size),
                position: position)
        }
        // The position of the zip64 record; other data may precede the archive.
        let recorded = try number(locator + 8, as: UInt64.self)
        for record in [Int(clamping: recorded), locator - 56]
        where record >= 0 && record <= locator - 56 {
            guard try number(record, as: UInt32.self) == 0x0606_4B50 else { continue }
            let size = try number(record + 40, as: UInt64.self)
            if size > UInt64(record) { break }
            return End(
                count: try number(record + 32, as: UInt64.self), size: size, position: record)
        }
        throw damaged("the directory of the archive is damaged")
    }

    private func read(_ end: End) throws -> [Entry] {
        var position = end.position - Int(end.size)
        var entries: [Entry] = []
        while position < end.position {
            guard position + 46 <= end.position,
                try number(position, as: UInt32.self) == 0x0201_4B50
            else { throw damaged("the directory of the archive is damaged") }
            let lengths = try [28, 30, 32].map { Int(try number(position + $0, as: UInt16.self)) }
            let next = position + 46 + lengths.reduce(0, +)
            guard next <= end.position else {
                throw damaged("the directory of the archive is damaged")
            }
            entries.append(try entry(at: position, lengths[0], lengths[1]))
            position = next
        }
        guard UInt64(entries.count) == end.count else {
            throw damaged(
                "the directory of the archive has \(entries.count) instead of \(end.count) entries")
        }
        return entries
    }

    private func entry(at position: Int, _ nameCount: Int, _ extraCount: Int) throws -> Entry {
        let system = try number(position + 5, as: UInt8.self)
        let attributes = try number(position + 38, as: UInt32.self)
        let name = position + 46..<position + 46 + nameCount
        guard let text = bytes.bytes(at: name.lowerBound, length: nameCount) else {
            throw damaged("the archive ends inside its directory")
        }
        var numbers = try [24, 20, 42].map { UInt64(try number(position + $0, as: UInt32.self)) }
        try extend(&numbers, name.upperBound..<name.upperBound + extraCount)
        return Entry(
            name: EntryName(text), offset: numbers[2], size: Int(clamping: numbers[0]),
            packed: Int(clamping: numbers[1]),
            isEncrypted: try number(position + 8, as: UInt16.self) & 1 == 1,
            // Unix and macOS store the mode of the file in the upper half.
            mode: system == 3 || system == 19 ? attributes >> 16 : 0,
            isFromWindows: [0, 6, 10, 14].contains(system))
    }

    /// Inserts the numbers of the zip64 field if 32 bits were not enough.
    private func extend(_ numbers: inout [UInt64], _ extra: Range<Int>) throws {
        var position = extra.lowerBound
        while position + 4 <= extra.upperBound {
            let end = position + 4 + Int(try number(position + 2, as: UInt16.self))
            if try number(position, as: UInt16.self) == 1, end <= extra.upperBound {
                position += 4
                for index in numbers.indices
                where numbers[index] == UInt64(UInt32.max) && position + 8 <= end {
                    numbers[index] = try number(position, as: UInt64.self)
                    position += 8
                }
                return
            }
            position = end
        }
    }

    /// Replaces backslashes in names, because programs on Windows such as PowerShell 5 write
    /// `train\A\1.png`.
    private mutating func separateByBackslashes() {
        let hasSlash = entries.contains { $0.name.bytes.contains(EntryName.slash) }
        for index in entries.indices where entries[index].isFromWindows || !hasSlash {
            entries[index].name = entries[index].name.withoutBackslashes
        }
    }
}
