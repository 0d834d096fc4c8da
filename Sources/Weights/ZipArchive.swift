import Files

/// The directory of a zip archive with uncompressed files, as PyTorch writes it. Compressed files
/// are not read.
///
/// The format is described in PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7 (local header), 4.3.12
/// (central directory), 4.3.14 to 4.3.16 (ends of the directory), 4.5.3 (64-bit sizes).
struct ZipArchive {
    static let magic: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

    /// The range of the contents of each file in the archive.
    private(set) var files: [String: Range<Int>] = [:]
    /// The compressed or encrypted files in the archive, such as the code of TorchScript.
    private(set) var unreadable: [String] = []
    private let archive: FileWindow
    private let path: String

    /// - Throws: `WeightsError`.
    init(_ file: OpenFile) throws {
        archive = FileWindow(file)
        path = file.path
        let directory = try findDirectory()
        var offset = directory.offset
        for _ in 0..<directory.count { offset = try readEntry(at: offset) }
    }

    private func failure(_ what: String) -> WeightsError { WeightsError(path, .archive(what)) }

    private func read<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type, at offset: Int) throws
        -> Int
    {
        guard let value = archive.integer(type, at: offset).flatMap({ Int(exactly: $0) }) else {
            throw failure(
                "its directory refers to bytes beyond the end of the file; is the download complete?"
            )
        }
        return value
    }

    /// The offset of the first header of the central directory, and the number of headers.
    private func findDirectory() throws -> (offset: Int, count: Int) {
        let size = 22
        let longestComment = 65535
        let last = archive.count - size
        let first = max(0, last - longestComment)
        let end = stride(from: last, through: first, by: -1).first {
            archive.integer(UInt32.self, at: $0) == 0x0605_4B50
        }
        guard let end else {
            throw failure("it has no directory at its end; is the download complete?")
        }
        let count = try read(UInt16.self, at: end + 10)
        let offset = try read(UInt32.self, at: end + 16)
        guard count == 0xFFFF || offset == 0xFFFF_FFFF else { return (offset, count) }
        let locator = end - 20
        guard archive.integer(UInt32.self, at: locator) == 0x0706_4B50 else {
            throw failure("its 64-bit directory is not found")
        }
        let large = try read(UInt64.self, at: locator + 8)
        guard archive.integer(UInt32.self, at: large) == 0x0606_4B50 else {
            throw failure("its 64-bit directory is not found")
        }
        return (try read(UInt64.self, at: large + 48), try read(UInt64.self, at: large + 32))
    }

    /// Reads the header of the central directory at `offset` and returns the offset of the next.
    private mutating func readEntry(at offset: Int) throws -> Int {
        guard archive.integer(UInt32.self, at: offset) == 0x0201_4B50 else {
            throw failure("its directory is not at the recorded offset")
        }
        let flags = try read(UInt16.self, at: offset + 8)
        let method = try read(UInt16.self, at: offset + 10)
        let nameLength = try read(UInt16.self, at: offset + 28)
        let extraLength = try read(UInt16.self, at: offset + 30)
        let commentLength = try read(UInt16.self, at: offset + 32)
        guard let name = archive.text(at: offset + 46, length: nameLength) else {
            throw failure("a file name is truncated or not UTF-8")
        }
        guard method == 0, flags & 1 == 0 else {
            unreadable.append(name)
            return offset + 46 + nameLength + extraLength + commentLength
        }
        var fields = [
            try read(UInt32.self, at: offset + 24), try read(UInt32.self, at: offset + 20),
            try read(UInt32.self, at: offset + 42),
        ]
        let extra = offset + 46 + nameLength
        try widen(&fields, extra: extra, end: extra + extraLength)
        guard fields[0] == fields[1] else { throw failure("'\(name)' has two different sizes") }
        let contents = try contents(of: name, header: fields[2], size: fields[0])
        guard files.updateValue(contents, forKey: name) == nil else {
            throw failure("'\(name)' occurs twice")
        }
        return extra + extraLength + commentLength
    }

    /// Replaces the fields (size, stored size, header offset) that do not fit into 32 bits.
    private func widen(_ fields: inout [Int], extra: Int, end: Int) throws {
        guard fields.contains(0xFFFF_FFFF) else { return }
        var offset = extra
        while offset < end {
            let length = try read(UInt16.self, at: offset + 2)
            if try read(UInt16.self, at: offset) == 1 {
                var source = offset + 4
                for index in fields.indices where fields[index] == 0xFFFF_FFFF {
                    guard source + 8 <= offset + 4 + length else { break }
                    fields[index] = try read(UInt64.self, at: source)
                    source += 8
                }
                return
            }
            offset += 4 + length
        }
    }

    private func contents(of name: String, header: Int, size: Int) throws -> Range<Int> {
        guard archive.integer(UInt32.self, at: header) == 0x0403_4B50 else {
            throw failure("'\(name)' is not at the recorded offset")
        }
        let nameLength = try read(UInt16.self, at: header + 26)
        let extraLength = try read(UInt16.self, at: header + 28)
        guard let range = archive.range(at: header + 30 + nameLength + extraLength, length: size)
        else { throw failure("'\(name)' of \(size) bytes extends beyond the end of the file") }
        return range
    }
}
