package import Foundation

extension FilePath {
    /// Opens a regular file for reading; never waits for the other end of a pipe.
    /// - Throws: `FileError`, with the target of a broken link, or the type of a file that is not
    ///   regular.
    func openFile() throws(FileError) -> (descriptor: Int32, information: stat) {
        let descriptor = withSystemPath { open($0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw openingError(code: errno) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            let error = FileError(operation: "read the size", path: text)
            close(descriptor)
            throw error
        }
        guard information.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileError(
                operation: "read", path: text, reason: Self.irregular(information.st_mode))
        }
        return (descriptor, information)
    }

    /// The attributes of the file; of a file in an archive, those of the archive.
    /// - Throws: `FileError`.
    package func information() throws(FileError) -> stat {
        try orInArchive { () throws(FileError) in
            try ownInformation()
        } archived: { path throws(FileError) in
            try path.information()
        }
    }

    /// The attributes of a file that is not in an archive.
    func ownInformation() throws(FileError) -> stat {
        var information = stat()
        guard withSystemPath({ stat($0, &information) }) == 0 else {
            throw openingError(code: errno)
        }
        return information
    }

    private func openingError(code: Int32) -> FileError {
        var information = stat()
        if withSystemPath({ lstat($0, &information) }) == 0 {
            if information.st_mode & S_IFMT == S_IFLNK, let target = linkTarget {
                let reason =
                    code == ENOENT ? "which does not exist" : String(cString: strerror(code))
                return FileError(
                    operation: "open", path: text,
                    reason: "it is a link to '\(target.text)', \(reason)")
            }
            if code == ENXIO {
                return FileError(
                    operation: "open", path: text, reason: Self.irregular(information.st_mode))
            }
        }
        return FileError(operation: "open", path: text, code: code)
    }

    /// The target of a link, as stored; nil if this is not a link.
    private var linkTarget: FilePath? {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let size = target.count
        let count = withSystemPath { Int32(readlink($0, &target, size)) }
        return count < 0
            ? nil : FilePath(bytes: target.prefix(Int(count)).map { UInt8(bitPattern: $0) })
    }

    private static func irregular(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFDIR: "it is a folder, not a file"
        case S_IFIFO: "it is a pipe (FIFO), not a regular file"
        case S_IFSOCK: "it is a socket, not a regular file"
        default: "it is not a regular file"
        }
    }
}
