import Foundation

/// A folder for files that nobody needs later, removed by `remove()`.
package struct ScratchFolder: Sendable {
    package let path: String

    /// Makes a folder of its own: in `TMPDIR`, or, where that cannot be written, in `/tmp` or
    /// `/var/tmp`.
    /// - Throws: `FileError` where none of them can be written.
    package init(_ purpose: String) throws {
        let given = ProcessInfo.processInfo.environment["TMPDIR"] ?? ""
        let places = (given.isEmpty ? [] : [given]) + ["/tmp", "/var/tmp"]
        let name = "study-\(purpose)-\(UUID().uuidString)"
        for place in places {
            let path = place.hasSuffix("/") ? place + name : "\(place)/\(name)"
            if mkdir(path, 0o700) == 0 {
                self.path = path
                return
            }
        }
        throw FileError(
            operation: "make a folder for temporary files", path: places.joined(separator: ", "),
            reason: "\(String(cString: strerror(errno))); set TMPDIR to a folder that you can write"
        )
    }

    package func remove() { try? FileManager.default.removeItem(atPath: path) }
}
