import Foundation

/// Which file or folder a path leads to: the same for every path to it, by links or not.
package struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let number: UInt64

    /// The identity of what `path` leads to.
    /// - Throws: `FileError` when it leads nowhere.
    package init(_ path: FilePath) throws(FileError) {
        let information = try path.information()
        device = UInt64(information.st_dev)
        number = UInt64(information.st_ino)
    }
}
