import Foundation

/// The identity of a file or folder, which is the same for every path and link to it.
package struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64
    /// The path in an archive.
    private let inner: [UInt8]?

    /// The identity of the file or folder at `path`; links are followed.
    /// - Throws: `FileError` if it does not exist.
    package init(_ path: FilePath) throws(FileError) {
        let information = try path.information()
        device = UInt64(information.st_dev)
        number = UInt64(information.st_ino)
        inner = try ArchivedPath(path)?.inner
    }
}
