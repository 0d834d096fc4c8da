package import Foundation

extension FileManager {
    /// True if there is a folder, or a link to a folder, at the path.
    package func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// True if there is a file, or anything else that is not a folder, at the path.
    package func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// The reason why a folder cannot be created at a path; nil if it probably can.
    package func obstacle(toFolder path: String) -> String? {
        func message(_ code: Int32) -> String { String(cString: strerror(code)) }
        let path = FileManager.absolutePath(path)
        if path.split(separator: "/").contains(where: { $0.utf8.count > Int(NAME_MAX) }) {
            return message(ENAMETOOLONG)
        }
        // The nearest folder that exists.
        var folder = path
        var information = stat()
        while lstat(folder, &information) != 0, folder != "/" {
            if errno != ENOENT, errno != ENOTDIR { return message(errno) }
            folder = FileManager.parentPath(folder)
        }
        guard isFolder(folder) else { return "\(folder) is not a folder" }
        return access(folder, W_OK | X_OK) == 0 ? nil : message(errno)
    }

    /// The absolute path of a file, without `.`, `..` and repeated slashes. Like the system, `..`
    /// after a link is the parent of the link's target. The file need not exist.
    /// - Parameter folder: the absolute path at which a relative path starts; nil: the current
    ///   folder.
    package static func absolutePath(_ path: String, in folder: String? = nil) -> String {
        let start = path.hasPrefix("/") ? "" : folder ?? FileManager.default.currentDirectoryPath
        var parts: [Substring] = []
        for part in "\(start)/\(path)".split(separator: "/") {
            switch part {
            case ".": continue
            case "..":
                let current = "/" + parts.joined(separator: "/")
                var information = stat()
                if lstat(current, &information) == 0, information.st_mode & S_IFMT == S_IFLNK,
                    let target = realpath(current, nil)
                {
                    parts = String(cString: target).split(separator: "/")
                    free(target)
                }
                _ = parts.popLast()
            default: parts.append(part)
            }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The path as it is, or, if it contains `..`, the absolute path of the same file: `URL`
    /// removes `..` after a link, which names another file.
    package static func withoutParents(_ path: String) -> String {
        path.split(separator: "/").contains("..") ? absolutePath(path) : path
    }

    /// The folder of a file, as the path names it: without the last component; `.` if there is no
    /// other.
    package static func parentPath(_ path: String) -> String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// Creates a folder and its parent folders; an existing folder is not an error.
    /// - Throws: `FileError`.
    package static func makeFolder(_ path: String) throws(FileError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError(operation: "make the folder", path: path, error: error)
        }
    }

    /// Removes a file; a missing file is not an error.
    /// - Throws: `FileError`.
    package static func removeFile(_ path: String) throws(FileError) {
        if unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR { return }
        let error = FileError(operation: "remove", path: path)
        // A file system that cannot be written refuses before it looks for the file.
        var information = stat()
        guard lstat(path, &information) == 0 || errno != ENOENT else { return }
        throw error
    }
}
