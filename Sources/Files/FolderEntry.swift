import Foundation

/// An entry of a folder: its name and its kind.
package struct FolderEntry: Sendable, Hashable {
    /// The kind of an entry.
    package enum Kind: Sendable { case file, folder, other }

    /// The name without the folder.
    package var name: FilePath
    /// The kind of the file; for a link, that of its target; nil for a broken link.
    package var kind: Kind?
    /// True for a symbolic link.
    package var isLink: Bool

    /// True for a folder or a link to one.
    package var isFolder: Bool { kind == .folder }
    /// True if the name begins with a dot.
    package var isHidden: Bool { name.hasPrefix(".") }
    /// The name in its text form; see `FileName`.
    package var text: String { name.text }

    /// All entries of `folder` except `.` and `..`, sorted by the bytes of their names. The folder
    /// may be an archive, or in one; see `ArchivedPath`.
    /// - Throws: `FileError` if the folder cannot be listed.
    package static func list(_ folder: FilePath) throws(FileError) -> [FolderEntry] {
        try folder.orInArchive { () throws(FileError) in
            try listed(folder)
        } archived: { path throws(FileError) in
            try path.entries()
        }
    }

    private static func listed(_ folder: FilePath) throws(FileError) -> [FolderEntry] {
        let descriptor = folder.withSystemPath { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            throw FileError(operation: "list the folder", path: folder.text)
        }
        guard let stream = fdopendir(descriptor) else {
            let error = FileError(operation: "list the folder", path: folder.text)
            close(descriptor)
            throw error
        }
        defer { closedir(stream) }
        var entries: [FolderEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = FilePath(bytes: bytes(ofName: entry))
            if name == "." || name == ".." { continue }
            entries.append(FolderEntry(name, in: descriptor))
        }
        guard errno == 0 else { throw FileError(operation: "list the folder", path: folder.text) }
        return entries.sorted { $0.name < $1.name }
    }

    /// The entry at `path`; nil if there is none.
    package static func at(_ path: FilePath) -> FolderEntry? {
        let entry = FolderEntry(path, in: AT_FDCWD)
        return entry.kind == nil && !entry.isLink ? nil : entry
    }

    init(name: FilePath, kind: Kind?, isLink: Bool = false) {
        (self.name, self.kind, self.isLink) = (name, kind, isLink)
    }

    private init(_ name: FilePath, in folder: Int32) {
        self.name = name
        let own = Self.mode(name, in: folder, AT_SYMLINK_NOFOLLOW)
        isLink = own.map { $0 & S_IFMT == S_IFLNK } ?? false
        kind =
            (isLink ? Self.mode(name, in: folder, 0) : own).map { mode in
                switch mode & S_IFMT {
                case S_IFREG: .file
                case S_IFDIR: .folder
                default: .other
                }
            }
    }

    private static func mode(_ name: FilePath, in folder: Int32, _ flags: Int32) -> mode_t? {
        var information = stat()
        let status = name.withSystemPath { fstatat(folder, $0, &information, flags) }
        return status == 0 ? information.st_mode : nil
    }

    private static func bytes(ofName entry: UnsafeMutablePointer<dirent>) -> [UInt8] {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return [] }
        // The record is only as long as its name, so the field of 256 bytes must not be read as a
        // whole.
        let name = UnsafeRawPointer(entry).advanced(by: offset)
        return Array(
            UnsafeRawBufferPointer(
                start: name, count: strlen(name.assumingMemoryBound(to: CChar.self))))
    }
}
