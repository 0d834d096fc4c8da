import Foundation

/// A failed operation on a file: the operation, the path, and the reason.
package struct FileError: Error, Sendable, Hashable, CustomStringConvertible, LocalizedError {
    /// The operation, such as `open` or `write`.
    package var operation: String
    /// The path of the file.
    package var path: String
    /// The message of the system, such as `No such file or directory`.
    package var reason: String
    /// The error number of the system, such as `ENOENT`; nil if the reason is not an error of the
    /// system.
    package var code: Int32?

    package init(operation: String, path: String, reason: String, code: Int32? = nil) {
        self.operation = operation
        self.path = path
        self.reason = reason
        self.code = code
    }

    /// Creates the error for `errno`; must be called before anything else sets `errno`.
    package init(operation: String, path: String, code: Int32 = errno) {
        self.init(
            operation: operation, path: path, reason: String(cString: strerror(code)), code: code)
    }

    /// Creates the error for an error of Foundation.
    package init(operation: String, path: String, error: any Error) {
        self.init(
            operation: operation, path: path, reason: error.systemReason, code: error.systemCode)
    }

    /// True if the error is of the file or folder at a path, or of a file in that folder.
    package func isInside(_ folder: String) -> Bool {
        path == folder || path.utf8.starts(with: "\(folder)/".utf8)
    }

    package var description: String { "\(path): cannot \(operation): \(reason)" }
    package var errorDescription: String? { description }
}

extension Error {
    /// The error number of the system that caused this error; nil if there is none.
    package var systemCode: Int32? {
        if let error = self as? FileError { return error.code }
        if let error = self as? POSIXError { return error.code.rawValue }
        // Errors of Foundation contain the error of the system.
        let error = self as NSError
        if error.domain == NSPOSIXErrorDomain { return Int32(exactly: error.code) }
        return (error.userInfo[NSUnderlyingErrorKey] as? any Error)?.systemCode
    }

    /// The message of the system for the error that caused this error, such as `Permission denied`;
    /// this error's own message if there is none.
    package var systemReason: String {
        systemCode.map { String(cString: strerror($0)) } ?? localizedDescription
    }

    /// True if the disk or the user's quota is full.
    package var isFullDisk: Bool { systemCode == ENOSPC || systemCode == EDQUOT }
}
