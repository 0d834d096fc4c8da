import Foundation

/// The entries of an archive by name: where the bytes of each file are, and what each folder
/// contains. An entry needs about 50 bytes beside its name.
struct ArchiveIndex: Sendable {
    /// The form in which an entry is stored.
    enum Form: Sendable, Hashable {
        case folder
        /// A file of a tar archive: its bytes begin at the offset.
        case plain
        /// A file of a zip archive, uncompressed; a header at the offset precedes its bytes.
        case stored
        /// A file of a zip archive, compressed by deflate; a header at the offset precedes it.
        case deflated
        /// An entry that cannot be read.
        case refused(Refusal)
    }

    /// The reasons why an entry cannot be read.
    enum Refusal: Sendable, Hashable {
        case encrypted, link, sparse, special
        /// The number of a method of compression in a zip archive.
        case method(UInt16)

        var text: String {
            switch self {
            case .encrypted: "it is encrypted; unpack the archive"
            case .link: "it is a link, and links in archives are not followed; unpack the archive"
            case .sparse: "it is a sparse file; unpack the archive"
            case .special: "it is neither a file nor a folder"
            case .method(let number):
                "it is compressed by zip's method \(number), and only deflate (8) is supported; "
                    + "unpack the archive"
            }
        }
    }

    /// An entry.
    struct Entry: Sendable {
        /// The position of the name in `names`; the name of a folder ends with a slash.
        fileprivate var name: Range<Int>
        var form: Form
        var offset = 0
        /// The number of bytes in the archive.
        var packed = 0
        /// The number of bytes of the file.
        var size = 0
        /// The CRC-32 of the file, in zip archives.
        var checksum: UInt32 = 0
    }

    private static let slash = UInt8(ascii: "/")

    /// The path of the archive.
    let path: FilePath
    private var names: [UInt8] = []
    /// The entries, sorted by the bytes of their names.
    private var entries: [Entry] = []

    init(_ path: FilePath) { self.path = path }

    /// The error for an entry.
    /// - Parameter reason: a text such as `occurs twice`.
    func failure(_ name: FilePath, _ reason: String) -> FileError {
        FileError(
            operation: "read the archive", path: path.text,
            reason: "its entry '\(name)' \(reason)")
    }

    /// Adds an entry. The part `./` at the beginning of its name, which `tar` writes, is left out.
    /// - Parameters:
    ///   - name: the name; that of a folder may end with a slash.
    ///   - form: the form in which the entry is stored.
    /// - Throws: `FileError` for a name that is not allowed.
    mutating func add(
        _ name: some Sequence<UInt8>, _ form: Form, offset: Int = 0, packed: Int = 0,
        size: Int = 0, checksum: UInt32 = 0
    ) throws(FileError) {
        var bytes = Array(name)[...]
        while bytes.starts(with: "./".utf8) {
            bytes = bytes.dropFirst(2).drop { $0 == Self.slash }
        }
        if bytes.isEmpty || bytes.elementsEqual(".".utf8) { return }
        if let reason = FilePath(bytes: bytes).rejection {
            throw failure(FilePath(bytes: bytes), reason)
        }
        let start = names.count
        names += bytes
        if form == .folder, bytes.last != Self.slash { names.append(Self.slash) }
        entries.append(
            Entry(
                name: start..<names.count, form: form, offset: offset, packed: packed, size: size,
                checksum: checksum))
    }

    /// Sorts the entries.
    /// - Throws: `FileError` for a name that occurs twice.
    mutating func finish() throws(FileError) {
        let unsorted = entries
        entries = names.withUnsafeBytes { names in
            unsorted.sorted { Self.order(names[$0.name], names[$1.name]) < 0 }
        }
        var kept: [Entry] = []
        kept.reserveCapacity(entries.count)
        for entry in entries {
            if let last = kept.last, names[last.name] == names[entry.name] {
                // Archives may list a folder before each file in it.
                if entry.form == .folder { continue }
                throw failure(FilePath(bytes: names[entry.name]), "occurs twice")
            }
            kept.append(entry)
        }
        entries = kept
    }

    private static func order(
        _ left: Slice<UnsafeRawBufferPointer>, _ right: Slice<UnsafeRawBufferPointer>
    ) -> Int {
        let (left, right) = (
            UnsafeRawBufferPointer(rebasing: left), UnsafeRawBufferPointer(rebasing: right)
        )
        if let a = left.baseAddress, let b = right.baseAddress {
            let order = memcmp(a, b, min(left.count, right.count))
            if order != 0 { return Int(order) }
        }
        return left.count - right.count
    }

    /// The first entry whose name is not before `name`.
    private func position(of name: [UInt8]) -> Int {
        names.withUnsafeBytes { names in
            name.withUnsafeBytes { name in
                var (lower, upper) = (0, entries.count)
                while lower < upper {
                    let middle = (lower + upper) / 2
                    if Self.order(names[entries[middle].name], name[...]) < 0 {
                        lower = middle + 1
                    } else {
                        upper = middle
                    }
                }
                return lower
            }
        }
    }

    /// The entry of a file; nil if there is none.
    func file(_ name: [UInt8]) -> Entry? {
        let position = position(of: name)
        guard position < entries.count, names[entries[position].name].elementsEqual(name) else {
            return nil
        }
        return entries[position]
    }

    /// True if there is a folder with this name; the empty name is that of the archive itself.
    func hasFolder(_ name: [UInt8]) -> Bool {
        if name.isEmpty { return true }
        let prefix = name + [Self.slash]
        let position = position(of: prefix)
        return position < entries.count && names[entries[position].name].starts(with: prefix)
    }

    /// The entries of a folder, sorted by the bytes of their names.
    /// - Throws: `FileError` if a file and a folder have the same name.
    func entries(of folder: [UInt8]) throws(FileError) -> [FolderEntry] {
        let prefix = folder.isEmpty ? [] : folder + [Self.slash]
        var found: [FolderEntry] = []
        var position = position(of: prefix)
        while position < entries.count {
            let entry = entries[position]
            let name = names[entry.name]
            guard name.starts(with: prefix) else { break }
            let rest = name.dropFirst(prefix.count)
            if let end = rest.firstIndex(of: Self.slash) {
                let inner = Array(rest[..<end])
                found.append(FolderEntry(name: FilePath(bytes: inner), kind: .folder))
                // The name that follows all names in the folder.
                position = self.position(of: prefix + inner + [Self.slash + 1])
            } else {
                if !rest.isEmpty {
                    found.append(
                        FolderEntry(
                            name: FilePath(bytes: rest), kind: entry.form.kind,
                            isLink: entry.form == .refused(.link)))
                }
                position += 1
            }
        }
        found.sort { $0.name < $1.name }
        for (first, second) in zip(found, found.dropFirst()) where first.name == second.name {
            throw failure(
                FilePath(bytes: prefix + first.name.bytes), "is a file and also a folder")
        }
        return found
    }
}

extension ArchiveIndex.Form {
    /// The kind in a folder; nil for a link, whose target is not examined.
    fileprivate var kind: FolderEntry.Kind? {
        switch self {
        case .folder: .folder
        case .refused(.link): nil
        case .refused(.special): .other
        case .plain, .stored, .deflated, .refused: .file
        }
    }
}
