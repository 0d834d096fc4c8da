import Foundation

/// A failed operation on a file: what was tried, where, and the system's reason.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// What was tried, such as `open` or `write`.
    package var operation: String
    package var path: String
    /// The system's words, such as `No such file or directory`.
    package var reason: String

    package init(operation: String, path: String, reason: String) {
        self.operation = operation
        self.path = path
        self.reason = reason
    }

    /// The error that `errno` stands for; call it at once, before anything else sets `errno`.
    package init(operation: String, path: String, code: Int32 = errno) {
        self.init(operation: operation, path: path, reason: String(cString: strerror(code)))
    }

    /// Whether the disk, or the user's share of it, is full.
    var isFullDisk: Bool { [ENOSPC, EDQUOT].contains { reason == String(cString: strerror($0)) } }

    package var description: String { "\(path): cannot \(operation): \(reason)" }
    package var errorDescription: String? { description }
}
