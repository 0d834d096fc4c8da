import Foundation

/// The directory at the end of a zip archive.
///
/// An import reads the contents of entries by libarchive, but their names and attributes from this
/// directory, because libarchive converts names to text of the locale and composes accents, and
/// does not return all attributes.
package struct ZipDirectory {
    /// An entry of the directory.
    package struct Entry {
        /// The name as stored, with slashes between folders.
        package var name: FilePath
        /// The offset of its header in the archive, which its data follow.
        package var offset: UInt64
        /// The uncompressed size in bytes.
        package var size: Int
        /// The compressed size in bytes.
        package var packed: Int
        /// True if the data are encrypted.
        package var isEncrypted: Bool
        /// The Unix mode; 0 if the archive has none.
        package var mode: UInt32
        /// The method of compression: 0 is none, 8 is deflate.
        var method: UInt16
        /// The CRC-32 of the uncompressed data.
        var checksum: UInt32
        var isFromWindows: Bool
    }

    /// The entries in the order of their data, in which libarchive reads them.
    package private(set) var entries: [Entry] = []

    private let bytes: FileWindow
    private let path: FilePath

    /// - Throws: `FileError`.
    package init(_ path: FilePath) throws(FileError) {
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

    private func damaged(_ reason: String) -> FileError {
        FileError(
            operation: "read the archive", path: path.text,
            reason: "\(reason); check that the zip archive is complete, or download it again")
    }

    private func number<T: FixedWidthInteger & BitwiseCopyable>(
        _ position: Int, as type: T.Type
    ) throws(FileError) -> T {
        guard let number = bytes.integer(type, at: position) else {
            throw damaged("the archive ends inside its directory")
        }
        return number
    }

    private func end() throws(FileError) -> End {
        let lowest = max(0, bytes.count - 22 - 65_535)
        var position = bytes.count - 22
        while position >= lowest {
            if try number(position, as: UInt32.self) == 0x0605_4B50 {
                let comment = Int(try number(position + 20, as: UInt16.self))
                if position + 22 + comment == bytes.count { return try end(at: position) }
            }
            position -= 1
        }
        throw damaged("the directory of the archive is missing")
    }

    private func end(at position: Int) throws(FileError) -> End {
        let locator = position - 20
        let signature = locator >= 0 ? try number(locator, as: UInt32.self) : 0
        if signature != 0x0706_4B50 {
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

    private func read(_ end: End) throws(FileError) -> [Entry] {
        var position = end.position - Int(end.size)
        var entries: [Entry] = []
        while position < end.position {
            guard position + 46 <= end.position,
                try number(position, as: UInt32.self) == 0x0201_4B50
            else { throw damaged("the directory of the archive is damaged") }
            let nameCount = Int(try number(position + 28, as: UInt16.self))
            let extraCount = Int(try number(position + 30, as: UInt16.self))
            let commentCount = Int(try number(position + 32, as: UInt16.self))
            let next = position + 46 + nameCount + extraCount + commentCount
            guard next <= end.position else {
                throw damaged("the directory of the archive is damaged")
            }
            entries.append(try entry(at: position, nameCount, extraCount))
            position = next
        }
        guard UInt64(entries.count) == end.count else {
            throw damaged(
                "the directory of the archive has \(entries.count) instead of \(end.count) entries")
        }
        return entries
    }

    private func entry(
        at position: Int, _ nameCount: Int, _ extraCount: Int
    ) throws(FileError) -> Entry {
        let system = try number(position + 5, as: UInt8.self)
        let attributes = try number(position + 38, as: UInt32.self)
        let name = position + 46..<position + 46 + nameCount
        guard let text = bytes.bytes(at: name.lowerBound, length: nameCount) else {
            throw damaged("the archive ends inside its directory")
        }
        var numbers: [UInt64] = []
        for field in [24, 20, 42] {
            numbers.append(UInt64(try number(position + field, as: UInt32.self)))
        }
        try extend(&numbers, name.upperBound..<name.upperBound + extraCount)
        return Entry(
            name: FilePath(bytes: text), offset: numbers[2], size: Int(clamping: numbers[0]),
            packed: Int(clamping: numbers[1]),
            isEncrypted: try number(position + 8, as: UInt16.self) & 1 == 1,
            // Unix and macOS store the mode of the file in the upper half.
            mode: system == 3 || system == 19 ? attributes >> 16 : 0,
            method: try number(position + 10, as: UInt16.self),
            checksum: try number(position + 16, as: UInt32.self),
            isFromWindows: [0, 6, 10, 14].contains(system))
    }

    /// Inserts the numbers of the zip64 field if 32 bits were not enough.
    private func extend(
        _ numbers: inout [UInt64], _ extra: Range<Int>
    ) throws(FileError) {
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
        let slash = UInt8(ascii: "/")
        let hasSlash = entries.contains { $0.name.bytes.contains(slash) }
        for index in entries.indices where entries[index].isFromWindows || !hasSlash {
            entries[index].name = FilePath(
                bytes: entries[index].name.bytes.map { $0 == UInt8(ascii: "\\") ? slash : $0 })
        }
    }
}
