import Datasets
import Files
import Foundation

/// The entries of an archive, checked one after another.
struct ArchiveScan {
    private(set) var entries: [ImportEntry] = []
    private(set) var positions: [Int] = []
    private(set) var digests: [Int: String] = [:]
    private let path: String
    private let format: ArchiveFormat
    private let options: ImportOptions
    private let directory: ZipDirectory?
    private let fileSize: Int
    private var links: [(name: EntryName, target: EntryName)] = []
    /// The folders that have their own entries, by name without a slash at the end.
    private var folders: Set<EntryName> = []
    private var seen: [EntryName: Int] = [:]
    private var position = 0
    private var (unpacked, packed) = (0, 0)

    /// The compression ratio above which an archive of at least `ratioFrom` bytes is rejected;
    /// images and metadata do not reach it.
    private static let mostRatio = 100
    private static let ratioFrom = 20_000_000

    /// - Throws: `ImportError`.
    init(_ path: String, _ format: ArchiveFormat, _ options: ImportOptions) throws {
        self.path = path
        self.format = format
        self.options = options
        do throws(FileError) {
            directory = format == .zip ? try ZipDirectory(FilePath(path)) : nil
        } catch {
            throw ImportError.unreadable(path, reason: error.reason)
        }
        var information = stat()
        fileSize = stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    private func harmful(_ name: EntryName, _ reason: String) -> ImportError {
        .harmful(path, entry: "\(name)", reason: reason)
    }

    /// Checks the next entry. An image is read completely; of other files only the first bytes are
    /// read, if needed to recognize an image.
    /// - Throws: `ImportError`.
    mutating func take(
        _ listed: ArchiveReader.Header, _ reader: ArchiveReader, _ progress: (Int) -> Void
    ) throws {
        defer { position += 1 }
        var header = listed
        if let directory { try use(directory, for: &header) }
        // `tar` writes the folder in which it was called as `.`.
        guard let name = header.name.map(Self.withoutDot) else {
            throw harmful(EntryName("number \(position + 1)"), "has no name")
        }
        if name.isEmpty || name == EntryName(".") || name == EntryName("./") { return }
        if let reason = name.path.rejection { throw harmful(name, reason) }
        let isFolder = header.kind == S_IFDIR || name.bytes.last == EntryName.slash
        guard seen.updateValue(position, forKey: name) == nil || isFolder else {
            throw harmful(name, "occurs twice")
        }
        if header.isEncrypted {
            throw harmful(name, "is encrypted; unpack the archive and import the folder")
        }
        if isFolder {
            folders.insert(EntryName(joining: name.parts))
            return
        }
        if let link = header.link {
            links.append((name, Self.target(of: link, from: name, isHard: header.isHardLink)))
            return
        }
        guard header.kind == S_IFREG || header.kind == 0 else {
            throw harmful(
                name, header.kind == S_IFLNK ? "is a link" : "is neither a file nor a folder")
        }
        try take(ImportEntry(name: name, size: header.size), reader)
        progress(digests.count)
    }

    private mutating func take(_ entry: ImportEntry, _ reader: ArchiveReader) throws {
        let isRead = entry.isImage && !entry.isHidden
        if isRead, entry.size > ImportEntry.maximumBytes {
            throw harmful(
                entry.name,
                "has \(entry.size / 1_000_000) MB when unpacked, which is too large for an image")
        }
        unpacked += min(entry.size, Int.max / 2 - unpacked)
        let ratio = unpacked / max(1, fileSize)
        if unpacked > Self.ratioFrom, ratio > Self.mostRatio {
            throw harmful(
                entry.name, "makes the unpacked size \(ratio) times that of the archive")
        }
        var entry = entry
        if isRead {
            digests[position] = SHA256Digest.of(try reader.contents(entry.name, size: entry.size))
        } else if entry.needsLook, !options.excludes(entry.name) {
            entry.beginsLikeImage = ImageSignature.begins(reader.start(count: ImageSignature.count))
        }
        entries.append(entry)
        positions.append(position)
    }

    /// Takes name, size and kind of the entry from the directory of a zip archive, which has more
    /// information than libarchive returns.
    private mutating func use(_ directory: ZipDirectory, for header: inout ArchiveReader.Header)
        throws
    {
        guard directory.entries.indices.contains(position) else {
            throw ImportError.unreadable(
                path, reason: "it has entries that are missing in its directory")
        }
        let entry = directory.entries[position]
        let name = EntryName(entry.name.bytes)
        if let local = header.name, local.withoutBackslashes != name.withoutBackslashes {
            throw harmful(name, "has the different name '\(local)' at its data")
        }
        if position > 0, directory.entries[position - 1].offset == entry.offset {
            throw harmful(name, "overlaps another entry")
        }
        packed += min(entry.packed, Int.max / 2 - packed)
        guard packed <= fileSize else {
            throw harmful(
                name, "overlaps other entries: together they are longer than the archive")
        }
        let ratio = entry.size / max(1, entry.packed)
        if entry.size > Self.ratioFrom, entry.size <= ImportEntry.maximumBytes,
            ratio > Self.mostRatio
        {
            throw harmful(name, "unpacks to \(ratio) times its size")
        }
        if entry.mode & mode_t(S_IFMT) != 0 { header.kind = entry.mode & mode_t(S_IFMT) }
        header.isEncrypted = header.isEncrypted || entry.isEncrypted
        (header.name, header.size) = (name, entry.size)
    }

    private static func withoutDot(_ name: EntryName) -> EntryName {
        var bytes = name.bytes[...]
        while bytes.starts(with: "./".utf8) {
            bytes = bytes.dropFirst(2).drop { $0 == EntryName.slash }
        }
        return EntryName(bytes)
    }

    /// The target of a link from the top of the archive; a target outside of the archive begins
    /// with `..`.
    private static func target(of link: EntryName, from name: EntryName, isHard: Bool) -> EntryName
    {
        if link.hasPrefix("/") { return link }
        var parts = isHard ? [] : Array(name.parts.dropLast())
        for part in link.parts where part != EntryName(".") {
            if part == EntryName(".."), let last = parts.last, last != part {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return EntryName(joining: parts)
    }

    /// Gives links the contents of their targets.
    /// - Throws: `ImportError` if a link leads to a folder, to a missing file or out of the
    ///   archive, unless the link is hidden or excluded.
    mutating func finish() throws {
        if let directory, directory.entries.count != position {
            throw ImportError.unreadable(
                path,
                reason:
                    "only \(position) of the \(directory.entries.count) entries of its directory can be read"
            )
        }
        let targets = Dictionary(links.map { ($0.name, $0.target) }, uniquingKeysWith: { $1 })
        let files = Dictionary(uniqueKeysWithValues: zip(entries.map(\.name), entries.indices))
        for (name, first) in links {
            var target = first
            for _ in 0..<40 { target = targets[target] ?? target }
            let file = files[target]
            var entry = ImportEntry(name: name, size: file.map { entries[$0].size } ?? 0)
            let isLeftOut = entry.isHidden || options.excludes(name)
            guard let file, isLeftOut || !entry.isImage || digests[positions[file]] != nil else {
                if !isLeftOut { throw refused(name, target) }
                append(entry, at: -1)
                continue
            }
            entry.beginsLikeImage = entries[file].beginsLikeImage || digests[positions[file]] != nil
            append(entry, at: positions[file])
        }
    }

    private mutating func append(_ entry: ImportEntry, at position: Int) {
        entries.append(entry)
        positions.append(position)
    }

    /// The error for a link that is not followed.
    private func refused(_ name: EntryName, _ target: EntryName) -> ImportError {
        if target.hasPrefix("/") || target.parts.first == EntryName("..") {
            return harmful(name, "is a link to '\(target)', which is outside of the archive")
        }
        let folder = target.bytes + [EntryName.slash]
        let isFolder =
            target.isEmpty || folders.contains(target)
            || entries.contains { $0.name.bytes.starts(with: folder) }
        let reason =
            isFolder
            ? "which is a folder"
            : "which is not \(ImportEntry(name: name, size: 0).isImage ? "an image" : "a file") of the archive"
        return harmful(
            name,
            "is a link to '\(target)', \(reason); unpack the archive and import the folder, "
                + "or exclude the link with --exclude PATTERN")
    }
}
