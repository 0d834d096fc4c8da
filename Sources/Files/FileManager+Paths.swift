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
        guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw FileError(operation: "remove", path: path)
        }
    }
}
