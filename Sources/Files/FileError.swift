import Foundation

/// A failed operation on a file: what was tried, where, and the system's reason.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// What was tried, such as `open` or `write`.
    package var operation: String
    package var path: String
    /// The system's words, such as `No such file or directory`.
    package var reason: String
    /// The system's error number, such as `ENOENT`; nil where the reason is not the system's.
    package var code: Int32?

    package init(operation: String, path: String, reason: String, code: Int32? = nil) {
        self.operation = operation
        self.path = path
        self.reason = reason
        self.code = code
    }

    /// The error that `errno` stands for; call it at once, before anything else sets `errno`.
    package init(operation: String, path: String, code: Int32 = errno) {
        self.init(
            operation: operation, path: path, reason: String(cString: strerror(code)), code: code)
    }

    /// The error that a function of Foundation has thrown, with its words; those of the system
    /// where the disk is full.
    package init(operation: String, path: String, error: any Error) {
        let code = error.systemCode
        let words = error.isFullDisk ? code.map { String(cString: strerror($0)) } : nil
        self.init(
            operation: operation, path: path, reason: words ?? error.localizedDescription,
            code: code)
    }

    package var description: String { "\(path): cannot \(operation): \(reason)" }
    package var errorDescription: String? { description }
}

extension Error {
    /// The system's error number behind this error; nil where none is known.
    package var systemCode: Int32? {
        if let error = self as? FileError { return error.code }
        if let error = self as? POSIXError { return error.code.rawValue }
        // Foundation's own errors, which have the system's within.
        let error = self as NSError
        if error.domain == NSPOSIXErrorDomain { return Int32(exactly: error.code) }
        return (error.userInfo[NSUnderlyingErrorKey] as? any Error)?.systemCode
    }

    /// Whether the disk, or the user's share of it, is full.
    package var isFullDisk: Bool { systemCode == ENOSPC || systemCode == EDQUOT }
}
