package import Foundation

extension FileManager {
    /// Whether there is a folder at the path, or a link to one.
    package func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// Whether there is something at the path that is no folder.
    package func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// Makes a folder and those around it; no error if it is there.
    /// - Throws: `FileError`.
    package static func makeFolder(_ path: String) throws(FileError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        } catch {
            throw FileError(operation: "make the folder", path: path, error: error)
        }
    }

    /// Removes a file, if there is one.
    /// - Throws: `FileError`.
    package static func removeFile(_ path: String) throws(FileError) {
        guard unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw FileError(operation: "remove", path: path)
        }
    }
}
