import Foundation
import Synchronization

/// A zip or tar archive whose files are read at their places.
///
/// The archive is read once to index its entries. The index is kept while the process runs, and
/// made again if the archive has changed.
final class Archive: Sendable {
    let path: FilePath
    let index: ArchiveIndex
    /// The stamp of the file that was indexed.
    private let stamp: FileStamp

    private static let known = Mutex<[FilePath: Archive]>([:])

    /// The archive at a path.
    /// - Parameter stamp: the present stamp of the file.
    /// - Throws: `FileError` if the archive cannot be read.
    static func at(_ path: FilePath, _ stamp: FileStamp) throws(FileError) -> Archive {
        let known = known.withLock { $0[path] }
        if let known, known.stamp == stamp { return known }
        let archive = try Archive(path)
        Self.known.withLock { $0[path] = archive }
        return archive
    }

    private init(_ path: FilePath) throws(FileError) {
        self.path = path
        let file = try OpenFile(path: path)
        stamp = file.stamp
        let start = try file.bytes(0..<min(file.count, 512))
        if start.starts(with: "PK".utf8) {
            index = try Self.index(zip: path)
        } else if TarHeader.isTar(start) {
            index = try TarDirectory(file, path).index
        } else {
            throw FileError(
                operation: "read the archive", path: path.text, reason: Self.advice(path, start))
        }
    }

    /// The reason why a file is not read as an archive.
    private static func advice(_ path: FilePath, _ start: [UInt8]) -> String {
        let name = path.name.text
        let programs: [(start: [UInt8], program: String)] = [
            ([0x1F, 0x8B], "gunzip"), (Array("BZh".utf8), "bunzip2"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "unxz"), ([0x28, 0xB5, 0x2F, 0xFD], "unzstd"),
        ]
        if start.isEmpty { return "it is empty" }
        if let known = programs.first(where: { start.starts(with: $0.start) }) {
            return
                "it is compressed as a whole, so its files cannot be read one by one; unpack it, "
                + "or make a .tar of it with '\(known.program) \(name)'"
        }
        return "it is not a zip or tar archive, by its first bytes; unpack it, or use .zip or .tar"
    }

    private static func index(zip path: FilePath) throws(FileError) -> ArchiveIndex {
        var index = ArchiveIndex(path)
        for entry in try ZipDirectory(path).entries {
            try index.add(
                entry.name.bytes, entry.form, offset: Int(clamping: entry.offset),
                packed: entry.packed, size: entry.size, checksum: entry.checksum)
        }
        try index.finish()
        return index
    }

    /// The bytes of a file.
    /// - Parameters:
    ///   - shown: the path of the file, for errors.
    ///   - most: the maximum number of bytes; nil: all.
    /// - Throws: `FileError`.
    func contents(
        of entry: ArchiveIndex.Entry, _ shown: FilePath, atMost most: Int?
    ) throws(FileError) -> [UInt8] {
        func failure(_ reason: String) -> FileError {
            FileError(operation: "read", path: shown.text, reason: reason)
        }
        let size = min(entry.size, most ?? .max)
        guard size <= OpenFile.largestContents else {
            throw failure(
                "it has \(entry.size) bytes; expected at most \(OpenFile.largestContents)")
        }
        let file = try OpenFile(path: path)
        guard file.stamp == stamp else { throw failure("the archive changed while it was read") }
        let bytes: [UInt8]
        switch entry.form {
        case .plain: return try file.bytes(entry.offset..<entry.offset + size)
        case .stored:
            guard entry.packed == entry.size else {
                throw failure("its sizes differ; \(Self.damage)")
            }
            let start = try start(of: entry, in: file, failure)
            bytes = try file.bytes(start..<start + size)
        case .deflated:
            let start = try start(of: entry, in: file, failure)
            // The beginning of a file needs hardly more compressed bytes than it has, after the
            // tables of the code.
            let packed = min(entry.packed, size + size >> 3 + 4096)
            var part = try file.bytes(start..<start + packed)
            guard let inflated = Inflate.bytes(&part, count: size, isWhole: size == entry.size)
            else {
                throw failure("its compressed data are damaged; \(Self.damage)")
            }
            bytes = inflated
        case .folder, .refused: preconditionFailure("only files have contents")
        }
        guard size < entry.size || Inflate.checksum(bytes) == entry.checksum else {
            throw failure("its checksum in the archive differs; \(Self.damage)")
        }
        return bytes
    }

    private static let damage = "the archive is damaged; make or download it again"

    /// The offset of the bytes of an entry of a zip archive, after the header, which has two fields
    /// of variable length.
    private func start(
        of entry: ArchiveIndex.Entry, in file: OpenFile, _ failure: (String) -> FileError
    ) throws(FileError) -> Int {
        let damaged = failure("its header is missing; \(Self.damage)")
        guard entry.offset <= file.count - 30 else { throw damaged }
        let header = try file.bytes(entry.offset..<entry.offset + 30)
        func number(_ position: Int) -> Int {
            Int(header[position]) | Int(header[position + 1]) << 8
        }
        let start = entry.offset + 30 + number(26) + number(28)
        guard header.starts(with: [0x50, 0x4B, 3, 4]), entry.packed <= file.count - start else {
            throw damaged
        }
        return start
    }
}

extension ZipDirectory.Entry {
    /// The form of the entry, or the reason why it cannot be read.
    fileprivate var form: ArchiveIndex.Form {
        let kind = mode_t(mode) & S_IFMT
        if kind == S_IFLNK { return .refused(.link) }
        if kind == S_IFDIR || name.bytes.last == UInt8(ascii: "/") { return .folder }
        guard kind == S_IFREG || kind == 0 else { return .refused(.special) }
        guard !isEncrypted else { return .refused(.encrypted) }
        return switch method {
        case 0: .stored
        case 8: .deflated
        default: .refused(.method(method))
        }
    }
}
