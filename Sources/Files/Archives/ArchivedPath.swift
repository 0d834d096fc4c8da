import Foundation

/// The path of a file or folder in an archive: `archive.zip/folder/a.png`.
///
/// A path leads into an archive if one of its parts is a regular file with the suffix `.zip` or
/// `.tar`. `OpenFile`, `SmallFile`, `FolderEntry.list` and the attributes of files accept such
/// paths, so an archive is read wherever a folder is. Nothing is unpacked to a file.
struct ArchivedPath {
    let archive: Archive
    /// The path in the archive, without slashes at its ends; empty: the archive itself.
    let inner: [UInt8]
    private let path: FilePath

    /// - Returns: nil if the path does not lead into an archive.
    /// - Throws: `FileError` for an archive that cannot be read.
    init?(_ path: FilePath) throws(FileError) {
        let slash = UInt8(ascii: "/")
        let bytes = path.bytes
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: slash) ?? bytes.count
            if ArchiveSuffix.of(FilePath(bytes: bytes[start..<end])) != nil {
                let file = FilePath(bytes: bytes[..<end])
                if let information = try? file.ownInformation(),
                    information.st_mode & S_IFMT == S_IFREG
                {
                    archive = try Archive.at(file, FileStamp(information))
                    inner = Array(
                        bytes[end...].split(separator: slash).joined(separator: [slash]))
                    self.path = path
                    return
                }
            }
            start = end + 1
        }
        return nil
    }

    private func missing(_ operation: String) -> FileError {
        FileError(operation: operation, path: path.text, code: ENOENT)
    }

    /// The attributes of the archive.
    /// - Throws: `FileError` if it has no such entry, or if the entry is a link.
    func information() throws(FileError) -> stat {
        if let entry = archive.index.file(inner) {
            if entry.form == .refused(.link) { throw refused(.link) }
        } else if !archive.index.hasFolder(inner) {
            throw missing("open")
        }
        return try archive.path.ownInformation()
    }

    /// The entries of a folder.
    /// - Throws: `FileError` for another path.
    func entries() throws(FileError) -> [FolderEntry] {
        guard archive.index.hasFolder(inner) else {
            guard archive.index.file(inner) != nil else { throw missing("list the folder") }
            let isArchive = ArchiveSuffix.of(path) != nil
            throw FileError(
                operation: "list the folder", path: path.text,
                reason: isArchive
                    ? "it is an archive in an archive; unpack the outer one"
                    : String(cString: strerror(ENOTDIR)), code: ENOTDIR)
        }
        return try archive.index.entries(of: inner)
    }

    private func refused(_ refusal: ArchiveIndex.Refusal) -> FileError {
        FileError(operation: "read", path: path.text, reason: refusal.text)
    }

    /// The bytes of a file.
    /// - Parameter most: the maximum number of bytes, from the beginning; nil: all bytes, which are
    ///   compared with the checksum in a zip archive.
    /// - Throws: `FileError`.
    func contents(atMost most: Int? = nil) throws(FileError) -> [UInt8] {
        guard let entry = archive.index.file(inner) else {
            guard archive.index.hasFolder(inner) else { throw missing("open") }
            throw FileError(
                operation: "read", path: path.text, reason: "it is a folder, not a file")
        }
        if case .refused(let refusal) = entry.form { throw refused(refusal) }
        return try archive.contents(of: entry, path, atMost: most)
    }
}

extension FilePath {
    /// Calls `body`; if it fails because the path leads through a file, and that file is an
    /// archive, calls `archived` instead.
    func orInArchive<R>(
        _ body: () throws(FileError) -> R, archived: (ArchivedPath) throws(FileError) -> R
    ) throws(FileError) -> R {
        do throws(FileError) { return try body() } catch {
            guard error.code == ENOTDIR, let path = try ArchivedPath(self) else { throw error }
            return try archived(path)
        }
    }

    /// True for a folder, a link to a folder, an archive, and a folder in an archive, whose entries
    /// `FolderEntry.list` gives.
    /// - Throws: `FileError` for a path in an archive that cannot be read.
    package func isFolder() throws(FileError) -> Bool {
        do throws(FileError) {
            let mode = try ownInformation().st_mode & S_IFMT
            return mode == S_IFDIR || mode == S_IFREG && ArchiveSuffix.of(self) != nil
        } catch {
            guard error.code == ENOTDIR, let path = try ArchivedPath(self) else { return false }
            return path.archive.index.hasFolder(path.inner)
        }
    }
}
