import Files
import Foundation

/// The entries of an archive as they are checked one after the other.
struct ArchiveScan {
    private(set) var entries: [ImportEntry] = []
    private(set) var places: [Int] = []
    private(set) var digests: [Int: String] = [:]
    private let path: String
    private let format: ArchiveFormat
    private let options: ImportOptions
    private let directory: ZipDirectory?
    private let fileSize: Int
    private var links: [(name: EntryName, target: EntryName)] = []
    /// The folders that have entries of their own, by name without a slash at the end.
    private var folders: Set<EntryName> = []
    private var seen: [EntryName: Int] = [:]
    private var place = 0
    private var (unpacked, packed) = (0, 0)

    /// More than images and metadata give, from this size on.
    private static let mostRatio = 100
    private static let ratioFrom = 20_000_000

    /// - Throws: `ImportError`.
    init(_ path: String, _ format: ArchiveFormat, _ options: ImportOptions) throws {
        self.path = path
        self.format = format
        self.options = options
        directory = format == .zip ? try ZipDirectory(path) : nil
        var information = stat()
        fileSize = stat(path, &information) == 0 ? Int(information.st_size) : 0
    }

    private func harmful(_ name: EntryName, _ reason: String) -> ImportError {
        .harmful(path, entry: "\(name)", reason: reason)
    }

    /// Checks the next entry; reads it when it is an image, and its first bytes when they alone can
    /// say so.
    /// - Throws: `ImportError`.
    mutating func take(
        _ said: ArchiveReader.Header, _ reader: ArchiveReader, _ progress: (Int) -> Void
    ) throws {
        defer { place += 1 }
        var header = said
        if let directory { try use(directory, for: &header) }
        // As `tar` writes the folder that it was called in.
        guard let name = header.name.map(Self.withoutDot) else {
            throw harmful(EntryName("number \(place + 1)"), "has no name")
        }
        if name.isEmpty || name == EntryName(".") || name == EntryName("./") { return }
        if let fault = ImportEntry.fault(in: name) { throw harmful(name, fault) }
        let isFolder = header.kind == S_IFDIR || name.bytes.last == EntryName.slash
        guard seen.updateValue(place, forKey: name) == nil || isFolder else {
            throw harmful(name, "is there twice")
        }
        if header.isEncrypted {
            throw harmful(name, "is encrypted; unpack it, and import the folder")
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
        if isRead, entry.size > ImportEntry.mostBytes {
            throw harmful(entry.name, "is of \(entry.size / 1_000_000) MB when unpacked")
        }
        unpacked += min(entry.size, Int.max / 2 - unpacked)
        let ratio = unpacked / max(1, fileSize)
        if unpacked > Self.ratioFrom, ratio > Self.mostRatio {
            throw harmful(
                entry.name, "makes \(ratio) times the archive's size of what was unpacked")
        }
        var entry = entry
        if isRead {
            digests[place] = SHA256Digest.of(try reader.contents(entry.name, size: entry.size))
        } else if entry.needsLook, !options.excludes(entry.name) {
            entry.beginsLikeImage = ImageSignature.begins(reader.start(count: ImageSignature.count))
        }
        entries.append(entry)
        places.append(place)
    }

    /// What the directory of a zip archive says of the entry, for it knows more than libarchive
    /// tells.
    private mutating func use(_ directory: ZipDirectory, for header: inout ArchiveReader.Header)
        throws
    {
        guard directory.entries.indices.contains(place) else {
            throw ImportError.unreadable(path, reason: "it has entries that its directory lacks")
        }
        let entry = directory.entries[place]
        if let said = header.name, said.withoutBackslashes != entry.name.withoutBackslashes {
            throw harmful(entry.name, "is called '\(said)' where its data begin")
        }
        if place > 0, directory.entries[place - 1].offset == entry.offset {
            throw harmful(entry.name, "overlaps another")
        }
        packed += min(entry.packed, Int.max / 2 - packed)
        guard packed <= fileSize else {
            throw harmful(entry.name, "overlaps others: together they are longer than the archive")
        }
        let ratio = entry.size / max(1, entry.packed)
        if entry.size > Self.ratioFrom, entry.size <= ImportEntry.mostBytes, ratio > Self.mostRatio
        {
            throw harmful(entry.name, "unpacks to \(ratio) times its size")
        }
        if entry.mode & mode_t(S_IFMT) != 0 { header.kind = entry.mode & mode_t(S_IFMT) }
        header.isEncrypted = header.isEncrypted || entry.isEncrypted
        (header.name, header.size) = (entry.name, entry.size)
    }

    private static func withoutDot(_ name: EntryName) -> EntryName {
        var bytes = name.bytes[...]
        while bytes.starts(with: "./".utf8) {
            bytes = bytes.dropFirst(2).drop { $0 == EntryName.slash }
        }
        return EntryName(bytes)
    }

    /// From the top of the archive; a target that leaves it begins with `..`.
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

    /// Gives links the contents of what they lead to.
    /// - Throws: `ImportError` for a link that leads to a folder, to nothing or out of the archive,
    ///   unless it is hidden or left out.
    mutating func finish() throws {
        if let directory, directory.entries.count != place {
            throw ImportError.unreadable(
                path,
                reason:
                    "\(place) of the \(directory.entries.count) entries of its directory can be read"
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
            guard let file, isLeftOut || !entry.isImage || digests[places[file]] != nil else {
                if !isLeftOut { throw refused(name, target) }
                append(entry, at: -1)
                continue
            }
            entry.beginsLikeImage = entries[file].beginsLikeImage || digests[places[file]] != nil
            append(entry, at: places[file])
        }
    }

    private mutating func append(_ entry: ImportEntry, at place: Int) {
        entries.append(entry)
        places.append(place)
    }

    /// Why a link is not followed.
    private func refused(_ name: EntryName, _ target: EntryName) -> ImportError {
        if target.hasPrefix("/") || target.parts.first == EntryName("..") {
            return harmful(name, "is a link to '\(target)', which is outside")
        }
        let folder = target.bytes + [EntryName.slash]
        let isFolder =
            target.isEmpty || folders.contains(target)
            || entries.contains { $0.name.bytes.starts(with: folder) }
        let what =
            isFolder
            ? "which is a folder"
            : "which is no \(ImportEntry(name: name, size: 0).isImage ? "image" : "file") of the archive"
        return harmful(
            name,
            "is a link to '\(target)', \(what); unpack it, and import the folder, "
                + "or leave the link out with --exclude PATTERN")
    }
}
