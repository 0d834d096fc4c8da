import Foundation

/// A folder for temporary files, which `remove()` removes.
package struct ScratchFolder: Sendable {
    /// The path of the folder.
    package let path: String

    /// Creates a new folder in `TMPDIR`, or, if that is not writable, in `/tmp` or `/var/tmp`.
    /// - Throws: `FileError` if none of them is writable.
    package init(_ purpose: String) throws {
        let given = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        let parents = (given.isEmpty ? [] : [given]) + ["/tmp", "/var/tmp"]
        let name = "study-\(purpose)-\(UUID().uuidString)"
        for parent in parents {
            let path = parent.hasSuffix("/") ? parent + name : "\(parent)/\(name)"
            if mkdir(path, 0o700) == 0 {
                self.path = path
                return
            }
        }
        throw FileError(
            operation: "create a folder for temporary files", path: parents.joined(separator: ", "),
            reason: "\(String(cString: strerror(errno))); set TMPDIR to a writable folder"
        )
    }

    /// Removes the folder and its contents.
    package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
